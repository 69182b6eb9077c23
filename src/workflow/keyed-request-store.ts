import type { Database, Query } from '../database/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'

/** How long a request is remembered by its key. */
export const KEYED_REQUEST_MILLIS = 24 * 60 * 60_000

/** A request by a person with a key of their own; hashes stand for the key and for what was sent. */
export type KeyedRequest = {
  readonly personId: string
  readonly keyHash: string
  readonly contentHash: string
}

export type Claim =
  /** Nobody has sent it before: it is this caller's to do, once. */
  | { readonly outcome: 'claimed' }
  /** The same key came with something else. */
  | { readonly outcome: 'used-otherwise' }
  /** It was begun; `endedAt` null: it is being done still, or whoever did it is gone. */
  | {
      readonly outcome: 'known'
      readonly begunAt: EpochMillis
      readonly endedAt: EpochMillis | null
      /** As it was sealed; null: it failed, and what came of it is not known. */
      readonly answer: Uint8Array | null
    }

/** Claims a request, in one statement: of many that come at once, one gets it. What is a day old is forgotten. */
export async function claimRequest(
  { query }: Pick<Database, 'query'>,
  { personId, keyHash, contentHash }: KeyedRequest,
  now: EpochMillis,
): Promise<Claim> {
  const mine = await query(
    `insert into workflow.keyed_request as known (person_id, key_hash, content_hash, begun_at)
     values ($1, $2, $3, $4)
     on conflict (person_id, key_hash) do update
       set content_hash = excluded.content_hash, begun_at = excluded.begun_at, ended_at = null, answer = null
       where known.begun_at <= $5
     returning 1 as claimed`,
    [personId, keyHash, contentHash, new Date(now), new Date(now - KEYED_REQUEST_MILLIS)],
  )
  if (mine.length > 0) return { outcome: 'claimed' }
  const [row] = await query<Row>(
    `select content_hash, begun_at, ended_at, answer from workflow.keyed_request
     where person_id = $1 and key_hash = $2`,
    [personId, keyHash],
  )
  // Tidied away in between: it was a day old, and the next attempt will claim it.
  if (!row) return { outcome: 'known', begunAt: now, endedAt: null, answer: null }
  if (row.content_hash !== contentHash) return { outcome: 'used-otherwise' }
  return {
    outcome: 'known',
    begunAt: row.begun_at.getTime(),
    endedAt: row.ended_at?.getTime() ?? null,
    answer: row.answer,
  }
}

type Row = {
  readonly content_hash: string
  readonly begun_at: Date
  readonly ended_at: Date | null
  readonly answer: Uint8Array | null
}

/** Keeps what a claimed request was answered; null: that it failed. */
export async function endRequest(
  { query }: Pick<Database, 'query'>,
  { personId, keyHash }: KeyedRequest,
  answer: Uint8Array | null,
  now: EpochMillis,
): Promise<void> {
  await query(
    `update workflow.keyed_request set ended_at = $3, answer = $4
     where person_id = $1 and key_hash = $2 and ended_at is null`,
    [personId, keyHash, new Date(now), answer],
  )
}

/** Forgets requests that are a day old; answers how many. */
export async function forgetRequests(query: Query, now: EpochMillis): Promise<number> {
  const gone = await query('delete from workflow.keyed_request where begun_at <= $1 returning 1 as gone', [
    new Date(now - KEYED_REQUEST_MILLIS),
  ])
  return gone.length
}
