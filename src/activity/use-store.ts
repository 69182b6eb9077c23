import type { Query } from '../database/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import { parseEntry } from './entry-schema.ts'
import type { LoggedEntry } from './read.ts'

/** Whose use is asked about: an account's, all of an organisation's, or one person's by their pseudonymous key. */
export type User =
  | { readonly account: string }
  | { readonly organisation: string }
  | { readonly individual: string }

/** An entry that is evidence of use (D5). */
export type Use = { readonly entry: string; readonly at: Date; readonly account: string }

/**
 * The facts name every account that ever asked and whom it asked for; they are few, and each account's uses lie in
 * order in an index of their own, so the answer costs one step per account however long the log is.
 */
const ASKERS = `
  select distinct account from activity.facts
  where ($1::text is null or account = $1) and ($2::text is null or organisation = $2)
    and ($3::text is null or individual = $3)`

/** The last use there is evidence of (AUP25-33 to 36); undefined: none. */
export async function lastUse(query: Query, of: User): Promise<Use | undefined> {
  const [use] = await query<Use>(
    `select last.id::text as entry, last.at, asker.account
     from (${ASKERS}) as asker
     cross join lateral (
       select id, at from activity.entry
       where entry.account = asker.account and counts order by at desc limit 1) as last
     order by last.at desc, entry limit 1`,
    [
      'account' in of ? of.account : null,
      'organisation' in of ? of.organisation : null,
      'individual' in of ? of.individual : null,
    ],
  )
  return use
}

/**
 * When a connection was first answered in production, in earnest; undefined: never. What may be asked for only before
 * the first use (a publication opt-out) rests on it.
 */
export async function firstAllowedAt(query: Query, connection: string): Promise<Date | undefined> {
  const [row] = await query<{ at: Date }>(
    `select first.at
     from (select distinct account from activity.facts where connection = $1 and production) as asker
     cross join lateral (
       select at from activity.entry
       where entry.account = asker.account and counts and entry.entry->>'connection' = $1
       order by at limit 1) as first
     order by first.at limit 1`,
    [connection],
  )
  return row?.at
}

/** The first answer a connection was given at or after an instant, in production and in earnest; null: none yet. */
export async function firstUseSince(
  query: Query,
  connection: string,
  since: EpochMillis,
): Promise<{ readonly decisionId: string; readonly at: EpochMillis } | null> {
  const [row] = await query<{ id: string; at: Date }>(
    `select first.id, first.at
     from (select distinct account from activity.facts where connection = $1 and production) as asker
     cross join lateral (
       select id::text as id, at from activity.entry
       where entry.account = asker.account and counts and entry.entry->>'connection' = $1 and at >= $2
       order by at limit 1) as first
     order by first.at limit 1`,
    [connection, new Date(since)],
  )
  return row ? { decisionId: row.id, at: row.at.getTime() } : null
}

const PAGE = 500

/** Everything recorded of one person, oldest first, a page at a time: for what they may ask to be shown. */
export async function* readEntriesOfIndividual(query: Query, key: string): AsyncGenerator<LoggedEntry> {
  const accounts = await query<{ account: string }>(
    'select distinct account from activity.facts where individual = $1',
    [key],
  )
  let after: { at: Date; node: string; sequence: number } | undefined
  for (;;) {
    const rows = await query<{ node: string; sequence: number; at: Date; text: string }>(
      `select node, sequence, at, entry::text as text from activity.entry
       where account = any($1::text[]) and entry->>'individual' = $2
         and ($3::timestamptz is null or (at, node, sequence) > ($3, $4, $5::bigint))
       order by at, node, sequence limit $6`,
      [
        accounts.map(row => row.account),
        key,
        after?.at ?? null,
        after?.node ?? '',
        after?.sequence ?? 0,
        PAGE,
      ],
    )
    for (const { node, sequence, text } of rows) yield { node, sequence, entry: parseEntry(text) }
    after = rows.at(-1)
    if (rows.length < PAGE) return
  }
}
