export {
  type Acceptance,
  type Agreement,
  type AgreementDraft,
  type AgreementStatus,
  type AgreementTerms,
  agreementAt,
  type PolicyText,
} from './agreement.ts'
export { readAgreements } from './read-store.ts'
export { type Agreements, openAgreements } from './registry.ts'
export {
  type AgreementChange,
  acceptAgreement,
  draftAgreement,
  endAgreement,
  issueAgreement,
  putInForce,
} from './store.ts'
