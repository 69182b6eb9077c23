export { POLICY_MACHINE, type PolicyContext, type PolicyEvent, type PolicyState } from './machine.ts'
export { NO_PERSONAL_DATA, PERSONAL_DATA, type PersonalData } from './personal-data.ts'
export { controllerLine, PRIVACY_NOTICES, type PrivacyNotice, privacyNoticeAt } from './privacy-notice.ts'
export {
  noteReference,
  type ReferenceDocument,
  readReferences,
  referenceDueHandlers,
} from './reference-store.ts'
export { openPolicyVersions, type PolicyVersions, sealed } from './registry.ts'
export {
  draftPolicy,
  movePolicy,
  type PolicyMove,
  readStoredPolicies,
  readStoredPolicy,
  type StoredPolicy,
} from './store.ts'
