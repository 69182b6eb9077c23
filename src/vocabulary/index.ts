export { AUDIENCES, type Audience, maySee, narrower } from './audience.ts'
export type { ClauseId } from './clause-id.ts'
export { type Clock, type EpochMillis, simulatedClock, systemClock } from './clock.ts'
export type { OperatorContact } from './contact.ts'
export type { Deed } from './deed.ts'
export { idMaker, millisOf, type Random, uuidv7 } from './ids.ts'
export { type DirectPurposeCode, PURPOSES, type Purpose, type PurposeCode, purposeOf } from './purpose.ts'
export {
  type Actor,
  type HeldRole,
  holds,
  isRole,
  ROLE_NAMES,
  ROLES,
  type Role,
  type Scope,
  scopesOf,
} from './role.ts'
export { unreachable } from './unreachable.ts'
