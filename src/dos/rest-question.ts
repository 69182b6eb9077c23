import { AGE_GROUPS, type Sex } from '../directory/index.ts'
import { metresOfMiles, SEX_OF_LETTER } from './words.ts'

export type AgeGroup = (typeof AGE_GROUPS)[number]
export type SymptomPair = { readonly group: number; readonly discriminator: number }

/** The segments that both searches have, as they came. */
export type RestSegments = {
  readonly caseId: string
  readonly postcode: string
  readonly searchDistance: string
  readonly gpPracticeId: string
  readonly age: string
  readonly gender: string
  readonly numberPerType: string
}

/** What both searches ask. */
export type RestSearch = {
  readonly kind: 'live' | 'test' | 'monitoring'
  /** As given; that it is one was asked while reading. */
  readonly postcode: string
  /** Half a side of the box searched, metres; null: not said. */
  readonly distanceMetres: number | null
  /** Id of the service that is the patient's GP practice; whether there is one is not asked here. */
  readonly practiceId: string | null
  readonly ageGroup: AgeGroup | null
  readonly sex: Sex | null
  readonly numberPerType: number
}

export type RestRead<T> =
  | { readonly outcome: 'read'; readonly read: T }
  /** The first thing wrong; `message` as the contract has it, without the words for the status. */
  | { readonly outcome: 'wrong'; readonly parameter: string; readonly message: string }

/** Where the contract has no words, the sentence is ours (marked so). */
export const REST_MESSAGES = {
  distanceTooLarge: 'Search distance must be no more than 100',
  distanceNotNumeric: 'Search distance must be numeric',
  /** Ours: the acceptable use rules for monitoring (sources, use 2.1). */
  distanceOfMonitoring: 'Search distance must be 1 where the case ID is MONITORING',
  postcodeUnknown: 'Invalid post code',
  postcodeMissing: 'Postcode must be provided',
  ageGroup: 'The age group ID must be one of the following: 1, 2, 3, 4, 8',
  gender: 'The gender must be one of the following: M, F, I (case sensitive)',
  practice: "The supplied service ID of the patient's practice does not exist in the system",
  pair: 'Invalid "SymptomGroupId=SymptomDiscriminatorId" combination supplied',
  /** Ours. */
  types: 'The service type IDs must be whole numbers, separated by commas',
  /** Ours. */
  numberPerType: 'The number of services per type must be a whole number',
} as const

const DISTANCE_MILES_MAX = 100
const NUMBER_PER_TYPE_DEFAULT = 5

/** A position that is left open holds `0`, or what some clients make of nothing (sources, DoS 1.1). */
const isAbsent = (segment: string): boolean => segment === '0' || segment === '' || segment === 'null'

/**
 * Reads the segments that both searches have. Checked in the order of the contract's table (sources, DoS 1.2), first
 * wrong first: distance, postcode, age group, gender; then the number per type. The practice and the clinical pair, last
 * in the table, are looked up once policy has let the question in.
 * @param isPostcode whether a text is a whole postcode that is known here, or one that says why it is nowhere
 */
export function readRestSearch(
  segments: RestSegments,
  isPostcode: (text: string) => boolean,
): RestRead<RestSearch> {
  const kind = kindOfCase(segments.caseId)
  const miles = isAbsent(segments.searchDistance) ? 0 : milesOf(segments.searchDistance)
  if (miles === null) return wrong('searchDistance', 'distanceNotNumeric')
  if (miles > DISTANCE_MILES_MAX) return wrong('searchDistance', 'distanceTooLarge')
  if (kind === 'monitoring' && miles !== 1) return wrong('searchDistance', 'distanceOfMonitoring')
  if (isAbsent(segments.postcode)) return wrong('postcode', 'postcodeMissing')
  if (!isPostcode(segments.postcode)) return wrong('postcode', 'postcodeUnknown')
  const ageGroup = AGE_GROUPS.find(({ id }) => String(id) === segments.age) ?? null
  if (ageGroup === null && !isAbsent(segments.age)) return wrong('age', 'ageGroup')
  const sex = Object.hasOwn(SEX_OF_LETTER, segments.gender) ? (SEX_OF_LETTER[segments.gender] ?? null) : null
  if (sex === null && !isAbsent(segments.gender)) return wrong('gender', 'gender')
  if (!isAbsent(segments.numberPerType) && !WHOLE.test(segments.numberPerType)) {
    return wrong('numberPerType', 'numberPerType')
  }
  return {
    outcome: 'read',
    read: {
      kind,
      postcode: segments.postcode,
      distanceMetres: miles === 0 ? null : metresOfMiles(miles),
      practiceId: isAbsent(segments.gpPracticeId) ? null : segments.gpPracticeId,
      ageGroup,
      sex,
      numberPerType: Number.parseInt(segments.numberPerType, 10) || NUMBER_PER_TYPE_DEFAULT,
    },
  }
}

/** Service type ids, at least one. An id that no type has is taken: it matches nothing, for the contract has no error for it. */
export function readServiceTypeIds(segment: string): RestRead<readonly number[]> {
  const words = segment.split(',')
  return isAbsent(segment) || !words.every(word => TYPE_ID.test(word))
    ? wrong('serviceTypeIds', 'types')
    : { outcome: 'read', read: [...new Set(words.map(Number))] }
}

/** Exactly one pair `SG=SD`; null for anything else. Whether the two go together is for the clinical lists to say. */
export function readSymptomPair(segment: string): SymptomPair | null {
  const [, group, discriminator] = /^(\d{1,9})=(\d{1,9})$/.exec(segment) ?? []
  return group === undefined || discriminator === undefined
    ? null
    : { group: Number(group), discriminator: Number(discriminator) }
}

/** The two reserved case ids; any other is the consumer's own and nothing is made of it. */
export function kindOfCase(caseId: string): RestSearch['kind'] {
  if (caseId === 'TEST') return 'test'
  return caseId === 'MONITORING' ? 'monitoring' : 'live'
}

const WHOLE = /^\d{1,9}$/
/** Types of the hierarchy have negative ids. */
const TYPE_ID = /^-?\d{1,9}$/
/** Clients write `%f`, `12.000000`, or all that a division of kilometres leaves, `37.28227153424004`. */
const MILES = /^(\d{1,12}(\.\d{0,40})?|\.\d{1,40})$/

const milesOf = (segment: string): number | null => (MILES.test(segment) ? Number(segment) : null)

const wrong = (
  parameter: string,
  message: keyof typeof REST_MESSAGES,
): { readonly outcome: 'wrong'; readonly parameter: string; readonly message: string } => ({
  outcome: 'wrong',
  parameter,
  message: REST_MESSAGES[message],
})
