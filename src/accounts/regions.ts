import { type Database, inTurn } from '../database/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import { type RegionMap, regionMap } from './region-map.ts'
import { readRegions } from './region-store.ts'

/** The regions in memory, for questions. */
export type Regions = {
  /** See RegionMap. */
  readonly covering: (ids: readonly string[], now: EpochMillis) => readonly string[]
  readonly mergersInEffect: (now: EpochMillis) => number
  readonly map: () => RegionMap
  /** Reads all of them again. */
  readonly reload: () => Promise<void>
}

export async function openRegions(database: Database): Promise<Regions> {
  let map = regionMap([])
  const reload = inTurn(async () => {
    map = regionMap(await readRegions(database.query))
  })
  await reload()
  return {
    covering: (ids, now) => map.covering(ids, now),
    mergersInEffect: now => map.mergersInEffect(now),
    map: () => map,
    reload,
  }
}
