export {
  type IngestIdentifier,
  ingestBundle,
  ingestOrganisation,
  readIngestIdentifier,
} from './ingest-resource.ts'
export type { ElementFault } from './members.ts'
export {
  type Outcome,
  outcomeOf,
  type Refused,
  refusalOutcome,
  type Saying,
  type Way,
  wayOf,
} from './outcome.ts'
export { type OrganisationRead, readIngestOrganisation } from './read-organisation.ts'
export {
  codingOf,
  headerFaults,
  readSearchParameters,
  requestIdIn,
  type SearchFault,
  type SearchOperation,
} from './search-request.ts'
export {
  searchBundle,
  searchEndpoints,
  searchHealthcareService,
  searchOrganisation,
} from './search-resources.ts'
export { titleCase } from './title-case.ts'
