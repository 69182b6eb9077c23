import { isOnGrid } from './national-grid.ts'
import type { GridPoint, Wgs84Point } from './place.ts'

/** A text understood as numbers of a place. `swapped`: they make sense only the other way round. */
export type CoordinateReading =
  | { readonly kind: 'grid'; readonly point: GridPoint; readonly label: string }
  | { readonly kind: 'degrees'; readonly point: Wgs84Point; readonly label: string }
  | { readonly kind: 'swapped'; readonly better: string }
  | { readonly kind: 'nowhere' }

const PAIR = /^([+-]?\d{1,7}(?:\.\d{1,20})?)°?\s*(?:[,;]|\s)\s*([+-]?\d{1,7}(?:\.\d{1,20})?)°?$/

/** The degrees between which all of the British Isles lies. */
export const isBritish = ({ latitude, longitude }: Wgs84Point): boolean =>
  latitude >= 49 && latitude <= 61 && longitude >= -9 && longitude <= 2.5

/**
 * Reads `easting,northing` (two whole numbers on the National Grid, metres) or `lat,lon` (degrees, WGS84).
 * Null when the text is not two numbers.
 */
export function readCoordinates(text: string): CoordinateReading | null {
  const match = PAIR.exec(
    text
      .normalize('NFKC')
      .replace(/\u2212/g, '-')
      .trim(),
  )
  if (!match) return null
  const [, one = '', other = ''] = match
  const first = Number(one)
  const second = Number(other)
  if (/^\d+$/.test(one) && /^\d+$/.test(other) && Math.max(first, second) > 180) {
    const point = { easting: first, northing: second }
    return isOnGrid(point) ? { kind: 'grid', point, label: `${first},${second}` } : { kind: 'nowhere' }
  }
  const point = { latitude: first, longitude: second }
  if (!isBritish(point) && isBritish({ latitude: second, longitude: first }))
    return { kind: 'swapped', better: `${second},${first}` }
  if (Math.abs(first) > 90 || Math.abs(second) > 180) return { kind: 'nowhere' }
  return { kind: 'degrees', point, label: `${first},${second}` }
}
