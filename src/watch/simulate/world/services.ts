import { type Chance, fallsIn, summedUp } from '../chance.ts'
import type { Town } from './england.ts'
import { KINDS, SERVICE_COUNT } from './kinds.ts'
import type { Postcodes, Settlement } from './population.ts'

/** The services of a directory, as columns: number `n` of one is number `n` of all. Metres. */
export type Services = {
  readonly count: number
  readonly easting: Float64Array
  readonly northing: Float64Array
  /** Place in `KINDS`. */
  readonly kind: Uint8Array
  /** As the interface gives it out: rising, with gaps. */
  readonly id: Int32Array
  readonly byId: ReadonlyMap<number, number>
  readonly odsCode: readonly string[]
  readonly byOdsCode: ReadonlyMap<string, number>
}

/** The first id; the gaps make about 30 % of the numbers between first and last ids that never were. */
const FIRST_ID = 1_001
const GAP_SHARE = 0.3
const STREET_METRES = 400
const HIGH_STREET_METRES = 700

/** Three in four among people, one in seven in a town centre, the rest scattered. */
export function createServices(
  wanted: number,
  postcodes: Postcodes,
  towns: readonly Town[],
  settleOne: () => Settlement,
  chance: Chance,
): Services {
  const kind = chance.shuffle(kindsInProportion(wanted))
  const count = kind.length
  const easting = new Float64Array(count)
  const northing = new Float64Array(count)
  const id = new Int32Array(count)
  const odsCode: string[] = []
  const centres = summedUp(towns.map(({ thousands }) => Math.sqrt(thousands)))
  let lastId = FIRST_ID - 1
  for (let service = 0; service < count; service += 1) {
    const place = placeOfService()
    easting[service] = place.easting
    northing[service] = place.northing
    lastId += 1 + (chance.happens(GAP_SHARE) ? 1 + chance.below(2) : 0)
    id[service] = lastId
    odsCode.push(odsCodeOf(service, chance))
  }
  return {
    count,
    easting,
    northing,
    kind: Uint8Array.from(kind),
    id,
    byId: new Map(Array.from(id, (number, service) => [number, service])),
    odsCode,
    byOdsCode: new Map(odsCode.map((code, service) => [code, service])),
  }

  function placeOfService(): Settlement {
    const where = chance.next()
    if (where < 0.76) {
      const postcode = chance.below(postcodes.count)
      return near(postcodes.easting[postcode] ?? 0, postcodes.northing[postcode] ?? 0, STREET_METRES)
    }
    if (where > 0.9) return settleOne()
    const town = towns[fallsIn(centres, chance.next())]
    return near(town?.easting ?? 0, town?.northing ?? 0, HIGH_STREET_METRES)
  }

  function near(east: number, north: number, metres: number): Settlement {
    return {
      easting: Math.round(east + chance.gaussian() * metres),
      northing: Math.round(north + chance.gaussian() * metres),
    }
  }
}

function kindsInProportion(wanted: number): Int32Array {
  const kinds: number[] = []
  for (const [at, { count }] of KINDS.entries()) {
    const share = Math.max(1, Math.round((count * wanted) / SERVICE_COUNT))
    for (let one = 0; one < share; one += 1) kinds.push(at)
  }
  return Int32Array.from(kinds)
}

const LETTERS = 'ACFGLMNPRVY'

/** In the form of an ODS code: a letter and five figures. Of every three in a row one is nobody's. */
function odsCodeOf(service: number, chance: Chance): string {
  const number = 3 * (service >>> 1) + (service % 2 === 0 ? 0 : 1 + chance.below(2))
  return odsCodeNumbered(number)
}

export function odsCodeNumbered(number: number): string {
  const letter = LETTERS[Math.floor(number / 10_000) % LETTERS.length] ?? 'X'
  return `${letter}${Math.floor(number / 110_000)}${String(number % 10_000).padStart(4, '0')}`
}
