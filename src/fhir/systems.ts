/** Systems and profiles the field has published (sources, DoS 4.1 and 4.2; HL7 R4 terminology). */
export const ODS_CODE = 'https://fhir.nhs.uk/Id/ods-organization-code'
export const DOS_SERVICE_ID = 'https://fhir.nhs.uk/Id/dos-service-id'
export const SERVICE_TYPE = 'http://hl7.org/fhir/ValueSet/service-type'
export const ENDPOINT_CONNECTION = 'https://fhir.nhs.uk/England/CodeSystem/England-EndpointConnection'
/** Where dos-search puts an interaction; the address is a value set's, but this is what clients read. */
export const PAYLOAD_INTERACTION = 'http://hl7.org/fhir/ValueSet/endpoint-payload-type'
export const PAYLOAD_TYPE = 'http://terminology.hl7.org/CodeSystem/endpoint-payload-type'
export const ADMINISTRATIVE_GENDER = 'http://hl7.org/fhir/administrative-gender'
export const REFERRAL_METHOD = 'http://terminology.hl7.org/CodeSystem/service-referral-method'
export const PHYSICAL_TYPE = 'http://terminology.hl7.org/CodeSystem/location-physical-type'
export const SNOMED = 'http://snomed.info/sct'
export const ACT_REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason'
export const ORGANISATION_ROLE =
  'https://digital.nhs.uk/services/organisation-data-service/CodeSystem/ODSOrganisationRole'
export const PERIOD_TYPE = 'https://fhir.nhs.uk/England/CodeSystem/England-PeriodType'

const UK_CORE = 'https://fhir.hl7.org.uk/StructureDefinition/UKCore-'
const ENGLAND = 'https://fhir.nhs.uk/England/StructureDefinition/Extension-England-'

/** Endpoints claim no profile: R4 itself is theirs. */
export const PROFILES = {
  HealthcareService: `${UK_CORE}HealthcareService`,
  Location: `${UK_CORE}Location`,
  Organization: `${UK_CORE}Organization`,
} as const

export const EXTENSIONS = {
  contactComment: 'http://hl7.org/fhir/StructureDefinition/contactpoint-comment',
  endpointOrder: `${ENGLAND}OrganizationEndpointOrder`,
  endpointCompression: `${ENGLAND}EndpointCompression`,
  endpointBusinessScenario: `${ENGLAND}EndpointBusinessScenario`,
  organisationRole: `${ENGLAND}OrganisationRole`,
  typedPeriod: `${ENGLAND}TypedPeriod`,
} as const

/**
 * Code systems of our own, for what the DoS knows and nobody has published a system for. The name is reserved for
 * examples (RFC 2606), so that they claim nobody's address.
 */
const own = (name: string): string => `https://signpost.example/fhir/CodeSystem/${name}`
export const OWN = {
  serviceType: own('dos-service-type'),
  referralRole: own('dos-referral-role'),
  symptoms: own('dos-symptom-group-and-discriminator'),
  disposition: own('dos-disposition'),
  attribute: own('dos-service-attribute'),
  capacity: own('dos-capacity-status'),
  verification: own('dos-verification'),
  eligibility: own('dos-eligibility'),
  area: own('dos-area-kind'),
} as const

/** Extension of ours on an issue: a refusal in full. */
export const REFUSAL = 'https://signpost.example/fhir/StructureDefinition/refusal'
