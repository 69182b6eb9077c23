import Type, { type TSchema } from 'typebox'
import { PURPOSES, ROLE_NAMES } from '../../vocabulary/index.ts'

/** Words that the schemas of acts are made of. Each has a longest length and, where it has one, a form. */

export const closed = { additionalProperties: false } as const

const formed = (pattern: string, maxLength: number, description: string) =>
  Type.String({ minLength: 1, maxLength, pattern, description })

/** An id of ours: a UUID, or what the register calls it. */
export const Id = (description: string) => formed('^[A-Za-z0-9._~-]{1,64}$', 64, description)
export const OdsCode = formed('^[A-Z0-9]{2,12}$', 12, 'ODS code of an organisation.')
export const RegionId = formed('^[A-Z0-9]{2,12}$', 12, 'Code of a region, such as Y63.')
export const PolicyId = formed('^\\d{4}-\\d{2}-\\d{2}$', 10, 'A policy version, by the day it was published.')
export const Text = (maxLength: number, description: string) =>
  Type.String({ minLength: 1, maxLength, description })
/** As `Text`, and may be empty. */
export const Prose = (maxLength: number, description: string) => Type.String({ maxLength, description })
export const Reason = Type.String({ minLength: 3, maxLength: 1000, description: 'Why; it goes on record.' })
export const Email = Type.String({
  format: 'email',
  minLength: 3,
  maxLength: 254,
  description: 'E-mail address.',
})
export const Instant = (description: string) =>
  Type.String({ format: 'date-time', maxLength: 35, description })
export const Day = (description: string) => Type.String({ format: 'date', maxLength: 10, description })
export const Whole = (minimum: number, maximum: number, description: string) =>
  Type.Integer({ format: 'int32', minimum, maximum, description })
export const Count = Whole(0, 2_000_000_000, 'How many.')
export const Flag = (description: string) => Type.Boolean({ description })
export const choice = <const V extends readonly string[]>(values: V, description: string) =>
  Type.Unsafe<V[number]>({ type: 'string', enum: [...values], description })
export const ListOf = <S extends TSchema>(items: S, maxItems: number, description: string) =>
  Type.Array(items, { maxItems, description })
export const Nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])
export const RoleName = choice(ROLE_NAMES, 'A role of people.')
export const DirectPurpose = choice(
  PURPOSES.filter(purpose => purpose.kind === 'direct').map(purpose => purpose.code),
  'A purpose of direct care (AUP25-11).',
)
export const ClauseRef = formed('^AUP(25|18)-[0-9]{2}$', 8, 'A clause of the acceptable use policy.')

/** An instant as the API says it; null stays null. */
export const iso = (millis: number): string => new Date(millis).toISOString()
export const isoOrNull = (millis: number | null): string | null => (millis === null ? null : iso(millis))
