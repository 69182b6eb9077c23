import type { Database, Query } from '../database/index.ts'
import type { Clock } from '../vocabulary/index.ts'
import type { Checkpoint } from './checkpoint.ts'
import { type Edge, edgeHeight, edgeRoot, edgeTile, extendEdge } from './edge.ts'
import { hashesOf, TILE_WIDTH } from './tile.ts'
import { hashesBetween, insertTile, partialTile, rootAt } from './tile-store.ts'
import { EMPTY_ROOT, HASH_BYTES, sameHash } from './tree-hash.ts'
import {
  appendsFrom,
  dropAppends,
  holdSealing,
  insertCheckpoint,
  type Log,
  readCheckpointRow,
  type SealedCheckpoint,
  treeSize,
} from './tree-store.ts'
import type { Seen } from './witness.ts'

/** One transaction seals no more appends than this, some 100,000 leaves, so that it stays short after a long rest. */
const APPENDS_MAX = 100
const ALL = 1_000_000_000

export type SealParts = {
  readonly database: Database
  readonly log: Log
  readonly clock: Clock
  /** The log's name in its checkpoints. */
  readonly origin: string
  /** The signed note of a checkpoint, asked for inside the transaction that writes it (keys.ts). */
  readonly sign: (query: Query, checkpoint: Checkpoint) => Promise<string>
}

export type Sealed =
  /** `more`: there are further leaves. */
  | { readonly outcome: 'sealed'; readonly checkpoint: SealedCheckpoint; readonly more: boolean }
  | { readonly outcome: 'nothing-new'; readonly checkpoint: SealedCheckpoint }
  /** What the database holds is not what was sealed. Nothing is written, and nothing will be before a person has looked. */
  | { readonly outcome: 'contradicted'; readonly why: string }

/**
 * Seals what was appended since the last checkpoint: full tiles, and a signed checkpoint, in one transaction under a
 * lock, so that no two nodes ever sign two different trees. All it builds on is read anew and held against the last
 * checkpoint, and against what this node remembers: nothing is signed that does not go on from what was signed.
 * @param seen what this node knows to have been sealed
 */
export async function seal(parts: SealParts, seen: Seen | undefined): Promise<Sealed> {
  const { database, log, clock, origin, sign } = parts
  return database.transaction(async query => {
    await holdSealing(query, log)
    const last = await readCheckpointRow(query, log)
    const size = await treeSize(query, log)
    const sealed = last?.size ?? 0
    if (size < sealed) return contradicted(`it has ${size} leaves, and its checkpoint is over ${sealed}`)
    const edge = await readEdge(query, log, sealed)
    if (edge === undefined)
      return contradicted(`the hashes of its newest tiles, below ${sealed} leaves, are missing`)
    if (!sameHash(edgeRoot(edge), last?.root ?? EMPTY_ROOT))
      return contradicted(`its hashes do not lead to the root of its checkpoint over ${sealed} leaves`)

    // What this node has seen sealed beyond the checkpoint came again, as after a power cut; it is looked at all at once.
    const isBehind = seen !== undefined && seen.size > sealed
    const runs = await appendsFrom(query, log, sealed, isBehind ? ALL : APPENDS_MAX)
    const leaves = hashesBetween(runs, sealed, size)
    if (leaves.length === 0 && size > sealed) return contradicted(`leaf ${sealed} is missing`)
    const parted = seen && (await partsFrom(query, log, seen, edge, leaves))
    if (parted) return contradicted(parted)
    if (last && size === sealed) return { outcome: 'nothing-new', checkpoint: last }
    const grown = extendEdge(edge, leaves)
    for (const tile of grown.full) await insertTile(query, log, tile)
    const tree = { origin, size: grown.edge.size, root: edgeRoot(grown.edge) }
    const note = await sign(query, tree)
    const checkpoint = { size: tree.size, root: tree.root, note, at: new Date(clock.now()) }
    await insertCheckpoint(query, log, checkpoint)
    await dropAppends(query, log, tree.size - (tree.size % TILE_WIDTH))
    return { outcome: 'sealed', checkpoint, more: tree.size < size }
  })
}

const contradicted = (why: string): Sealed => ({ outcome: 'contradicted', why })

/** The edge that the tree had at `size` leaves; undefined where hashes of it are missing. */
async function readEdge(query: Query, log: Log, size: number): Promise<Edge | undefined> {
  const levels = []
  for (let level = 0; level < edgeHeight(size); level += 1) {
    const { index, width } = edgeTile(size, level)
    const hashes = width === 0 ? new Uint8Array() : await partialTile(query, log, level, index)
    if (hashes.length < width * HASH_BYTES) return undefined
    levels.push(hashesOf(hashes.subarray(0, width * HASH_BYTES)))
  }
  return { size, levels }
}

/** How the log parts from what this node remembers; undefined where it goes on from it. */
async function partsFrom(
  query: Query,
  log: Log,
  seen: Seen,
  edge: Edge,
  leaves: Uint8Array,
): Promise<string | undefined> {
  const size = edge.size + leaves.length / HASH_BYTES
  if (size < seen.size)
    return `it has ${size} leaves, and this node has seen a checkpoint over ${seen.size}: the database was put back`
  const root =
    seen.size < edge.size
      ? await rootAt(query, log, seen.size)
      : edgeRoot(extendEdge(edge, leaves.subarray(0, (seen.size - edge.size) * HASH_BYTES)).edge)
  if (root === undefined) return `hashes below ${seen.size} leaves are missing`
  return sameHash(root, seen.root)
    ? undefined
    : `at ${seen.size} leaves it has another root than the checkpoint this node has seen`
}
