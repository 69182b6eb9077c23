export type { Bound, Clause, ClauseKind, ClauseState } from './clause.ts'
export { clauseTable } from './clause-table.ts'
export { CLAUSES, clauseOf } from './clauses.ts'
export { decide } from './decide.ts'
export type { Allowed, Decision, Refused } from './decision.ts'
export {
  ACCOUNT_STATUSES,
  type AccountStatus,
  type AgreementFacts,
  type CallerFacts,
  type Environment,
  type OriginFacts,
  PERMISSION_TYPES,
  type PermissionFacts,
  type PermissionType,
  type QuestionFacts,
  type RestrictionFacts,
  type TailoredTerms,
  type TrafficKind,
  type Volume,
} from './facts.ts'
export { OBLIGATION_NAMES, OBLIGATIONS, type Obligation } from './obligations.ts'
export type {
  PolicyContent,
  PolicyParagraph,
  PolicyParameters,
  PolicySection,
  PolicyVersion,
} from './policy-version.ts'
export { policyVersion } from './policy-version.ts'
export {
  isRefusalReason,
  REFUSAL_REASONS,
  REFUSALS,
  type Refusal,
  type RefusalReason,
  refusalOf,
  type WhoCanFix,
} from './refusals.ts'
export { refuse } from './refuse.ts'
export { POLICY_VERSIONS, policyInForce, policyVersionOf } from './versions.ts'
export { WORKFLOW_NAMES, WORKFLOWS, type Workflow, workflowOf } from './workflows.ts'
