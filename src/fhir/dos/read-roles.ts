import type { OrganisationRole } from '../../directory/index.ts'
import { EXTENSIONS, ORGANISATION_ROLE, PERIOD_TYPE } from '../systems.ts'
import { type Faults, type JsonObject, listOf, objectWith } from './members.ts'

/** Prescribing cost centre, and GP practice: what an organisation with roles must be (sources, DoS 4.2). */
export const PRIMARY_ROLE = 'RO177'
export const PRACTICE_ROLE = 'RO76'

const ROLES_MAX = 50

/** The roles in an organisation's extensions; other extensions are not taken. */
export function readRoles(given: unknown, faults: Faults): readonly OrganisationRole[] {
  if (given === undefined || given === null) return []
  const extensions = listOf(given, 'extension', ROLES_MAX, faults) ?? []
  const roles = extensions.flatMap((one, index) => readRole(one, `extension[${index}]`, faults) ?? [])
  const codes = roles.map(({ code }) => code)
  if (roles.length === 0 || roles.length < extensions.length) return roles
  if (new Set(codes).size < codes.length) faults.add('extension', 'No role may be there twice.')
  if (!codes.includes(PRIMARY_ROLE)) faults.add('extension', `The primary role must be ${PRIMARY_ROLE}.`)
  if (!codes.includes(PRACTICE_ROLE)) {
    faults.add('extension', `The other roles must include ${PRACTICE_ROLE}.`)
  }
  return roles
}

function readRole(given: unknown, element: string, faults: Faults): OrganisationRole | undefined {
  const extension = objectWith(given, element, ['url', 'extension'], faults)
  if (!extension) return undefined
  if (extension['url'] !== EXTENSIONS.organisationRole) {
    return faults.add(`${element}.url`, `This must be ${EXTENSIONS.organisationRole}.`)
  }
  const parts = readParts(extension['extension'], `${element}.extension`, PARTS, faults)
  if (!parts) return undefined
  const code = readRoleCode(parts.get('roleCode'), `${element}.roleCode`, faults)
  const active = readActive(parts.get('active'), `${element}.active`, faults)
  readInstance(parts.get('instanceID'), `${element}.instanceID`, faults)
  const period = readTypedPeriod(parts.get(EXTENSIONS.typedPeriod), `${element}.TypedPeriod`, faults)
  if (code === undefined || active === undefined || period === undefined) return undefined
  return { code, primary: code === PRIMARY_ROLE, active, ...period }
}

/** By the url of each part, its members; every part at most once. */
type Parts = ReadonlyMap<string, JsonObject>
const PARTS = {
  instanceID: 'valueInteger',
  roleCode: 'valueCodeableConcept',
  active: 'valueBoolean',
  [EXTENSIONS.typedPeriod]: 'extension',
}
const PERIOD_PARTS = { dateType: 'valueCoding', period: 'valuePeriod' }

function readParts(
  given: unknown,
  element: string,
  known: Readonly<Record<string, string>>,
  faults: Faults,
): Parts | undefined {
  const parts = new Map<string, JsonObject>()
  for (const [index, one] of (listOf(given, element, 10, faults) ?? []).entries()) {
    const at = `${element}[${index}]`
    const url = typeof one === 'object' && one !== null && 'url' in one ? String(one.url) : ''
    const holds = Object.hasOwn(known, url) ? known[url] : undefined
    if (holds === undefined) {
      faults.add(`${at}.url`, 'There is no such part.')
      continue
    }
    const part = objectWith(one, at, ['url', holds], faults)
    if (parts.has(url)) faults.add(at, 'No part may be there twice.')
    if (part) parts.set(url, part)
  }
  return parts
}

function readRoleCode(part: JsonObject | undefined, element: string, faults: Faults): string | undefined {
  const concept = objectWith(part?.['valueCodeableConcept'], element, ['coding', 'text'], faults)
  if (!concept) return undefined
  const [first] = listOf(concept['coding'], `${element}.coding`, 1, faults) ?? []
  const coding = objectWith(first, `${element}.coding[0]`, ['system', 'code', 'display'], faults)
  if (!coding) return undefined
  const { system, code } = coding
  if (system !== ORGANISATION_ROLE) {
    return faults.add(`${element}.coding[0].system`, `This must be ${ORGANISATION_ROLE}.`)
  }
  return typeof code === 'string' && /^RO[0-9]{1,4}$/.test(code)
    ? code
    : faults.add(`${element}.coding[0].code`, 'This must be a role code such as RO177.')
}

/** A role of which it is not said is in force. */
function readActive(part: JsonObject | undefined, element: string, faults: Faults): boolean | undefined {
  const active = part === undefined ? true : part['valueBoolean']
  return typeof active === 'boolean' ? active : faults.add(element, 'This must be true or false.')
}

/** Taken, and not kept: the register numbers roles for itself. */
function readInstance(part: JsonObject | undefined, element: string, faults: Faults): void {
  if (part !== undefined && !Number.isSafeInteger(part['valueInteger'])) {
    faults.add(element, 'This must be a whole number.')
  }
}

function readTypedPeriod(
  part: JsonObject | undefined,
  element: string,
  faults: Faults,
): Pick<OrganisationRole, 'from' | 'until'> | undefined {
  if (!part) return faults.add(element, 'Each role needs its legal period.')
  const parts = readParts(part['extension'], element, PERIOD_PARTS, faults)
  const type = objectWith(
    parts?.get('dateType')?.['valueCoding'],
    `${element}.dateType`,
    ['system', 'code', 'display'],
    faults,
  )
  if (type && (type['system'] !== PERIOD_TYPE || type['code'] !== 'Legal')) {
    faults.add(`${element}.dateType`, `This must be Legal of ${PERIOD_TYPE}.`)
  }
  const period = objectWith(
    parts?.get('period')?.['valuePeriod'],
    `${element}.period`,
    ['start', 'end'],
    faults,
  )
  if (!period) return undefined
  const from = readDate(period['start'], `${element}.period.start`, faults)
  const until = period['end'] ?? null
  if (until === null) return from === undefined ? undefined : { from, until }
  const end = readDate(until, `${element}.period.end`, faults)
  if (from === undefined || end === undefined) return undefined
  return from < end
    ? { from, until: end }
    : faults.add(`${element}.period`, 'The end must be another day than the start, and after it.')
}

function readDate(given: unknown, element: string, faults: Faults): string | undefined {
  return typeof given === 'string' && isDate(given)
    ? given
    : faults.add(element, 'This must be a date that exists, written YYYY-MM-DD.')
}

/** Date.parse takes 30 February for 2 March, so the way back tells. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const millis = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(millis) && new Date(millis).toISOString().startsWith(text)
}
