import { appendLeaf, EMPTY_RANGE, rootOf } from './compact-range.ts'
import { spanHash } from './subtrees.ts'
import { hashesOf, hashInTile, TILE_WIDTH, tileHolding } from './tile.ts'
import type { FullTile } from './tile-store.ts'
import type { Hash } from './tree-hash.ts'

/**
 * The right edge of a tree of `size` leaves: by level, from 0, the hashes of the tile that is not full yet. All that has
 * to be known to append to it and to work out its root.
 */
export type Edge = { readonly size: number; readonly levels: readonly (readonly Hash[])[] }

/** How many levels the edge of a tree of `size` leaves has. */
export function edgeHeight(size: number): number {
  let height = 0
  while (size >= TILE_WIDTH ** height) height += 1
  return height
}

/** Which tile of a level is not full yet, and how many hashes it has. */
export const edgeTile = (size: number, level: number): { readonly index: number; readonly width: number } => {
  const hashes = Math.floor(size / TILE_WIDTH ** level)
  return { index: Math.floor(hashes / TILE_WIDTH), width: hashes % TILE_WIDTH }
}

/** The root of the whole tree. */
export function edgeRoot({ size, levels }: Edge): Hash {
  const tiles = levels.map(hashes => Buffer.concat(hashes))
  return spanHash({ from: 0, to: size }, perfect =>
    hashInTile(perfect, tiles[tileHolding(perfect, size).level] ?? new Uint8Array()),
  )
}

/** The tree with more leaves, their hashes side by side, and the tiles that are full by them. */
export function extendEdge(
  { size, levels }: Edge,
  leaves: Uint8Array,
): { readonly edge: Edge; readonly full: readonly FullTile[] } {
  const grown = levels.map(hashes => [...hashes])
  const full: FullTile[] = []
  let next = size
  const push = (level: number, hash: Hash): void => {
    const hashes = grown[level] ?? []
    grown[level] = hashes
    hashes.push(hash)
    if (hashes.length < TILE_WIDTH) return
    const root = rootOf(hashes.reduce((range, each) => appendLeaf(range, each), EMPTY_RANGE))
    full.push({ level, index: next / TILE_WIDTH ** (level + 1) - 1, hashes: Buffer.concat(hashes), root })
    grown[level] = []
    push(level + 1, root)
  }
  for (const leaf of hashesOf(leaves)) {
    next += 1
    push(0, leaf)
  }
  return { edge: { size: next, levels: grown }, full }
}
