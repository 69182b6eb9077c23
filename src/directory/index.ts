export { bankHolidays } from './bank-holidays.ts'
export type { BoxQuestion } from './box-search.ts'
export {
  CAPACITY_RESET_MINUTES,
  capacityAt,
  capacityResets,
  isResetDue,
  RESET_BY,
  resetOf,
  resetTime,
} from './capacity.ts'
export { isMaintained } from './capacity-maintained.ts'
export { readServiceByUid } from './capacity-store.ts'
export { type CapacitySet, resetCapacities, setCapacity } from './capacity-write.ts'
export { directoryReader } from './change-reader.ts'
export {
  type ClinicalImport,
  type ClinicalImportOutcome,
  type ClinicalImportReport,
  importClinicalLists,
  listColumns,
} from './clinical/import-lists.ts'
export { LIST_NAMES, type ListName, type Lists } from './clinical/lists.ts'
export { type ClinicalReferences, openClinicalReference } from './clinical/open-reference.ts'
export {
  type ClinicalAnswer,
  type ClinicalFound,
  type ClinicalQuestion,
  type ClinicalSearch,
  CRITERIA,
  type Criterion,
  type DistanceSource,
  type Gap,
  type RoadDistances,
  type RoadSource,
  STEPS,
  type Step,
  type Trace,
} from './clinical/question.ts'
export { type Reach, searchReach } from './clinical/reach.ts'
export {
  type AreaCodes,
  type ClinicalReference,
  type DispositionGroup,
  EMPTY_REFERENCE,
  NO_AREAS,
  type PostcodeKeys,
  postcodeKeys,
} from './clinical/reference.ts'
export { readLists, replaceLists, seedClinicalLists } from './clinical/reference-store.ts'
export {
  SERVING_GROUNDS,
  type ServedPlace,
  type Serving,
  type ServingGround,
  servesPlace,
} from './coverage.ts'
export {
  type Approval,
  approveDraft,
  type Correction,
  candidateOf,
  closedFor,
  correctEntry,
  corrected,
  createDraft,
  type Difference,
  DRAFT_STATES,
  type Draft,
  type DraftChange,
  type DraftContent,
  type DraftFilter,
  type DraftState,
  difference,
  type EditReach,
  type EntryChange,
  findEntries,
  isOwn,
  lineOf,
  listDrafts,
  membersOf,
  monthsLater,
  moveDraft,
  OPEN_STATES,
  type OpeningChange,
  type OverdueFilter,
  outOfDate,
  overdueEntries,
  type Period,
  Profile as ServiceProfile,
  type ProfileFault,
  ProfilePatch,
  type ProfileRead,
  patched,
  periodFaults,
  profileOf,
  readDraft,
  readVersion,
  readVersions,
  rejectDraft,
  reopenedFor,
  type Stale,
  saveDraft,
  seenBy,
  staleSince,
  submitDraft,
} from './editing/index.ts'
export { AGE_GROUPS, ageInDays, serves, servesAge, servesAgeGroup, servesPractice } from './eligibility.ts'
export {
  ALIKE_MAX,
  alikeTo,
  FEEDBACK,
  FEEDBACK_EVENTS,
  FEEDBACK_STATES,
  type Feedback,
  type FeedbackChange,
  type FeedbackContent,
  type FeedbackEvent,
  type FeedbackFilter,
  type FeedbackGroup,
  type FeedbackState,
  type FeedbackTaken,
  listFeedback,
  listFeedbackOf,
  mayGive,
  moveFeedback,
  OPEN_FEEDBACK,
  REJECT_REASONS,
  type RejectReason,
  readFeedback,
  receiveFeedback,
  rejectReasonById,
} from './feedback/index.ts'
export { firstWritten } from './first-written-store.ts'
export {
  FORMATS,
  type ImportFormat,
  type ImportReport,
  type ImportServices,
  importServices,
  readCsvMap,
} from './importers/index.ts'
export { readSourceText } from './importers/source-text.ts'
export { readTextRows, sniffDelimiter } from './importers/text-rows.ts'
export { tidyName } from './importers/tidy-name.ts'
export { type LondonMoment, londonInstant, londonIso, londonMoment } from './london.ts'
export { createMemory, type Fault, type Memory, type MemoryOptions, type ServiceChange } from './memory.ts'
export type { Found } from './nearest/nearest.ts'
export {
  type CompiledOpening,
  isOpenAt,
  nextCloses,
  nextOpens,
  type OpenState,
  offeredNow,
  openingProblems,
  openState,
  openStateCompiled,
} from './opening.ts'
export { organisationCodeOf } from './organisations/organisation-code.ts'
export {
  type OrganisationFacts,
  type OrganisationVersion,
  type OrganisationWrite,
  organisationHistory,
  writeOrganisation,
} from './organisations/organisation-store.ts'
export {
  type OrganisationRecord,
  type OrganisationRole,
  type Organisations,
  openOrganisations,
} from './organisations/organisations.ts'
export { readsAsPatient } from './patient-data.ts'
export { CLINICAL_DEMONSTRATION, demonstrationProfile, EXAMPLES } from './reference/clinical-demonstration.ts'
export { demonstrationLists } from './reference/demonstration-lists.ts'
export { REFERRAL_ROLES, type ReferralRole, referralRoleById } from './reference/referral-roles.ts'
export {
  SERVICE_TYPES,
  type ServiceType,
  serviceTypeById,
  serviceTypeByIdOrCode,
} from './reference/service-types.ts'
export { retireSource } from './retire.ts'
export type { ServiceQuestion } from './search.ts'
export {
  AGE_DAYS_MAX,
  CAPACITIES,
  type Capacity,
  type CapacityStatus,
  type Contact,
  type Coverage,
  type Endpoint,
  OpeningTimes,
  SEXES,
  Service,
  type Session,
  type Sex,
  STATUSES,
  type StoredService,
  WEEKDAYS,
  type Written,
} from './service.ts'
export { type Form, mayBeTold, shape, shapeSchema } from './shape.ts'
export {
  countServices,
  history,
  holdsOthersThan,
  nextServiceIds,
  readAll,
  readService,
  readServices,
  sourceIds,
} from './store.ts'
export {
  createUnmetNeed,
  NEED_GROUPINGS,
  type NeedFilter,
  type NeedGrouping,
  type NeedRow,
  readNeeds,
  readSearches,
  type SearchedPlace,
  type UnmetNeed,
} from './unmet/index.ts'
export { type WriteAnswer, type WriteOptions, writeServices } from './write-store.ts'
