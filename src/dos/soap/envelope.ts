import { type FaultName, type SoapFault, soapFault } from './faults.ts'
import { type Fields, fieldsOf, isNil } from './fields.ts'
import {
  DEFAULT_VERSION,
  DOS_NAMESPACE,
  isOperation,
  isSoapVersion,
  OPERATIONS,
  SOAP_11_NAMESPACE,
  SOAP_NAMESPACE,
  type SoapOperation,
  type SoapVersion,
} from './names.ts'
import { readXml, type XmlElement } from './xml-tree.ts'

export type Credentials = { readonly username: string; readonly password: string }

/** A message as it was understood. What its fields say is judged later, and never before who asks is known. */
export type SoapCall = {
  /** As named in the header; what is none of ours is a fault of its own, told only to those who may ask. */
  readonly version: SoapVersion | SoapFault
  /** Null: not both of them are there. */
  readonly credentials: Credentials | null
} & (
  | { readonly operation: 'CheckCapacitySummary'; readonly fields: Fields }
  | { readonly operation: 'ServiceDetailsById'; readonly serviceId: string | null }
  | { readonly operation: 'GetHospitalScores' }
)

export type SoapRead =
  | { readonly outcome: 'read'; readonly call: SoapCall }
  | { readonly outcome: 'fault'; readonly fault: SoapFault }

/**
 * Reads a request of any version (sources, DoS 2). Elements are known by namespace and name, in any order and with any
 * prefix; those of the payload may also be in no namespace, for clients that forget it. What is not known is passed
 * over, as the contract of this interface says, though everything else here refuses it by name; but of what is known
 * nothing may come twice, and headers that must be understood and are not are refused.
 */
export function readSoap(bytes: Uint8Array): SoapRead {
  const xml = readXml(bytes)
  if (xml.outcome === 'unsound') return fault('malformed', xml.why)
  const { root } = xml
  if (root.name !== 'Envelope') return fault('malformed', 'Its outermost element is no Envelope.')
  if (root.namespace === SOAP_11_NAMESPACE)
    return fault('soap-version', 'This is SOAP 1.1; only SOAP 1.2 is answered.')
  if (root.namespace !== SOAP_NAMESPACE) return fault('soap-version')
  const bodies = inSoap(root, 'Body')
  const headers = inSoap(root, 'Header')
  const [body] = bodies
  if (!body || bodies.length > 1 || headers.length > 1)
    return fault('malformed', 'It needs exactly one Body and may have one Header.')
  if (hasLooseText(root) || hasLooseText(body)) return fault('malformed', LOOSE)
  const version = versionOf(headers[0]?.children ?? [])
  if (version.outcome === 'fault') return version
  const [asked] = body.children
  if (!asked || body.children.length > 1) return fault('malformed', 'Its Body needs exactly one element.')
  return readOperation(asked, version.version)
}

const LOOSE = 'It has text where only elements belong.'

const fault = (name: FaultName, more = ''): { readonly outcome: 'fault'; readonly fault: SoapFault } => ({
  outcome: 'fault',
  fault: soapFault(name, more),
})

const inSoap = ({ children }: XmlElement, name: string): readonly XmlElement[] =>
  children.filter(child => child.namespace === SOAP_NAMESPACE && child.name === name)

const hasLooseText = ({ text }: XmlElement): boolean => text.trim() !== ''

type VersionRead =
  | { readonly outcome: 'read'; readonly version: SoapVersion | SoapFault }
  | { readonly outcome: 'fault'; readonly fault: SoapFault }

function versionOf(headers: readonly XmlElement[]): VersionRead {
  // Clients put it in any namespace: some leave its prefix out under an envelope that is the default one.
  const named = headers.filter(({ name }) => name === 'serviceVersion')
  const strange = headers.find(header => header.name !== 'serviceVersion' && mustBeUnderstood(header))
  if (strange) return fault('malformed', 'It has a header that must be understood and is not.')
  if (named.length > 1) return fault('malformed', 'It names its version more than once.')
  const [header] = named
  if (!header || isNil(header)) return { outcome: 'read', version: DEFAULT_VERSION }
  const text = header.text.trim()
  if (isSoapVersion(text)) return { outcome: 'read', version: text }
  return { outcome: 'read', version: soapFault(text === '' ? 'version-empty' : 'version') }
}

const mustBeUnderstood = ({ attributes }: XmlElement): boolean => {
  const said = attributes.get(`${SOAP_NAMESPACE} mustUnderstand`)?.trim()
  return said === 'true' || said === '1'
}

function readOperation(asked: XmlElement, version: SoapVersion | SoapFault): SoapRead {
  const { namespace, name } = asked
  if (!isOperation(name) || (namespace !== DOS_NAMESPACE && namespace !== ''))
    return fault('malformed', `Its Body names none of ${OPERATIONS.join(', ')}.`)
  if (hasLooseText(asked)) return fault('malformed', LOOSE)
  const top = fieldsOf(asked, { exact: [], nested: NESTED[name], lists: {} })
  if (top.outcome === 'fault') return top
  const userInfo = top.elements.get('userInfo')
  const user = userInfo && fieldsOf(userInfo, { exact: ['username', 'password'], nested: [], lists: {} })
  if (user?.outcome === 'fault') return user
  const common = { version, credentials: credentialsOf(user?.fields) }
  switch (name) {
    case 'CheckCapacitySummary': {
      const c = top.elements.get('c')
      if (!c) return fault('malformed', 'It has no element c.')
      const read = fieldsOf(c, { exact: [], nested: [], lists: { symptomDiscriminatorList: 'int' } })
      if (read.outcome === 'fault') return read
      return { outcome: 'read', call: { ...common, operation: name, fields: read.fields } }
    }
    case 'ServiceDetailsById': {
      const serviceId = top.fields.scalars.get('serviceId') ?? null
      return { outcome: 'read', call: { ...common, operation: name, serviceId } }
    }
    case 'GetHospitalScores':
      return { outcome: 'read', call: { ...common, operation: name } }
  }
}

/** What of each operation holds elements and not a text. */
const NESTED: Readonly<Record<SoapOperation, readonly string[]>> = {
  CheckCapacitySummary: ['userInfo', 'c'],
  ServiceDetailsById: ['userInfo'],
  GetHospitalScores: ['userInfo'],
}

function credentialsOf(fields: Fields | undefined): Credentials | null {
  const username = fields?.scalars.get('username') ?? ''
  const password = fields?.scalars.get('password') ?? ''
  return username === '' || password === '' ? null : { username, password }
}
