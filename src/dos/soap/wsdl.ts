import { DOS_NAMESPACE, OPERATIONS, type SoapOperation, type SoapVersion } from './names.ts'
import { escaped } from './write.ts'
import { complexTypes, enumerations, TOP_ELEMENTS } from './wsdl-types.ts'

const WSDL = 'http://schemas.xmlsoap.org/wsdl/'
const WSDL_SOAP_12 = 'http://schemas.xmlsoap.org/wsdl/soap12/'
const HTTP_TRANSPORT = 'http://schemas.xmlsoap.org/soap/http'
const SCHEMA = 'http://www.w3.org/2001/XMLSchema'

/**
 * The WSDL 1.1 of one version: SOAP 1.2 over HTTP, document/literal, its names as in the DoS (sources, DoS 2).
 * @param address where the service is asked
 */
export function wsdlText(version: SoapVersion, address: string): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<wsdl:definitions name="PathWayService" targetNamespace="${DOS_NAMESPACE}" xmlns:tns="${DOS_NAMESPACE}" xmlns:s="${SCHEMA}" xmlns:soap12="${WSDL_SOAP_12}" xmlns:wsdl="${WSDL}">`,
    `<wsdl:documentation>Directory of Services, version ${version}. A request names its version in the header serviceVersion; without one it is 1.5. Where the public is the audience agreed, capacity is left out.</wsdl:documentation>`,
    '<wsdl:types>',
    `<s:schema elementFormDefault="qualified" targetNamespace="${DOS_NAMESPACE}">`,
    ...Object.entries(TOP_ELEMENTS).map(
      ([name, parts]) => `<s:element name="${name}">${complexType('', parts)}</s:element>`,
    ),
    '<s:element name="serviceVersion" type="s:string"/>',
    ...Object.entries(complexTypes(version)).map(([name, parts]) => complexType(name, parts)),
    ...Object.entries(enumerations(version)).map(([name, values]) => enumeration(name, values)),
    '</s:schema>',
    '</wsdl:types>',
    ...OPERATIONS.flatMap(messages),
    '<wsdl:message name="ServiceVersionHeader"><wsdl:part name="ServiceVersion" element="tns:serviceVersion"/></wsdl:message>',
    '<wsdl:portType name="PathWayServiceSoap">',
    ...OPERATIONS.map(portOperation),
    '</wsdl:portType>',
    '<wsdl:binding name="PathWayServiceSoap12" type="tns:PathWayServiceSoap">',
    `<soap12:binding style="document" transport="${HTTP_TRANSPORT}"/>`,
    ...OPERATIONS.map(boundOperation),
    '</wsdl:binding>',
    '<wsdl:service name="PathWayService">',
    '<wsdl:port name="PathWayServiceSoap12" binding="tns:PathWayServiceSoap12">',
    `<soap12:address location="${escaped(address).replaceAll('"', '&quot;')}"/>`,
    '</wsdl:port>',
    '</wsdl:service>',
    '</wsdl:definitions>',
    '',
  ].join('\n')
}

const complexType = (name: string, parts: readonly string[]): string =>
  `<s:complexType${name === '' ? '' : ` name="${name}"`}><s:sequence>${parts.map(element).join('')}</s:sequence></s:complexType>`

const OCCURS: Readonly<Record<string, string>> = {
  '': 'minOccurs="1" maxOccurs="1"',
  '?': 'minOccurs="0" maxOccurs="1"',
  '*': 'minOccurs="0" maxOccurs="unbounded"',
}

/** One line of a type table. */
function element(part: string): string {
  const [, name, many = '', type] = /^(\w+)([?*]?): ([\w:]+)$/.exec(part) ?? []
  if (name === undefined || type === undefined) throw new Error(`This is no element of a type: ${part}`)
  return `<s:element ${OCCURS[many]} name="${name}" type="${type}"/>`
}

const enumeration = (name: string, values: readonly string[]): string =>
  `<s:simpleType name="${name}"><s:restriction base="s:string">${values
    .map(value => `<s:enumeration value="${value}"/>`)
    .join('')}</s:restriction></s:simpleType>`

/** What the two messages of each operation are called. */
const MESSAGES: Readonly<Record<SoapOperation, { readonly input: string; readonly output: string }>> = {
  CheckCapacitySummary: { input: 'CheckCapacitySummarySoapIn', output: 'CheckCapacitySummarySoapOut' },
  ServiceDetailsById: { input: 'ServiceDetailsByIdRequest', output: 'ServiceDetailsByIdResponse' },
  GetHospitalScores: { input: 'GetHospitalScoresSoapIn', output: 'GetHospitalScoresSoapOut' },
}

const SAID: Readonly<Record<SoapOperation, string>> = {
  CheckCapacitySummary: 'The services that meet a clinical need, in the order in which to offer them.',
  ServiceDetailsById: 'How one service can be reached by a program, by its id or its ODS code.',
  GetHospitalScores: 'How pressed emergency departments are.',
}

const messages = (operation: SoapOperation): string[] => {
  const { input, output } = MESSAGES[operation]
  const message = (name: string, top: string): string =>
    `<wsdl:message name="${name}"><wsdl:part name="parameters" element="tns:${top}"/></wsdl:message>`
  return [message(input, operation), message(output, `${operation}Response`)]
}

const portOperation = (operation: SoapOperation): string => {
  const { input, output } = MESSAGES[operation]
  return `<wsdl:operation name="${operation}"><wsdl:documentation>${SAID[operation]}</wsdl:documentation><wsdl:input message="tns:${input}"/><wsdl:output message="tns:${output}"/></wsdl:operation>`
}

const boundOperation = (operation: SoapOperation): string =>
  `<wsdl:operation name="${operation}"><soap12:operation soapAction="${DOS_NAMESPACE}/${operation}" style="document"/>` +
  '<wsdl:input><soap12:header message="tns:ServiceVersionHeader" part="ServiceVersion" use="literal"/><soap12:body use="literal"/></wsdl:input>' +
  '<wsdl:output><soap12:body use="literal"/></wsdl:output></wsdl:operation>'
