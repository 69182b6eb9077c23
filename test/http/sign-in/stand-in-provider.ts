import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { after } from 'node:test'
import { decodeJwt, decodeProtectedHeader, exportJWK, type JWTPayload, SignJWT } from 'jose'
import { calculatePKCECodeChallenge } from 'openid-client'

/** A provider of others as far as a relying party sees one, which says whatever a test tells it to. */
export type StandIn = {
  readonly issuer: string
  /** PEM of the key it expects assertions to be signed with: its relying party's. */
  readonly clientKeyPem: string
  /** Claims of whoever signs in next, beside those every ID token has; undefined takes one out. */
  next: Record<string, unknown>
  /** What its userinfo endpoint adds. */
  more: Record<string, unknown>
  /** Alters how the next ID token is made. */
  forge: ((claims: JWTPayload) => Promise<string>) | undefined
  /** Authorization requests so far, oldest first. */
  readonly asked: URLSearchParams[]
  /** Token requests so far, each with its assertion read. */
  readonly exchanged: {
    readonly form: URLSearchParams
    readonly header: object
    readonly claims: JWTPayload
  }[]
  readonly sign: (claims: JWTPayload, header?: object) => Promise<string>
  /** Signed with a key that is not the provider's. */
  readonly forgeSigned: (claims: JWTPayload, header?: object) => Promise<string>
  /** Set: it hangs up on everybody. */
  away: boolean
}

export const CLIENT_ID = 'signpost-at-cis2'

export async function standInProvider(): Promise<StandIn> {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const strange = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const clientKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'idp-1', use: 'sig', alg: 'RS256' }
  const codes = new Map<
    string,
    { readonly query: URLSearchParams; readonly claims: Record<string, unknown> }
  >()
  const server = createServer((request, response) => {
    if (standIn.away) request.destroy()
    else answer(request, response).catch(error => response.writeHead(500).end(String(error)))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const issuer = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  after(() => {
    server.close()
    server.closeAllConnections()
  })
  const signWith =
    (key: typeof keys.privateKey) =>
    (claims: JWTPayload, header: object = {}): Promise<string> =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'idp-1', ...header }).sign(key)

  const standIn: StandIn = {
    issuer,
    clientKeyPem: clientKey.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    next: {},
    more: {},
    forge: undefined,
    asked: [],
    exchanged: [],
    sign: signWith(keys.privateKey),
    forgeSigned: signWith(strange.privateKey),
    away: false,
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', issuer)
    const json = (body: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return void json({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`,
          end_session_endpoint: `${issuer}/logout`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          authorization_response_iss_parameter_supported: true,
        })
      case '/jwks':
        return void json({ keys: [jwk] })
      case '/authorize': {
        standIn.asked.push(url.searchParams)
        const code = randomUUID()
        codes.set(code, { query: url.searchParams, claims: standIn.next })
        const back = new URL(url.searchParams.get('redirect_uri') ?? '')
        back.search = new URLSearchParams({
          code,
          state: url.searchParams.get('state') ?? '',
          iss: issuer,
        }).toString()
        return void response.writeHead(303, { location: back.href }).end()
      }
      case '/token':
        return token(await bodyOf(request), json)
      case '/userinfo':
        return void json({ sub: standIn.next['sub'], ...standIn.more })
      default:
        return void json({ error: 'not_found' }, 404)
    }
  }

  async function token(body: string, json: (body: unknown, status?: number) => unknown): Promise<void> {
    const form = new URLSearchParams(body)
    const assertion = form.get('client_assertion') ?? ''
    standIn.exchanged.push({ form, header: decodeProtectedHeader(assertion), claims: decodeJwt(assertion) })
    const issued = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const challenge = await calculatePKCECodeChallenge(form.get('code_verifier') ?? '')
    if (!issued || issued.query.get('code_challenge') !== challenge) {
      json({ error: 'invalid_grant' }, 400)
      return
    }
    const now = Math.floor(Date.now() / 1000)
    const claims: JWTPayload = {
      iss: issuer,
      aud: CLIENT_ID,
      iat: now,
      exp: now + 300,
      nonce: issued.query.get('nonce') ?? '',
      ...issued.claims,
    }
    const idToken = await (standIn.forge ?? standIn.sign)(claims)
    standIn.forge = undefined
    json({ access_token: 'opaque', token_type: 'Bearer', expires_in: 300, id_token: idToken })
  }

  return standIn
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}
