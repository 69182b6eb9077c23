import type { FastifyRequest } from 'fastify'
import { organisationCodeOf } from '../../../directory/index.ts'
import {
  anchorOf,
  type Criterion,
  type NearTest,
  type ResourceType,
  readSearch,
  type Search,
  type Thing,
  type TypeIds,
} from '../../../fhir/index.ts'
import type { LocatedPlace, PlaceAnswer } from '../../../places/index.ts'
import type { CallerFacts } from '../../../policy/index.ts'
import type { EpochMillis } from '../../../vocabulary/index.ts'
import type { ReadQuestion } from '../../governed.ts'
import type { HttpRooms } from '../../rooms.ts'
import { originFacts, placeOf } from '../native/read-search.ts'
import { asParameterErrors } from './outcome.ts'
import { isLenient, readPairs } from './read-pairs.ts'
import { type Named, namedBy, servicesNamed } from './recent.ts'
import { targetOf } from './target.ts'

/** A search as it is put to the directory. */
export type FhirQuestion = {
  readonly search: Search
  /** The conditions beside the place. */
  readonly criteria: readonly Criterion[]
  readonly about: About
}

export type About =
  | {
      readonly kind: 'near'
      readonly near: NearTest
      readonly place: LocatedPlace | null
      /** To be told with the answer. */
      readonly notices: readonly string[]
      readonly typeIds: TypeIds['found']
    }
  | { readonly kind: 'known'; readonly things: readonly Thing[]; readonly named: Named }
  /** Policy refuses it. */
  | { readonly kind: 'none' }

/** Reads a search from its address and its form, and finds what it is about. */
export async function readQuestion(
  rooms: HttpRooms,
  base: string,
  type: ResourceType,
  request: FastifyRequest,
  caller: CallerFacts,
  now: EpochMillis,
): Promise<ReadQuestion<FhirQuestion>> {
  const location = request.method === 'POST' ? 'body' : 'query'
  const pairs = readPairs(request)
  if (!pairs) return { outcome: 'wrong', errors: asParameterErrors([UNREADABLE], location) }
  const lenient = isLenient(request.headers['prefer'])
  const reading = readSearch(type, pairs, { base, lenient })
  if (reading.outcome === 'wrong')
    return { outcome: 'wrong', errors: asParameterErrors(reading.errors, location) }
  const { search } = reading
  const anchored = anchorOf(search)
  if (anchored.outcome === 'wrong') {
    return { outcome: 'wrong', errors: asParameterErrors(anchored.errors, location) }
  }
  const { anchor } = anchored
  switch (anchor.kind) {
    case 'near':
      return nearQuestion(rooms, search, anchor)
    case 'known':
      return knownQuestion(rooms, search, anchor, caller, now)
    case 'none':
      return placeless(search)
  }
}

const UNREADABLE = {
  parameter: 'query',
  message: 'A % stands before two hexadecimal digits, and the bytes are UTF-8.',
  code: 'structure',
}

const filtersOf = (criteria: readonly Criterion[]): string[] => [
  ...new Set(criteria.map(({ named }) => named)),
]

const saidOf = ({ asking: { purpose, audience, kind } }: Search) => ({ purpose, audience, kind })

function nearQuestion(
  { places }: Pick<HttpRooms, 'places'>,
  search: Search,
  { near, typeIds }: { readonly near: NearTest; readonly typeIds: TypeIds },
): ReadQuestion<FhirQuestion> {
  const answer = places.locate(near.value.place)
  const place = placeOf(answer)
  const criteria = search.criteria.filter(({ test }) => test.kind !== 'near')
  return {
    outcome: 'read',
    question: {
      search,
      criteria,
      about: { kind: 'near', near, place, notices: noticesOf(answer), typeIds: typeIds.found },
    },
    facts: {
      action: 'search',
      origin: originFacts(answer),
      typeIds: typeIds.asked,
      limit: null,
      withinMetres: near.value.withinMetres,
      ...saidOf(search),
    },
    shape: { cell: place?.cell ?? null, filters: filtersOf(criteria), target: null },
  }
}

/** What whoever reads the answer must know of its origin. */
function noticesOf(answer: PlaceAnswer): string[] {
  const place = placeOf(answer)
  const notices: string[] = []
  if (answer.outcome === 'terminated') {
    notices.push(`${answer.label} ended in ${answer.endedOn}; the search is from where it was.`)
  }
  if (place && place.precision !== 'exact' && place.precision !== 'unit') {
    notices.push(
      `Where ${place.label} is, is known to some ${place.errorMetres} metres, and so are distances.`,
    )
  }
  if (place?.nearBorder) notices.push(place.nearBorder.askInstead)
  return notices
}

async function knownQuestion(
  rooms: HttpRooms,
  search: Search,
  { things, through }: { readonly things: readonly Thing[]; readonly through: readonly ResourceType[] },
  caller: CallerFacts,
  now: EpochMillis,
): Promise<ReadQuestion<FhirQuestion>> {
  const direct = servicesNamed(rooms, things)
  const services = through.includes('Organization') ? withTheirOrganisations(rooms, direct) : direct
  const by = things.some(thing => thing.by === 'organisation') ? 'ods-code' : 'id'
  const named = await namedBy(rooms, caller, services, by, now)
  const shape = { cell: null, filters: filtersOf(search.criteria), target: targetOf(things) }
  const question: FhirQuestion = {
    search,
    criteria: search.criteria,
    about: { kind: 'known', things, named },
  }
  const { purpose, audience, kind } = saidOf(search)
  if (things.length > 0 && things.every(thing => thing.by === 'area')) {
    return { outcome: 'read', question, facts: { action: 'reference', purpose }, shape }
  }
  const recentlyReturned = named.recent.size > 0
  return {
    outcome: 'read',
    question,
    facts: { action: 'look-up', purpose, audience, kind, by, recentlyReturned },
    shape,
  }
}

/** The services, and all others of the organisations they belong to. */
function withTheirOrganisations(rooms: HttpRooms, services: readonly number[]): readonly number[] {
  const things = services.flatMap((id): Thing[] => {
    const odsCode = organisationCodeOf(rooms.memory.recordOf(id)?.odsCode)
    return odsCode === undefined ? [] : [{ by: 'organisation', odsCode }]
  })
  return [...new Set([...services, ...servicesNamed(rooms, things)])]
}

/** A search that names neither a place nor a thing: policy says no to it, and the log knows that it was asked. */
const placeless = (search: Search): ReadQuestion<FhirQuestion> => ({
  outcome: 'read',
  question: { search, criteria: search.criteria, about: { kind: 'none' } },
  facts: {
    action: 'search',
    origin: { outcome: 'not-given' },
    typeIds: null,
    limit: null,
    withinMetres: null,
    ...saidOf(search),
  },
  shape: { cell: null, filters: filtersOf(search.criteria), target: null },
})
