import type { Query } from '../database/index.ts'
import type { KeptFacts } from './facts.ts'

/** Keeps facts, each once; those that are there already stay as they are. */
export async function insertFacts(query: Query, facts: readonly KeptFacts[], at: Date): Promise<void> {
  if (facts.length === 0) return
  await query(
    `insert into activity.facts (first_seen, hash, account, organisation, connection, production, individual, facts)
     select $1, hash, account, organisation, connection, production, individual, facts::json
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::text[], $8::text[])
       as given (hash, account, organisation, connection, production, individual, facts)
     on conflict (hash) do nothing`,
    [
      at,
      facts.map(each => each.hash),
      facts.map(each => each.account),
      facts.map(each => each.organisation),
      facts.map(each => each.connection),
      facts.map(each => each.production),
      facts.map(each => each.individual),
      facts.map(each => each.text),
    ],
  )
}

/** The text of the facts kept under a hash; undefined when there are none, or none were kept yet in those days. */
export async function readFactsText(query: Query, hash: string): Promise<string | undefined> {
  const [row] = await query<{ text: string | null }>(
    'select facts::text as text from activity.facts where hash = $1',
    [hash],
  )
  return row?.text ?? undefined
}
