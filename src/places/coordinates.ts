import { readGridReference } from './grid-reference.ts'
import { isOnGrid } from './national-grid.ts'
import type { GridPoint, Wgs84Point } from './place.ts'

/** A text understood as numbers of a place, or why these numbers are none. */
export type CoordinateReading =
  | {
      readonly kind: 'grid'
      readonly point: GridPoint
      readonly label: string
      /** How far the place meant may lie from the point, by the figures given. */
      readonly errorMetres: number
    }
  | { readonly kind: 'degrees'; readonly point: Wgs84Point; readonly label: string }
  | { readonly kind: 'wrong'; readonly reason: string }

const NOWHERE =
  'The numbers are neither National Grid metres (easting,northing) nor degrees (latitude,longitude).'

/**
 * Reads `easting,northing` (metres on the National Grid), a grid reference (`SE 300 334`), or degrees of WGS84,
 * latitude first, as numbers or with letters and minutes (`53.8N 1.55W`, `53°48'00"N 1°33'00"W`). Null when the text
 * is none of these.
 */
export function readCoordinates(text: string): CoordinateReading | null {
  const plain = text
    .normalize('NFKC')
    .replace(/\u2212/g, '-')
    .replace(/^geo:|[()]|\b(?:lat|latitude|lon|lng|longitude)\b[:=]?/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return readGridReference(plain) ?? readNumbers(plain) ?? readAngles(plain)
}

const PAIR = /^([+-]?\d{1,7}(?:\.\d{1,20})?)°?\s*(?:[,;]|\s)\s*([+-]?\d{1,7}(?:\.\d{1,20})?)°?$/
/** More than any angle. */
const GRID_FROM = 360

function readNumbers(plain: string): CoordinateReading | null {
  const [, one, other] = PAIR.exec(plain) ?? []
  if (one === undefined || other === undefined) return null
  const first = Number(one)
  const second = Number(other)
  return Math.max(first, second) > GRID_FROM
    ? gridNumbers(one, other)
    : degrees({ latitude: first, longitude: second })
}

function gridNumbers(one: string, other: string): CoordinateReading {
  const point = { easting: Math.round(Number(one)), northing: Math.round(Number(other)) }
  // With a nought in front and of unequal length they are a telephone number: 07700 900123.
  const isPhone = [one, other].some(text => /^0\d/.test(text)) && one.length !== other.length
  if (isPhone || !isOnGrid(point)) return { kind: 'wrong', reason: NOWHERE }
  return { kind: 'grid', point, label: `${point.easting},${point.northing}`, errorMetres: 1 }
}

/** The degrees between which all of the British Isles lies. */
export const isBritish = ({ latitude, longitude }: Wgs84Point): boolean =>
  latitude >= 49 && latitude <= 61 && longitude >= -9 && longitude <= 2.5

function degrees(point: Wgs84Point): CoordinateReading {
  const { latitude, longitude } = point
  const swapped = { latitude: longitude, longitude: latitude }
  if (!isBritish(point) && isBritish(swapped))
    return {
      kind: 'wrong',
      reason: `Latitude comes first, then longitude. Did you mean ${longitude},${latitude}?`,
    }
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return { kind: 'wrong', reason: NOWHERE }
  return { kind: 'degrees', point, label: `${latitude},${longitude}` }
}

const ANGLE = String.raw`([+-]?\d{1,3}(?:\.\d{1,20})?)\s*°?\s*(?:(\d{1,2}(?:\.\d{1,20})?)\s*['’′]\s*(?:(\d{1,2}(?:\.\d{1,20})?)\s*(?:["”]|''|′′)\s*)?)?([NSEW]?)`
const TWO_ANGLES = new RegExp(String.raw`^${ANGLE}(?:\s+|(?<=[^\d.]))${ANGLE}$`, 'i')
/** Six decimals are a tenth of a metre. */
const LABEL_DECIMALS = 1e6

/** Two angles with letters or minutes; in either order, where the letters tell. `E1 N1` are outcodes. */
function readAngles(plain: string): CoordinateReading | null {
  if (!/[.°'’′]/.test(plain)) return null
  const spaced = plain.replace(/[,;]/g, ' ')
  const behind = /^[NSEW]/i.test(spaced) ? spaced.replace(/([NSEW])([^NSEW]+)/gi, '$2$1 ').trim() : spaced
  const match = TWO_ANGLES.exec(behind)
  if (!match) return null
  const one = angleOf(match.slice(1, 5))
  const other = angleOf(match.slice(5, 9))
  if (Number.isNaN(one.value + other.value)) return { kind: 'wrong', reason: NOWHERE }
  const isSwapped = 'EW'.includes(one.letter || 'N') && 'NS'.includes(other.letter || 'E')
  const isRight = 'NS'.includes(one.letter || 'N') && 'EW'.includes(other.letter || 'E')
  if (isSwapped) return degrees({ latitude: other.value, longitude: one.value })
  return isRight
    ? degrees({ latitude: one.value, longitude: other.value })
    : { kind: 'wrong', reason: NOWHERE }
}

/** Degrees, minutes, seconds and a letter as one number; not a number where they contradict each other. */
function angleOf(parts: readonly (string | undefined)[]): {
  readonly value: number
  readonly letter: string
} {
  const [whole = '', minutes = '0', seconds = '0', given = ''] = parts
  const letter = given.toUpperCase()
  const isDouble = /^[+-]/.test(whole) && letter !== ''
  if (isDouble || Number(minutes) >= 60 || Number(seconds) >= 60) return { value: Number.NaN, letter }
  const size = Math.abs(Number(whole)) + Number(minutes) / 60 + Number(seconds) / 3600
  const isNegative = whole.startsWith('-') || letter === 'S' || letter === 'W'
  const rounded = Math.round(size * LABEL_DECIMALS) / LABEL_DECIMALS
  return { value: isNegative ? -rounded : rounded, letter }
}
