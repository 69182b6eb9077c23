import type { Query } from '../database/index.ts'
import { consistencySpans, inclusionSpans } from './proofs.ts'
import { type Perfect, perfectsOf, type Span, spanHash } from './subtrees.ts'
import { hashInTile, tileHolding } from './tile.ts'
import { readTile } from './tile-store.ts'
import type { Hash } from './tree-hash.ts'
import type { Log } from './tree-store.ts'

/** The hashes that prove a leaf in the log's tree of `size` leaves, from the leaf's sibling upwards. */
export const proveInclusion = (query: Query, log: Log, index: number, size: number): Promise<Hash[]> =>
  hashesOver(query, log, inclusionSpans(index, size), size)

/** The hashes that prove that the log's tree of `size` leaves begins with that of `old`. */
export const proveConsistency = (query: Query, log: Log, old: number, size: number): Promise<Hash[]> =>
  hashesOver(query, log, consistencySpans(old, size), size)

/** The hashes of perfect trees of a log. @throws when a tile is missing that the log of `size` leaves must have */
export async function perfectHashes(
  query: Query,
  log: Log,
  trees: readonly Perfect[],
  size: number,
): Promise<(tree: Perfect) => Hash> {
  const tiles = new Map<string, Uint8Array>()
  for (const tree of trees) {
    const tile = tileHolding(tree, size)
    const name = `${tile.level}/${tile.index}`
    if (tiles.has(name)) continue
    const hashes = await readTile(query, log, tile)
    if (hashes === undefined) throw new Error(`The log "${log}" of ${size} leaves has lost its tile ${name}.`)
    tiles.set(name, hashes)
  }
  return tree => {
    const { level, index } = tileHolding(tree, size)
    return hashInTile(tree, tiles.get(`${level}/${index}`) ?? new Uint8Array())
  }
}

async function hashesOver(query: Query, log: Log, spans: readonly Span[], size: number): Promise<Hash[]> {
  const hashOf = await perfectHashes(query, log, spans.flatMap(perfectsOf), size)
  return spans.map(span => spanHash(span, hashOf))
}
