import { ACTIVITY_LEAF } from './activity-leaf.ts'

/** A leaf of a log with what it commits to, as far as that is still there and may be told. */
export type LedgerLeaf = {
  readonly leaf: number
  /** What the leaf is the hash of: lines of text, the last of them its commitment in hex. */
  readonly data: string
  /** Both null: erased, or not told. Else the commitment is SHA-256 of the two. */
  readonly salt: Uint8Array | null
  readonly text: string | null
}

/** Where in the activity log a leaf's entry stands; undefined for the leaves of other logs, and what is no such leaf. */
export function entryPlace(
  data: string,
): { readonly node: string; readonly sequence: number; readonly at: string } | undefined {
  const [kind, node, sequence, at, commitment] = data.split('\n')
  if (kind !== ACTIVITY_LEAF || !node || !sequence || !at || !commitment) return undefined
  return { node, sequence: Number(sequence), at }
}

/** The commitment that a leaf's data ends with, in hex. */
export const commitmentIn = (data: string): string => data.split('\n').at(-2) ?? ''
