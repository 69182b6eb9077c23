import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import type { TokenAnswer } from '../../src/accounts/index.ts'
import { type ActivityEntry, readEntry } from '../../src/activity/index.ts'
import type { HttpRooms } from '../../src/http/index.ts'
import type { CallerFacts } from '../../src/policy/index.ts'
import { caller } from '../policy/examples.ts'
import type { House } from '../support/house.ts'
import { httpRooms, openRoutes } from '../support/http-rooms.ts'

/** Who asks: facts as the registers would give them, and what their token says beside the client. */
export type Asking = {
  readonly facts: CallerFacts | undefined
  readonly token?: Partial<Extract<TokenAnswer, { outcome: 'known' }>>
}

export type NativeDoor = {
  readonly ask: (
    as: Asking | CallerFacts,
    url: string,
    over?: InjectOptions,
  ) => Promise<LightMyRequestResponse>
  /** The entry of an answer or a refusal. */
  readonly entryOf: (answer: LightMyRequestResponse) => Promise<ActivityEntry>
  /** What the registers were asked for last, beside the client: organisation named, person, role. */
  readonly askedFor: () => readonly (string | null)[] | undefined
}

/**
 * The native routes on the rooms of a house, for callers of any facts at all: what registers and agreements can come to
 * hold is tested with them, and here what the door makes of it.
 */
export async function nativeDoor(house: House, over: Partial<HttpRooms> = {}): Promise<NativeDoor> {
  const { rooms } = house
  /** By the token each asks with, which stands for its client, too. */
  const asking = new Map<string, Asking>()
  let askedFor: readonly (string | null)[] | undefined
  const http = httpRooms(house, {
    tokens: {
      read: token => ({
        outcome: 'known',
        clientId: token,
        expiresAt: Number.POSITIVE_INFINITY,
        ...asking.get(token)?.token,
      }),
    },
    callerOf: (clientId, namedOds, personId, role) => {
      askedFor = [namedOds, personId, role]
      return asking.get(clientId)?.facts
    },
    secrets: rooms.accounts.secrets,
    ...over,
  })
  const app = await openRoutes(house, http)
  return {
    ask: async (as, url, options = {}) => {
      const token = `token-${asking.size + 1}`
      asking.set(token, 'facts' in as ? as : { facts: as })
      const headers = { authorization: `Bearer ${token}`, ...options.headers }
      return app.inject({ method: 'GET', url, ...options, headers })
    },
    entryOf: async answer => {
      await rooms.recorder.settle()
      const { decisionId } = answer.json<{ decisionId: string }>()
      const logged = await readEntry(rooms.database.query, decisionId)
      if (!logged) throw new Error(`Nothing is recorded of ${answer.body}`)
      return logged.entry
    },
    askedFor: () => askedFor,
  }
}

/** Facts of an account in good standing, with an agreement that is in force now. */
export function standing(
  house: House,
  changes: Partial<CallerFacts> = {},
  agreed: Partial<NonNullable<CallerFacts['agreement']>> = {},
): CallerFacts {
  const { agreement } = caller
  if (!agreement) throw new Error('The example has an agreement.')
  return {
    ...caller,
    agreement: { ...agreement, from: house.clock.now() - 86_400_000, ...agreed },
    ...changes,
  }
}

/** The code a refusal is known by. */
export const reasonOf = (answer: LightMyRequestResponse): string => answer.json<{ reason: string }>().reason
