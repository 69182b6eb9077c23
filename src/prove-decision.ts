import { type LeafRow, leafOfDecision } from './activity/index.ts'
import type { Query } from './database/index.ts'
import {
  activityLeafData,
  commitmentTo,
  formatTlogProof,
  type Hash,
  proveInclusion,
  readCheckpointRow,
  type SealedCheckpoint,
} from './ledger/index.ts'

/** That a decision stands in the activity log, with all that whoever is entitled to it needs to check that. */
export type DecisionProof = {
  readonly row: LeafRow
  /** What the leaf holds, the entry itself hidden behind its commitment. */
  readonly commitment: Hash
  readonly leafData: Uint8Array
  readonly hashes: readonly Hash[]
  readonly checkpoint: SealedCheckpoint
}

/** What it takes to seal an entry that is newer than the newest checkpoint. */
export type Sealing = {
  /** Waits until every decision recorded so far is in the database. */
  readonly settleLog: () => Promise<void>
  readonly sealNow: () => Promise<SealedCheckpoint>
}

/** The leaf of a decision, which may not have come from the journal yet; undefined when there is none. */
export async function findDecision(
  query: Query,
  sealing: Sealing,
  decision: string,
): Promise<LeafRow | undefined> {
  const found = await leafOfDecision(query, decision)
  if (found !== undefined) return found
  await sealing.settleLog()
  return leafOfDecision(query, decision)
}

/** Proves a leaf under the newest checkpoint, sealing first where that is older. */
export async function proveDecision(query: Query, sealing: Sealing, row: LeafRow): Promise<DecisionProof> {
  const newest = await readCheckpointRow(query, 'activity')
  const checkpoint = newest && newest.size > row.leaf ? newest : await sealing.sealNow()
  const commitment = row.commitment ?? commitmentTo(row.salt, row.text)
  const { node, sequence } = row
  return {
    row,
    commitment,
    leafData: activityLeafData({ node, sequence, at: row.at.getTime(), commitment }),
    hashes: await proveInclusion(query, 'activity', row.leaf, checkpoint.size),
    checkpoint,
  }
}

/** The proof as others read it (C2SP tlog-proof); beside it, in JSON, what the leaf is made of. */
export const decisionProofText = ({ row, hashes, checkpoint }: DecisionProof): string =>
  formatTlogProof({
    index: row.leaf,
    hashes,
    checkpoint: checkpoint.note,
    extra: Buffer.from(JSON.stringify(leafParts(row))),
  })

/** What a leaf is made of, for whoever is entitled to the entry. */
export const leafParts = ({ node, sequence, at, salt, text }: LeafRow) => ({
  node,
  sequence,
  at: at.toISOString(),
  salt: salt === null ? null : Buffer.from(salt).toString('base64'),
  entry: text,
})
