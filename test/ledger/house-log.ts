import assert from 'node:assert/strict'
import type { Database } from '../../src/database/index.ts'
import { slowActivityLeaf, slowRoot } from './slow-tree.ts'

type Row = {
  readonly leaf: number
  readonly node: string
  readonly sequence: number
  readonly salt: Uint8Array
  readonly text: string
}

/**
 * Reads the whole activity log and works its tree out anew, slowly: places without a gap, numbers of each node without a
 * gap and in order, and the root of every checkpoint there is. Answers how many leaves and checkpoints there were.
 */
export async function assertWholeLedger({ query }: Pick<Database, 'query'>): Promise<{
  readonly leaves: number
  readonly checkpoints: number
}> {
  const rows = await query<Row>(
    'select leaf, node, sequence, salt, entry::text as text from activity.entry order by leaf, node, sequence',
  )
  assert.deepEqual(
    rows.map(row => row.leaf),
    rows.map((_, index) => index),
    'the places in the tree have gaps, or one is taken twice',
  )
  const [tree] = await query<{ size: number }>(`select size from ledger.tree where log = 'activity'`)
  assert.equal(tree?.size, rows.length)
  const last = new Map<string, number>()
  for (const { node, sequence } of rows) {
    assert.equal(sequence, (last.get(node) ?? 0) + 1, `${node} has a gap, or went back`)
    last.set(node, sequence)
  }
  const hashes = rows.map(hashOf)
  const checkpoints = await query<{ size: number; root: Uint8Array }>(
    `select size, root from ledger.checkpoint where log = 'activity' order by size`,
  )
  for (const { size, root } of checkpoints) {
    assert.ok(size <= rows.length, `a checkpoint over ${size} of ${rows.length} leaves`)
    assert.equal(Buffer.from(root).toString('hex'), slowRoot(hashes.slice(0, size)).toString('hex'))
  }
  return { leaves: rows.length, checkpoints: checkpoints.length }
}

const hashOf = (row: Row): Buffer => {
  const entry: { at: string } = JSON.parse(row.text)
  return slowActivityLeaf({ ...row, at: entry.at })
}

/** The roots, in hex, that the activity log had at these sizes, from its entries. */
export async function rootsOf(
  { query }: Pick<Database, 'query'>,
  sizes: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const rows = await query<Row>(
    'select leaf, node, sequence, salt, entry::text as text from activity.entry order by leaf',
  )
  const hashes = rows.map(hashOf)
  return new Map(sizes.map(size => [size, slowRoot(hashes.slice(0, size)).toString('hex')]))
}
