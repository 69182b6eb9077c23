import { type Chance, fallsIn, summedUp } from '../chance.ts'
import { BOX, CITIES, isInEngland, type Town } from './england.ts'

/** Postcodes: each stands for as many people as any other. Metres. Near numbers are near places, as in a list of postcodes. */
export type Postcodes = {
  readonly count: number
  readonly easting: Float64Array
  readonly northing: Float64Array
}

const SMALL_TOWNS = 1_500
/** People outside any town, out of all. */
const RURAL_SHARE = 0.1

export type Settlement = { readonly easting: number; readonly northing: number }

/** Towns by size and people around them, and the countryside between. */
export function settle(chance: Chance): { towns: readonly Town[]; settleOne: () => Settlement } {
  const towns = [...CITIES, ...smallTowns(chance)]
  const sums = summedUp(towns.map(({ thousands }) => thousands))
  const settleOne = (): Settlement => {
    for (;;) {
      const place = chance.happens(RURAL_SHARE)
        ? anywhere(chance)
        : around(towns[fallsIn(sums, chance.next())])
      if (isInEngland(place.easting, place.northing)) return place
    }
  }
  const around = (town: Town | undefined): Settlement => ({
    easting: Math.round((town?.easting ?? 0) + chance.gaussian() * (town?.spreadMetres ?? 0)),
    northing: Math.round((town?.northing ?? 0) + chance.gaussian() * (town?.spreadMetres ?? 0)),
  })
  return { towns, settleOne }
}

/** Sizes by rank, as towns are (Zipf): from some ninety thousand down to three. */
function smallTowns(chance: Chance): Town[] {
  const towns: Town[] = []
  while (towns.length < SMALL_TOWNS) {
    const place = anywhere(chance)
    if (!isInEngland(place.easting, place.northing)) continue
    const thousands = Math.max(3, 90 / (1 + towns.length / 40))
    towns.push({ ...place, thousands, spreadMetres: 700 + 1_700 * chance.next() })
  }
  return towns
}

export function anywhere(chance: Chance): Settlement {
  return {
    easting: Math.round(BOX.west + chance.next() * (BOX.east - BOX.west)),
    northing: Math.round(BOX.south + chance.next() * (BOX.north - BOX.south)),
  }
}

const BLOCK_METRES = 40_000
const STREET_METRES = 4_000

export function createPostcodes(count: number, settleOne: () => Settlement): Postcodes {
  const blockOf = (metres: number, size: number): number => Math.floor(metres / size)
  const order = ({ easting, northing }: Settlement): number =>
    blockOf(northing, BLOCK_METRES) * 1e9 +
    blockOf(easting, BLOCK_METRES) * 1e6 +
    blockOf(northing, STREET_METRES) * 1e3 +
    blockOf(easting, STREET_METRES)
  const settled = Array.from({ length: count }, settleOne)
    .map(place => ({ place, order: order(place) }))
    .sort((one, other) => one.order - other.order)
    .map(({ place }) => place)
  return {
    count,
    easting: Float64Array.from(settled, ({ easting }) => easting),
    northing: Float64Array.from(settled, ({ northing }) => northing),
  }
}
