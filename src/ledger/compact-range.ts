import { EMPTY_ROOT, type Hash, nodeHash } from './tree-hash.ts'

/**
 * What has to be known of a tree to append to it: how many leaves it has, and the roots of the perfect trees they
 * make, largest first; as many as the size has bits set, so at most 53 hashes for any tree we can count.
 */
export type CompactRange = { readonly size: number; readonly roots: readonly Hash[] }

export const EMPTY_RANGE: CompactRange = { size: 0, roots: [] }

/** The tree with one more leaf. Every new perfect tree but the leaf itself is told to `made`: its height and place. */
export const appendLeaf = (
  range: CompactRange,
  leaf: Hash,
  made?: (height: number, index: number, hash: Hash) => void,
): CompactRange => appendPerfect(range, 0, leaf, made)

/**
 * The tree with a perfect tree of 2^height leaves behind it.
 * @throws where no such tree can begin: the size must be a multiple of its leaves
 */
export function appendPerfect(
  { size, roots }: CompactRange,
  height: number,
  tree: Hash,
  made?: (height: number, index: number, hash: Hash) => void,
): CompactRange {
  const leaves = 2 ** height
  if (size % leaves !== 0) throw new RangeError(`No tree of ${leaves} leaves begins at ${size}.`)
  const kept = [...roots]
  let hash = tree
  let grown = height
  // Trailing ones: perfect trees on the right edge that now have a sibling. Division, since sizes pass 2^31.
  for (let rest = size / leaves; rest % 2 === 1; rest = (rest - 1) / 2) {
    const left = kept.pop()
    if (left === undefined) throw new Error(`A tree of ${size} leaves has lost a root.`)
    hash = nodeHash(left, hash)
    grown += 1
    made?.(grown, (rest - 1) / 2, hash)
  }
  kept.push(hash)
  return { size: size + leaves, roots: kept }
}

/** The root of the whole tree. */
export function rootOf({ roots }: CompactRange): Hash {
  const last = roots.at(-1)
  if (last === undefined) return EMPTY_ROOT
  return roots.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last)
}
