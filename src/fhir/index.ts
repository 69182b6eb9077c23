export * from './dos/index.ts'
export {
  type Area,
  type AreaKind,
  areaId,
  endpointId,
  type FhirId,
  healthcareServiceId,
  locationId,
  organisationId,
  organisationIdOf,
  readFhirId,
} from './ids.ts'
export {
  areaLocationOf,
  areaName,
  areaOf,
  endpointsOf,
  healthcareServiceOf,
  locationOf,
  type OrganisationContext,
  organisationOf,
  type ResourceContext,
  type ServiceOf,
} from './resources/index.ts'
export * from './search/index.ts'
export { DOS_SERVICE_ID, EXTENSIONS, ODS_CODE, OWN, PROFILES } from './systems.ts'
