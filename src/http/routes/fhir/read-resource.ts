import { mayBeTold } from '../../../directory/index.ts'
import {
  type Asking,
  type DirectoryResource,
  type Part,
  partOf,
  type ResourceType,
  readFhirId,
  type Thing,
} from '../../../fhir/index.ts'
import type { Allowed } from '../../../policy/index.ts'
import { type Answered, type GovernedAction, governed, type Stamp } from '../../governed.ts'
import { mayShow, type Named, namedBy } from '../../recently-returned.ts'
import type { HttpRooms } from '../../rooms.ts'
import { createGraph } from './graph.ts'
import { FHIR_JSON, outcomeOf, sayNo } from './outcome.ts'
import { readForm } from './read-form.ts'
import { servicesNamed } from './recent.ts'
import { isWithin, scopeOfLookUp } from './scope.ts'
import { encode, stampHeaders } from './stamp-headers.ts'
import { targetOf } from './target.ts'

export type ReadRequest = { Params: { readonly id: string } }

type ReadQuestion = {
  readonly id: string
  readonly things: readonly Thing[]
  readonly named: Named
  readonly asking: Asking
  readonly part: Part
}

/** GET /{type}/{id}: one resource, as the follow-up of a search (AUP25-08, D2). */
export function readDoor(rooms: HttpRooms, type: ResourceType) {
  const action: GovernedAction<ReadQuestion, ReadRequest> = {
    interface: 'fhir',
    action: 'look-up',
    contentType: FHIR_JSON,
    refuse: sayNo,
    read: async (request, caller, now) => {
      const form = readForm(type, request)
      if (form.outcome === 'wrong') return form
      const { id } = request.params
      const { asking } = form
      const things = thingsOf(type, id)
      const by = things[0]?.by === 'organisation' ? 'ods-code' : 'id'
      const named = await namedBy(rooms, caller, servicesNamed(rooms, things), by, now)
      const { purpose, audience, kind } = asking
      const recentlyReturned = named.recent.size > 0
      return {
        outcome: 'read',
        question: { id, things, named, asking, part: form.part },
        facts:
          things[0]?.by === 'area'
            ? { action: 'reference', purpose }
            : { action: 'look-up', purpose, audience, kind, by, recentlyReturned },
        shape: { cell: null, filters: [], target: targetOf(things) },
      }
    },
    ask: (question, allowed, stamp) => answerRead(rooms, type, question, allowed, stamp),
  }
  return governed(rooms, action)
}

/** What an id of this type stands for; nothing, if it stands for nothing. */
function thingsOf(type: ResourceType, text: string): readonly Thing[] {
  const id = readFhirId(text)
  if (!id) return []
  if (id.kind === 'area') {
    if (type !== 'Location') return []
    const { area } = id
    return area.kind === 'radius'
      ? [{ by: 'service', id: area.serviceId }]
      : [{ by: 'area', reference: `Location/${text}` }]
  }
  if (id.kind !== type) return []
  return id.kind === 'Organization'
    ? [{ by: 'organisation', odsCode: id.odsCode }]
    : [{ by: 'service', id: id.serviceId }]
}

function answerRead(
  rooms: HttpRooms,
  type: ResourceType,
  { id, named, asking, part }: ReadQuestion,
  allowed: Allowed,
  stamp: Stamp,
): Answered {
  const scope = scopeOfLookUp(allowed, named.recentOnly ? named.recent : null)
  const graph = createGraph(rooms, scope, stamp.now)
  const resource = graph.follow(`${type}/${id}`)
  if (!resource) return hasClosed(rooms, type, named, allowed) ? gone(stamp, allowed) : nothing(type, id)
  const services = graph.servicesOf(resource).slice(0, allowed.limits.resultsMax)
  return {
    outcome: 'answered',
    results: services,
    body: encode(partOf(resource, part), asking.pretty),
    headers: { ...stampHeaders(stamp, allowed), ...versionHeaders(resource) },
  }
}

/** R4 http, read: the version as a weak ETag, and when it was last changed. */
function versionHeaders({ meta }: DirectoryResource): Record<string, string> {
  const { versionId, lastUpdated } = meta ?? {}
  return {
    ...(versionId === undefined ? {} : { etag: `W/"${versionId}"` }),
    ...(lastUpdated === undefined ? {} : { 'last-modified': new Date(lastUpdated).toUTCString() }),
  }
}

/** Whether the resource was that of a service which has closed, and which the caller might have been told of. */
function hasClosed(
  { memory }: HttpRooms,
  type: ResourceType,
  named: Named,
  { audience, limits }: Allowed,
): boolean {
  const [id] = named.services
  const service = type === 'Organization' || id === undefined ? undefined : memory.recordOf(id)
  return (
    service?.status === 'closed' &&
    mayBeTold(service, audience) &&
    mayShow(named, service.id) &&
    isWithin(service, limits)
  )
}

const GONE = 'The service has closed. Search again near the person.'

const gone = (stamp: Stamp, allowed: Allowed): Answered => ({
  outcome: 'answered',
  status: 410,
  results: [],
  body: encode(
    outcomeOf([{ severity: 'error', code: 'deleted', details: { text: GONE }, diagnostics: GONE }]),
    false,
  ),
  headers: stampHeaders(stamp, allowed),
})

const nothing = (type: ResourceType, id: string): Answered => ({
  outcome: 'nothing',
  detail: `There is no ${type} ${id} that you may see.`,
})
