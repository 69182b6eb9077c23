import Type from 'typebox'
import { type ClinicalQuestion, type ClinicalReference, SEXES } from '../directory/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import type { ParameterError } from './problem.ts'
import { NEAR, WITHIN_METRES_MAX } from './routes/native/question.ts'
import { isDay, readAge } from './routes/native/read-search.ts'

const CODE = { format: 'int32', minimum: 1, maximum: 2_147_483_647 } as const

/** The members of a question by clinical need, in the body of a request (sources, DoS 2.1). */
export const CLINICAL_MEMBERS = {
  near: NEAR,
  symptomGroup: Type.Integer({ ...CODE, description: 'What is the matter: id of a symptom group.' }),
  discriminators: Type.Array(Type.Integer(CODE), {
    minItems: 1,
    maxItems: 20,
    description:
      'What it takes: ids of discriminators that may be asked with that group. A service must manage them all.',
  }),
  dispositionGroup: Type.Optional(
    Type.Integer({
      ...CODE,
      description: 'How soon and by whom: uid of a disposition group. Left out: not asked about.',
    }),
  ),
  age: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 4,
      pattern: '^\\d{1,3}[ymd]?$',
      description: 'Only services for this age: years, or `18m` months, `10d` days.',
      examples: ['34'],
    }),
  ),
  sex: Type.Optional(
    Type.Unsafe<(typeof SEXES)[number]>({
      type: 'string',
      enum: [...SEXES],
      description: 'Only services for a person of this sex.',
    }),
  ),
  surgery: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 12,
      pattern: '^[A-Za-z0-9]{1,12}$',
      description:
        "ODS code of the person's GP practice: what is kept for its patients is found too, and the practice comes first of its rank.",
      examples: ['A81001'],
    }),
  ),
  distance: Type.Optional(
    Type.Integer({
      format: 'int32',
      minimum: 1,
      maximum: WITHIN_METRES_MAX,
      description:
        'How far to search where no distance is kept for the place, metres along each axis of the grid. Left out: 60 km there.',
    }),
  ),
  forceDistance: Type.Optional(
    Type.Boolean({ description: 'That `distance` comes before what is kept for the place.' }),
  ),
  at: Type.Optional(
    Type.String({
      minLength: 17,
      maxLength: 40,
      pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,3})?)?(Z|[+-]\\d{2}:\\d{2})$',
      description:
        'When the person would go: a date and time with its offset, up to 12 months ahead. Left out: now.',
      examples: ['2026-12-25T10:30:00Z'],
    }),
  ),
}

const Members = Type.Object(CLINICAL_MEMBERS)
export type ClinicalMembers = Type.Static<typeof Members>

/** What is asked, without where and by whom. */
export type ClinicalNeed = Pick<
  ClinicalQuestion,
  'symptomGroup' | 'discriminators' | 'dispositionGroup' | 'ageDays' | 'sex' | 'surgery' | 'at'
> & { readonly distance: Pick<ClinicalQuestion['distance'], 'metres' | 'force'> }

/** Reads what passed the schema; every member that makes no sense is named. */
export function readNeed(
  given: ClinicalMembers,
  now: EpochMillis,
): { readonly need: ClinicalNeed; readonly errors: readonly ParameterError[] } {
  const errors: ParameterError[] = []
  const wrong = (parameter: keyof ClinicalMembers, message: string): null => {
    errors.push({ parameter, in: 'body', message })
    return null
  }
  const ageDays =
    given.age === undefined ? null : (readAge(given.age) ?? wrong('age', 'An age is at most 129 years.'))
  const at = given.at === undefined ? now : readAt(given.at, now)
  if (typeof at === 'string') wrong('at', at)
  const { distance = null, forceDistance = false } = given
  if (forceDistance && distance === null) wrong('forceDistance', 'There is no distance to search.')
  return {
    errors,
    need: {
      symptomGroup: given.symptomGroup,
      discriminators: [...new Set(given.discriminators)],
      dispositionGroup: given.dispositionGroup ?? null,
      ageDays,
      sex: given.sex ?? null,
      surgery: given.surgery?.toUpperCase() ?? null,
      at: typeof at === 'string' ? now : at,
      distance: { metres: distance, force: forceDistance },
    },
  }
}

const DAY = 86_400_000
/** What-if searches look this far ahead, and no further back than a clock may be wrong (sources, DoS 2.1). */
const AHEAD_MAX = 366 * DAY
const BACK_MAX = 60_000

/** An instant, or in words what is wrong with it. */
function readAt(text: string, now: EpochMillis): EpochMillis | string {
  const instant = Date.parse(text)
  if (Number.isNaN(instant) || !isDay(text.slice(0, 10))) return 'This is not a date and time that exists.'
  if (instant < now - BACK_MAX) return 'It is past.'
  return instant > now + AHEAD_MAX ? 'Ask for a time within 12 months.' : instant
}

/**
 * Codes that no list has, and pairs that may not be asked. The DoS drops the latter and searches with what is left; here
 * nothing is dropped unsaid.
 */
export function unknownCodes(
  { symptomGroup, discriminators, dispositionGroup }: ClinicalNeed,
  reference: ClinicalReference,
): ParameterError[] {
  const errors: ParameterError[] = []
  const wrong = (parameter: keyof ClinicalMembers, message: string): void => {
    errors.push({ parameter, in: 'body', message: `${message} ${LISTED}` })
  }
  const pairs = symptomGroup === null ? undefined : reference.pairs.get(symptomGroup)
  if (symptomGroup !== null && !reference.symptomGroups.has(symptomGroup)) {
    wrong('symptomGroup', `There is no symptom group ${symptomGroup}.`)
  } else {
    const unfit = discriminators.filter(id => !pairs?.has(id))
    if (unfit.length > 0)
      wrong('discriminators', `Not to be asked with symptom group ${symptomGroup}: ${unfit.join(', ')}.`)
  }
  if (dispositionGroup !== null && !reference.dispositionGroups.has(dispositionGroup))
    wrong('dispositionGroup', `There is no disposition group ${dispositionGroup}.`)
  return errors
}

const LISTED = '/api/v1/clinical-codes lists what there is.'
