import type { Query } from '../database/index.ts'
import { type Fault, fault } from './fault.ts'
import { TILE_WIDTH } from './tile.ts'
import { readTileRow } from './tile-row-store.ts'
import { type Hash, sameHash } from './tree-hash.ts'
import type { Log } from './tree-store.ts'

const TILE_HEIGHT = 8

/**
 * Follows a tree as it is made anew and compares every tile that is full by it with the one that is stored.
 * @param sealed leaves of the newest checkpoint: the full tiles below are stored, others need not be
 */
export function tileWatch(query: Query, log: Log, sealed: number) {
  const levels: Hash[][] = []
  let full: {
    readonly level: number
    readonly index: number
    readonly root: Hash
    readonly hashes?: Hash[]
  }[] = []
  return {
    made: (height: number, index: number, root: Hash): void => {
      if (height % TILE_HEIGHT !== 0) return
      const level = height / TILE_HEIGHT
      const below = levels[level - 1] ?? []
      levels[level - 1] = []
      // Leaves are compared one by one where they are read; of the levels above each hash is a root from below.
      full.push({ level: level - 1, index, root, ...(level > 1 ? { hashes: below } : {}) })
      const here = levels[level] ?? []
      levels[level] = here
      here.push(root)
    },
    /** What is wrong with those that became full since it was asked last. */
    faults: async (): Promise<Fault[]> => {
      const wrong: Fault[] = []
      for (const { level, index, root, hashes } of full) {
        const place = `tile ${level}/${index}`
        const row = await readTileRow(query, log, level, index)
        const isSealed = (index + 1) * TILE_WIDTH ** (level + 1) <= sealed
        if (row === undefined && isSealed) wrong.push(fault(place, 'It is missing.'))
        if (row === undefined) continue
        if (!sameHash(row.root, root)) wrong.push(fault(place, 'Its root is not that of its hashes.'))
        if (hashes?.length === TILE_WIDTH && !sameHash(row.hashes, Buffer.concat(hashes)))
          wrong.push(fault(place, 'Its hashes are not those of the tiles below.'))
      }
      full = []
      return wrong
    },
  }
}
