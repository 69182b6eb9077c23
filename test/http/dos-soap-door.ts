import { randomBytes } from 'node:crypto'
import { after } from 'node:test'
import Fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify'
import type { SecretHolder } from '../../src/accounts/index.ts'
import type { ActivityEntry } from '../../src/activity/index.ts'
import {
  type ClinicalReference,
  createMemory,
  type Memory,
  type Service,
  serviceTypeById,
} from '../../src/directory/index.ts'
import { handleErrors } from '../../src/http/errors.ts'
import type { HttpRooms } from '../../src/http/index.ts'
import { requireRooms } from '../../src/http/route-room.ts'
import { dosSoapRoutes } from '../../src/http/routes/dos-soap/index.ts'
import { measure } from '../../src/http/routes/metrics.ts'
import { type CallerFacts, policyInForce } from '../../src/policy/index.ts'
import { idMaker } from '../../src/vocabulary/index.ts'
import { createQuota, createRecentResults } from '../../src/watch/index.ts'
import { BASE_URL, type House } from '../support/house.ts'

export const PATH = '/app/api/webservices'
export const PASSWORD = 'correct <horse> & "battery" – staple '

export type SoapDoor = {
  readonly app: FastifyInstance
  readonly memory: Memory
  /** Lets an account in by its id as user name, and PASSWORD. */
  readonly admit: (facts: CallerFacts) => string
  /** Sends a message, as SOAP 1.2 unless the headers say otherwise. */
  readonly send: (
    message: string | Buffer,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<LightMyRequestResponse>
  /** Everything that was recorded, in order. */
  readonly entries: readonly ActivityEntry[]
}

/** The SOAP routes on the rooms of a house, over services of the test's own, for callers of any facts at all. */
export async function soapDoor(
  house: House,
  services: readonly Service[],
  reference: ClinicalReference,
  over: Partial<HttpRooms> = {},
): Promise<SoapDoor> {
  const { rooms } = house
  const callers = new Map<string, CallerFacts>()
  const entries: ActivityEntry[] = []
  const memory = createMemory({
    clinical: () => reference,
    isSearchable: typeId => serviceTypeById(typeId)?.searchable === true,
  })
  const written = { who: 'test', at: new Date(Date.UTC(2026, 4, 1, 8, 30)), why: 'a test needs it' }
  const faults = await memory.replaceAll(
    services.map(service => ({ service, version: 1, change: 1, written })),
    1,
  )
  if (faults.length > 0) throw new Error(JSON.stringify(faults))
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
    memory,
    clinical: () => reference,
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
        entries.push(entry)
        return rooms.recorder.record(entry, facts)
      },
    },
    settle: rooms.follower.catchUp,
    freshness: () => ({ change: 1, confirmedAt: rooms.clock.now() }),
    staleAfterMillis: () => 2000,
    returnedElsewhere: async () => false,
    ...over,
  }
  const app = Fastify({ routerOptions: { maxParamLength: 200 } })
  requireRooms(app)
  handleErrors(app, http.contact)
  measure(app, rooms.config.metrics)
  await app.register(dosSoapRoutes, {
    prefix: PATH,
    rooms: http,
    contact: http.contact,
    baseUrl: () => addressOf(app),
  })
  after(() => app.close())
  return {
    app,
    memory,
    admit: facts => {
      callers.set(facts.account.id, facts)
      return facts.account.id
    },
    send: (message, headers = {}) =>
      app.inject({
        method: 'POST',
        url: PATH,
        payload: message,
        headers: { 'content-type': 'application/soap+xml; charset=utf-8', ...headers },
      }),
    entries,
  }
}

/** Where it listens, once it does. */
function addressOf(app: FastifyInstance): string {
  const address = app.server.address()
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : BASE_URL
}

const HOLDER: SecretHolder = {
  accountId: '',
  username: '',
  purpose: null,
  kind: 'password',
  interfaces: ['dos-rest', 'dos-soap'],
}
