import {
  ageInDays,
  type CapacityStatus,
  type LondonMoment,
  londonMoment,
  REFERRAL_ROLES,
  type ServedPlace,
  type Sex,
  serviceTypeByIdOrCode,
} from '../../../directory/index.ts'
import type { LocatedPlace, PlaceAnswer, Places } from '../../../places/index.ts'
import type { CallerFacts, OriginFacts, QuestionFacts } from '../../../policy/index.ts'
import { type EpochMillis, unreachable } from '../../../vocabulary/index.ts'
import type { ReadQuestion } from '../../governed.ts'
import type { ParameterError } from '../../problem.ts'
import type { HttpRooms } from '../../rooms.ts'
import { servedPlace } from '../../served-place.ts'
import { readFields } from './fields.ts'
import { kindOf, type SearchQuery } from './question.ts'
import { readServes, stricterOrigin } from './read-serves.ts'

/** A search as the directory takes it. */
export type SearchQuestion = {
  readonly place: LocatedPlace | null
  /** Said with the answer, such as that the postcode has ended. */
  readonly notices: readonly string[]
  readonly typeIds: readonly number[] | null
  readonly openAt: LondonMoment | null
  readonly ageDays: number | null
  readonly sex: Sex | null
  readonly practice: string | null
  readonly capacity: readonly CapacityStatus[] | null
  readonly referralRoleIds: readonly number[] | null
  /** The only members wanted; null: all. */
  readonly fields: readonly string[] | null
  /** The place that services are to be kept for; null: not asked about. */
  readonly served: { readonly place: LocatedPlace; readonly known: ServedPlace } | null
  /** Whether to look as far as the agreement reaches: nearness was not asked about. */
  readonly isFar: boolean
}

/** Turns the members of a search into a question; `parameter` errors name every one that makes no sense. */
export function readSearch(
  { places, clinical, policy }: Pick<HttpRooms, 'places' | 'clinical' | 'policy'>,
  given: SearchQuery,
  location: 'query' | 'body',
  caller: CallerFacts,
  now: EpochMillis,
): ReadQuestion<SearchQuestion> {
  const errors: ParameterError[] = []
  const wrong = (parameter: keyof SearchQuery, message: string): null => {
    errors.push({ parameter, in: location, message })
    return null
  }
  const typeIds = given.type === undefined ? null : readTypes(given.type, message => wrong('type', message))
  const openAt =
    given.open === undefined ? null : readMoment(given.open, now, message => wrong('open', message))
  const ageDays =
    given.age === undefined ? null : (readAge(given.age) ?? wrong('age', 'An age is at most 129 years.'))
  const roles = given.referralRole?.split(',').map(Number) ?? null
  for (const role of roles ?? []) {
    if (!REFERRAL_ROLES.some(known => known.id === role))
      wrong('referralRole', `There is no referral role ${role}.`)
  }
  const near = given.near === undefined ? null : places.locate(given.near)
  const serves = given.serves === undefined ? null : readServes(given.serves, near, places)
  if (typeof serves === 'string') wrong('serves', serves)
  const answer = near ?? (typeof serves === 'string' ? null : serves)
  if (answer === null && given.serves === undefined)
    wrong('near', 'It is required, unless "serves" names a postcode.')
  if (errors.length > 0 || answer === null || typeof serves === 'string') return { outcome: 'wrong', errors }

  const place = placeOf(answer)
  const servedAt = serves && placeOf(serves)
  const fields = readFields(given.fields)
  const facts: Extract<QuestionFacts, { action: 'search' }> = {
    action: 'search',
    purpose: given.purpose ?? null,
    origin: originFacts(answer),
    audience: given.audience ?? null,
    typeIds,
    limit: given.limit ?? null,
    withinMetres: given.within ?? null,
    fields,
    kind: kindOf(given),
  }
  const isElsewhere = serves !== null && serves !== answer
  return {
    outcome: 'read',
    question: {
      place,
      notices: [...noticesOf(answer, places), ...(isElsewhere ? noticesOf(serves, places) : [])],
      typeIds,
      openAt,
      ageDays,
      sex: given.sex ?? null,
      practice: given.practice?.toUpperCase() ?? null,
      capacity: given.capacity === undefined ? null : readCapacity(given.capacity),
      referralRoleIds: roles,
      fields,
      served: servedAt && { place: servedAt, known: servedPlace(servedAt, clinical()) },
      isFar: near === null && given.within === undefined,
    },
    facts: isElsewhere
      ? { ...facts, origin: stricterOrigin(facts, originFacts(serves), caller, policy(now), now) }
      : facts,
    shape: {
      cell: place?.cell ?? null,
      filters: FILTERS.filter(name => given[name] !== undefined),
      target: null,
    },
  }
}

/** Names of filters the activity log may hold; their values it never does. */
const FILTERS = ['open', 'age', 'sex', 'practice', 'capacity', 'referralRole', 'serves'] as const

export function readTypes(text: string, wrong: (message: string) => null): readonly number[] | null {
  const ids = new Set<number>()
  for (const word of text.split(',').map(item => item.trim())) {
    const type = serviceTypeByIdOrCode(word)
    if (!type) return wrong(`There is no service type "${word}". /api/v1/service-types lists them.`)
    if (!type.searchable) return wrong(`Services of type "${word}" are not found by search.`)
    ids.add(type.id)
  }
  return [...ids]
}

function readMoment(text: string, now: EpochMillis, wrong: (message: string) => null): LondonMoment | null {
  if (text === 'now') return londonMoment(now)
  const instant = Date.parse(text)
  if (Number.isNaN(instant) || !isDay(text.slice(0, 10))) {
    return wrong('This is not a date and time that exists.')
  }
  // As far ahead as the DoS lets a what-if search look (sources, DoS 2.1).
  if (Math.abs(instant - now) > 366 * 86_400_000) return wrong('Ask for a time within 12 months of now.')
  return londonMoment(instant)
}

/** Date.parse takes 30 February for 2 March: another day than was asked about. */
export const isDay = (text: string): boolean => new Date(text).toISOString().startsWith(text)

/** Years, or months or days with their letter. Nobody is older than 129 (sources, DoS 2.1). */
export function readAge(text: string): number | null {
  const count = Number.parseInt(text, 10)
  if (text.endsWith('d')) return ageInDays({ days: count })
  if (text.endsWith('m')) return ageInDays({ months: count })
  return count > 129 ? null : ageInDays({ years: count })
}

const CAPACITY_WORDS: readonly CapacityStatus[] = ['green', 'amber', 'red']
const readCapacity = (text: string): readonly CapacityStatus[] =>
  CAPACITY_WORDS.filter(word => text.split(',').includes(word))

/** What whoever reads the answer must know of its origin. */
export function noticesOf(answer: PlaceAnswer, places: Places): string[] {
  if (answer.outcome === 'terminated')
    return [`${answer.label} ended in ${answer.endedOn}; the search is from where it was.`]
  if (answer.outcome !== 'located') return []
  const { kind, precision, label } = answer.place
  // Once a file is imported, a postcode it lacks is new or, more likely, mistyped: L51 4AP for LS1 4AP.
  const missing = kind === 'postcode' && precision !== 'unit' && places.edition() !== null
  return missing
    ? [`${label} is not in the postcode file. Check it; the search is from about where it would be.`]
    : []
}

/** The point to search from, if there is one. A postcode that has ended still says where it was. */
export const placeOf = (answer: PlaceAnswer): LocatedPlace | null =>
  answer.outcome === 'located' || answer.outcome === 'terminated' ? answer.place : null

/** What policy needs to know of an origin. */
export function originFacts(answer: PlaceAnswer): OriginFacts {
  switch (answer.outcome) {
    case 'located':
      return located(answer.place)
    case 'terminated':
      return answer.place
        ? located(answer.place)
        : unusable('unlocated', `${answer.label} ended in ${answer.endedOn}, and where it was is not known.`)
    case 'outside-england':
      return {
        outcome: 'outside-england',
        label: answer.label,
        nation: answer.nation,
        askInstead: answer.askInstead,
      }
    case 'non-geographic':
    case 'unlocated':
    case 'not-recognised':
      return unusable(answer.outcome, answer.reason)
    case 'no-fixed-abode':
      return unusable(
        'no-fixed-abode',
        `${answer.label} stands for no place. Choose a place near the person instead.`,
      )
    case 'ambiguous':
      return unusable(
        'ambiguous',
        `${answer.label} may be ${answer.choices.map(choice => choice.label).join('; ')}.`,
      )
    default:
      return unreachable(answer)
  }
}

const located = (place: LocatedPlace): OriginFacts => ({
  outcome: 'located',
  kind: place.kind === 'coordinate' || place.kind === 'grid' ? 'coordinate' : 'named',
  regionId: place.regionId,
})

type UnusableOrigin = Extract<OriginFacts, { outcome: 'unusable' }>
const unusable = (because: UnusableOrigin['because'], detail: string): OriginFacts => ({
  outcome: 'unusable',
  because,
  detail,
})
