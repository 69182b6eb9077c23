import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'

/**
 * An independent reading of the three files that a directory of England is imported from. It shares nothing with the
 * program: another CSV reader, the Ordnance Survey's published formulas in place of proj4, and every distance measured.
 */
export type Postcode = { readonly easting: number; readonly northing: number; readonly country: string }

/** A row of the services file that should have become a service. */
export type Row = {
  /** As the program names it in its source: kind and code. */
  readonly key: string
  readonly source: string
  readonly type: string
  readonly easting: number
  readonly northing: number
  /** What the opening-times file says of it; undefined when it says nothing that a plain reading understands. */
  readonly hours: Hours | undefined
}

/** Minutes of the day by weekday, Monday first; no bank holidays in these files. */
export type Hours = readonly (readonly (readonly [from: number, to: number])[])[]

const rowsOf = (path: string) => {
  const file = createReadStream(path)
  return (path.endsWith('.gz') ? file.pipe(createGunzip()) : file).pipe(parse({ columns: true }))
}

/** All postcodes that have a point, without their space. */
export async function readPostcodes(path: string): Promise<Map<string, Postcode>> {
  const postcodes = new Map<string, Postcode>()
  for await (const { postcode, easting, northing, country } of rowsOf(path)) {
    if (easting !== '')
      postcodes.set(postcode, { easting: Number(easting), northing: Number(northing), country })
  }
  return postcodes
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const FAR_METRES = 2000

/** The rows of the services file, the first of those with one source, kind and code, each at the point it should get. */
export async function readServices(
  path: string,
  postcodes: ReadonlyMap<string, Postcode>,
  hours: ReadonlyMap<string, Hours | undefined>,
): Promise<Row[]> {
  const rows = new Map<string, Row>()
  for await (const { source, type, code, lat, lon, postcode } of rowsOf(path)) {
    if (code === '') continue
    const key = `${type}:${code}`
    if (rows.has(`${source} ${key}`)) continue
    const given = toNationalGrid(Number(lat), Number(lon))
    const centre = postcodes.get(postcode.replace(' ', ''))
    // A coordinate that far from its own postcode is not believed; the postcode is.
    const far =
      centre && Math.hypot(given.easting - centre.easting, given.northing - centre.northing) > FAR_METRES
    const { easting, northing } = far ? centre : given
    rows.set(`${source} ${key}`, {
      key,
      source,
      type,
      easting: Math.round(easting),
      northing: Math.round(northing),
      hours: hours.get(`${type}|${code}`),
    })
  }
  return [...rows.values()]
}

/** Hours by kind and code. Undefined where a row needs mending, or where two organisations share the code. */
export async function readHours(path: string): Promise<Map<string, Hours | undefined>> {
  type Building = { readonly organisation: string; readonly days: [number, number][][]; plain: boolean }
  const found = new Map<string, Building>()
  for await (const { type, code, org_id: organisation, day, times, open, kind } of rowsOf(path)) {
    const key = `${type}|${code}`
    const one: Building = found.get(key) ?? { organisation, days: DAYS.map(() => []), plain: true }
    found.set(key, one)
    if (one.organisation !== organisation) one.plain = false
    // Exceptions are of dates long past; a closed day is one without sessions.
    if (kind !== 'G' || open !== '1') continue
    const [from, to] = times.split('-').map((time: string) => {
      const match = /^(\d\d):(\d\d)$/.exec(time)
      return match ? Number(match[1]) * 60 + Number(match[2]) : Number.NaN
    })
    const sessions = one.days[DAYS.indexOf(day)]
    if (!(from < to) || !sessions) one.plain = false
    else sessions.push([from, to])
  }
  return new Map([...found].map(([key, { days, plain }]) => [key, plain ? days : undefined]))
}

/** Open from the minute it opens to the one before it closes. */
export const openThen = (hours: Hours, weekday: number, minute: number): boolean =>
  (hours[weekday] ?? []).some(([from, to]) => from <= minute && minute < to)

/**
 * WGS84 degrees to National Grid metres by the formulas of "A guide to coordinate systems in Great Britain"
 * (Ordnance Survey, annexes B and C): Helmert transformation in geocentric coordinates, then Transverse Mercator.
 */
export function toNationalGrid(latitude: number, longitude: number): { easting: number; northing: number } {
  const wgs84 = geocentric(latitude * RADIANS, longitude * RADIANS)
  return project(...geodetic(helmert(wgs84)))
}

const RADIANS = Math.PI / 180
const WGS84 = { a: 6_378_137, b: 6_356_752.314_245 }
const AIRY = { a: 6_377_563.396, b: 6_356_256.909 }
type Vector = readonly [x: number, y: number, z: number]

function geocentric(phi: number, lambda: number): Vector {
  const e2 = 1 - (WGS84.b / WGS84.a) ** 2
  const nu = WGS84.a / Math.sqrt(1 - e2 * Math.sin(phi) ** 2)
  return [
    nu * Math.cos(phi) * Math.cos(lambda),
    nu * Math.cos(phi) * Math.sin(lambda),
    nu * (1 - e2) * Math.sin(phi),
  ]
}

function helmert([x, y, z]: Vector): Vector {
  const scale = 1 + 20.4894e-6
  const [rx, ry, rz] = [-0.1502, -0.247, -0.8421].map(seconds => (seconds / 3600) * RADIANS)
  if (rx === undefined || ry === undefined || rz === undefined) throw new Error('three rotations')
  return [
    -446.448 + x * scale - rz * y + ry * z,
    125.157 + rz * x + y * scale - rx * z,
    -542.06 - ry * x + rx * y + z * scale,
  ]
}

function geodetic([x, y, z]: Vector): [phi: number, lambda: number] {
  const e2 = 1 - (AIRY.b / AIRY.a) ** 2
  const p = Math.hypot(x, y)
  let phi = Math.atan2(z, p * (1 - e2))
  for (let turn = 0; turn < 10; turn += 1) {
    const nu = AIRY.a / Math.sqrt(1 - e2 * Math.sin(phi) ** 2)
    phi = Math.atan2(z + e2 * nu * Math.sin(phi), p)
  }
  return [phi, Math.atan2(y, x)]
}

function project(phi: number, lambda: number): { easting: number; northing: number } {
  const [f0, phi0, lambda0, e0, n0] = [0.999_601_271_7, 49 * RADIANS, -2 * RADIANS, 400_000, -100_000]
  const { a, b } = AIRY
  const e2 = 1 - (b / a) ** 2
  const n = (a - b) / (a + b)
  const [sin, cos, tan2] = [Math.sin(phi), Math.cos(phi), Math.tan(phi) ** 2]
  const nu = a * f0 * (1 - e2 * sin ** 2) ** -0.5
  const rho = a * f0 * (1 - e2) * (1 - e2 * sin ** 2) ** -1.5
  const eta2 = nu / rho - 1
  const [less, more] = [phi - phi0, phi + phi0]
  const m =
    b *
    f0 *
    ((1 + n + 1.25 * n ** 2 + 1.25 * n ** 3) * less -
      (3 * n + 3 * n ** 2 + (21 / 8) * n ** 3) * Math.sin(less) * Math.cos(more) +
      ((15 / 8) * n ** 2 + (15 / 8) * n ** 3) * Math.sin(2 * less) * Math.cos(2 * more) -
      (35 / 24) * n ** 3 * Math.sin(3 * less) * Math.cos(3 * more))
  const l = lambda - lambda0
  const northing =
    m +
    n0 +
    (nu / 2) * sin * cos * l ** 2 +
    (nu / 24) * sin * cos ** 3 * (5 - tan2 + 9 * eta2) * l ** 4 +
    (nu / 720) * sin * cos ** 5 * (61 - 58 * tan2 + tan2 ** 2) * l ** 6
  const easting =
    e0 +
    nu * cos * l +
    (nu / 6) * cos ** 3 * (nu / rho - tan2) * l ** 3 +
    (nu / 120) * cos ** 5 * (5 - 18 * tan2 + tan2 ** 2 + 14 * eta2 - 58 * tan2 * eta2) * l ** 5
  return { easting, northing }
}
