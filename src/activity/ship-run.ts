import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { Query } from '../database/index.ts'
import { findLeaves, treeSize } from '../ledger/index.ts'
import { keptFromText } from './facts.ts'
import { insertFacts } from './facts-store.ts'
import { type LineParts, partsOf } from './journal-line.ts'
import type { EntryRun } from './journal-reader.ts'
import { leafOf, saltOfUnsalted } from './leaf.ts'
import { holdNode, idsBetween, leavesAround, type NodePlace, recordShipped } from './ship-store.ts'
import { insertBatch, restoreEntries, type WrittenEntry } from './store.ts'

/** What shipping needs of an entry. Less than the whole schema, so that an older version's journal still ships. */
const shippable = Compile(
  Type.Object({
    id: Type.String(),
    at: Type.String(),
    account: Type.String(),
    organisation: Type.String(),
    decision: Type.Enum(['allow', 'refuse']),
    refusal: Type.Union([Type.String(), Type.Null()]),
    action: Type.String(),
    counts: Type.Optional(Type.Boolean()),
  }),
)

/** A stretch of the journal, read. */
export type ShipRun = {
  readonly first: number
  readonly batch: readonly WrittenEntry[]
  readonly facts: readonly string[]
}

export function readRun({ first, texts }: EntryRun): ShipRun {
  const lines = texts.map(partsOf)
  return { first, batch: lines.map(writtenOf), facts: lines.flatMap(line => line.facts ?? []) }
}

function writtenOf({ entry: text, salt = saltOfUnsalted(text) }: LineParts): WrittenEntry {
  const columns: unknown = JSON.parse(text)
  if (!shippable.Check(columns)) throw new Error('The journal holds an entry that does not read.')
  return { columns, text, salt }
}

/**
 * Puts a run into the database within one transaction: what is new is appended to the tree, what the database has had
 * before is compared, and what it has lost of that goes back to the place it had. So a power cut that takes back what the
 * database had committed leads to the very same tree again.
 */
export async function shipRun(query: Query, node: string, run: ShipRun, at: Date): Promise<void> {
  await insertFacts(query, run.facts.map(keptFromText), at)
  const place = await holdNode(query, node)
  const known = Math.min(run.batch.length, Math.max(0, place.sequence - run.first + 1))
  await mendKnown(query, node, run.first, run.batch.slice(0, known), place)
  await recordShipped(query, node, run.first + run.batch.length - 1, at)
  if (known === run.batch.length) return
  await insertBatch(query, node, run.first + known, run.batch.slice(known), hasherFor(node))
}

const hasherFor = (node: string) => (sequence: number, entry: WrittenEntry) =>
  leafOf(node, sequence, { at: entry.columns.at, salt: entry.salt, text: entry.text })

async function mendKnown(
  query: Query,
  node: string,
  first: number,
  batch: readonly WrittenEntry[],
  { dropped }: NodePlace,
): Promise<void> {
  if (batch.length === 0) return
  const times = batch.map(entry => Date.parse(entry.columns.at))
  const ids = await idsBetween(
    query,
    node,
    { first, last: first + batch.length - 1 },
    new Date(Math.min(...times)),
    new Date(Math.max(...times)),
  )
  const lost = batch
    .map((entry, index) => ({ sequence: first + index, entry }))
    .filter(({ sequence, entry }) => {
      const id = ids.get(sequence)
      if (id !== undefined && id !== entry.columns.id) throw twoNodes(node, first)
      return id === undefined && sequence > dropped
    })
  const [one] = lost
  const last = lost.at(-1)
  if (!one || !last) return
  const hashes = lost.map(({ sequence, entry }) => hasherFor(node)(sequence, entry))
  const around = await leavesAround(query, node, one.sequence, last.sequence)
  const size = await treeSize(query, 'activity')
  const leaves =
    (await findLeaves(query, 'activity', hashes, (around.below ?? -1) + 1, around.above ?? size)) ??
    // Entries from before the ledger stand in it by their times, which need not be the order of their numbers.
    (await findLeaves(query, 'activity', hashes, 0, size))
  if (leaves === undefined) throw twoNodes(node, first)
  await restoreEntries(
    query,
    node,
    lost.map((each, index) => ({ ...each, leaf: leaves[index] ?? -1 })),
  )
}

const twoNodes = (node: string, first: number): Error =>
  new Error(
    `The database holds other entries than the journal under the numbers from ${first} of the node "${node}": ` +
      'two nodes have written under one name.',
  )
