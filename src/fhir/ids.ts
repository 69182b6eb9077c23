import { organisationCodeOf } from '../directory/index.ts'

/** What an id of one of our resources stands for. */
export type FhirId =
  | { readonly kind: 'HealthcareService'; readonly serviceId: number }
  | { readonly kind: 'Location'; readonly serviceId: number }
  /** `index` counts the service's endpoints as they are kept, from 0. */
  | { readonly kind: 'Endpoint'; readonly serviceId: number; readonly index: number }
  | { readonly kind: 'Organization'; readonly odsCode: string }
  /** A Location too: an area some service covers. */
  | { readonly kind: 'area'; readonly area: Area }

/** An area as a Location of its own: by code, or a circle around a service. */
export type Area =
  | { readonly kind: AreaKind; readonly code: string }
  | { readonly kind: 'radius'; readonly metres: number; readonly serviceId: number }

const AREA_KINDS = ['postcode', 'sector', 'outcode', 'district', 'board', 'region'] as const
export type AreaKind = (typeof AREA_KINDS)[number]

/**
 * A UUID of version 8 (RFC 9562, 5.8), whose 122 free bits are ours: 24 that say `dos` in ASCII, 8 for the kind, 90
 * for the number. It holds what it stands for, so no table is kept and an id means the same on every node, for ever.
 */
const MARK = '646f73'
const KINDS = { HealthcareService: '01', Location: '02', Endpoint: '03', Organization: '04' } as const
const SHAPE = /^646f73(0[1-4])-([0-9a-f]{4})-8([0-9a-f]{3})-([89ab][0-9a-f]{3})-([0-9a-f]{12})$/
const VARIANT = 0x8000_0000_0000_0000n
const LOW = (1n << 62n) - 1n
const ENDPOINTS_MAX = 256n
/** Letters and digits as digits of base 37, for 0 must stand for none. Twelve of them fit 63 bits. */
const SIGNS = ' 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const BASE = BigInt(SIGNS.length)

export const healthcareServiceId = (serviceId: number): string => uuid('HealthcareService', BigInt(serviceId))
export const locationId = (serviceId: number): string => uuid('Location', BigInt(serviceId))

/** Of the endpoint at a position, 0 to 255, in the service's own list. Throws a RangeError beyond. */
export function endpointId(serviceId: number, index: number): string {
  if (!Number.isInteger(index) || index < 0 || index >= Number(ENDPOINTS_MAX)) {
    throw new RangeError(`An endpoint is numbered 0 to 255, not ${index}`)
  }
  return uuid('Endpoint', BigInt(serviceId) * ENDPOINTS_MAX + BigInt(index))
}

/** Of the organisation with an ODS code, in any case. Throws a RangeError unless it is 1 to 12 letters and digits. */
export function organisationId(odsCode: string): string {
  const code = odsCode.toUpperCase()
  if (!/^[A-Z0-9]{1,12}$/.test(code)) throw new RangeError(`Not an ODS code: ${odsCode}`)
  let number = 0n
  for (const sign of code) number = number * BASE + BigInt(SIGNS.indexOf(sign))
  return uuid('Organization', number)
}

/** The organisation a service belongs to, as the id of a resource; undefined when its code names none. */
export function organisationIdOf(service: { readonly odsCode?: string }): string | undefined {
  const code = organisationCodeOf(service.odsCode)
  return code === undefined ? undefined : organisationId(code)
}

/**
 * `area.outcode.LS1`, with a point for each space in the code (`area.postcode.LS1.4AP`), or
 * `area.radius.<metres>.<service>`. Undefined for a code of other signs than letters, digits, spaces and hyphens.
 */
export function areaId(area: Area): string | undefined {
  if (area.kind === 'radius') return `area.radius.${area.metres}.${area.serviceId}`
  return AREA_CODE.test(area.code) ? `area.${area.kind}.${area.code.replaceAll(' ', '.')}` : undefined
}
const AREA_CODE = /^[A-Za-z0-9-][A-Za-z0-9 -]{0,38}$/

/** Reads an id back; undefined when no resource of ours has it. Each thing has one id, in one spelling. */
export function readFhirId(text: string): FhirId | undefined {
  const area = readArea(text)
  if (area) return { kind: 'area', area }
  const [, kind, high, middle, variant, low] = SHAPE.exec(text) ?? []
  if (kind === undefined) return undefined
  const number = (BigInt(`0x${high}${middle}`) << 62n) | ((BigInt(`0x${variant}${low}`) ^ VARIANT) & LOW)
  switch (kind) {
    case KINDS.HealthcareService:
    case KINDS.Location: {
      const serviceId = readServiceId(number)
      if (serviceId === undefined) return undefined
      return { kind: kind === KINDS.Location ? 'Location' : 'HealthcareService', serviceId }
    }
    case KINDS.Endpoint: {
      const serviceId = readServiceId(number / ENDPOINTS_MAX)
      return serviceId === undefined
        ? undefined
        : { kind: 'Endpoint', serviceId, index: Number(number % ENDPOINTS_MAX) }
    }
    default: {
      const odsCode = readCode(number)
      return odsCode === undefined ? undefined : { kind: 'Organization', odsCode }
    }
  }
}

function uuid(kind: keyof typeof KINDS, number: bigint): string {
  const upper = (number >> 62n).toString(16).padStart(7, '0')
  const lower = ((number & LOW) | VARIANT).toString(16)
  return `${MARK}${KINDS[kind]}-${upper.slice(0, 4)}-8${upper.slice(4)}-${lower.slice(0, 4)}-${lower.slice(4)}`
}

const readServiceId = (number: bigint): number | undefined =>
  number >= 1n && number <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(number) : undefined

function readCode(number: bigint): string | undefined {
  let code = ''
  for (let rest = number; rest > 0n; rest /= BASE) code = `${SIGNS[Number(rest % BASE)]}${code}`
  return /^[A-Z0-9]{1,12}$/.test(code) ? code : undefined
}

function readArea(text: string): Area | undefined {
  const [, metres, service] = /^area\.radius\.([1-9]\d{0,5})\.([1-9]\d{0,15})$/.exec(text) ?? []
  if (metres !== undefined && service !== undefined) {
    const serviceId = readServiceId(BigInt(service))
    return serviceId === undefined ? undefined : { kind: 'radius', metres: Number(metres), serviceId }
  }
  const [, word, code] = /^area\.([a-z]+)\.([A-Za-z0-9-][A-Za-z0-9.-]{0,38})$/.exec(text) ?? []
  const kind = AREA_KINDS.find(one => one === word)
  return kind === undefined || code === undefined ? undefined : { kind, code: code.replaceAll('.', ' ') }
}
