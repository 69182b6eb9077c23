export {
  detailsEnvelope,
  type HospitalScore,
  hospitalsEnvelope,
  type SearchAnswer,
  searchEnvelope,
} from './answers.ts'
export { type CaseRead, readCase, type SoapCase } from './case.ts'
export type { Destination } from './destination.ts'
export { type AskedDistance, readDistance } from './distance.ts'
export { type Credentials, readSoap, type SoapCall, type SoapRead } from './envelope.ts'
export { type FaultName, faultEnvelope, NOTHING, type SoapFault, soapFault } from './faults.ts'
export type { Fields } from './fields.ts'
export {
  DEFAULT_VERSION,
  isSoapVersion,
  SOAP_VERSIONS,
  type SoapOperation,
  type SoapVersion,
} from './names.ts'
export { wsdlText } from './wsdl.ts'
export { XML_LIMITS } from './xml-guard.ts'
