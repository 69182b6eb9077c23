import type { Query } from '../database/index.ts'
import { perfectsOf, spanHash } from './subtrees.ts'
import { hashesOf, hashInTile, TILE_WIDTH, type Tile, tileHolding } from './tile.ts'
import { HASH_BYTES, type Hash } from './tree-hash.ts'
import { appendsFrom, type Log } from './tree-store.ts'

/** A tile that will never change, with the hash of the level above that is made of it. */
export type FullTile = {
  readonly level: number
  readonly index: number
  readonly hashes: Uint8Array
  readonly root: Hash
}

export async function insertTile(query: Query, log: Log, tile: FullTile): Promise<void> {
  await query('insert into ledger.tile (log, level, index, hashes, root) values ($1, $2, $3, $4, $5)', [
    log,
    tile.level,
    tile.index,
    tile.hashes,
    tile.root,
  ])
}

/**
 * The hashes of a tile, in full or as many as `width` asks for; undefined where the log has not so many. Only full ones
 * are stored: what a partial one holds stands in appends (level 0) or with the full tiles below it.
 */
export async function readTile(query: Query, log: Log, tile: Tile): Promise<Uint8Array | undefined> {
  const bytes = tile.width * HASH_BYTES
  const hashes = (await fullTile(query, log, tile)) ?? (await partialTile(query, log, tile.level, tile.index))
  if (hashes.length >= bytes) return hashes.subarray(0, bytes)
  // Between the two looks it may have become full, and what it was made of been cleared away.
  return (await fullTile(query, log, tile))?.subarray(0, bytes)
}

async function fullTile(query: Query, log: Log, tile: Tile): Promise<Uint8Array | undefined> {
  const [row] = await query<{ hashes: Uint8Array }>(
    'select hashes from ledger.tile where log = $1 and level = $2 and index = $3',
    [log, tile.level, tile.index],
  )
  return row?.hashes
}

/** The hashes there are for a tile that is not full. */
export const partialTile = (query: Query, log: Log, level: number, index: number): Promise<Uint8Array> =>
  level === 0 ? fromAppends(query, log, index) : fromBelow(query, log, level, index)

async function fromBelow(query: Query, log: Log, level: number, index: number): Promise<Uint8Array> {
  const [row] = await query<{ hashes: Uint8Array | null }>(
    `select string_agg(root, ''::bytea order by index) as hashes from ledger.tile
     where log = $1 and level = $2 and index >= $3 and index < $4`,
    [log, level - 1, index * TILE_WIDTH, (index + 1) * TILE_WIDTH],
  )
  return row?.hashes ?? new Uint8Array()
}

async function fromAppends(query: Query, log: Log, index: number): Promise<Uint8Array> {
  const from = index * TILE_WIDTH
  // Each append has one leaf at least.
  const runs = await appendsFrom(query, log, from, TILE_WIDTH)
  return hashesBetween(runs, from, from + TILE_WIDTH)
}

/** What runs hold of the leaves from `from` up to and without `to`, side by side, as far as they go without a gap. */
export function hashesBetween(
  runs: readonly { readonly first: number; readonly hashes: Uint8Array }[],
  from: number,
  to: number,
): Uint8Array {
  const parts: Uint8Array[] = []
  let next = from
  for (const { first, hashes } of runs) {
    const end = first + hashes.length / HASH_BYTES
    if (end <= next) continue
    if (first > next || next >= to) break
    parts.push(hashes.subarray((next - first) * HASH_BYTES, (Math.min(to, end) - first) * HASH_BYTES))
    next = Math.min(to, end)
  }
  return Buffer.concat(parts)
}

/** The root that the log had at `size` leaves, worked out from its tiles; undefined where tiles are missing. */
export async function rootAt(query: Query, log: Log, size: number): Promise<Hash | undefined> {
  const tiles = new Map<string, Uint8Array>()
  for (const perfect of perfectsOf({ from: 0, to: size })) {
    const tile = tileHolding(perfect, size)
    const name = `${tile.level}/${tile.index}`
    if (tiles.has(name)) continue
    const hashes = await readTile(query, log, tile)
    if (hashes === undefined) return undefined
    tiles.set(name, hashes)
  }
  return spanHash({ from: 0, to: size }, perfect => {
    const { level, index } = tileHolding(perfect, size)
    return hashInTile(perfect, tiles.get(`${level}/${index}`) ?? new Uint8Array())
  })
}

/** The hashes of the leaves from `from` up to and without `to`, a tile at a time. */
export async function* readLeafHashes(
  query: Query,
  log: Log,
  from: number,
  to: number,
): AsyncGenerator<{ readonly first: number; readonly hashes: Uint8Array }> {
  for (let first = from; first < to; ) {
    const index = Math.floor(first / TILE_WIDTH)
    const end = Math.min(to, (index + 1) * TILE_WIDTH)
    const hashes = await readTile(query, log, { level: 0, index, width: end - index * TILE_WIDTH })
    if (hashes === undefined) throw new Error(`The log "${log}" has lost leaves between ${first} and ${end}.`)
    yield { first, hashes: hashes.subarray((first - index * TILE_WIDTH) * HASH_BYTES) }
    first = end
  }
}

/** Where the leaves with these hashes stand between `from` and `to`; undefined unless all of them do. */
export async function findLeaves(
  query: Query,
  log: Log,
  wanted: readonly Hash[],
  from: number,
  to: number,
): Promise<number[] | undefined> {
  const named = (hash: Uint8Array): string => Buffer.from(hash).toString('base64')
  const places = new Map<string, number | undefined>(wanted.map(hash => [named(hash), undefined]))
  let missing = places.size
  for await (const { first, hashes } of readLeafHashes(query, log, from, to)) {
    for (const [index, hash] of hashesOf(hashes).entries()) {
      const name = named(hash)
      if (!places.has(name) || places.get(name) !== undefined) continue
      places.set(name, first + index)
      missing -= 1
    }
    if (missing === 0) break
  }
  const found = wanted.flatMap(hash => places.get(named(hash)) ?? [])
  return found.length === wanted.length ? found : undefined
}
