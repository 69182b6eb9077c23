import Type from 'typebox'
import { CLINICAL_MEMBERS } from '../../clinical-need.ts'
import { AUDIENCE, CASE, FIELDS, PURPOSE, TYPES } from './question.ts'

/** The body of a clinical search. */
export const ClinicalBody = Type.Object(
  {
    ...CLINICAL_MEMBERS,
    type: Type.Optional(TYPES),
    fields: Type.Optional(FIELDS),
    purpose: Type.Optional(PURPOSE),
    audience: Type.Optional(AUDIENCE),
    case: Type.Optional(CASE),
  },
  { additionalProperties: false },
)
export type ClinicalBody = Type.Static<typeof ClinicalBody>
