import {
  type GridPoint,
  type PlaceAnswer,
  type Precision,
  toGrid,
  toWgs84,
  type Wgs84Point,
} from '../../places/index.ts'
import type { Service } from '../service.ts'
import type { Candidate, Note, RawPoint } from './candidate.ts'
import type { RejectionReason } from './outcomes.ts'
import { type ByPostcode, type Locate, readPostcode } from './read-postcode-field.ts'

export type SettledPlace =
  | { readonly outcome: 'placed'; readonly place: Service['place']; readonly regionId: string | undefined }
  | { readonly outcome: 'rejected'; readonly reason: RejectionReason; readonly detail: string }

/** A coordinate farther than this from its postcode's own point is not believed: eleven such rows in the real files. */
const DISAGREEMENT_METRES = 2000

type Point = GridPoint & Wgs84Point
type Placed = { readonly point: Point; readonly precision: Precision; readonly regionId: string | undefined }

/**
 * Where a candidate is. Its postcode decides the nation and holds the coordinate to account; the coordinate, when
 * the two agree, is the finer of them.
 * @param override why a service outside England is let in, or undefined
 */
export function settlePlace(
  candidate: Candidate,
  locate: Locate,
  override: string | undefined,
  note: Note,
): SettledPlace {
  const byPostcode = readPostcode(candidate.postcode ?? '', locate, note)
  const given = readPoint(candidate.point, note)
  const answer = given && byPostcode.place === null ? locate(pointText(given)) : undefined
  const outside = nationOutside(candidate, byPostcode, answer)
  if (outside !== undefined) {
    if (override === undefined) return { outcome: 'rejected', reason: 'outside-england', detail: outside }
    note('nation-overridden', `${outside}: ${override}`)
  }
  const placed =
    byPostcode.place === null
      ? placedAlone(candidate, byPostcode, given, answer, note)
      : placedByBoth(candidate, byPostcode.place, given, note)
  if (typeof placed === 'string') return { outcome: 'rejected', reason: 'no-place', detail: placed }
  return {
    outcome: 'placed',
    regionId: placed.regionId,
    place: {
      address: [],
      ...(byPostcode.postcode ? { postcode: byPostcode.postcode } : {}),
      easting: Math.round(placed.point.easting),
      northing: Math.round(placed.point.northing),
      latitude: sixDecimals(placed.point.latitude),
      longitude: sixDecimals(placed.point.longitude),
      precision: placed.precision,
    },
  }
}

const sixDecimals = (degrees: number): number => Math.round(degrees * 1e6) / 1e6

/** The coordinate in both systems, or undefined when there is none or it is no place about Great Britain. */
function readPoint(given: RawPoint | undefined, note: Note): Point | undefined {
  if (given === undefined) return undefined
  if (isPlausible(given))
    return given.kind === 'grid' ? { ...given, ...toWgs84(given) } : { ...given, ...toGrid(given) }
  note('coordinate-implausible', rawText(given))
  return undefined
}

/** Within a box about Great Britain; the sentinels 0,0 and 99.999999,0 and a latitude of 100 are not. */
const isPlausible = (point: RawPoint): boolean =>
  point.kind === 'grid'
    ? point.easting > 0 && point.easting < 700_000 && point.northing > 0 && point.northing < 1_300_000
    : point.latitude > 49 && point.latitude < 61.5 && point.longitude > -9 && point.longitude < 3

const rawText = (point: RawPoint): string =>
  point.kind === 'grid' ? `${point.easting},${point.northing}` : `${point.latitude},${point.longitude}`

const pointText = ({ latitude, longitude }: Wgs84Point): string =>
  `${latitude.toFixed(6)},${longitude.toFixed(6)}`

function nationOutside(
  candidate: Candidate,
  byPostcode: ByPostcode,
  answer: PlaceAnswer | undefined,
): string | undefined {
  if (byPostcode.outside !== undefined) return `${byPostcode.given.trim()} is in ${byPostcode.outside}`
  // ODS puts Welsh organisations under W00; one that stands in England still answers to Wales.
  if (candidate.grouping?.startsWith('W')) return `national grouping ${candidate.grouping} (Wales)`
  return answer?.outcome === 'outside-england' ? `its coordinate is in ${answer.nation}` : undefined
}

/** The coordinate where its postcode agrees with it, else the postcode. A coarse postcode allows for its own error. */
function placedByBoth(
  candidate: Candidate,
  place: NonNullable<ByPostcode['place']>,
  given: Point | undefined,
  note: Note,
): Placed {
  const { regionId } = place
  if (given) {
    const metres = Math.hypot(given.easting - place.easting, given.northing - place.northing)
    const allowed = place.precision === 'unit' ? 0 : 3 * place.errorMetres
    if (metres <= Math.max(DISAGREEMENT_METRES, allowed))
      return { point: given, precision: candidate.pointPrecision ?? 'exact', regionId }
    note('coordinate-disagrees', `${(metres / 1000).toFixed(1)} km from ${place.label}`)
  } else if (candidate.point === undefined) {
    note('postcode-point', place.label)
  }
  if (place.precision !== 'unit') note('approximate-point', `${place.label}: within ${place.errorMetres} m`)
  return { point: place, precision: place.precision, regionId }
}

/** The coordinate, with no postcode to hold it against; or in words why it cannot serve. */
function placedAlone(
  candidate: Candidate,
  byPostcode: ByPostcode,
  given: Point | undefined,
  answer: PlaceAnswer | undefined,
  note: Note,
): Placed | string {
  const precision = candidate.pointPrecision ?? 'exact'
  // Only under an override does a point outside England come as far as this.
  if (given && answer?.outcome === 'outside-england') return { point: given, precision, regionId: undefined }
  if (!given || answer?.outcome !== 'located') {
    const coordinate = candidate.point
      ? `coordinate ${rawText(candidate.point)} not believed`
      : 'no coordinate'
    return `${byPostcode.why}; ${coordinate}`
  }
  if (byPostcode.given.trim() !== '' && byPostcode.postcode === undefined)
    note('postcode-dropped', byPostcode.given)
  return { point: given, precision, regionId: answer.place.regionId }
}
