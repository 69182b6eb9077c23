export const GOVERNANCE_LEAF = 'signpost/governance/v1'

/**
 * What anybody may read of an act: the data of its leaf (migration 0026), which the database makes as the act is
 * committed. Who did it, why, and what it changed is in none of this; the leaf commits to that.
 */
export type GovernanceLeaf = {
  /** The kind of thing it was done to. */
  readonly entity: string
  readonly event: string
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string
  /** What is public by its name; of others the SHA-256 of kind, line end and id; null where that could be guessed. */
  readonly subject: string | null
  readonly clauses: readonly string[]
  /** SHA-256 of the salt and the whole act, in hex. */
  readonly commitment: string
}

/** Reads the data of a leaf; undefined when it is not formed like one. */
export function readGovernanceLeaf(data: string): GovernanceLeaf | undefined {
  const [first, entity, event, at, subject, clauses, commitment, end, ...more] = data.split('\n')
  if (first !== GOVERNANCE_LEAF || end !== '' || more.length > 0) return undefined
  if (!entity || !event || !at || !subject || !clauses || !/^[0-9a-f]{64}$/.test(commitment ?? ''))
    return undefined
  return {
    entity,
    event,
    at,
    subject: subject === '-' ? null : subject,
    clauses: clauses === '-' ? [] : clauses.split(' '),
    commitment: commitment ?? '',
  }
}

/**
 * Leaf data one after another, each behind its length in two bytes, the higher first: an entry bundle of C2SP
 * tlog-tiles.
 */
export function entryBundle(leaves: readonly string[]): Uint8Array {
  const parts = leaves.flatMap(data => {
    const bytes = Buffer.from(data)
    const length = Buffer.alloc(2)
    length.writeUInt16BE(bytes.length)
    return [length, bytes]
  })
  return Buffer.concat(parts)
}
