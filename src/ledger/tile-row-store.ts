import type { Query } from '../database/index.ts'
import type { Hash } from './tree-hash.ts'
import type { Log } from './tree-store.ts'

/** A full tile as it is stored, with the root kept beside it. */
export async function readTileRow(
  query: Query,
  log: Log,
  level: number,
  index: number,
): Promise<{ readonly hashes: Uint8Array; readonly root: Hash } | undefined> {
  const [row] = await query<{ hashes: Uint8Array; root: Hash }>(
    'select hashes, root from ledger.tile where log = $1 and level = $2 and index = $3',
    [log, level, index],
  )
  return row
}
