import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { ActivityEntry } from '../../src/activity/index.ts'
import {
  type ClinicalReference,
  createMemory,
  type Memory,
  type Service,
  serviceTypeById,
} from '../../src/directory/index.ts'
import type { HttpRooms } from '../../src/http/index.ts'
import type { CallerFacts } from '../../src/policy/index.ts'
import type { House } from '../support/house.ts'
import { httpRooms, keepingRecorder, openRoutes, passwordHolders } from '../support/http-rooms.ts'

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
  const holders = passwordHolders(PASSWORD)
  const { recorder, entries } = keepingRecorder(house)
  const http = httpRooms(house, {
    ...holders.rooms,
    memory,
    clinical: () => reference,
    recorder,
    freshness: () => ({ change: 1, confirmedAt: house.clock.now() }),
    ...over,
  })
  const app = await openRoutes(house, http)
  return {
    app,
    memory,
    admit: holders.admit,
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
