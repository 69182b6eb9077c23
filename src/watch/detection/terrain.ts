import type { WatchedService } from './types.ts'

/**
 * The country cut into squares, as the detectors see it. A square with a service in it or beside it is a *slot*; all
 * others (sea, moor, outside) are slot 0 together. Slots are fixed when the detection is made, so that profiles stay
 * comparable; a service opened later in slot 0 is watched all the same, only more coarsely.
 */
export type Terrain = {
  readonly squareMetres: number
  readonly west: number
  readonly south: number
  readonly columns: number
  readonly rows: number
  /** Slot of every square. */
  readonly slotOfSquare: Uint16Array
  /** How many slots, slot 0 included. */
  readonly slots: number
  /** Column and row of a slot's square; of slot 0 they mean nothing. */
  readonly column: Uint16Array
  readonly row: Uint16Array
  /** Neighbourhood of 4 × 4 squares a slot lies in. */
  readonly block: Uint16Array
  /** For each region, which slots belong to it, generously: any service of it in the square or beside it. */
  readonly regionMasks: ReadonlyMap<string, Uint8Array>
}

/** 6 km: about H3 resolution 6. Finer squares starve the profiles, coarser ones hide a crawl (facts 2). */
const SQUARE_METRES = 6_000
/** Keeps what a wide-area account's place profile takes within its 32 KiB. */
const SLOTS_MAX = 4_600
const MARGIN_SQUARES = 2

export function surveyTerrain(services: readonly WatchedService[]): Terrain {
  for (let squareMetres = SQUARE_METRES; ; squareMetres += 1_000) {
    const terrain = survey(services, squareMetres)
    if (terrain.slots <= SLOTS_MAX) return terrain
  }
}

function survey(services: readonly WatchedService[], squareMetres: number): Terrain {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { easting, northing } of services) {
    west = Math.min(west, easting)
    east = Math.max(east, easting)
    south = Math.min(south, northing)
    north = Math.max(north, northing)
  }
  if (services.length === 0) [west, south, east, north] = [0, 0, 1, 1]
  const margin = MARGIN_SQUARES * squareMetres
  west = Math.floor(west / squareMetres) * squareMetres - margin
  south = Math.floor(south / squareMetres) * squareMetres - margin
  const columns = Math.min(2_000, Math.ceil((east + margin - west) / squareMetres) + 1)
  const rows = Math.min(2_000, Math.ceil((north + margin - south) / squareMetres) + 1)
  const squareOf = (service: WatchedService): number =>
    Math.min(rows - 1, Math.floor((service.northing - south) / squareMetres)) * columns +
    Math.min(columns - 1, Math.floor((service.easting - west) / squareMetres))

  const inhabited = new Uint8Array(columns * rows)
  for (const service of services)
    for (const square of around(squareOf(service), columns, rows)) inhabited[square] = 1
  let slots = 1
  for (const one of inhabited) slots += one
  const terrain = {
    squareMetres,
    west,
    south,
    columns,
    rows,
    slotOfSquare: new Uint16Array(columns * rows),
    slots,
    column: new Uint16Array(slots),
    row: new Uint16Array(slots),
    block: new Uint16Array(slots),
    regionMasks: new Map<string, Uint8Array>(),
  }
  const blockColumns = Math.ceil(columns / 4)
  let next = 1
  for (let square = 0; square < inhabited.length; square += 1) {
    if (inhabited[square] !== 1) continue
    const column = square % columns
    const row = Math.floor(square / columns)
    terrain.slotOfSquare[square] = next
    terrain.column[next] = column
    terrain.row[next] = row
    terrain.block[next] = Math.floor(row / 4) * blockColumns + Math.floor(column / 4)
    next += 1
  }
  for (const service of services) {
    let mask = terrain.regionMasks.get(service.region)
    if (!mask) {
      mask = new Uint8Array(slots)
      terrain.regionMasks.set(service.region, mask)
    }
    for (const square of around(squareOf(service), columns, rows)) mask[terrain.slotOfSquare[square] ?? 0] = 1
  }
  for (const mask of terrain.regionMasks.values()) mask[0] = 0
  return terrain
}

/** A square and its eight neighbours. */
function around(square: number, columns: number, rows: number): number[] {
  const column = square % columns
  const row = Math.floor(square / columns)
  const found: number[] = []
  for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r += 1)
    for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c += 1)
      found.push(r * columns + c)
  return found
}

export function slotAt(terrain: Terrain, easting: number, northing: number): number {
  const column = Math.floor((easting - terrain.west) / terrain.squareMetres)
  const row = Math.floor((northing - terrain.south) / terrain.squareMetres)
  if (!(column >= 0 && row >= 0 && column < terrain.columns && row < terrain.rows)) return 0
  return terrain.slotOfSquare[row * terrain.columns + column] ?? 0
}
