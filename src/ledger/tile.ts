import type { Perfect } from './subtrees.ts'
import { HASH_BYTES, type Hash, nodeHash } from './tree-hash.ts'

/**
 * Tiles, the form in which trees are stored and given away (C2SP tlog-tiles): 256 hashes side by side, each over
 * 256^level leaves. One that is not full yet is partial, of as many hashes as there are.
 */
export type Tile = {
  /** 0 to 63; of our trees, whose sizes are exact numbers, at most 6. */
  readonly level: number
  readonly index: number
  /** How many hashes: 1 to 256. */
  readonly width: number
}

export const TILE_WIDTH = 256
const TILE_HEIGHT = 8

/** How many leaves one hash of this level is over. */
const reach = (level: number): number => TILE_WIDTH ** level

/** How many hashes of that level a tree has: those over full tiles below. */
export const hashesAt = (level: number, size: number): number => Math.floor(size / reach(level))

/** The tiles a tree of `size` leaves has beyond those that were full already at `old` leaves. */
export function newTiles(old: number, size: number): Tile[] {
  const tiles: Tile[] = []
  for (let level = 0; hashesAt(level, size) > 0; level += 1) {
    const hashes = hashesAt(level, size)
    const before = hashesAt(level, old)
    if (hashes === before) continue
    for (let index = Math.floor(before / TILE_WIDTH); index * TILE_WIDTH < hashes; index += 1)
      tiles.push({ level, index, width: Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH) })
  }
  return tiles
}

/** The tile, as a tree of `size` leaves has it, that tells of a perfect tree. */
export function tileHolding({ height, index }: Perfect, size: number): Tile {
  const level = Math.floor(height / TILE_HEIGHT)
  const first = index * 2 ** (height - level * TILE_HEIGHT)
  const tile = Math.floor(first / TILE_WIDTH)
  return { level, index: tile, width: Math.min(TILE_WIDTH, hashesAt(level, size) - tile * TILE_WIDTH) }
}

/** The hash of a perfect tree from the tile that holds it. @throws when the tile is too short */
export function hashInTile({ height, index }: Perfect, tile: Uint8Array): Hash {
  const level = Math.floor(height / TILE_HEIGHT)
  const count = 2 ** (height - level * TILE_HEIGHT)
  const first = (index * count) % TILE_WIDTH
  if ((first + count) * HASH_BYTES > tile.length)
    throw new RangeError(`A tile of ${tile.length / HASH_BYTES} hashes does not hold number ${first}.`)
  let hashes = hashesOf(tile.subarray(first * HASH_BYTES, (first + count) * HASH_BYTES))
  while (hashes.length > 1) hashes = paired(hashes)
  const [hash] = hashes
  if (hash === undefined) throw new RangeError('A perfect tree has one leaf at least.')
  return hash
}

/** The hashes a tile is made of. */
export const hashesOf = (tile: Uint8Array): Hash[] =>
  Array.from({ length: tile.length / HASH_BYTES }, (_, place) =>
    tile.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES),
  )

const paired = (hashes: readonly Hash[]): Hash[] =>
  hashes.flatMap((left, place) => {
    const right = hashes[place + 1]
    return place % 2 === 0 && right !== undefined ? [nodeHash(left, right)] : []
  })

/** A tile's path below the log's prefix: `tile/0/x001/234.p/56`. `entries` is for bundles of leaf data. */
export function tilePath({ level, index, width }: Tile, kind: 'hashes' | 'entries' = 'hashes'): string {
  const part = width === TILE_WIDTH ? '' : `.p/${width}`
  return `tile/${kind === 'entries' ? 'entries' : level}/${indexPath(index)}${part}`
}

/** Threes of digits, all but the last with an x before them: `x001/x234/067`. */
export function indexPath(index: number): string {
  const digits = String(index)
  const threes = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? []
  return threes.map((three, place) => (place < threes.length - 1 ? `x${three}` : three)).join('/')
}

const LEVEL = /^(?:[0-9]|[1-5][0-9]|6[0-3])$/
const INDEX = /^((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/

/** Reads `<L>` and what follows it; undefined unless it is exactly as `tilePath` would write it. */
export function readTilePath(level: string, rest: string): Tile | undefined {
  const found = INDEX.exec(rest)
  if (!LEVEL.test(level) || found === null) return undefined
  const [, path = '', width] = found
  const tile = {
    level: Number(level),
    index: Number(path.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  }
  if (width !== undefined && tile.width >= TILE_WIDTH) return undefined
  if (!Number.isSafeInteger(tile.index) || indexPath(tile.index) !== path) return undefined
  return tile
}
