import { randomBytes } from 'node:crypto'
import { after } from 'node:test'
import Fastify, { type LightMyRequestResponse } from 'fastify'
import type { SecretHolder } from '../../src/accounts/index.ts'
import type { ActivityEntry } from '../../src/activity/index.ts'
import { handleErrors } from '../../src/http/errors.ts'
import type { HttpRooms } from '../../src/http/index.ts'
import { requireRooms } from '../../src/http/route-room.ts'
import { dosRestRoutes } from '../../src/http/routes/dos-rest/index.ts'
import { measure } from '../../src/http/routes/metrics.ts'
import { type CallerFacts, policyInForce } from '../../src/policy/index.ts'
import { idMaker } from '../../src/vocabulary/index.ts'
import { createQuota, createRecentResults } from '../../src/watch/index.ts'
import { BASE_URL, type House } from '../support/house.ts'
import { standing } from './native-door.ts'

export const PREFIX = '/app/controllers/api/v1.0'

export type RestDoor = {
  /** Asks with Basic authentication, below the interface's prefix. */
  readonly ask: (as: CallerFacts, path: string) => Promise<LightMyRequestResponse>
  /** As it is: any header, any method. */
  readonly send: (
    path: string,
    headers?: Readonly<Record<string, string>>,
    method?: 'GET' | 'HEAD' | 'POST' | 'PUT',
  ) => Promise<LightMyRequestResponse>
  /** The entry of the last question that was recorded. */
  readonly entry: () => ActivityEntry
}

/** The REST routes on the rooms of a house, for callers of any facts at all. */
export async function restDoor(house: House, over: Partial<HttpRooms> = {}): Promise<RestDoor> {
  const { rooms } = house
  const callers = new Map<string, CallerFacts>()
  const recorded: ActivityEntry[] = []
  const http: HttpRooms = {
    clock: rooms.clock,
    newId: idMaker(randomBytes),
    contact: rooms.config.operator,
    tokens: { read: () => ({ outcome: 'missing' }) },
    callerOf: accountId => callers.get(accountId),
    sessionOf: async () => undefined,
    policy: policyInForce,
    quota: createQuota(rooms.clock),
    recent: createRecentResults(rooms.clock, 30),
    places: rooms.places,
    memory: rooms.memory,
    clinical: rooms.clinical.current,
    organisations: rooms.organisations,
    unmet: rooms.unmet,
    secrets: {
      byPassword: (username, password) =>
        callers.has(username) && password === PASSWORD
          ? { outcome: 'known', holder: { ...HOLDER, accountId: username, username } }
          : { outcome: 'unknown' },
      byKey: () => ({ outcome: 'unknown' }),
      failed: () => false,
    },
    database: rooms.database,
    recorder: {
      ...rooms.recorder,
      record: async (entry, facts) => {
        recorded.push(entry)
        return rooms.recorder.record(entry, facts)
      },
    },
    settle: rooms.follower.catchUp,
    freshness: rooms.follower.freshness,
    staleAfterMillis: () => 2000,
    returnedElsewhere: async () => false,
    ...over,
  }
  const app = Fastify({
    routerOptions: { maxParamLength: 1000 },
    ajv: { customOptions: { removeAdditional: false, allErrors: true } },
  })
  requireRooms(app)
  handleErrors(app, http.contact)
  measure(app, rooms.config.metrics)
  await app.register(dosRestRoutes, {
    prefix: PREFIX,
    rooms: http,
    contact: http.contact,
    baseUrl: () => BASE_URL,
  })
  after(() => app.close())
  const send: RestDoor['send'] = (path, headers = {}, method = 'GET') =>
    app.inject({ method, url: `${PREFIX}${path}`, headers })
  return {
    ask: async (as, path) => {
      const username = as.account.id
      callers.set(username, as)
      return send(path, { authorization: basic(username, PASSWORD) })
    },
    send,
    entry: () => {
      const last = recorded.at(-1)
      if (last === undefined) throw new Error('Nothing has been recorded.')
      return last
    },
  }
}

export const PASSWORD = 'correct horse: battery – staple'
const HOLDER: SecretHolder = {
  accountId: '',
  username: '',
  purpose: null,
  kind: 'password',
  interfaces: ['dos-rest', 'dos-soap'],
}

export const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`

let made = 0

/** Facts of an account in good standing with one search role, 23 unless told, and the right to look up. */
export function asker(
  house: House,
  changes: Partial<CallerFacts> = {},
  agreed: Partial<NonNullable<CallerFacts['agreement']>> = {},
): CallerFacts {
  made += 1
  const facts = standing(
    house,
    { referralRoleIds: [23], ...changes },
    {
      lookUps: 'declared',
      distanceMetresMax: 160_934,
      resultsMax: 100,
      ...agreed,
    },
  )
  const id = `asker-${made}`
  return { ...facts, account: { ...facts.account, id }, connection: { ...facts.connection, id } }
}
