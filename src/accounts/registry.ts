import { type Database, inTurn } from '../database/index.ts'
import type { CallerFacts } from '../policy/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import type { PublicJwk } from './public-key.ts'
import { mayAuthenticate } from './records.ts'
import { type RegistryRow, readRegistry } from './registry-store.ts'

/** The account's half of CallerFacts; its agreement is the other. */
export type AccountFacts = Omit<CallerFacts, 'agreement'>

export type AccountRegistry = {
  /**
   * The facts of an account, from memory, in well under a microsecond. The object stays the same until something
   * about the account changes, and is never altered: what is derived from it can be kept in a WeakMap.
   */
  readonly find: (clientId: string) => AccountFacts | undefined
  /** The public keys with which this client may sign now; empty where it may not fetch a token at all. */
  readonly keysOf: (clientId: string, now: EpochMillis) => readonly PublicJwk[]
  /** Whether tokens fetched with that key are void. With which one is not known: whether any key of the account was revoked. */
  readonly isKeyRevoked: (clientId: string, kid: string | undefined) => boolean
  readonly size: () => number
  /** Reads these accounts again, in the order asked; `*` reads all. For the change feed. */
  readonly reload: (keys: readonly string[]) => Promise<void>
}

type Entry = {
  readonly facts: AccountFacts
  readonly credentials: RegistryRow['credentials']
  readonly revokedKids: ReadonlySet<string>
}

const NONE: ReadonlySet<string> = new Set()

/** Every account in memory, read once and kept current through `reload`. */
export async function openAccountRegistry(database: Database): Promise<AccountRegistry> {
  let entries = new Map<string, Entry>()

  const load = async (keys: readonly string[]): Promise<void> => {
    const all = keys.includes('*')
    const rows = await readRegistry(database.query, all ? null : keys)
    if (all) {
      entries = new Map(rows.map(row => [row.id, entryOf(row)]))
      return
    }
    const found = new Map(rows.map(row => [row.id, row]))
    for (const key of keys) {
      const row = found.get(key)
      if (row) entries.set(key, entryOf(row))
      else entries.delete(key)
    }
  }
  const reload = inTurn(load)

  await reload(['*'])
  return {
    find: clientId => entries.get(clientId)?.facts,
    keysOf: (clientId, now) => {
      const entry = entries.get(clientId)
      if (entry?.facts.account.kind !== 'web-service' || !mayAuthenticate(entry.facts.account.status))
        return []
      return entry.credentials
        .filter(({ from, until, revoked }) => !revoked && from <= now && (until === null || now < until))
        .map(credential => credential.jwk)
    },
    isKeyRevoked: (clientId, kid) => {
      const revoked = entries.get(clientId)?.revokedKids ?? NONE
      return kid === undefined ? revoked.size > 0 : revoked.has(kid)
    },
    size: () => entries.size,
    reload,
  }
}

function entryOf(row: RegistryRow): Entry {
  const facts: AccountFacts = {
    account: Object.freeze({
      id: row.id,
      name: row.name,
      kind: row.kind,
      status: row.status,
      ...(row.region_ids === null ? {} : { regionIds: Object.freeze([...row.region_ids]) }),
    }),
    organisation: Object.freeze({
      odsCode: row.ods_code,
      name: row.organisation_name,
      status: row.organisation_status,
    }),
    product: Object.freeze({ id: row.product_id, name: row.product_name, status: row.product_status }),
    connection: Object.freeze({ id: row.connection_id, environment: row.environment }),
    referralRoleIds: row.referral_role_ids === null ? null : Object.freeze([...row.referral_role_ids]),
  }
  return {
    facts: Object.freeze(facts),
    credentials: row.credentials,
    revokedKids: new Set(row.credentials.filter(({ revoked }) => revoked).map(({ jwk }) => jwk.kid)),
  }
}
