import assert from 'node:assert/strict'
import { Command } from 'commander'
import type { LightMyRequestResponse } from 'fastify'
import { importJWK, SignJWT } from 'jose'
import {
  audienceAt,
  issuerAt,
  type KeyPair,
  signClientAssertion,
  TOKEN_ALGORITHM,
} from '../../src/accounts/index.ts'
import { addDirectoryCommands } from '../../src/cli/directory-commands.ts'
import { BASE_URL, type House, signInAs, type TestPerson } from './house.ts'

/** Small words for tests that tell a story: who does what, what comes of it, and why something is refused. */

export const SECOND = 1000
export const DAY = 86_400_000

type Answered = Promise<LightMyRequestResponse> | LightMyRequestResponse

/** What a refusal says, whoever refuses: policy, or an act. */
export type Refusal = {
  readonly status: number
  readonly reason: string
  readonly detail: string
  readonly clauses: readonly string[]
  readonly remedy: string
  readonly contact: { readonly name: string; readonly email: string; readonly phone: string }
  /** Everything that is missing, where that is why. */
  readonly unmet?: readonly Missing[]
}
export type Missing = {
  readonly what: string
  readonly clauses: readonly string[]
  readonly whoCanFix: string
}

/** Sends what somebody does below /api/v1. */
export const post = (who: TestPerson, path: string, body?: object) => who.ask('POST', `/api/v1${path}`, body)
export const put = (who: TestPerson, path: string, body: object) => who.ask('PUT', `/api/v1${path}`, body)

/** What came of it; fails with what the directory said when it was refused. */
export async function done<T>(answered: Answered): Promise<T> {
  const answer = await answered
  assert.ok(answer.statusCode < 300, `${answer.statusCode}: ${answer.body}`)
  return answer.json<T>()
}

/** Somebody looks at something below /api/v1. */
export const seen = <T>(who: TestPerson, path: string): Promise<T> =>
  done<T>(who.ask('GET', `/api/v1${path}`))

/** Why it was refused; fails when it was done. Every refusal says what to do and whom to ask. */
export async function refused(answered: Answered): Promise<Refusal> {
  const answer = await answered
  assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, `${answer.statusCode}: ${answer.body}`)
  const refusal = answer.json<Refusal>()
  assert.equal(refusal.status, answer.statusCode)
  assert.ok(refusal.remedy.length > 0 && refusal.contact.email.length > 0, answer.body)
  return refusal
}

/** What one person proposes and a second one agrees to, each in their own words. */
export async function twoAgree<T>(proposed: Answered, second: TestPerson, reason: string): Promise<T> {
  const { proposal } = await done<{ proposal: string }>(proposed)
  return done<T>(post(second, `/proposals/${proposal}/approval`, { reason }))
}

/** What somebody has been told, newest first. */
export async function inboxOf(
  who: TestPerson,
): Promise<readonly { readonly kind: string; readonly subject: string; readonly text: string }[]> {
  const { notices } = await seen<{ notices: { kind: string; subject: string; text: string }[] }>(
    who,
    '/me/notices?limit=200',
  )
  return notices
}

/** The minute passes in which the activity log is taken to the database, and the house does what has become due. */
export async function aMinutePasses(house: House): Promise<void> {
  await house.advance(60 * SECOND)
  await house.rooms.recorder.settle()
  await house.rooms.sweeper.sweep()
  await house.rooms.follower.catchUp()
}

/** Asks for an access token as software does: with an assertion signed by a key that was registered. */
export async function askForToken(
  house: House,
  clientId: string,
  keys: KeyPair,
): Promise<LightMyRequestResponse> {
  const assertion = await signClientAssertion({
    clientId,
    audience: `${BASE_URL}/oauth2/token`,
    keyId: keys.kid,
    privateKeyPem: keys.privateKeyPem,
    clock: house.clock,
  })
  return house.rooms.app.inject({
    method: 'POST',
    url: '/oauth2/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }).toString(),
  })
}

/** The token with which a product asks in the name of somebody who signed in through it, as sign-in issues it. */
export async function tokenOfPerson(house: House, clientId: string, personId: string): Promise<string> {
  const now = house.clock.now()
  const key = house.rooms.accounts.signingKeys.signer(now)
  const seconds = Math.floor(now / 1000)
  const sid = await signInAs(house.rooms, personId, now)
  return new SignJWT({ client_id: clientId, ...(sid ? { sid } : {}) })
    .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid: key.kid, typ: 'at+jwt' })
    .setIssuer(issuerAt(BASE_URL))
    .setAudience(audienceAt(BASE_URL))
    .setSubject(personId)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 600)
    .sign(await importJWK({ ...key.privateJwk }, TOKEN_ALGORITHM))
}

/** Asks with that token. */
export const askWith = (house: House, token: string, url: string): Promise<LightMyRequestResponse> =>
  house.rooms.app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${token}` } })

/** What a search answers, as far as stories look at it. */
export type Found = {
  readonly decisionId: string
  readonly audience: string
  readonly purpose: string | null
  readonly newerPolicyToAccept?: boolean
  readonly services: readonly { readonly id: number; readonly name: string }[]
}

/** Runs a command of the command line inside the house, as a running server does on its behalf; answers what it says. */
export async function onCommandLine(house: House, ...given: readonly string[]): Promise<string> {
  const { rooms } = house
  const said: string[] = []
  const program = new Command('signpost')
  addDirectoryCommands(program, work =>
    work({
      config: rooms.config,
      database: rooms.database,
      clock: rooms.clock,
      random: size => new Uint8Array(size),
      folder: rooms.config.dataFolder,
      settle: rooms.follower.catchUp,
      settleLog: () => rooms.recorder.settle(),
      signal: new AbortController().signal,
      print: line => said.push(line),
      warn: line => said.push(line),
      progress: () => {},
    }),
  )
  await program.parseAsync([...given], { from: 'user' })
  return said.join('\n')
}
