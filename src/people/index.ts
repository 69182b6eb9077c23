export { type Alert, type AlertKind, readAlerts } from './alert-store.ts'
export { beginAnew } from './begin-anew.ts'
export { checkPassword, networkOf, type PasswordAnswer, type PasswordAttempt } from './check-password.ts'
export { type Erased, erasePerson, peopleDueHandlers } from './erase-store.ts'
export { enterFirst, type FirstEntered } from './first-person-store.ts'
export { HELD_MAX, type HeldOfPerson, readHeldOfPerson } from './held-of-person.ts'
export {
  type Identity,
  type IdentityAnswer,
  type IdentitySettings,
  linkIdentity,
  personAt,
} from './identity-store.ts'
export { listPeople, type PeopleFilter, type PersonWithRoles } from './list-store.ts'
export {
  beginTotp,
  changePassword,
  confirmTotp,
  type PasswordSet,
  type Proof,
  readSecretState,
  type SecretState,
  setPassword,
} from './own-secret.ts'
export { normalUserName, PASSWORD_MAX, PASSWORD_MIN, passwordFaults, USER_NAME } from './password.ts'
export { leavePerson, lockPerson, type PersonStep, unlockPerson } from './person-life-store.ts'
export { createPerson, type NewPerson, type Person, type PersonStatus, readPerson } from './person-store.ts'
export {
  beginRecovery,
  type CodeIssued,
  completeRecovery,
  INVITATION_MILLIS,
  invite,
  RECOVERY_MILLIS,
  type RecoveryAttempt,
  recover,
} from './recovery.ts'
export {
  addRegistration,
  endRegistration,
  REGISTRATION_NUMBER,
  REGULATORS,
  type Registration,
  type Regulator,
  readRegistrations,
} from './registration-store.ts'
export {
  type GrantQuestion,
  type GrantVerdict,
  judgeGrant,
  mayEnd,
  mayManage,
  recoveryTakesTwo,
  SECOND_PERSON,
  takesTwo,
} from './role-rules.ts'
export {
  endRole,
  type Granted,
  grantRole,
  hasAdministrator,
  holdersOf,
  personOfRoleEnd,
  readActor,
  readRoles,
} from './role-store.ts'
export {
  type Assurance,
  checkCsrf,
  csrfOf,
  SESSION_IDLE_MILLIS,
  SESSION_MILLIS_MAX,
  type Session,
} from './session.ts'
export {
  endSession,
  endSessionsAt,
  endSessionsOf,
  type NewSession,
  openSession,
  readLiveSessions,
  readSession,
  readSessionById,
  readSessionsOf,
} from './session-store.ts'
export { useSession } from './use-session-store.ts'
