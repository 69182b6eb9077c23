import type { LightMyRequestResponse } from 'fastify'
import type { ActivityEntry } from '../../src/activity/index.ts'
import type { HttpRooms } from '../../src/http/index.ts'
import type { CallerFacts } from '../../src/policy/index.ts'
import type { House } from '../support/house.ts'
import { httpRooms, keepingRecorder, openRoutes, passwordHolders } from '../support/http-rooms.ts'
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
  const holders = passwordHolders(PASSWORD)
  const { recorder, entries } = keepingRecorder(house)
  const http = httpRooms(house, { ...holders.rooms, recorder, ...over })
  const app = await openRoutes(house, http)
  const send: RestDoor['send'] = (path, headers = {}, method = 'GET') =>
    app.inject({ method, url: `${PREFIX}${path}`, headers })
  return {
    ask: async (as, path) => send(path, { authorization: basic(holders.admit(as), PASSWORD) }),
    send,
    entry: () => {
      const last = entries.at(-1)
      if (last === undefined) throw new Error('Nothing has been recorded.')
      return last
    },
  }
}

export const PASSWORD = 'correct horse: battery – staple'

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
