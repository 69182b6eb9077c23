import { splitEscaped, unescaped } from './escapes.ts'
import { type Read, read, readAll, wrong } from './wrong.ts'

/** A unit of distance, as UCUM codes it (R4 location, near). */
export type DistanceUnit = { readonly code: string; readonly unit: string; readonly metres: number }

/** Meant where no other is said. */
export const KILOMETRES: DistanceUnit = { code: 'km', unit: 'km', metres: 1000 }
/** UCUM knows the mile of the roads as `[mi_i]`, and HL7's own example asks in that of surveyors. */
const MILES: DistanceUnit = { code: '[mi_i]', unit: 'mi', metres: 1609.344 }
const UNITS = new Map<string, DistanceUnit>([
  ['km', KILOMETRES],
  ['m', { code: 'm', unit: 'm', metres: 1 }],
  ['mi', MILES],
  ['[mi_i]', MILES],
  ['[mi_us]', { code: '[mi_us]', unit: 'mi', metres: 6_336_000 / 3937 }],
])

/** A place to search from, and how far. */
export type NearValue = {
  /** `latitude,longitude`, or a postcode or town as it was given. */
  readonly place: string
  /** Whole metres; null: as far as the agreement reaches by itself. */
  readonly withinMetres: number | null
  readonly unit: DistanceUnit
}

const DEGREES = /^[+-]?\d{1,3}(\.\d{1,20})?$/
const DISTANCE = /^\d{1,7}(\.\d{1,20})?$/

/** Reads `latitude|longitude|distance|units`, of which the last two may be left out. */
export function readNear(text: string): Read<NearValue> {
  const parts = readAll(splitEscaped(text, '|'), unescaped)
  if (parts.outcome === 'wrong') return parts
  const [latitude = '', longitude = '', ...far] = parts.value
  if (!DEGREES.test(latitude) || Math.abs(Number(latitude)) > 90) {
    return wrong('First comes a latitude, in degrees of WGS84.')
  }
  if (!DEGREES.test(longitude) || Math.abs(Number(longitude)) > 180) {
    return wrong('Second comes a longitude, in degrees of WGS84.')
  }
  return withDistance(`${latitude},${longitude}`, far)
}

/** Reads `place|distance|units`, of which the last two may be left out. */
export function readNearPlace(text: string): Read<NearValue> {
  const parts = readAll(splitEscaped(text, '|'), unescaped)
  if (parts.outcome === 'wrong') return parts
  const [place = '', ...far] = parts.value
  return place.trim() === '' ? wrong('It names no place.') : withDistance(place, far)
}

function withDistance(
  place: string,
  [distance = '', unit = '', ...more]: readonly string[],
): Read<NearValue> {
  if (more.length > 0) return wrong('After the units nothing more is said.')
  const known = unit === '' ? KILOMETRES : UNITS.get(unit)
  if (!known) return wrong(`Units are one of ${[...UNITS.keys()].join(', ')}.`, 'code-invalid')
  if (distance === '') {
    return unit === ''
      ? read({ place, withinMetres: null, unit: known })
      : wrong('There are units without a distance.')
  }
  if (!DISTANCE.test(distance)) return wrong('A distance is a decimal number, not below nought.')
  return read({ place, withinMetres: Math.round(Number(distance) * known.metres), unit: known })
}
