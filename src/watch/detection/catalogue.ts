import { slotAt, type Terrain } from './terrain.ts'
import type { WatchedService } from './types.ts'

/** The services of the directory by a number of our own (their index), with what the detectors ask of them. */
export type Catalogue = {
  readonly terrain: Terrain
  /** How many indexes were given out; those of removed services are not given out again. */
  readonly size: () => number
  readonly standing: () => number
  /** Index of a service, or -1. */
  readonly indexOf: (id: number) => number
  readonly easting: (index: number) => number
  readonly northing: (index: number) => number
  readonly put: (service: WatchedService) => void
  readonly remove: (id: number) => void
  /** Services by slot and by type (index of `types`), as they stand. */
  readonly bySlot: Float64Array
  readonly byType: readonly number[]
  readonly types: TypeNumbers
  readonly regionAt: (easting: number, northing: number) => string | null
  readonly ids: () => number[]
}

/** Types numbered from 0 as they are met, whether a service has them or only a question does. */
export type TypeNumbers = {
  readonly of: (type: number) => number
  readonly all: () => readonly number[]
}

/** A caller who makes up types shares the last number from here on. */
const TYPES_MAX = 1_024

function numberTypes(): TypeNumbers {
  const numbers = new Map<number, number>()
  const all: number[] = []
  return {
    of: type => {
      const known = numbers.get(type)
      if (known !== undefined) return known
      if (all.length >= TYPES_MAX) return TYPES_MAX - 1
      numbers.set(type, all.length)
      all.push(type)
      return all.length - 1
    },
    all: () => all,
  }
}

export function createCatalogue(terrain: Terrain, services: readonly WatchedService[]): Catalogue {
  const indexes = new Map<number, number>()
  // Ids of a directory lie close together; an array answers five times as fast as a Map, which keeps the strays.
  let direct = new Int32Array(0)
  let base = 0
  let standing = 0
  const eastings: number[] = []
  const northings: number[] = []
  const typeOf: number[] = []
  const slotOf: number[] = []
  const regions: string[] = []
  const gone: boolean[] = []
  const bySlot = new Float64Array(terrain.slots)
  const byType: number[] = []
  const types = numberTypes()
  const inSquare = new Map<number, number[]>()
  const squareAt = (easting: number, northing: number): [column: number, row: number] => [
    Math.floor((easting - terrain.west) / terrain.squareMetres),
    Math.floor((northing - terrain.south) / terrain.squareMetres),
  ]
  const keyOf = (column: number, row: number): number => (row + 4096) * 16_384 + column + 4096

  const remove = (id: number): void => {
    const index = indexes.get(id)
    if (index === undefined || gone[index]) return
    gone[index] = true
    standing -= 1
    const slot = slotOf[index] ?? 0
    bySlot[slot] = (bySlot[slot] ?? 0) - 1
    const type = typeOf[index] ?? 0
    byType[type] = (byType[type] ?? 0) - 1
    const key = keyOf(...squareAt(eastings[index] ?? 0, northings[index] ?? 0))
    inSquare.set(
      key,
      (inSquare.get(key) ?? []).filter(other => other !== index),
    )
  }

  const put = (service: WatchedService): void => {
    remove(service.id)
    const index = indexes.get(service.id) ?? eastings.length
    const slot = slotAt(terrain, service.easting, service.northing)
    const type = types.of(service.type)
    indexes.set(service.id, index)
    if (service.id >= base && service.id < base + direct.length) direct[service.id - base] = index + 1
    eastings[index] = service.easting
    northings[index] = service.northing
    slotOf[index] = slot
    typeOf[index] = type
    regions[index] = service.region
    gone[index] = false
    standing += 1
    bySlot[slot] = (bySlot[slot] ?? 0) + 1
    while (byType.length <= type) byType.push(0)
    byType[type] = (byType[type] ?? 0) + 1
    const key = keyOf(...squareAt(service.easting, service.northing))
    const there = inSquare.get(key)
    if (there) there.push(index)
    else inSquare.set(key, [index])
  }

  // By type and then along the squares: the answers to one search then lie together, which keeps the lists of what an
  // account has seen short.
  const ordered = services
    .map(service => ({ service, order: orderOf(terrain, service) }))
    .sort((a, b) => a.service.type - b.service.type || a.order - b.order || a.service.id - b.service.id)
  let [lowest, highest] = [Infinity, -Infinity]
  for (const { service } of ordered) {
    lowest = Math.min(lowest, service.id)
    highest = Math.max(highest, service.id)
  }
  if (highest - lowest < 16 * services.length + 1_024) {
    base = lowest
    direct = new Int32Array(highest - lowest + 1)
  }
  for (const { service } of ordered) put(service)

  const regionAt = (easting: number, northing: number): string | null => {
    const [column, row] = squareAt(easting, northing)
    let found = -1
    let metres = Infinity
    const rings = Math.max(terrain.columns, terrain.rows)
    for (let ring = 0; ring <= rings; ring += 1) {
      if ((ring - 1) * terrain.squareMetres > metres) break
      for (let r = row - ring; r <= row + ring; r += 1) {
        const step = Math.abs(r - row) === ring ? 1 : Math.max(1, 2 * ring)
        for (let c = column - ring; c <= column + ring; c += step) {
          for (const index of inSquare.get(keyOf(c, r)) ?? []) {
            const away = Math.hypot((eastings[index] ?? 0) - easting, (northings[index] ?? 0) - northing)
            if (away < metres || (away === metres && index < found)) {
              metres = away
              found = index
            }
          }
        }
      }
    }
    return found < 0 ? null : (regions[found] ?? null)
  }

  return {
    terrain,
    size: () => eastings.length,
    standing: () => standing,
    indexOf: id => {
      const at = id - base
      if (at >= 0 && at < direct.length) return (direct[at] ?? 0) - 1
      return indexes.get(id) ?? -1
    },
    easting: index => eastings[index] ?? 0,
    northing: index => northings[index] ?? 0,
    put,
    remove,
    bySlot,
    byType,
    types,
    regionAt,
    ids: () => [...indexes.keys()],
  }
}

/** Places near each other come near each other: Morton order of half-kilometre squares. */
function orderOf(terrain: Terrain, { easting, northing }: WatchedService): number {
  let x = Math.max(0, Math.floor((easting - terrain.west) / 500)) & 0xfff
  let y = Math.max(0, Math.floor((northing - terrain.south) / 500)) & 0xfff
  let order = 0
  for (let bit = 0; bit < 12; bit += 1) {
    order += (x & 1) * 4 ** bit + (y & 1) * 2 * 4 ** bit
    x >>= 1
    y >>= 1
  }
  return order
}
