import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, mock } from 'node:test'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { importJWK, SignJWT } from 'jose'
import { audienceAt, issuerAt, signClientAssertion, TOKEN_ALGORITHM } from '../../src/accounts/index.ts'
import { compose, type Rooms, type World } from '../../src/compose.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { readDemonstrationFile } from '../../src/demonstration/index.ts'
import { createPerson, grantRole, openSession, readPerson, readSessionById } from '../../src/people/index.ts'
import { ROLES, type Role, simulatedClock } from '../../src/vocabulary/index.ts'
import { ownWorld } from './own-world.ts'

export const BASE_URL = 'https://directory.test'

/** A Wednesday at noon in London, in summer time: most of the demonstration world is open. */
const NOON = Date.UTC(2026, 5, 3, 11, 0, 0)
/** Of the standard world: some 450 services. */
export const SHARE = 0.02

export type House = {
  readonly rooms: Rooms
  /** Asks as a demonstration account, by its name in src/demonstration/cast.ts; null asks without a token. */
  readonly ask: (account: string | null, url: string, over?: InjectOptions) => Promise<LightMyRequestResponse>
  /** An access token of a demonstration account, from the real token endpoint, kept until it nears its end. */
  readonly token: (account: string) => Promise<string>
  /**
   * Somebody of the test's own who holds these roles and has signed in. Each call makes another person, unless `id`
   * names one there is.
   */
  readonly person: (roles: readonly TestRole[], id?: string) => Promise<TestPerson>
  /** Moves the clock and lets the house confirm that it is current, as its poll would have done meanwhile. */
  readonly advance: (millis: number) => Promise<void>
  /** Moves the clock and nothing else. */
  readonly clock: { readonly now: () => number; readonly advance: (millis: number) => void }
  /** What the house wrote to its log so far. */
  readonly logged: () => string
  /** Opens a port; answers its number. */
  readonly listen: () => Promise<number>
}

export type TestRole = { readonly role: Role; readonly scope?: string; readonly until?: number }
export type TestPerson = {
  readonly id: string
  /** Sends a request as this person; a body is sent as JSON. */
  readonly ask: (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: object,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<LightMyRequestResponse>
}

/**
 * The whole house, built by the same function as in production, on a data folder (and on a server, a database) of
 * its own, with a small demonstration world; taken down after the test file. Its clock stands still at noon until
 * moved. Libraries ask Date for the time, so Date follows the same clock: else a token issued by the one would be
 * out of date for the other.
 */
export async function openHouse(
  settings: Readonly<Record<string, string>> = {},
  over: Pick<World, 'detection'> = {},
): Promise<House> {
  const clock = simulatedClock(NOON)
  mock.timers.enable({ apis: ['Date'], now: clock.now() })
  const moveClock = (millis: number): void => {
    clock.advance(millis)
    mock.timers.setTime(clock.now())
  }
  const lines: string[] = []
  const world = {
    clock,
    say: () => {},
    logs: { write: (line: string) => lines.push(line) },
    share: SHARE,
    ...over,
  }
  const configFor = (data: string, databaseUrl: string | undefined) =>
    readConfig({
      SIGNPOST_DATA: data,
      SIGNPOST_BASE_URL: BASE_URL,
      SIGNPOST_LOG: 'debug',
      PORT: '0',
      DATABASE_URL: databaseUrl,
      ...settings,
    })
  const { folder, own } = await ownWorld('house', async (part, databaseUrl) =>
    (await compose(configFor(part, databaseUrl), world)).close(),
  )
  const config = configFor(folder, own?.url)
  const rooms = await compose(config, world)
  after(async () => {
    await rooms.close()
    await own?.drop()
    await rm(folder, { recursive: true, force: true })
    mock.timers.reset()
  })
  const token = tokens(rooms, config, clock)
  return {
    rooms,
    ask: async (account, url, over = {}) => {
      const headers = account === null ? {} : { authorization: `Bearer ${await token(account)}` }
      return rooms.app.inject({ method: 'GET', url, ...over, headers: { ...headers, ...over.headers } })
    },
    token,
    person: people(rooms, clock),
    advance: async millis => {
      moveClock(millis)
      await rooms.follower.catchUp()
    },
    clock: { now: clock.now, advance: moveClock },
    logged: () => lines.join(''),
    listen: async () => {
      await rooms.listen()
      const address = rooms.app.server.address()
      if (typeof address !== 'object' || address === null) throw new Error('The house has no port.')
      return address.port
    },
  }
}

function tokens(rooms: Rooms, config: Config, clock: House['clock']): House['token'] {
  const kept = new Map<string, { token: string; until: number }>()
  return async name => {
    const known = kept.get(name)
    if (known && clock.now() < known.until) return known.token
    const file = await readDemonstrationFile(join(config.dataFolder, 'demo.json'))
    const account = file?.accounts.find(one => one.name === name)
    if (!file || !account) throw new Error(`There is no demonstration account ${name}.`)
    const assertion = await signClientAssertion({
      clientId: account.clientId,
      audience: file.tokenUrl,
      keyId: account.keyId,
      privateKeyPem: await readFile(join(config.dataFolder, account.privateKeyFile), 'utf8'),
      clock,
    })
    const answer = await rooms.app.inject({
      method: 'POST',
      url: '/oauth2/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      }).toString(),
    })
    if (answer.statusCode !== 200) throw new Error(`No token for ${name}: ${answer.body}`)
    const { access_token, expires_in } = answer.json<{ access_token: string; expires_in: number }>()
    kept.set(name, { token: access_token, until: clock.now() + (expires_in - 30) * 1000 })
    return access_token
  }
}

/** Opens a session as sign-in here does; undefined for somebody who may not sign in. */
export async function signInAs(
  { database }: Pick<Rooms, 'database'>,
  personId: string,
  now: number,
): Promise<string | undefined> {
  if ((await readPerson(database.query, personId))?.status !== 'active') return undefined
  const issuer = issuerAt(BASE_URL)
  const how = { sid: null, assurance: 'aal2', role: null, network: '192.0.2.1', userAgent: 'Test' } as const
  return (await openSession(database, { personId, issuer, ...how }, now)).id
}

/** People are made in the register, and their access tokens are signed with the house's own key, as sign-in does. */
function people(rooms: Rooms, clock: House['clock']): House['person'] {
  let made = 0
  return async (roles, given) => {
    made += 1
    const id = given ?? `person-${made}`
    const at = clock.now()
    const deed = { who: 'test', actingAs: 'system', why: 'a test needs this person', at }
    if (given === undefined) {
      const person = {
        id,
        name: `Person ${made}`,
        email: `${id}@example.org`,
        identity: null,
        status: 'active',
      } as const
      await createPerson(rooms.database, person, deed)
    }
    for (const { role, scope, until } of roles) {
      const { scope: kind } = ROLES[role]
      const held = kind === 'operator' ? ({ kind } as const) : ({ kind, id: scope ?? '' } as const)
      const granted = await grantRole(
        rooms.database,
        id,
        { role, scope: held, from: at, until: until ?? null },
        deed,
      )
      if (granted !== 'granted') throw new Error(`${role} for ${id}: ${granted}`)
    }
    let session: string | undefined
    /** They sign in again when their session is over. */
    const sessionNow = async (): Promise<string | undefined> => {
      const live = session && (await readSessionById(rooms.database.query, session, clock.now()))
      if (!live) session = (await signInAs(rooms, id, clock.now())) ?? session
      return session
    }
    const tokenNow = async (): Promise<string> => {
      const sid = await sessionNow()
      const key = rooms.accounts.signingKeys.signer(clock.now())
      const seconds = Math.floor(clock.now() / 1000)
      return new SignJWT({ client_id: 'signpost-web', ...(sid ? { sid } : {}) })
        .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid: key.kid, typ: 'at+jwt' })
        .setIssuer(issuerAt(BASE_URL))
        .setAudience(audienceAt(BASE_URL))
        .setSubject(id)
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + 600)
        .sign(await importJWK({ ...key.privateJwk }, TOKEN_ALGORITHM))
    }
    return {
      id,
      ask: async (method, url, body, headers = {}) =>
        rooms.app.inject({
          method,
          url,
          headers: {
            ...headers,
            authorization: `Bearer ${await tokenNow()}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { payload: body }),
        }),
    }
  }
}
