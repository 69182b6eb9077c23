export { CAPACITY_RESET_MINUTES, capacityAt, resetTime } from './capacity.ts'
export { directoryReader } from './change-reader.ts'
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
  type Trace,
} from './clinical/question.ts'
export {
  type AreaCodes,
  type ClinicalReference,
  type DispositionGroup,
  NO_AREAS,
} from './clinical/reference.ts'
export { AGE_GROUPS, ageInDays, serves, servesAge } from './eligibility.ts'
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
  openingProblems,
  openState,
  openStateCompiled,
} from './opening.ts'
export {
  type OrganisationRecord,
  type OrganisationRole,
  type Organisations,
  openOrganisations,
} from './organisations/organisations.ts'
export { CLINICAL_DEMONSTRATION, demonstrationProfile } from './reference/clinical-demonstration.ts'
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
  type OpeningTimes,
  SEXES,
  Service,
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
export { type WriteAnswer, type WriteOptions, writeServices } from './write-store.ts'
