import { randomBytes, randomUUID, sign } from 'node:crypto'
import Fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify'
import { type Accounts, type KeyPair, openAccounts, signClientAssertion } from '../../src/accounts/index.ts'
import type { Database } from '../../src/database/index.ts'
import { oauthPlugin, openOauth } from '../../src/http/oauth/index.ts'
import { type Clock, systemClock } from '../../src/vocabulary/index.ts'

export const BASE = 'http://directory.test:8080'
export const TOKEN_URL = `${BASE}/oauth2/token`
export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
export const CONTACT = { name: 'Directory', email: 'directory@example.org', phone: '01632 960 000' }

/** A whole node as far as tokens go: accounts in memory, and a Fastify app with the token endpoint. */
export async function oauthNode(
  database: Database,
  clock: Clock = systemClock,
  baseUrl: () => string = () => BASE,
): Promise<{ app: FastifyInstance; accounts: Accounts }> {
  const accounts = await openAccounts({ database, clock, baseUrl })
  const app = Fastify()
  const random = (bytes: number) => new Uint8Array(randomBytes(bytes))
  const setting = { database, accounts, clock, random, contact: CONTACT, baseUrl, identityProvider: null }
  await app.register(oauthPlugin, await openOauth(setting))
  await app.ready()
  return { app, accounts }
}

export const assertionOf = (
  clientId: string,
  key: KeyPair,
  over: { audience?: string; seconds?: number; jti?: string; keyId?: string; clock?: Clock } = {},
): Promise<string> =>
  signClientAssertion({
    clientId,
    audience: TOKEN_URL,
    privateKeyPem: key.privateKeyPem,
    keyId: key.kid,
    clock: systemClock,
    ...over,
  })

/** An assertion with any header and claims whatever, signed all the same. Undefined leaves a member out. */
export async function oddAssertion(
  key: KeyPair,
  header: Record<string, unknown>,
  claims: Record<string, unknown>,
): Promise<string> {
  const protectedHeader = { alg: 'ES256', typ: 'JWT', kid: key.kid, ...header }
  const seconds = Math.floor(systemClock.now() / 1000)
  const payload = {
    iss: 'call-centre',
    sub: 'call-centre',
    aud: TOKEN_URL,
    jti: randomUUID(),
    iat: seconds,
    exp: seconds + 60,
    ...claims,
  }
  const text = [protectedHeader, payload].map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
  const signed = sign('sha256', Buffer.from(text.join('.')), {
    key: key.privateKeyPem,
    dsaEncoding: 'ieee-p1363',
  })
  return [...text, signed.toString('base64url')].join('.')
}

/** Sends the form as a client would, with anything in it replaced, added or (by undefined) left out. */
export function askForToken(
  app: FastifyInstance,
  assertion: string,
  over: Record<string, string | undefined> = {},
): Promise<LightMyRequestResponse> {
  const form = {
    grant_type: 'client_credentials',
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: assertion,
    ...over,
  }
  const sent = new URLSearchParams()
  for (const [name, value] of Object.entries(form)) if (value !== undefined) sent.append(name, value)
  return post(app, sent.toString())
}

export const post = (
  app: FastifyInstance,
  payload: string,
  headers: Record<string, string> = {},
  url = '/oauth2/token',
): Promise<LightMyRequestResponse> =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload,
  })
