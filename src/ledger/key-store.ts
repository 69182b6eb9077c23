import type { Query } from '../database/index.ts'

export type KeyRow = {
  readonly public_key: Uint8Array
  /** The private half; null once it is retired, or where it is kept in a file. */
  readonly seed: Uint8Array | null
  readonly signs_from: Date
  /** Null: the one in use. */
  readonly retired_at: Date | null
}

/** The name of the logs; undefined before the first start of a server. */
export async function readLedgerName(query: Query): Promise<string | undefined> {
  const [row] = await query<{ name: string }>('select name from ledger.name')
  return row?.name
}

/** Gives the logs their name; one they have already stays. */
export const keepLedgerName = (query: Query, name: string): Promise<unknown> =>
  query('insert into ledger.name (name) values ($1) on conflict do nothing', [name])

/** Every key there ever was, newest first. */
export const readKeys = (query: Query): Promise<KeyRow[]> =>
  query<KeyRow>(
    'select public_key, seed, signs_from, retired_at from ledger.key order by signs_from desc, public_key',
  )

/** Others who would add or retire a key wait until this transaction ends; those who read do not. */
export const lockKeys = (query: Query): Promise<unknown> => query('lock table ledger.key in exclusive mode')

/** Adds the key that is in use from now on. */
export const insertKey = (
  query: Query,
  publicKey: Uint8Array,
  seed: Uint8Array | null,
  at: Date,
): Promise<unknown> =>
  query('insert into ledger.key (public_key, seed, signs_from) values ($1, $2, $3)', [publicKey, seed, at])

/** Ends the key in use. */
export const retireKey = (query: Query, at: Date): Promise<unknown> =>
  query('update ledger.key set retired_at = $1 where retired_at is null', [at])

/** Forgets the private halves of keys that are retired: nobody can sign with them again. */
export const forgetSeeds = (query: Query): Promise<unknown> =>
  query('update ledger.key set seed = null where retired_at is not null')

/** The key in use, which stays that until this transaction ends. */
export async function readSigningKey(query: Query): Promise<KeyRow | undefined> {
  const [row] = await query<KeyRow>(
    `select public_key, seed, signs_from, retired_at from ledger.key where retired_at is null for key share`,
  )
  return row
}
