import { hkdfSync } from 'node:crypto'
import { decodeProtectedHeader } from 'jose'
import Provider, { type Adapter, type Configuration, errors } from 'oidc-provider'
import {
  type Accounts,
  AlreadyUsed,
  ASSERTION_ALGORITHMS,
  audienceAt,
  CLIENT_KID,
  issuerAt,
  type OidcRecords,
  TOKEN_ALGORITHM,
  TOKEN_SECONDS,
} from '../../accounts/index.ts'
import type { Clock } from '../../vocabulary/index.ts'
import { CLOCK_LEEWAY_SECONDS } from './check-assertion.ts'
import type { Decoy } from './decoy.ts'

export const REPLAYED =
  "claim 'jti': found one that was used before; expected one that never was. Make a new assertion, with a fresh random jti, for every token request, also when you repeat a request that got no answer."

export type ProviderSetting = {
  readonly accounts: Accounts
  readonly clock: Clock
  readonly baseUrl: string
  readonly decoy: Pick<Decoy, 'clientId' | 'keys'>
}

/**
 * The OAuth provider (oidc-provider, certified) with only what is used switched on. It is built anew when the signing
 * keys change, because it reads them once.
 */
export function buildProvider(setting: ProviderSetting): Provider {
  const { accounts, clock, baseUrl } = setting
  const { signingKeys } = accounts
  const audience = audienceAt(baseUrl)
  const off = { enabled: false }
  const configuration: Configuration = {
    adapter: model => adapterFor(setting, model),
    jwks: {
      keys: signingKeys
        .current()
        .map(key => ({ ...key.privateJwk, kid: key.kid, use: 'sig', alg: TOKEN_ALGORITHM })),
    },
    clientAuthMethods: ['private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: [...ASSERTION_ALGORITHMS] },
    clientDefaults: {
      token_endpoint_auth_method: 'private_key_jwt',
      id_token_signed_response_alg: TOKEN_ALGORITHM,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    },
    // Only for `nbf` here: check-assertion.ts has been stricter about `exp` before. A used jti is kept that much longer.
    clockTolerance: CLOCK_LEEWAY_SECONDS,
    cookies: {
      keys: signingKeys.current().map(key => cookieKey(String(key.privateJwk.d))),
    },
    // Only a client whose assertion was found good gets a token, so the header can be believed.
    extraTokenClaims: ({ oidc }) => ({
      [CLIENT_KID]: decodeProtectedHeader(String(oidc.params?.['client_assertion'])).kid,
    }),
    features: {
      clientCredentials: { enabled: true },
      devInteractions: off,
      dPoP: off,
      pushedAuthorizationRequests: off,
      rpInitiatedLogout: off,
      userinfo: off,
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        getResourceServerInfo: (_ctx, resource) => {
          if (resource !== audience) {
            throw new errors.InvalidTarget(
              `The only resource here is '${audience}'; leave the parameter out.`,
            )
          }
          return {
            scope: '',
            audience,
            accessTokenFormat: 'jwt',
            accessTokenTTL: TOKEN_SECONDS,
            jwt: { sign: { alg: TOKEN_ALGORITHM, kid: signingKeys.signer(clock.now()).kid } },
          }
        },
      },
    },
    responseTypes: [],
    scopes: [],
    routes: { token: '/token', jwks: '/jwks' },
    ttl: { ClientCredentials: () => TOKEN_SECONDS },
  }
  return new Provider(issuerAt(baseUrl), configuration)
}

/** A key for cookies that every node derives alike and nobody stores. */
const cookieKey = (secret: string): string =>
  Buffer.from(hkdfSync('sha256', secret, '', 'signpost cookies', 32)).toString('base64url')

function adapterFor(setting: ProviderSetting, model: string): Adapter {
  const records = setting.accounts.oidcRecords(model)
  return model === 'Client' ? clientsFrom(setting, records) : refusingReplay(records)
}

/** Clients are not stored here; they are the accounts that may authenticate and have a key that holds now. */
function clientsFrom(
  { accounts: { registry }, clock, decoy }: ProviderSetting,
  records: OidcRecords,
): Adapter {
  const never = async () => {
    throw new Error('Clients are changed in the register of accounts, never by the OAuth provider.')
  }
  return {
    ...records,
    find: async clientId => {
      const keys = clientId === decoy.clientId ? decoy.keys : registry.keysOf(clientId, clock.now())
      return keys.length === 0
        ? undefined
        : { client_id: clientId, jwks: { keys: keys.map(key => ({ ...key })) } }
    },
    upsert: never,
    destroy: never,
    consume: never,
  }
}

/** Reached only when the signature was good, so a genuine client learns it and a stranger cannot. */
const refusingReplay = (records: OidcRecords): Adapter => ({
  ...records,
  upsert: async (id, payload, expiresInSeconds) => {
    try {
      await records.upsert(id, payload, expiresInSeconds)
    } catch (error) {
      if (error instanceof AlreadyUsed) throw new errors.CustomOIDCProviderError('invalid_client', REPLAYED)
      throw error
    }
  },
})
