/** Names that clients of PathWayService match on, letter by letter (sources, DoS 2). */

export const DOS_NAMESPACE = 'https://nww.pathwaysdos.nhs.uk/app/api/webservices'
export const SOAP_NAMESPACE = 'http://www.w3.org/2003/05/soap-envelope'
export const SOAP_11_NAMESPACE = 'http://schemas.xmlsoap.org/soap/envelope/'
export const XSI_NAMESPACE = 'http://www.w3.org/2001/XMLSchema-instance'

export const SOAP_VERSIONS = ['1.3', '1.4', '1.5'] as const
export type SoapVersion = (typeof SOAP_VERSIONS)[number]

/** Of a request that names none, since June 2020 (sources, DoS 2). */
export const DEFAULT_VERSION: SoapVersion = '1.5'

export const isSoapVersion = (text: string): text is SoapVersion =>
  SOAP_VERSIONS.some(version => version === text)

export const OPERATIONS = ['CheckCapacitySummary', 'ServiceDetailsById', 'GetHospitalScores'] as const
export type SoapOperation = (typeof OPERATIONS)[number]

export const isOperation = (text: string): text is SoapOperation => OPERATIONS.some(name => name === text)

/** What is called differently before and since 1.5 (sources, DoS 2.2, casing trap). */
export type VersionNames = {
  readonly destination: string
  readonly endpoints: string
  readonly ageRange: string
  /** Text for the public, and text for professionals. */
  readonly publicText: string
  readonly professionalText: string
}

/**
 * Which of the two texts is the public's is told in two ways: as here by the draft of 1.5 (sources, DoS 2.2), the other way
 * round by the published tables of 1.3 and 1.4. This is the one place to change it.
 */
const BEFORE_1_5: VersionNames = {
  destination: 'ServiceCareSummaryDestination',
  endpoints: 'serviceEndPoints',
  ageRange: 'AgeRange',
  publicText: 'notes',
  professionalText: 'referralText',
}

const SINCE_1_5: VersionNames = {
  destination: 'serviceCareSummaryDestination',
  endpoints: 'serviceEndpoints',
  ageRange: 'ageRange',
  publicText: 'publicFacingInformation',
  professionalText: 'referralInformation',
}

export const namesOf = (version: SoapVersion): VersionNames => (version === '1.5' ? SINCE_1_5 : BEFORE_1_5)

/** The element of one hospital in GetHospitalScoresResult (sources, DoS 2.4). */
export const HOSPITAL = 'hospital'
