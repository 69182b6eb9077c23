import type { SoapOperation } from './names.ts'
import { env, envelope, saying } from './write.ts'

/**
 * The words of each fault (sources, DoS 2.5). Clients match on them, so what we have to add stands apart from them. A
 * number that stands for several things has a row for each.
 */
export const FAULT_TEXTS = {
  system: { code: 100, text: 'System Search failure' },
  postcode: { code: 101, text: 'Postcode Validation: Postcode not found' },
  'no-services': { code: 102, text: 'Service Search: No services found' },
  'no-service': { code: 103, text: 'Request Response: Service not found' },
  discriminators: { code: 104, text: 'Parameter Validation: No valid discriminators passed' },
  distance: {
    code: 105,
    text: 'Parameter Validation: Search distance must be greater than 0km and less than maximum system distance.',
  },
  gender: {
    code: 106,
    text: 'Parameter Validation: Invalid gender supplied - supported values: M, F, I',
  },
  version: { code: 107, text: 'WSDL Validation: Unsupported Webservice version' },
  malformed: { code: 108, text: 'Malformed XML: The soap message is not valid xml.' },
  'soap-version': { code: 108, text: 'Malformed XML: Unable to identify the SOAP version' },
  'date-invalid': { code: 108, text: 'Parameter Validation: Search date and time is invalid' },
  'version-empty': { code: 109, text: 'WSDL Validation: (109) - Unable to find version' },
  'date-too-late': {
    code: 109,
    text: 'Parameter Validation: searchDateTime ([value]) more than 12 months in future',
  },
  'date-past': {
    code: 110,
    text: 'Parameter Validation: searchDateTime ([value]) more than 1 minute in the past',
  },
  'distance-missing': {
    code: 113,
    text: 'Parameter Validation: where the distance override value is true, a distance value must be provided',
  },
  age: {
    code: 114,
    text: 'Parameter Validation: Invalid age supplied - mandatory field, only whole numbers allowed',
  },
  'age-days': {
    code: 115,
    text: 'Parameter Validation: Invalid age value supplied. Supported values where Days format is used are numbers between 0-31',
  },
  'age-months': {
    code: 116,
    text: 'Parameter Validation: Invalid age value supplied. Supported values where Months format is used are whole numbers between 1-23',
  },
  'age-years': {
    code: 117,
    text: 'Parameter Validation: Invalid age value supplied. Supported values where Years format is used are whole numbers between 2-129',
  },
  'age-group': {
    code: 118,
    text: 'Parameter Validation: Invalid age value supplied. Supported values where AgeGroup is used are: 1, 2, 3, 4',
  },
  'age-format': {
    code: 119,
    text: 'Parameter Validation: Invalid age format supplied - supported values Years, Months, Days, AgeGroup',
  },
  'symptom-group': { code: 120, text: 'Parameter Validation: SG not found' },
  disposition: { code: 121, text: 'Parameter Validation: Disposition not found' },
  login: { code: 300, text: 'Unable to login to DoS web services' },
  credentials: {
    code: 302,
    text: 'Authentication Failed: Please check user credentials (username/password) or check whether the user account is locked (use password reset to unlock)',
  },
  privileges: {
    code: 303,
    text: 'Incorrect Privileges: Please check that the user has the correct privileges to run this service',
  },
  internal: { code: 500, text: 'Internal Server Error' },
  'timed-out': { code: 504, text: 'Time out' },
  'no-credentials': {
    code: 1001,
    text: 'Request Validation: Unable to locate username and password in the request',
  },
} as const satisfies Record<string, { readonly code: number; readonly text: string }>

export type FaultName = keyof typeof FAULT_TEXTS

/** Something wrong with a request, in the words of the interface; `more` is what we have to add, empty for nothing. */
export type SoapFault = { readonly code: number; readonly text: string; readonly more: string }

/**
 * @param more what to say beside the documented words
 * @param value stands for `[value]` in them
 */
export function soapFault(name: FaultName, more = '', value = ''): SoapFault {
  const { code, text } = FAULT_TEXTS[name]
  return { code, text: text.replace('[value]', () => value), more }
}

/** What an operation says where there is nothing to tell. */
export const NOTHING: Readonly<Record<SoapOperation, FaultName>> = {
  CheckCapacitySummary: 'no-services',
  ServiceDetailsById: 'no-service',
  GetHospitalScores: 'no-service',
}

/**
 * The number stands in Value, which SOAP 1.2 has for a name: that is what clients read. What we have to add stands in
 * Detail (SOAP 1.2 part 1, 5.4.5), so that the reason is word for word what they compare with.
 */
export const faultEnvelope = ({ code, text, more }: SoapFault): Buffer => {
  const said = env('Code', env('Value', String(code), 'text')) + env('Reason', env('Text', text, 'text'))
  if (more === '') return envelope(env('Fault', said), [])
  return envelope(env('Fault', said + env('Detail', saying('explanation', more))))
}
