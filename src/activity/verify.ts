import type { Query } from '../database/index.ts'
import {
  activityLeafData,
  commitmentTo,
  type Fault,
  type FoundLeaf,
  fault,
  type LedgerLeaf,
  type LogReport,
  publishedKeys,
  treeSize,
  verifyLog,
} from '../ledger/index.ts'
import { type HeldRow, heldNodes, heldRows } from './verify-store.ts'

const PAGE = 1000
/** Numbers that came early are kept no further than this: behind a gap they would be all that follow. */
const EARLY_MAX = 10_000

/** Leaves of the activity log from `from` up to and without `to`; those of months that retention dropped are left out. */
export async function* activityLeavesOf(query: Query, from: number, to: number): AsyncGenerator<LedgerLeaf> {
  for (let first = from; first < to; first += PAGE)
    for (const row of await heldRows(query, first, Math.min(to, first + PAGE))) yield leafFrom(row)
}

/** Verifies the activity log: every entry against its leaf, its columns, and its number among those of its node. */
export async function verifyActivity(query: Query): Promise<LogReport> {
  // The numbers first: what is recorded meanwhile has a leaf that is not looked at.
  const numbers = numberWatch(await heldNodes(query))
  const size = await treeSize(query, 'activity')
  const report = await verifyLog(
    query,
    'activity',
    foundLeaves(query, size, numbers.note),
    await publishedKeys(query),
  )
  const where = report.goneAt
    .map(([first, last]) => (first === last ? `${first}` : `${first} to ${last}`))
    .join(', ')
  const lost = numbers
    .faults()
    .map(({ place, what }) =>
      fault(place, where === '' ? what : `${what} Leaves without an entry: ${where}.`),
    )
  return { ...report, faults: [...report.faults, ...lost] }
}

async function* foundLeaves(
  query: Query,
  size: number,
  note: (node: string, sequence: number) => void,
): AsyncGenerator<FoundLeaf> {
  for (let first = 0; first < size; first += PAGE)
    for (const row of await heldRows(query, first, Math.min(size, first + PAGE))) {
      note(row.node, row.sequence)
      const wrong = `The columns of number ${row.sequence} of node ${row.node}, at ${row.at.toISOString()}, do not say what its entry says.`
      yield { ...leafFrom(row), ...(row.agrees ? {} : { wrong }) }
    }
}

/** A row of the log as a leaf of the ledger. */
export function leafFrom({
  leaf,
  node,
  sequence,
  at,
  salt,
  text,
  commitment,
}: Omit<HeldRow, 'agrees'>): LedgerLeaf {
  const opened = salt !== null && text !== null ? commitmentTo(salt, text) : (commitment ?? new Uint8Array())
  const data = activityLeafData({ node, sequence, at: at.getTime(), commitment: opened })
  return {
    leaf,
    data: Buffer.from(data).toString(),
    ...(text === null ? { salt: null, text } : { salt, text }),
  }
}

/** Notices where numbers of a node are missing: each counts its entries without a gap. */
function numberWatch(
  held: readonly { readonly name: string; readonly sequence: number; readonly dropped: number }[],
) {
  const nodes = new Map(
    held.map(({ name, sequence, dropped }) => [
      name,
      { next: dropped + 1, until: sequence, early: new Set<number>() },
    ]),
  )
  const found: Fault[] = []
  return {
    note: (name: string, sequence: number): void => {
      const node = nodes.get(name)
      if (node === undefined) {
        nodes.set(name, { next: sequence + 1, until: sequence, early: new Set() })
        found.push(fault(`node ${name}`, 'There are entries of it, and nothing says how far it has come.'))
        return
      }
      if (sequence < node.next) return
      node.early.add(sequence)
      if (node.early.size > EARLY_MAX) {
        found.push(missing(name, node.next))
        node.next = Math.min(...node.early)
      }
      while (node.early.delete(node.next)) node.next += 1
    },
    faults: (): Fault[] => [
      ...found,
      ...[...nodes].flatMap(([name, { next, until }]) => (next <= until ? [missing(name, next)] : [])),
    ],
  }
}

const missing = (node: string, sequence: number): Fault =>
  fault(`node ${node}`, `Its entry ${sequence} is missing.`)
