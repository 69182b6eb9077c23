import { searchReach } from '../../../directory/index.ts'
import type { LocatedPlace } from '../../../places/index.ts'
import type { EpochMillis } from '../../../vocabulary/index.ts'
import type { ClinicalRooms } from '../../clinical-answer.ts'
import { type ClinicalNeed, readNeed } from '../../clinical-need.ts'
import { type ClinicalOrigin, clinicalOrigin } from '../../clinical-origin.ts'
import type { ReadQuestion } from '../../governed.ts'
import type { ClinicalBody } from './clinical-question.ts'
import { readFields } from './fields.ts'
import { kindOf } from './question.ts'
import { noticesOf, originFacts, placeOf, readTypes } from './read-search.ts'

/** A clinical search as the directory takes it. */
export type ClinicalAsked = {
  readonly place: LocatedPlace | null
  readonly origin: ClinicalOrigin
  readonly need: ClinicalNeed
  readonly notices: readonly string[]
  readonly typeIds: readonly number[] | null
  readonly fields: readonly string[] | null
}

/** Turns the body into a question. What the codes mean is judged later, for those who may ask at all. */
export function readClinical(
  { places, clinical }: ClinicalRooms,
  given: ClinicalBody,
  now: EpochMillis,
): ReadQuestion<ClinicalAsked> {
  const { need, errors: wrong } = readNeed(given, now)
  const errors = [...wrong]
  const typeIds =
    given.type === undefined
      ? null
      : readTypes(given.type, message => {
          errors.push({ parameter: 'type', in: 'body', message })
          return null
        })
  if (errors.length > 0) return { outcome: 'wrong', errors }
  const answer = places.locate(given.near)
  const place = placeOf(answer)
  const reference = clinical()
  const origin = clinicalOrigin(answer, reference)
  const fields = readFields(given.fields)
  // A distance asked for counts only where none is kept, or it is forced: else it is not held against what was agreed.
  const reach = searchReach(
    { postcode: origin.postcode, distance: { ...need.distance, metresMax: Number.POSITIVE_INFINITY } },
    reference,
  )
  const isUsed = reach.source === 'override' || reach.source === 'request'
  return {
    outcome: 'read',
    question: { place, origin, need, notices: noticesOf(answer, places), typeIds, fields },
    facts: {
      action: 'search',
      purpose: given.purpose ?? null,
      origin: originFacts(answer),
      audience: given.audience ?? null,
      typeIds,
      limit: null,
      withinMetres: isUsed ? need.distance.metres : null,
      fields,
      kind: kindOf(given),
    },
    shape: {
      cell: place?.cell ?? null,
      filters: FILTERS.filter(([member]) => given[member] !== undefined).map(([, name]) => name),
      target: null,
    },
  }
}

/** Members by the names under which the activity log may say that they were used; what they were it never says. */
const FILTERS = [
  ['symptomGroup', 'symptom-group'],
  ['discriminators', 'symptom-discriminator'],
  ['dispositionGroup', 'disposition'],
  ['age', 'age'],
  ['sex', 'sex'],
  ['surgery', 'practice'],
  ['distance', 'distance'],
  ['forceDistance', 'force-distance'],
  ['at', 'time'],
] as const
