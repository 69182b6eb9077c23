import {
  type CompiledOpening,
  type LondonMoment,
  type Memory,
  openStateCompiled,
} from '../../../directory/index.ts'
import type { LocatedPlace } from '../../../places/index.ts'
import type { Allowed } from '../../../policy/index.ts'
import type { EpochMillis } from '../../../vocabulary/index.ts'
import type { Stamp } from '../../governed.ts'

/** A service ready for the answer: what belongs to this answer only, then the part prepared beforehand. */
export type ServiceParts = { readonly members: string; readonly prepared: Buffer }

/** Joins prepared parts into one body, of one allocation; nothing of a service is parsed or built again. */
export function joinServices(head: string, services: readonly ServiceParts[], tail: string): Buffer {
  let length = head.length * 3 + tail.length
  for (const { members, prepared } of services) length += members.length + prepared.length + 1
  const body = Buffer.allocUnsafe(length)
  let at = body.write(head, 0)
  let comma = ''
  for (const { members, prepared } of services) {
    // Numbers, dates and words of ours only: one byte each.
    at += body.write(comma + members, at, 'latin1')
    body.set(prepared, at)
    at += prepared.length
    comma = ','
  }
  at += body.write(tail, at)
  return body.subarray(0, at)
}

/** What belongs to this answer only, put in front of the prepared service: `{"distanceMetres":…,"open":…,`. */
export function serviceMembers(
  memory: Memory,
  slot: number,
  audience: Allowed['audience'],
  moment: LondonMoment,
  now: EpochMillis,
  distanceMetres: number | null,
): string {
  const distance = distanceMetres === null ? '' : `"distanceMetres":${distanceMetres},`
  const open = `"open":${openText(memory.openingOf(slot), moment)},`
  const capacity = audience === 'professional' ? memory.capacityOf(slot, now) : undefined
  const age = capacity
    ? `"capacityAgeSeconds":${Math.max(0, Math.floor((now - capacity.updatedAt) / 1000))},`
    : ''
  return `{${distance}${open}${age}`
}

/** Equal opening times share one compiled form, so one text a minute serves all services that keep them. */
const openTexts = new WeakMap<CompiledOpening, { epochMinute: number; text: string }>()

function openText(opening: CompiledOpening, moment: LondonMoment): string {
  const known = openTexts.get(opening)
  if (known?.epochMinute === moment.epochMinute) return known.text
  const text = JSON.stringify(openStateCompiled(opening, moment))
  openTexts.set(opening, { epochMinute: moment.epochMinute, text })
  return text
}

/** What every answer says of itself: the decision, how current it is, and for how long it may be shown. */
export const stampMembers = (stamp: Stamp, allowed: Allowed): string =>
  `"decisionId":"${stamp.decisionId}","asOf":"${iso(stamp.confirmedAt)}","validUntil":"${iso(stamp.validUntil)}",` +
  `"change":${stamp.change},"audience":"${allowed.audience}","purpose":${JSON.stringify(allowed.purpose)},` +
  (allowed.obligations.includes('accept-newer-policy') ? '"newerPolicyToAccept":true,' : '') +
  (allowed.mayKeep === null ? '' : `"mayKeep":${JSON.stringify(allowed.mayKeep)},`) +
  (stamp.brake === null ? '' : `"brake":${JSON.stringify(stamp.brake)},`)

/** The last instants written, for `asOf` stays the same over many answers and others share a millisecond. */
const written = new Map<EpochMillis, string>()
const WRITTEN_MAX = 8

function iso(instant: EpochMillis): string {
  const known = written.get(instant)
  if (known !== undefined) return known
  const text = new Date(instant).toISOString()
  if (written.size >= WRITTEN_MAX) written.clear()
  written.set(instant, text)
  return text
}

/** The origin as it was understood, with what distances from it are worth. */
export const originMember = (place: LocatedPlace, notices: readonly string[]): string =>
  JSON.stringify({
    label: place.label,
    kind: place.kind,
    precision: place.precision,
    approximate: isApproximate(place),
    errorMetres: place.errorMetres,
    distancesRoundedToMetres: roundingMetres(place),
    easting: place.easting,
    northing: place.northing,
    latitude: round(place.latitude),
    longitude: round(place.longitude),
    notices: place.nearBorder ? [...notices, place.nearBorder.askInstead] : notices,
  })

const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5

const isApproximate = (place: LocatedPlace): boolean =>
  place.precision !== 'unit' && place.precision !== 'exact'

/** Distances from a rough origin are rounded, so that they do not pretend to more than is known. */
export function roundingMetres(place: LocatedPlace): number {
  if (!isApproximate(place)) return 1
  return place.precision === 'sector' ? 100 : 1000
}

export function roundDistance(metres: number, place: LocatedPlace): number {
  const step = roundingMetres(place)
  return Math.round(metres / step) * step
}
