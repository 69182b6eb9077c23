import { createPublicKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { calculateJwkThumbprint, importPKCS8 } from 'jose'
import * as client from 'openid-client'
import type { IdentityProvider } from '../../config.ts'
import type { Identity } from '../../people/index.ts'
import { WEB_CLIENT, type WebKey } from '../oauth/clients.ts'
import { type Proof, readProof } from './proof.ts'

/** A sign-in under way, as this directory remembers it until the browser is back. */
export type Start = {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export type SignedInThere =
  | {
      readonly outcome: 'signed-in'
      readonly identity: Identity
      /** What the provider calls the session; null when it gives it no name. */
      readonly sid: string | null
      readonly proof: Proof
    }
  /** The provider, or the person there, said no. */
  | { readonly outcome: 'declined' }
  /** Not the answer to what was asked: forged, replayed, too old, or of another provider. */
  | { readonly outcome: 'invalid'; readonly because: string }

export type RelyingParty = {
  readonly issuer: string
  readonly clientId: string
  /** Where to send the browser, and what to remember meanwhile. */
  readonly begin: () => Promise<{ readonly address: URL; readonly start: Start }>
  readonly finish: (current: URL, start: Start) => Promise<SignedInThere>
  /** Where to send the browser so that the session at the provider ends too; null: it has no such place. */
  readonly endSession: () => URL | null
  /** The provider's public keys, as it publishes them. */
  readonly keySet: () => Promise<unknown>
}

export type Fetch = client.CustomFetch
const TIMEOUT_SECONDS = 10

/** How to speak with one provider. */
export type Arrangement = {
  readonly configuration: client.Configuration
  readonly baseUrl: string
  readonly scope: string
  readonly roleClaim: string
  readonly acr: string | null
  readonly fetch: Fetch
}

/**
 * The audience is the token endpoint, as NHS platforms ask (sources, use 2.7) and our own provider does; the library
 * would name the issuer.
 */
const authentication = (key: client.CryptoKey, kid: string, endpoint: () => string | undefined) =>
  client.PrivateKeyJwt(
    { key, kid },
    {
      [client.modifyAssertion]: (_header, payload) => {
        payload['aud'] = endpoint() ?? ''
      },
    },
  )

/** Arranges sign-in at the provider that is built in: asked in this process, by a key of this process. */
export async function arrangeEmbedded(
  issuer: string,
  baseUrl: string,
  webKey: WebKey,
  fetch: Fetch,
): Promise<Arrangement> {
  const key = await importPKCS8(webKey.privateKeyPem, 'ES256')
  const auth = authentication(key, webKey.kid, () => `${issuer}/token`)
  const metadata = { id_token_signed_response_alg: 'ES256' }
  // There is no network between: http is as good as https.
  const execute = [client.allowInsecureRequests, client.enableNonRepudiationChecks]
  const options = { [client.customFetch]: fetch, execute }
  const configuration = await client.discovery(new URL(issuer), WEB_CLIENT, metadata, auth, options)
  const scope = 'openid profile email'
  return { configuration, baseUrl, scope, roleClaim: 'selected_roleid', acr: null, fetch }
}

/** Arranges sign-in at a provider of others. @throws when its description or our key cannot be read */
export async function arrangeExternal(provider: IdentityProvider, baseUrl: string): Promise<Arrangement> {
  const pem = await readFile(provider.clientKeyFile, 'utf8')
  const publicJwk = createPublicKey(pem).export({ format: 'jwk' })
  const kid = provider.clientKeyId ?? (await calculateJwkThumbprint({ ...publicJwk }))
  let configuration: client.Configuration | undefined
  const auth = authentication(
    await importPKCS8(pem, ALGORITHM_OF[publicJwk.kty ?? ''] ?? 'ES256'),
    kid,
    () => configuration?.serverMetadata().token_endpoint,
  )
  const issuer = new URL(provider.issuer)
  // Config lets http in for this machine only.
  const insecure = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : []
  configuration = await client.discovery(issuer, provider.clientId, undefined, auth, {
    execute: [...insecure, client.enableNonRepudiationChecks],
    timeout: TIMEOUT_SECONDS,
  })
  const { scope, roleClaim, acr } = provider
  const plainFetch: Fetch = (url, { signal, method, headers }) =>
    fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal: signal ?? AbortSignal.timeout(TIMEOUT_SECONDS * 1000),
    })
  return { configuration, baseUrl, scope, roleClaim, acr, fetch: plainFetch }
}

/** By the type of our key; RS512 is what NHS platforms ask of RSA (sources, use 2.7). */
const ALGORITHM_OF: Readonly<Record<string, string>> = { RSA: 'RS512', EC: 'ES256', OKP: 'Ed25519' }

/** Signing people in through a certified library, which checks state, nonce, code, issuer, audience and signature. */
export function relyingParty(arrangement: Arrangement): RelyingParty {
  const { configuration, baseUrl, scope, acr } = arrangement
  const server = configuration.serverMetadata()
  return {
    issuer: server.issuer,
    clientId: configuration.clientMetadata().client_id,
    begin: async () => {
      const start = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      }
      const address = client.buildAuthorizationUrl(configuration, {
        redirect_uri: `${baseUrl}/sign-in/callback`,
        scope,
        state: start.state,
        nonce: start.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(start.verifier),
        code_challenge_method: 'S256',
        ...(acr === null ? {} : { acr_values: acr }),
      })
      return { address, start }
    },
    finish: (current, start) => finish(arrangement, current, start),
    endSession: () =>
      server.end_session_endpoint === undefined
        ? null
        : client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: `${baseUrl}/sign-in/done` }),
    keySet: async () => {
      const answer = await arrangement.fetch(String(server.jwks_uri), {
        method: 'GET',
        headers: { accept: 'application/json' },
        body: undefined,
        redirect: 'manual',
      })
      return answer.json()
    },
  }
}

async function finish(arrangement: Arrangement, current: URL, start: Start): Promise<SignedInThere> {
  const { configuration, roleClaim, acr } = arrangement
  try {
    const tokens = await client.authorizationCodeGrant(configuration, current, {
      expectedState: start.state,
      expectedNonce: start.nonce,
      pkceCodeVerifier: start.verifier,
      idTokenExpected: true,
    })
    const idToken = tokens.claims()
    if (!idToken) return { outcome: 'invalid', because: 'no ID token' }
    const { userinfo_endpoint: endpoint } = configuration.serverMetadata()
    const more =
      endpoint === undefined
        ? {}
        : await client.fetchUserInfo(configuration, tokens.access_token, idToken.sub)
    // What the ID token says, it says signed: it goes before what is said beside it.
    const claims: Readonly<Record<string, unknown>> = { ...more, ...idToken }
    const proof = readProof(claims, { roleClaim, acr })
    if (proof === undefined) return { outcome: 'invalid', because: 'assurance lower than asked for' }
    const text = (name: string): string | null => {
      const value = claims[name]
      return typeof value === 'string' && value !== '' ? value : null
    }
    return {
      outcome: 'signed-in',
      identity: {
        issuer: idToken.iss,
        subject: idToken.sub,
        email: claims['email_verified'] === true ? text('email') : null,
        name: text('name'),
      },
      sid: text('sid'),
      proof,
    }
  } catch (error) {
    if (error instanceof client.AuthorizationResponseError) return { outcome: 'declined' }
    return { outcome: 'invalid', because: reasonOf(error) }
  }
}

/** For the log: which check failed, without what was sent. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'an unknown fault'
  return 'code' in error && typeof error.code === 'string' ? `${error.code}: ${error.message}` : error.message
}
