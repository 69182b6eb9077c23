import type { Database } from '../database/index.ts'
import type { Clock } from '../vocabulary/index.ts'
import { type OidcRecords, openOidcStore } from './oidc-store.ts'
import { type AccountRegistry, openAccountRegistry } from './registry.ts'
import { SIGNING_KEYS_CHANGED } from './signing-key-store.ts'
import { openSigningKeys, type SigningKeys } from './signing-keys.ts'
import { openTokenReader, type TokenReader } from './tokens.ts'

export type Accounts = {
  readonly registry: AccountRegistry
  readonly signingKeys: SigningKeys
  readonly tokens: TokenReader
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
}): Promise<Accounts> {
  const { database, clock, baseUrl } = options
  const signingKeys = await openSigningKeys(database, clock)
  const registry = await openAccountRegistry(database)
  return {
    registry,
    signingKeys,
    tokens: openTokenReader({
      keys: signingKeys,
      clock,
      issuer: () => issuerAt(baseUrl()),
      audience: () => audienceAt(baseUrl()),
      isKeyRevoked: registry.isKeyRevoked,
    }),
    oidcRecords: openOidcStore(database, clock),
    reload: async keys => {
      if (keys.includes(SIGNING_KEYS_CHANGED) || keys.includes('*')) await signingKeys.reload()
      const accounts = keys.filter(key => key !== SIGNING_KEYS_CHANGED)
      if (accounts.length > 0) await registry.reload(accounts)
    },
  }
}
