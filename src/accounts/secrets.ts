import type { Database } from '../database/index.ts'

/** A secret of the older interfaces: user name and password (REST, SOAP), or an API key (capacity). */
export type SecretHolder = {
  readonly accountId: string
  /** The user name it belongs to; of an API key, the user it acts as. */
  readonly username: string
  /** The purpose that questions asked with it serve; null: the agreement's own. */
  readonly purpose: string | null
  readonly kind: 'password' | 'api-key'
}

/** `unknown` says nothing of which part was wrong. */
export type SecretAnswer =
  | { readonly outcome: 'known'; readonly holder: SecretHolder }
  | { readonly outcome: 'unknown' }

export type Secrets = {
  /** Who has this user name and password. In memory and in under 10 µs: it is asked on every request. */
  readonly byPassword: (username: string, password: string) => SecretAnswer
  readonly byKey: (key: string) => SecretAnswer
  /** Reads the secrets of these accounts again, `*` all: for the change feed, topic `account`. */
  readonly reload: (keys: readonly string[]) => Promise<void>
}

/** The secrets of every account in memory, as hashes only. */
export async function openSecrets(_database: Database): Promise<Secrets> {
  return {
    byPassword: () => ({ outcome: 'unknown' }),
    byKey: () => ({ outcome: 'unknown' }),
    reload: async () => {},
  }
}
