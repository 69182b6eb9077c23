import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { demonstrationServices } from '../src/demonstration/index.ts'
import type { Service } from '../src/directory/index.ts'
import { createPlaces, type Places } from '../src/places/index.ts'

/** The full demonstration world, which holds this many services, is scaled to the size wanted. */
const FULL_WORLD = 76_278

/** A fixed instant, so that the same world is made at every run. */
export const WORLD_NOW = Date.parse('2026-11-22T10:00:00Z')

/** About `count` services spread over England as people are: the demonstration's, more or fewer of each kind. */
export const benchServices = (count: number, places: Places = createPlaces()): Generator<Service> =>
  demonstrationServices({ scale: 'full', share: count / FULL_WORLD }, places, WORLD_NOW)

/** Services a search can find, with what a question about them needs. */
export type Findable = {
  readonly typeId: number
  readonly postcode: string
  readonly easting: number
  readonly northing: number
}

export function findable(services: Iterable<Service>): Findable[] {
  const found: Findable[] = []
  for (const { typeId, place } of services) {
    const { postcode, easting, northing } = place
    if (postcode === undefined || easting === undefined || northing === undefined) continue
    found.push({ typeId, postcode, easting, northing })
  }
  return found
}

/** A postcode table of the world's own postcodes, in the layout of the plain CSV: invented, no real place is named. */
export async function writePostcodes(path: string, services: Iterable<Findable>): Promise<number> {
  const file = createWriteStream(path)
  file.write('postcode,pqi,easting,northing,country,lad\n')
  const seen = new Set<string>()
  for (const { postcode, easting, northing } of services) {
    if (seen.has(postcode)) continue
    seen.add(postcode)
    file.write(`${postcode.replace(' ', '')},10,${easting},${northing},E,\n`)
  }
  file.end()
  await finished(file)
  return seen.size
}
