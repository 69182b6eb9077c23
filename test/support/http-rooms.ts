import { randomBytes } from 'node:crypto'
import { after } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import type { SecretHolder } from '../../src/accounts/index.ts'
import type { ActivityEntry } from '../../src/activity/index.ts'
import { handleErrors, houseWays } from '../../src/http/errors.ts'
import type { HttpRooms } from '../../src/http/index.ts'
import { requireRooms } from '../../src/http/route-room.ts'
import { interfaceRoutes } from '../../src/http/routes/interfaces.ts'
import { measure } from '../../src/http/routes/metrics.ts'
import { nativeRoutes } from '../../src/http/routes/native/index.ts'
import { type CallerFacts, type PolicyVersion, policyInForce } from '../../src/policy/index.ts'
import { idMaker } from '../../src/vocabulary/index.ts'
import { createQuota, createRecentResults } from '../../src/watch/index.ts'
import { BASE_URL, type House } from './house.ts'

/**
 * The rooms of a house as the routes see them, for callers that no register holds: nobody is known until `over` says
 * otherwise, quota and recent results are of their own.
 */
export const httpRooms = ({ rooms }: House, over: Partial<HttpRooms> = {}): HttpRooms => ({
  clock: rooms.clock,
  newId: idMaker(randomBytes),
  contact: rooms.config.operator,
  tokens: { read: () => ({ outcome: 'missing' }) },
  callerOf: () => undefined,
  sessionOf: async () => undefined,
  policy: withoutSpike,
  quota: createQuota(rooms.clock),
  watch: rooms.watch,
  recent: createRecentResults(rooms.clock, 30),
  places: rooms.places,
  memory: rooms.memory,
  handles: rooms.handles,
  clinical: rooms.clinical.current,
  organisations: rooms.organisations,
  unmet: rooms.unmet,
  secrets: {
    byPassword: () => ({ outcome: 'unknown' }),
    byKey: () => ({ outcome: 'unknown' }),
    failed: () => false,
  },
  database: rooms.database,
  recorder: rooms.recorder,
  settle: rooms.follower.catchUp,
  freshness: rooms.follower.freshness,
  staleAfterMillis: () => 2000,
  returnedElsewhere: async () => false,
  ...over,
})

const unhurried = new WeakMap<PolicyVersion, PolicyVersion>()

/** The policy in force, by which a minute's volume may be drawn at once: here many ask in one moment of a clock that stands. */
function withoutSpike(now: number): PolicyVersion {
  const policy = policyInForce(now)
  const known = unhurried.get(policy)
  if (known !== undefined) return known
  const calm = { ...policy, parameters: { ...policy.parameters, spikeBurstSeconds: 60 } }
  unhurried.set(policy, calm)
  return calm
}

/** Every route that goes through the one door, native and of the interfaces, on these rooms. */
export async function openRoutes(house: House, http: HttpRooms): Promise<FastifyInstance> {
  const app = Fastify({
    routerOptions: { maxParamLength: 1000 },
    ajv: { customOptions: { removeAdditional: false, allErrors: true } },
  })
  requireRooms(app)
  handleErrors(app, http.contact, houseWays(app))
  measure(app, house.rooms.config.metrics, http.watch, house.rooms.ledger)
  await app.register(nativeRoutes, { prefix: '/api/v1', rooms: http })
  await interfaceRoutes(app, { rooms: http, contact: http.contact, baseUrl: () => addressOf(app) })
  after(() => app.close())
  return app
}

/** Where it listens, once it does. */
function addressOf(app: FastifyInstance): string {
  const address = app.server.address()
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : BASE_URL
}

/** Accounts that come in by user name and password: each by its id, and all by one password. */
export function passwordHolders(password: string) {
  const callers = new Map<string, CallerFacts>()
  const secrets: HttpRooms['secrets'] = {
    byPassword: (username, given) =>
      callers.has(username) && given === password
        ? { outcome: 'known', holder: { ...HOLDER, accountId: username, username } }
        : { outcome: 'unknown' },
    byKey: () => ({ outcome: 'unknown' }),
    failed: () => false,
  }
  return {
    rooms: { secrets, callerOf: (accountId: string) => callers.get(accountId) },
    admit: (facts: CallerFacts): string => {
      callers.set(facts.account.id, facts)
      return facts.account.id
    },
  }
}

const HOLDER: SecretHolder = {
  accountId: '',
  username: '',
  purpose: null,
  kind: 'password',
  interfaces: ['dos-rest', 'dos-soap'],
}

/** A recorder that also keeps what it is given, in order. */
export function keepingRecorder({ rooms: { recorder } }: House) {
  const entries: ActivityEntry[] = []
  const keeping: HttpRooms['recorder'] = {
    ...recorder,
    record: async (entry, facts) => {
      entries.push(entry)
      return recorder.record(entry, facts)
    },
  }
  return { recorder: keeping, entries }
}
