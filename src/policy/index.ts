export type { Bound, Clause, ClauseKind, ClauseState } from './clause.ts'
export { clauseTable } from './clause-table.ts'
export { CLAUSES, clauseOf } from './clauses.ts'
export { decide } from './decide.ts'
export type { Allowed, Decision, Refused } from './decision.ts'
export { differenceInWords, type PolicyDifference, policyDiff } from './diff.ts'
export { type ExplainedCheck, type Explanation, explain } from './explain.ts'
export {
  ACCOUNT_STATUSES,
  type AccountStatus,
  type AgreementFacts,
  type CallerFacts,
  type Environment,
  MAINTAINED,
  type Maintained,
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
export {
  FOOTPRINT_CLASSES,
  type Footprint,
  type FootprintClass,
  type FootprintFacts,
  footprintOf,
} from './footprint.ts'
export { gateOf, plannedIn } from './gate.ts'
export { OBLIGATION_NAMES, OBLIGATIONS, type Obligation } from './obligations.ts'
export {
  isParameterName,
  isTailorable,
  keepsToLimits,
  PARAMETER_NAMES,
  type ParameterName,
  type PolicyParameters,
  parameterSays,
  parametersSchema,
  TAILORABLE,
  type TailorableName,
} from './parameters.ts'
export { volumeOf } from './permissions.ts'
export type {
  PolicyContent,
  PolicyParagraph,
  PolicySection,
  PolicyVersion,
} from './policy-version.ts'
export { canonical, policyVersion } from './policy-version.ts'
export { type DraftProblem, type ReadPolicyContent, readPolicyContent } from './read-content.ts'
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
export {
  openRehearsal,
  type Rehearsal,
  type RehearsalItem,
  type RehearsalReport,
  type RehearsedChange,
  type RehearsedCount,
} from './rehearse.ts'
export { spikeOf } from './spike.ts'
export { type Terms, tailoringProblems, termsOf } from './terms.ts'
export { POLICY_VERSIONS, policyInForce, policyVersionOf } from './versions.ts'
export { WORKFLOW_NAMES, WORKFLOWS, type Workflow, workflowOf } from './workflows.ts'
