import type { Adapter, ClientMetadata } from 'oidc-provider'
import { type Accounts, createKeyPair, type PublicJwk, readKeySet } from '../../accounts/index.ts'
import type { Clock } from '../../vocabulary/index.ts'
import type { Decoy } from './decoy.ts'

/** The directory's own web pages, as a client of the provider that is built in. */
export const WEB_CLIENT = 'signpost-web'
/** The command line: a program on people's own machines, which can keep no secret (RFC 8252 section 8.4). */
export const CLI_CLIENT = 'signpost-cli'
/** Clients of the directory's own. Only a token given to one of these lets a person act on the registers. */
export const isOwnClient = (clientId: string): boolean => clientId === WEB_CLIENT || clientId === CLI_CLIENT

export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
/** Where the command line waits for a code when it is given no browser; any port will do (RFC 8252 section 7.3). */
export const CLI_REDIRECT = 'http://127.0.0.1/callback'

/**
 * The key pair with which our pages authenticate to the provider that is built in. Both are in this process, so the
 * key is made at start, kept by nobody, and another node's is its own.
 */
export type WebKey = { readonly kid: string; readonly privateKeyPem: string; readonly publicJwk: PublicJwk }

export async function makeWebKey(): Promise<WebKey> {
  const pair = await createKeyPair('ES256')
  const read = await readKeySet({ keys: [pair.publicJwk] })
  const publicJwk = read.outcome === 'read' ? read.keys[0]?.jwk : undefined
  if (!publicJwk) throw new Error('A key pair made here is not as keys must be.')
  return { kid: pair.kid, privateKeyPem: pair.privateKeyPem, publicJwk }
}

export type ClientSetting = {
  readonly accounts: Pick<Accounts, 'registry' | 'oidcRecords'>
  readonly clock: Clock
  readonly baseUrl: string
  readonly decoy: Pick<Decoy, 'clientId' | 'keys'>
  /** Null while people sign in at a provider of others: then our pages are no client of this one. */
  readonly webKey: Pick<WebKey, 'publicJwk'> | null
  /** Addresses that people of this account's may be sent back to, to the letter. */
  readonly redirectUris: (accountId: string) => Promise<readonly string[]>
}

/** The keys a client may sign with now; empty for one there is not, and for one without keys. */
export function keysOf(
  { accounts, clock, webKey }: Pick<ClientSetting, 'accounts' | 'clock' | 'webKey'>,
  clientId: string,
): readonly PublicJwk[] {
  if (clientId === WEB_CLIENT) return webKey === null ? [] : [webKey.publicJwk]
  return accounts.registry.keysOf(clientId, clock.now())
}

/**
 * Clients are not stored here. They are the accounts that may authenticate and have a key that holds now, and two of
 * the directory's own.
 */
export function clientsFrom(setting: ClientSetting): Adapter {
  const never = async () => {
    throw new Error('Clients are changed in the register of accounts, never by the OAuth provider.')
  }
  return {
    ...setting.accounts.oidcRecords('Client'),
    find: clientId => describeClient(setting, clientId),
    upsert: never,
    destroy: never,
    consume: never,
  }
}

async function describeClient(setting: ClientSetting, clientId: string): Promise<ClientMetadata | undefined> {
  if (clientId === CLI_CLIENT) return COMMAND_LINE
  const keys = clientId === setting.decoy.clientId ? setting.decoy.keys : keysOf(setting, clientId)
  if (keys.length === 0) return undefined
  const jwks = { keys: keys.map(key => ({ ...key })) }
  if (clientId === WEB_CLIENT) {
    const redirect_uris = [`${setting.baseUrl}/sign-in/callback`]
    return { client_id: clientId, jwks, redirect_uris, ...CODE_ONLY }
  }
  const redirectUris = await setting.redirectUris(clientId)
  if (redirectUris.length === 0) return { client_id: clientId, jwks }
  // A program on a desk takes whatever port is free that day (RFC 8252 section 7.3); only for `native` may it differ.
  const onDesk = redirectUris.every(uri => uri.startsWith('http:'))
  return {
    client_id: clientId,
    jwks,
    application_type: onDesk ? 'native' : 'web',
    redirect_uris: [...redirectUris],
    grant_types: ['client_credentials', 'authorization_code'],
    response_types: ['code'],
  }
}

const CODE_ONLY = {
  grant_types: ['authorization_code'],
  response_types: ['code'],
} satisfies Partial<ClientMetadata>

const COMMAND_LINE: ClientMetadata = {
  client_id: CLI_CLIENT,
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  grant_types: [DEVICE_GRANT, 'authorization_code', 'refresh_token'],
  response_types: ['code'],
  redirect_uris: [CLI_REDIRECT],
}
