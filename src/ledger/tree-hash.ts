import { createHash } from 'node:crypto'

/** A SHA-256 hash: 32 bytes. */
export type Hash = Uint8Array

export const HASH_BYTES = 32
const LEAF = Uint8Array.of(0x00)
const NODE = Uint8Array.of(0x01)

/** The hash of a leaf that holds this data (RFC 9162 section 2.1.1). */
export const leafHash = (data: Uint8Array): Hash => createHash('sha256').update(LEAF).update(data).digest()

/** The hash of a node over its two children (RFC 9162 section 2.1.1). */
export const nodeHash = (left: Hash, right: Hash): Hash =>
  createHash('sha256').update(NODE).update(left).update(right).digest()

/** The root of a tree without leaves: the hash of nothing (RFC 9162 section 2.1.1). */
export const EMPTY_ROOT: Hash = createHash('sha256').digest()

export const sameHash = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && Buffer.compare(one, other) === 0
