export {
  type AcceptanceKept,
  askReacceptance,
  type FirstUse,
  noteRead,
  reacceptAgreement,
  readAcceptances,
  recordDeemedAcceptance,
  sweepDeemedAcceptances,
} from './acceptance-store.ts'
export {
  type Acceptance,
  type Agreement,
  type AgreementDraft,
  type AgreementStatus,
  type AgreementTerms,
  agreementAt,
  type PolicyText,
} from './agreement.ts'
export {
  AGREEMENT,
  AGREEMENT_EVENTS,
  AGREEMENT_STATES,
  type AgreementEvent,
  type AgreementState,
} from './agreement-machine.ts'
export * from './applications/index.ts'
export type { AgreementChange } from './change-store.ts'
export type { ConnectionEntry, ReadConnections, ReadFirstUse } from './connection-entry.ts'
export {
  type ConnectionNotice,
  type HoldersOf,
  type NoticeParts,
  tellOfConnection,
} from './connection-notice.ts'
export { agreementDueHandlers } from './due-store.ts'
export { type AgreementLife, readLives } from './life-store.ts'
export * from './listing/index.ts'
export * from './permissions/index.ts'
export { readAgreement, readAgreements } from './read-store.ts'
export { type Agreements, openAgreements } from './registry.ts'
export type { ConnectionStanding } from './standing.ts'
export { standingOf } from './standing-store.ts'
export {
  acceptAgreement,
  type DraftOrigin,
  draftAgreement,
  endAgreement,
  endAgreementsOf,
  issueAgreement,
  putInForce,
  RENEWAL,
  renewalOpensAt,
} from './store.ts'
export {
  TAILORED_EVENTS,
  TAILORED_MACHINE,
  TAILORED_STATES,
  type TailoredDraft,
  type TailoredRecord,
} from './tailored-terms.ts'
export { tailoredDueHandlers } from './tailored-terms-due.ts'
export {
  endTailored,
  readTailored,
  type Tailored,
  type TailoredChange,
  tailorTerms,
} from './tailored-terms-store.ts'
