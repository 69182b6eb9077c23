import type { Query } from '../database/index.ts'
import { parseEntry } from './entry-schema.ts'
import type { LoggedEntry } from './read.ts'
import { entriesAfter, newestOfEachNode } from './read-store.ts'

/** The newest sequence number of every node that has written. */
export const newestByNode = async (query: Query): Promise<ReadonlyMap<string, number>> =>
  new Map((await newestOfEachNode(query)).map(({ node, sequence }) => [node, sequence]))

/** Entries of one node numbered above `after`, none of before `from`, oldest first, at most `limit`. */
export const logAfter = async (
  query: Query,
  node: string,
  after: number,
  limit: number,
  from?: Date,
): Promise<LoggedEntry[]> =>
  (await entriesAfter(query, from === undefined ? {} : { from }, node, after, limit)).map(row => ({
    node: row.node,
    sequence: row.sequence,
    entry: parseEntry(row.text),
  }))

/** The numbers and decision ids of one node's entries above `after`, in order, at most `limit`: nothing is parsed. */
export const idsAfter = (
  query: Query,
  node: string,
  after: number,
  limit: number,
): Promise<{ sequence: number; id: string }[]> =>
  query<{ sequence: number; id: string }>(
    `select sequence, id::text as id from activity.entry where node = $1 and sequence > $2 order by sequence limit $3`,
    [node, after, limit],
  )
