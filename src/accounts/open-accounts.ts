import type { Database } from '../database/index.ts'
import type { Clock } from '../vocabulary/index.ts'
import { type FetchKeySet, keySetFetcher } from './fetch-key-set.ts'
import { type KeySets, openKeySets } from './key-sets.ts'
import { type OidcRecords, openOidcStore } from './oidc-store.ts'
import { REGIONS_CHANGED } from './region-store.ts'
import { openRegions, type Regions } from './regions.ts'
import { type AccountRegistry, openAccountRegistry } from './registry.ts'
import { openSecrets, type Secrets } from './secrets.ts'
import { SIGNING_KEYS_CHANGED } from './signing-key-store.ts'
import { openSigningKeys, type SigningKeys } from './signing-keys.ts'
import { openTokenReader, type TokenReader } from './tokens.ts'

export type Accounts = {
  readonly registry: AccountRegistry
  readonly secrets: Secrets
  readonly signingKeys: SigningKeys
  readonly tokens: TokenReader
  /** Key sets that clients publish; whoever composes calls `refreshStale` each minute. */
  readonly keySets: KeySets
  readonly regions: Regions
  /** Storage of the OAuth provider, by name of its model. */
  readonly oidcRecords: (model: string) => OidcRecords
  /** What the change feed calls with the keys of the topic `account`. */
  readonly reload: (keys: readonly string[]) => Promise<void>
}

/** Where tokens come from and what they are for, said once for the endpoint that issues and the room that reads. */
export const issuerAt = (baseUrl: string): string => `${baseUrl}/oauth2`
export const audienceAt = (baseUrl: string): string => baseUrl

/**
 * The room of accounts: reads everything into memory and makes the first signing key on a new database.
 * @param options.baseUrl what callers call this directory, without a trailing slash; asked when a token is read, so
 *   that it may be unknown until the server listens
 */
export async function openAccounts(options: {
  readonly database: Database
  readonly clock: Clock
  readonly baseUrl: () => string
  /** Reads key sets at addresses of others; from the open internet over TLS unless told. */
  readonly fetchKeySet?: FetchKeySet
}): Promise<Accounts> {
  const { database, clock, baseUrl, fetchKeySet = keySetFetcher({ reach: 'public' }) } = options
  const signingKeys = await openSigningKeys(database, clock)
  const registry = await openAccountRegistry(database)
  const secrets = await openSecrets(database, clock)
  const regions = await openRegions(database)
  return {
    registry,
    secrets,
    signingKeys,
    regions,
    keySets: openKeySets({ database, clock, fetch: fetchKeySet, isPublished: registry.isPublished }),
    tokens: openTokenReader({
      keys: signingKeys,
      clock,
      issuer: () => issuerAt(baseUrl()),
      audience: () => audienceAt(baseUrl()),
      isKeyRevoked: registry.isKeyRevoked,
    }),
    oidcRecords: openOidcStore(database, clock),
    reload: async keys => {
      const all = keys.includes('*')
      if (all || keys.includes(SIGNING_KEYS_CHANGED)) await signingKeys.reload()
      if (all || keys.includes(REGIONS_CHANGED)) await regions.reload()
      const accounts = keys.filter(key => key !== SIGNING_KEYS_CHANGED && key !== REGIONS_CHANGED)
      if (accounts.length === 0) return
      await registry.reload(accounts)
      await secrets.reload(accounts)
    },
  }
}
