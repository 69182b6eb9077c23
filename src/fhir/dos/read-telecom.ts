import { parsePhoneNumberFromString } from 'libphonenumber-js'
import type { OrganisationRecord } from '../../directory/index.ts'
import { type Faults, listOf, objectWith } from './members.ts'

type Telecom = OrganisationRecord['telecom'][number]

const SYSTEMS = ['phone', 'email', 'url'] as const
const TELECOM_MAX = 20
const VALUE_MAX = 255

/** The contacts of an organisation; none, where the member is missing, null or empty (sources, DoS 4.2). */
export function readTelecom(given: unknown, faults: Faults): readonly Telecom[] {
  if (given === undefined || given === null) return []
  const points = listOf(given, 'telecom', TELECOM_MAX, faults) ?? []
  return points.flatMap((point, index) => readPoint(point, `telecom[${index}]`, faults) ?? [])
}

function readPoint(given: unknown, element: string, faults: Faults): Telecom | undefined {
  const point = objectWith(given, element, ['system', 'value', 'use'], faults)
  if (!point) return undefined
  const { use } = point
  if (use !== undefined && use !== null && use !== 'work') faults.add(`${element}.use`, 'This must be work.')
  const system = SYSTEMS.find(one => one === point['system'])
  if (!system) return faults.add(`${element}.system`, `This must be one of ${SYSTEMS.join(', ')}.`)
  const { value } = point
  if (typeof value !== 'string' || value.trim() === '' || value.length > VALUE_MAX) {
    return faults.add(`${element}.value`, `This must be a text of 1 to ${VALUE_MAX} characters.`)
  }
  const problem = PROBLEMS[system](value)
  return problem === null ? { system, value } : faults.add(`${element}.value`, problem)
}

/** In the words that clients of the interface know. */
const PROBLEMS = {
  phone: (value: string) => {
    if (!/^[0-9+() ]+$/.test(value)) return 'Invalid phone number format.'
    const number = parsePhoneNumberFromString(value, 'GB')
    return number?.isValid() && number.countryCallingCode === '44' ? null : 'Invalid UK phone number.'
  },
  email: (value: string) =>
    /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/.test(
      value,
    )
      ? null
      : 'Invalid email format.',
  url: (value: string) => (isWebAddress(value) ? null : 'Invalid URL.'),
} as const satisfies Record<Telecom['system'], (value: string) => string | null>

/** An address people can open: no other scheme than the web's, and nobody's user name in it. */
function isWebAddress(value: string): boolean {
  if (!/^https?:\/\/[!-~]+$/i.test(value) || !URL.canParse(value)) return false
  const { hostname, username, password } = new URL(value)
  return hostname.includes('.') && username === '' && password === ''
}
