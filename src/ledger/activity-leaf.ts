import { createHash } from 'node:crypto'
import type { EpochMillis } from '../vocabulary/index.ts'
import type { Hash } from './tree-hash.ts'

export const ACTIVITY_LEAF = 'signpost/activity/v1'
export const SALT_BYTES = 32

/** What a leaf of the activity log says openly of its entry. */
export type ActivityLeaf = {
  readonly node: string
  readonly sequence: number
  readonly at: EpochMillis
  /** SHA-256 of the salt and the entry's text: whoever has both can show that they belong here, nobody else can guess. */
  readonly commitment: Hash
}

/** SHA-256 of salt and text. The salt is 32 bytes of its own for each entry; without it a text cannot be tried out. */
export const commitmentTo = (salt: Uint8Array, text: string): Hash =>
  createHash('sha256').update(salt).update(text).digest()

/** The data of a leaf: five lines, each with its end. The node name is one word, as node-name.ts has it. */
export const activityLeafData = ({ node, sequence, at, commitment }: ActivityLeaf): Uint8Array =>
  Buffer.from(
    `${ACTIVITY_LEAF}\n${node}\n${sequence}\n${new Date(at).toISOString()}\n${Buffer.from(commitment).toString('hex')}\n`,
  )
