import { type Database, inTurn } from '../database/index.ts'
import type { Clock } from '../vocabulary/index.ts'
import { isSecret, type SecretHash } from './secret-hash.ts'
import { readLiveSecrets, type SecretRow } from './secret-read-store.ts'
import { createTries } from './secret-tries.ts'

/** Interfaces that know their caller by a secret and not by a token of ours. */
export const SECRET_INTERFACES = ['dos-rest', 'dos-soap', 'capacity'] as const
export type SecretInterface = (typeof SECRET_INTERFACES)[number]

/** A secret of the older interfaces: user name and password (REST, SOAP), or an API key (capacity). */
export type SecretHolder = {
  readonly accountId: string
  /** The user name it belongs to; of an API key, the user it acts as. */
  readonly username: string
  /** The purpose that questions asked with it serve; null: the agreement's own. */
  readonly purpose: string | null
  readonly kind: 'password' | 'api-key'
  /** Where it is taken; a password never at `capacity`, a key nowhere else. */
  readonly interfaces: readonly SecretInterface[]
}

/** `unknown` says nothing of which part was wrong. */
export type SecretAnswer =
  | { readonly outcome: 'known'; readonly holder: SecretHolder }
  | { readonly outcome: 'unknown' }

export type Secrets = {
  /** Who has this user name and password. In memory and in under 10 µs: it is asked on every request. */
  readonly byPassword: (username: string, password: string) => SecretAnswer
  readonly byKey: (key: string) => SecretAnswer
  /** Notes that somebody was not let in. Answers whether they have failed so often that they are to wait a minute. */
  readonly failed: (username: string, address: string | null) => boolean
  /** Reads the secrets of these accounts again, `*` all: for the change feed, topic `account`. */
  readonly reload: (keys: readonly string[]) => Promise<void>
}

type Held = {
  /** By user name: two at most that hold, while one takes over from the other. */
  readonly passwords: Map<string, readonly SecretRow[]>
  readonly keys: Map<string, SecretRow>
  readonly ofAccount: Map<string, readonly SecretRow[]>
}

const UNKNOWN: SecretAnswer = { outcome: 'unknown' }
/** Ours are of 32 letters, keys with an id before them. What is longer is not worth the hashing. */
const LONGEST = 200
/** Tried where there is no such user name or key, so that the time taken does not tell. */
const NOBODYS: SecretHash = { salt: 'A'.repeat(22), hash: 'A'.repeat(43) }

/**
 * The secrets of every account in memory, as hashes only. One that was revoked is gone from here with the change that
 * revoked it, whatever the clocks of the nodes say; one that is to come or over is told by the clock.
 */
export async function openSecrets(database: Database, clock: Clock): Promise<Secrets> {
  let held = emptied()
  const load = async (keys: readonly string[]): Promise<void> => {
    const all = keys.includes('*')
    const rows = await readLiveSecrets(database.query, all ? null : keys)
    // From here on nothing waits, so that no question sees some of it changed.
    const into = all ? emptied() : held
    for (const key of keys) remove(into, key)
    for (const [accountId, ofOne] of Map.groupBy(rows, row => row.accountId)) put(into, accountId, ofOne)
    held = into
  }
  const reload = inTurn(load)
  await reload(['*'])

  const known = (row: SecretRow | undefined): SecretAnswer => {
    const now = clock.now()
    return row && row.from <= now && now < row.until ? { outcome: 'known', holder: row.holder } : UNKNOWN
  }
  return {
    byPassword: (username, password) => {
      if (password.length > LONGEST) return UNKNOWN
      return known(right(password, held.passwords.get(username) ?? []))
    },
    byKey: key => {
      const [id = '', secret = ''] = key.length > LONGEST ? [] : key.split('.', 2)
      const row = held.keys.get(id)
      return isSecret(secret, row ?? NOBODYS) && key === `${id}.${secret}` ? known(row) : UNKNOWN
    },
    failed: createTries(clock).failed,
    reload,
  }
}

/** The one of these that was given. Where there are none a hash is compared all the same: the time taken tells nothing. */
function right(given: string, rows: readonly SecretRow[]): SecretRow | undefined {
  if (rows.length === 0) isSecret(given, NOBODYS)
  return rows.find(row => isSecret(given, row))
}

const emptied = (): Held => ({ passwords: new Map(), keys: new Map(), ofAccount: new Map() })

function put({ passwords, keys, ofAccount }: Held, accountId: string, rows: readonly SecretRow[]): void {
  ofAccount.set(accountId, rows)
  for (const row of rows) {
    const { kind, username } = row.holder
    if (kind === 'api-key') keys.set(row.id, row)
    else passwords.set(username, [...(passwords.get(username) ?? []), row])
  }
}

function remove({ passwords, keys, ofAccount }: Held, accountId: string): void {
  for (const { id, holder } of ofAccount.get(accountId) ?? []) {
    keys.delete(id)
    passwords.delete(holder.username)
  }
  ofAccount.delete(accountId)
}
