import { createHash } from 'node:crypto'

/**
 * Merkle trees straight from the words of RFC 9162 section 2.1: recursive, over all leaves, slow, and sharing nothing
 * with src/ledger. Leaves are data, not hashes.
 */

const sha256 = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest()

/** The largest power of two smaller than n, by trying. */
const k = (n: number): number =>
  [...Array(31).keys()]
    .map(e => 2 ** e)
    .filter(power => power < n)
    .at(-1) ?? 0

/** MTH(D_n). */
export function mth(leaves: readonly Uint8Array[]): Buffer {
  const [only] = leaves
  if (only === undefined) return sha256()
  if (leaves.length === 1) return sha256(Buffer.of(0), only)
  const split = k(leaves.length)
  return sha256(Buffer.of(1), mth(leaves.slice(0, split)), mth(leaves.slice(split)))
}

/** PATH(m, D_n). */
export function path(m: number, leaves: readonly Uint8Array[]): Buffer[] {
  if (leaves.length === 1) return []
  const split = k(leaves.length)
  return m < split
    ? [...path(m, leaves.slice(0, split)), mth(leaves.slice(split))]
    : [...path(m - split, leaves.slice(split)), mth(leaves.slice(0, split))]
}

/** PROOF(m, D_n), for 0 < m < n. */
export const proof = (m: number, leaves: readonly Uint8Array[]): Buffer[] => subproof(m, leaves, true)

function subproof(m: number, leaves: readonly Uint8Array[], b: boolean): Buffer[] {
  if (m === leaves.length) return b ? [] : [mth(leaves)]
  const split = k(leaves.length)
  return m <= split
    ? [...subproof(m, leaves.slice(0, split), b), mth(leaves.slice(split))]
    : [...subproof(m - split, leaves.slice(split), false), mth(leaves.slice(0, split))]
}
