import type { LoggedEntry } from '../../activity/index.ts'

/** Reads the next entries of one node above a number, oldest first; fewer than a page: that was all. */
export type ReadNode = (node: string, after: number) => Promise<readonly LoggedEntry[]>

/**
 * The entries of several nodes as one: those of a node in its own order, which is the order they were answered in, and
 * those of different nodes by their times. One page of each is in memory at a time.
 */
export async function* mergedLog(
  nodes: readonly { readonly node: string; readonly after: number }[],
  read: ReadNode,
): AsyncGenerator<LoggedEntry> {
  const streams = nodes.map(({ node, after }) => ({ node, after, page: [] as readonly LoggedEntry[], at: 0 }))
  for (const stream of streams) stream.page = await read(stream.node, stream.after)
  for (;;) {
    let first: (typeof streams)[number] | undefined
    let next: LoggedEntry | undefined
    for (const stream of streams) {
      const head = stream.page[stream.at]
      if (head === undefined || (next !== undefined && next.entry.at <= head.entry.at)) continue
      first = stream
      next = head
    }
    if (first === undefined || next === undefined) return
    yield next
    first.at += 1
    first.after = next.sequence
    if (first.at >= first.page.length) {
      first.page = await read(first.node, first.after)
      first.at = 0
    }
  }
}
