export { ACTIVITY_LEAF, activityLeafData, commitmentTo, SALT_BYTES } from './activity-leaf.ts'
export { rangeBundle, selectionBundle } from './bundle.ts'
export { bundleLines } from './bundle-lines.ts'
export { type BundleReport, checkBundle } from './check-bundle.ts'
export { checkpointText, readCheckpoint } from './checkpoint.ts'
export { checkpointsAfter } from './checkpoint-store.ts'
export { type Fault, fault } from './fault.ts'
export { entryBundle, type GovernanceLeaf, readGovernanceLeaf } from './governance-leaf.ts'
export { governanceLeaves, newestGovernanceLeaves } from './governance-store.ts'
export { checkKeptCheckpoint } from './kept-checkpoint.ts'
export { readSeeds } from './key-file.ts'
export { type KeptSeeds, type PublishedKey, publishedKeys, rotateKey } from './keys.ts'
export type { LedgerLeaf } from './ledger-leaf.ts'
export { LOGS, nameAt, originOf } from './logs.ts'
export { fromBase64 } from './note.ts'
export { type Ledger, openLedger } from './open-ledger.ts'
export { proveConsistency, proveInclusion } from './prove.ts'
export { LedgerContradicted, openSealer, type Sealer, type SealerHealth } from './sealer.ts'
export { readTilePath, TILE_WIDTH, type Tile, tilePath } from './tile.ts'
export { findLeaves, readTile, rootAt } from './tile-store.ts'
export { formatTlogProof } from './tlog-proof.ts'
export { HASH_BYTES, type Hash, leafHash } from './tree-hash.ts'
export {
  appendLeaves,
  type Log,
  readCheckpointRow,
  type SealedCheckpoint,
  thinCheckpoints,
  treeSize,
} from './tree-store.ts'
export { governanceLeavesOf, verifyGovernance } from './verify-governance.ts'
export { type FoundLeaf, type LogReport, verifyLog } from './verify-log.ts'
export { fileWitness, type Seen, type Witness } from './witness.ts'
