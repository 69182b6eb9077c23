import { AREAS, MIXED_OUTCODES, outcodeNation, regionOfOutcode } from './embedded/areas.ts'
import { OUTCODE_PLACES } from './embedded/outcodes.ts'
import type { Embedded } from './embedded.ts'
import { createPlaces as create, type Places, type PlacesOptions } from './locate.ts'

export { ATTRIBUTIONS, type Attribution } from './attribution.ts'
export {
  type ImportOptions,
  type ImportOutcome,
  type ImportProgress,
  type ImportReport,
  importPostcodes,
} from './import-postcodes.ts'
export type { RowProblem } from './importers/read-postcodes.ts'
export type { Places } from './locate.ts'
export { gridSquare, middleOfSquare, toGrid, toWgs84 } from './national-grid.ts'
export { ENGLISH_OUTCODES, type EnglishOutcode } from './outcodes.ts'
export type {
  GridPoint,
  LocatedPlace,
  Nation,
  PlaceAnswer,
  PlaceAreas,
  PlaceKind,
  Precision,
  Wgs84Point,
} from './place.ts'
export type { PostcodeTable, TableEdition } from './postcode-table.ts'
export { REGIONS, type Region } from './regions.ts'
export { squareOfCell } from './square-of-cell.ts'
export { listEditions, loadActiveTable, type StoredEdition } from './store.ts'

const EMBEDDED: Embedded = {
  outcodePlaces: OUTCODE_PLACES,
  areas: AREAS,
  mixedOutcodes: MIXED_OUTCODES,
  outcodeNation,
  regionOfOutcode,
}

/** Places on the embedded tables, and on an imported table where one is given (`loadActiveTable`). */
export const createPlaces = (options: Partial<PlacesOptions> = {}): Places =>
  create({ embedded: EMBEDDED, ...options })
