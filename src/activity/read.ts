import type { Query } from '../database/index.ts'
import type { ActivityEntry } from './entry.ts'
import { parseEntry } from './entry-schema.ts'
import {
  type EntryFilter,
  type EntryRow,
  entriesAfter,
  entriesInTime,
  entryOf,
  newestEntries,
  newestOfEachNode,
  type Place,
} from './read-store.ts'

/** An entry with its place in the log. */
export type LoggedEntry = {
  readonly node: string
  readonly sequence: number
  readonly entry: ActivityEntry
}

const TAIL_MAX = 10_000
const FOLLOW_BATCH = 500
const RANGE_PAGE = 1000
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const loggedOf = (row: EntryRow): LoggedEntry => ({
  node: row.node,
  sequence: row.sequence,
  entry: parseEntry(row.text),
})

/** The last `count` entries that match (at most 10,000), oldest first, by time. */
export async function readTail(query: Query, filter: EntryFilter, count: number): Promise<LoggedEntry[]> {
  const rows = await newestEntries(query, filter, Math.min(count, TAIL_MAX))
  return rows.reverse().map(loggedOf)
}

/** The entry with that decision id, or undefined when there is none, also for a text that is no id. */
export async function readEntry(query: Query, id: string): Promise<LoggedEntry | undefined> {
  if (!UUID.test(id)) return undefined
  const [row] = await entryOf(query, id)
  return row && loggedOf(row)
}

/** Every entry that matches, by time, oldest first; read a page at a time, so that a month of them fits any memory. */
export async function* readRange(query: Query, filter: EntryFilter): AsyncGenerator<LoggedEntry> {
  let after: Place | undefined
  for (;;) {
    const rows = await entriesInTime(query, filter, after, RANGE_PAGE)
    for (const row of rows) yield loggedOf(row)
    after = rows.at(-1)
    if (rows.length < RANGE_PAGE) return
  }
}

/**
 * One page of the entries that match, by time, oldest first, from behind the decision `after` on; an id that is no
 * entry's begins at the beginning of nothing, and gives an empty page.
 */
export async function readPage(
  query: Query,
  filter: EntryFilter,
  after: string | null,
  limit: number,
): Promise<LoggedEntry[]> {
  if (after === null) return (await entriesInTime(query, filter, undefined, limit)).map(loggedOf)
  const last = await readEntry(query, after)
  if (!last) return []
  const { node, sequence, entry } = last
  const place = { node, sequence, at: new Date(entry.at) }
  return (await entriesInTime(query, filter, place, limit)).map(loggedOf)
}

/**
 * Entries that match as they come, after those there now, until `pause` answers false. Exact with several nodes: it
 * keeps its place by each node's sequence, since times and commits of different nodes may cross.
 * @param pause waits between looks; answers whether to look again
 */
export async function* followEntries(
  query: Query,
  filter: EntryFilter,
  pause: () => Promise<boolean>,
): AsyncGenerator<LoggedEntry> {
  const seen = new Map((await newestOfEachNode(query)).map(row => [row.node, row.sequence]))
  while (await pause()) {
    for (const { node, sequence } of await newestOfEachNode(query)) {
      for (let after = seen.get(node) ?? 0; after < sequence; ) {
        const rows = await entriesAfter(query, filter, node, after, FOLLOW_BATCH)
        for (const row of rows) yield loggedOf(row)
        const last = rows.at(-1)?.sequence ?? sequence
        after = rows.length < FOLLOW_BATCH ? Math.max(last, sequence) : last
        seen.set(node, after)
      }
    }
  }
}
