export {
  CHECKLIST_IDS,
  type ChecklistItem,
  CONTACT_CHECKLIST,
  PRESENTATION_CHECKLIST,
} from './checklist.ts'
export { type Circumstances, CLAUSES_OF_TYPE } from './circumstances.ts'
export { type PermissionSurroundings, readUnmet } from './circumstances-store.ts'
export {
  type DerogationDraft,
  type DerogationSigned,
  readDerogations,
  signDerogation,
} from './derogation-store.ts'
export { permissionDueHandlers } from './due.ts'
export { EVIDENCE_KINDS, type Evidence, type EvidenceKind, inDate, safetyCaseFor } from './evidence.ts'
export { addEvidence, readEvidence } from './evidence-store.ts'
export { unmetForGrant } from './guards.ts'
export {
  PERMISSION_EVENTS,
  PERMISSION_MACHINE,
  type PermissionEvent,
  type PermissionStep,
} from './machine.ts'
export {
  CARE_RECORD_FIELDS,
  DEROGABLE,
  type DerogableType,
  type Derogation,
  grantHolds,
  PERMISSION_STATES,
  type Permission,
  type PermissionScope,
  type PermissionState,
  permissionHolds,
  type RegionGrant,
} from './permission.ts'
export { readPermission, readPermissions } from './permission-read-store.ts'
export {
  type GrantTerms,
  grantPermission,
  movePermission,
  type PermissionChange,
  type PlainEvent,
  reaffirmPermission,
  type WrongDates,
} from './permission-store.ts'
export { grantRegion, type RegionChange, type RegionTerms, withdrawRegion } from './region-grant-store.ts'
export { type MergerParts, partsOfMerged, type RegionEntry, settleMergers } from './region-merge-store.ts'
export {
  amendRequest,
  type PermissionRequest,
  type PermissionRequested,
  requestPermission,
} from './request-store.ts'
export { carryPermissions, endPermissions } from './succession-store.ts'
export { tellOfNewVersions } from './version-watch-store.ts'
