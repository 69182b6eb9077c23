import {
  type DirectoryResource,
  included,
  type Note,
  pageAddress,
  searchset,
  sorted,
} from '../../../fhir/index.ts'
import type { Allowed } from '../../../policy/index.ts'
import type { EpochMillis } from '../../../vocabulary/index.ts'
import type { Answered, Stamp } from '../../governed.ts'
import type { HttpRooms } from '../../rooms.ts'
import { type Asked, type Found, findKnown, findNear, type Hit } from './find.ts'
import { createGraph, type DirectoryGraph } from './graph.ts'
import { FHIR_JSON, outcomeOf, printable } from './outcome.ts'
import type { About, FhirQuestion } from './question.ts'
import { groundOf, scopeOfLookUp, scopeOfPlace } from './scope.ts'
import { encode, stampHeaders } from './stamp-headers.ts'

/** Resources beside those found that one page holds at most. */
const INCLUDED_MAX = 500

/** A page of a search, as a Bundle. */
export function answerSearch(
  rooms: HttpRooms,
  base: string,
  { search, criteria, about }: FhirQuestion,
  allowed: Allowed,
  stamp: Stamp,
): Answered {
  const { now } = stamp
  const { limits } = allowed
  const size = Math.min(search.count ?? limits.results, limits.resultsMax)
  // One more than are shown says whether there is a next page.
  const isNearestFirst = search.sort.every(({ by, descending }) => by === null && !descending)
  const first = isNearestFirst ? search.skip + size + 1 : null
  const asked = { type: search.type, criteria, first }
  const { graph, found } = lookFor(rooms, asked, about, allowed, now)
  if (found.outcome === 'too-costly') return tooCostly(stamp, allowed)
  const all = sorted(found.hits, search.sort)
  const page = all.slice(search.skip, search.skip + size)
  const beside = besides(page, search, graph, limits.resultsMax)
  const until = search.skip + page.length
  const more = page.length > 0 && until < all.length
  const { type, pairs, part } = search
  const bundle = searchset(
    {
      id: stamp.decisionId,
      asOf: new Date(stamp.confirmedAt).toISOString(),
      found: page,
      included: beside.resources,
      unit: about.kind === 'near' ? about.unit : null,
      part,
      notes: notesOf(search, about.kind === 'near' ? about.notices : [], found, beside.left),
      self: pageAddress(base, type, pairs, search.skip),
      next: more ? pageAddress(base, type, pairs, until) : null,
    },
    base,
  )
  return {
    outcome: 'answered',
    results: [...new Set([...page.flatMap(({ services }) => services), ...beside.services])],
    body: encode(bundle, search.asking.pretty),
    headers: stampHeaders(stamp, allowed),
  }
}

function lookFor(
  rooms: HttpRooms,
  asked: Asked,
  about: About,
  allowed: Allowed,
  now: EpochMillis,
): { readonly graph: DirectoryGraph; readonly found: Found } {
  switch (about.kind) {
    case 'near': {
      const ground = groundOf(rooms, allowed, about)
      const graph = createGraph(rooms, scopeOfPlace(rooms, allowed, ground, now), now)
      return { graph, found: findNear(rooms, asked, about, ground, allowed, graph, now) }
    }
    case 'known': {
      const { recent, recentOnly } = about.named
      const graph = createGraph(rooms, scopeOfLookUp(allowed, recentOnly ? recent : null), now)
      return { graph, found: findKnown(asked, about, allowed, graph, now) }
    }
    case 'none':
      throw new Error('Policy allowed a search that is about nothing.')
  }
}

/** What is included with a page. Its data, too, is of no more services than the agreement's k. */
function besides(
  page: readonly Hit[],
  { includes }: FhirQuestion['search'],
  graph: DirectoryGraph,
  most: number,
): { resources: DirectoryResource[]; services: ReadonlySet<number>; left: boolean } {
  const services = new Set(page.flatMap(hit => hit.services))
  const resources: DirectoryResource[] = []
  let left = false
  const all =
    includes.length === 0
      ? []
      : included(
          page.map(({ resource }) => resource),
          includes,
          graph,
        )
  for (const resource of all) {
    // An organisation is itself; its services are included by themselves or not at all.
    const [id] = resource.resourceType === 'Organization' ? [] : graph.servicesOf(resource)
    const isNew = id !== undefined && !services.has(id)
    if (resources.length >= INCLUDED_MAX || (isNew && services.size >= most)) {
      left = true
      continue
    }
    if (id !== undefined) services.add(id)
    resources.push(resource)
  }
  return { resources, services, left }
}

function notesOf(
  { ignored }: FhirQuestion['search'],
  notices: readonly string[],
  found: Extract<Found, { outcome: 'found' }>,
  left: boolean,
): Note[] {
  const notes: Note[] = ignored.map(({ parameter, message, code }) => ({
    severity: 'warning',
    code,
    text: printable(`Left out, as you asked for lenience: ${parameter}. ${message}`),
  }))
  for (const text of notices) notes.push({ severity: 'information', code: 'informational', text })
  if (found.cut || left) {
    const text = 'There is more than your agreement lets one answer hold; what came first is here.'
    notes.push({ severity: 'warning', code: 'incomplete', text })
  }
  return notes
}

const TOO_COSTLY =
  'Too many services had to be looked at one by one. Name service types (service-type), search less far, or leave out conditions, and ask again.'

const tooCostly = (stamp: Stamp, allowed: Allowed): Answered => ({
  outcome: 'answered',
  status: 422,
  results: [],
  body: encode(
    outcomeOf([
      { severity: 'error', code: 'too-costly', details: { text: TOO_COSTLY }, diagnostics: TOO_COSTLY },
    ]),
    false,
  ),
  headers: { ...stampHeaders(stamp, allowed), 'content-type': FHIR_JSON },
})
