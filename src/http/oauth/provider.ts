import { createHash, hkdfSync } from 'node:crypto'
import { decodeProtectedHeader } from 'jose'
import Provider, { type Adapter, type Configuration, errors } from 'oidc-provider'
import {
  AlreadyUsed,
  ASSERTION_ALGORITHMS,
  audienceAt,
  CLIENT_KID,
  issuerAt,
  type OidcRecords,
  TOKEN_ALGORITHM,
  TOKEN_SECONDS,
} from '../../accounts/index.ts'
import { CLOCK_LEEWAY_SECONDS } from './check-assertion.ts'
import { clientsFrom, WEB_CLIENT } from './clients.ts'
import type { GrantSessions } from './grant-sessions.ts'
import { claimsOfPerson, type PeopleSetting, peopleConfiguration } from './people-configuration.ts'

export const REPLAYED =
  "claim 'jti': found one that was used before; expected one that never was. Make a new assertion, with a fresh random jti, for every token request, also when you repeat a request that got no answer."

export type ProviderSetting = PeopleSetting

/**
 * The OAuth provider (oidc-provider, certified) with only what is used switched on. It is built anew when the signing
 * keys change, because it reads them once.
 */
export function buildProvider(setting: ProviderSetting): Provider {
  const { accounts, clock, baseUrl } = setting
  const { signingKeys } = accounts
  const audience = audienceAt(baseUrl)
  const off = { enabled: false }
  const people = peopleConfiguration(setting)
  const configuration: Configuration = {
    ...people,
    adapter: model => adapterFor(setting, model),
    jwks: {
      keys: signingKeys
        .current()
        .map(key => ({ ...key.privateJwk, kid: key.kid, use: 'sig', alg: TOKEN_ALGORITHM })),
    },
    clientAuthMethods: ['private_key_jwt', 'none'],
    enabledJWA: {
      clientAuthSigningAlgValues: [...ASSERTION_ALGORITHMS],
      idTokenSigningAlgValues: [TOKEN_ALGORITHM],
    },
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
      ...people.cookies,
      keys: signingKeys.current().map(key => cookieKey(String(key.privateJwk.d))),
    },
    // Only a client whose assertion was found good gets a token, so the header can be believed.
    extraTokenClaims: async (ctx, token) => ({
      ...fetchedWith(ctx.oidc.params?.['client_assertion']),
      ...(token.kind === 'AccessToken' ? await claimsOfPerson(setting, token) : {}),
    }),
    features: {
      ...people.features,
      clientCredentials: { enabled: true },
      devInteractions: off,
      dPoP: off,
      pushedAuthorizationRequests: off,
      rpInitiatedLogout: off,
      userinfo: off,
      resourceIndicators: {
        enabled: true,
        // Our pages learn from the ID token who signed in; the access token beside it is good for nothing.
        defaultResource: (_ctx, client) => (client?.clientId === WEB_CLIENT ? [] : audience),
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource, client) => {
          if (resource !== audience || client.clientId === WEB_CLIENT) {
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
    ttl: { ...people.ttl, ClientCredentials: () => TOKEN_SECONDS, AccessToken: () => TOKEN_SECONDS },
  }
  return new Provider(issuerAt(baseUrl), configuration)
}

const fetchedWith = (assertion: unknown): Record<string, unknown> =>
  typeof assertion === 'string' ? { [CLIENT_KID]: decodeProtectedHeader(assertion).kid } : {}

/** A key for cookies that every node derives alike and nobody stores. */
const cookieKey = (secret: string): string =>
  Buffer.from(hkdfSync('sha256', secret, '', 'signpost cookies', 32)).toString('base64url')

/** What opens something to whoever holds it, for longer than a moment: the database learns its hash only. */
const BEARER_MODELS: readonly string[] = ['RefreshToken', 'AuthorizationCode']

function adapterFor(setting: ProviderSetting, model: string): Adapter {
  if (model === 'Client') return clientsFrom(setting)
  const records = refusingReplay(setting.accounts.oidcRecords(model), setting.grantSessions)
  if (model === 'Grant') return endingSessions(records, setting.grantSessions)
  return BEARER_MODELS.includes(model) ? underHash(records) : records
}

/**
 * The provider takes a grant back when a code or a refresh token comes a second time: one of the two was stolen, and
 * nobody can say which. The sign-in ends with it, and the access tokens it gave out, before the answer leaves.
 */
const endingSessions = (records: Adapter, sessions: GrantSessions): Adapter => ({
  ...records,
  destroy: async grantId => {
    await sessions.end(grantId)
    await records.destroy(grantId)
  },
})

const refusingReplay = (records: OidcRecords, sessions: GrantSessions): Adapter => ({
  ...records,
  // Reached only when the signature was good, so a genuine client learns it and a stranger cannot.
  upsert: async (id, payload, expiresInSeconds) => {
    try {
      await records.upsert(id, payload, expiresInSeconds)
    } catch (error) {
      if (error instanceof AlreadyUsed) throw new errors.CustomOIDCProviderError('invalid_client', REPLAYED)
      throw error
    }
  },
  // The library looks before it consumes: several at once pass its look, and of these one passes here.
  consume: async id => {
    try {
      await records.consume(id)
    } catch (error) {
      if (!(error instanceof AlreadyUsed)) throw error
      const grantId = (await records.find(id))?.['grantId']
      if (typeof grantId === 'string') await sessions.end(grantId)
      throw new errors.InvalidGrant('It has been used before.')
    }
  },
})

const hashed = (value: string): string => createHash('sha256').update(value).digest('base64url')

/** Keeps records under the hash of their id, so that a look at the database yields nothing to come in with. */
const underHash = (records: Adapter): Adapter => ({
  ...records,
  upsert: (id, payload, expiresInSeconds) => {
    const { jti: _jti, ...kept } = payload
    return records.upsert(hashed(id), kept, expiresInSeconds)
  },
  find: async id => {
    const found = await records.find(hashed(id))
    return found && { ...found, jti: id }
  },
  consume: id => records.consume(hashed(id)),
  destroy: id => records.destroy(hashed(id)),
})
