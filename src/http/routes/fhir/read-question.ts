import type { FastifyRequest } from 'fastify'
import { organisationCodeOf } from '../../../directory/index.ts'
import { anchorOf, type ResourceType, readSearch, type Search, type Thing } from '../../../fhir/index.ts'
import type { CallerFacts } from '../../../policy/index.ts'
import type { EpochMillis } from '../../../vocabulary/index.ts'
import type { ReadQuestion } from '../../governed.ts'
import { namedBy } from '../../recently-returned.ts'
import type { HttpRooms } from '../../rooms.ts'
import { nearQuestion } from './near-question.ts'
import { asParameterErrors } from './outcome.ts'
import { type FhirQuestion, filtersOf, saidOf } from './question.ts'
import { isLenient, readPairs } from './read-pairs.ts'
import { servicesNamed } from './recent.ts'
import { targetOf } from './target.ts'

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
      return nearQuestion(rooms, search, anchor, { caller, now, location })
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
