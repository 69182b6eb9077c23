import { readImportedPostcode } from './imported-postcode.ts'

/** Where a file keeps what. A column that is absent is null; the postcode and both coordinates never are. */
export type Layout = {
  readonly name: 'code-point-open' | 'national-statistics' | 'plain'
  /** Whether the first line is a header and no row. */
  readonly hasHeader: boolean
  readonly postcode: number
  readonly easting: number
  readonly northing: number
  readonly country: number | null
  readonly quality: number | null
  readonly terminated: number | null
  /** Of the local authority district, and of the integrated care board or what was in its place then. */
  readonly district: number | null
  readonly board: number | null
  /** How many cells a row must have, and how many are worth reading. */
  readonly width: number
}

/**
 * What columns are called, whatever the file: Code-Point Open's header file, the NSPL and ONSPD of 2011 to 2024
 * (`oseast1m`, `osgrdind`, `ctry`), their successors with a year in the name (`east1m`, `gridind`, `ctry25cd`), and
 * plain words. Earlier names win over later ones. Compared in lower case with letters and digits only.
 *
 * Districts are `oslaua` (ONSPD), `laua` (NSPL), `lad25cd` (both since 2025). Boards are `icb`, with a year since 2025;
 * until 2022 the same areas were `stp`, and their codes went on (E54…). Only where a file has neither is it the sub-ICB
 * location, `sicbl`, once `ccg` (E38…).
 */
const NAMES = {
  postcode: [/^pcds$/, /^pcd8$/, /^pcd7?$/, /^pcd2$/, /^(unit)?postcode$/, /^pc$/],
  easting: [/^(os)?east1m$/, /^eastings?$/, /^ea$/],
  northing: [/^(os)?n(or)?th1m$/, /^(os)?nrth1m$/, /^northings?$/, /^no$/],
  country: [/^ctry(\d\d)?(cd)?$/, /^country(code)?$/, /^cy$/],
  quality: [/^(os)?gri?dind$/, /^pqi$/, /^positionalqualityindicator$/, /^pq$/],
  terminated: [/^doterm$/, /^dateoftermination$/, /^terminated$/],
  district: [/^lad(\d\d)?(cd)?$/, /^(os)?laua$/, /^admindistrictcode$/, /^dc$/],
  board: [/^icb(\d\d)?(cd)?$/, /^stp(\d\d)?(cd)?$/, /^sicbl(\d\d)?(cd)?$/, /^ccg(\d\d)?(cd)?$/],
} as const

/** What a file is, by its first line; null when it is no postcode file known here. */
export function detectLayout(first: readonly string[]): Layout | null {
  return headerless(first) ?? withHeader(first)
}

const CODE_POINT_WIDTH = 10

/** Code-Point Open comes without header: postcode, quality, easting, northing, country and five more. */
function headerless(cells: readonly string[]): Layout | null {
  const [postcode, quality, easting, northing, country] = cells
  if (cells.length !== CODE_POINT_WIDTH || postcode === undefined || country === undefined) return null
  const numbers = [quality, easting, northing].every(cell => /^\d*$/.test(cell ?? ''))
  if (!numbers || readImportedPostcode(postcode) === null || !/^([A-Z]\d{8})?$/.test(country)) return null
  return { ...CODE_POINT, hasHeader: false }
}

const CODE_POINT = {
  name: 'code-point-open',
  postcode: 0,
  quality: 1,
  easting: 2,
  northing: 3,
  country: 4,
  terminated: null,
  district: 8,
  board: null,
  width: 9,
} as const

function withHeader(cells: readonly string[]): Layout | null {
  const names = cells.map(cell => cell.toLowerCase().replace(/[^a-z0-9]/g, ''))
  const place = (wanted: readonly RegExp[]): number | null => {
    for (const pattern of wanted) {
      const index = names.findIndex(name => pattern.test(name))
      if (index >= 0) return index
    }
    return null
  }
  const postcode = place(NAMES.postcode)
  const easting = place(NAMES.easting)
  const northing = place(NAMES.northing)
  if (postcode === null || easting === null || northing === null) return null
  const country = place(NAMES.country)
  const quality = place(NAMES.quality)
  const terminated = place(NAMES.terminated)
  const district = place(NAMES.district)
  const board = place(NAMES.board)
  const columns = [postcode, easting, northing, country, quality, terminated, district, board]
  return {
    name: nameOf(names),
    hasHeader: true,
    postcode,
    easting,
    northing,
    country,
    quality,
    terminated,
    district,
    board,
    width: Math.max(...columns.map(column => column ?? 0)) + 1,
  }
}

function nameOf(names: readonly string[]): Layout['name'] {
  if (names.some(name => /^doterm$|^dointr$/.test(name))) return 'national-statistics'
  return names.some(name => /^(pq|positionalqualityindicator)$/.test(name)) ? 'code-point-open' : 'plain'
}
