import assert from 'node:assert/strict'
import type { LightMyRequestResponse } from 'fastify'
import type { Act } from '../../../src/http/acts/index.ts'
import { createPerson } from '../../../src/people/index.ts'
import type { House, TestRole } from '../../support/house.ts'
import { tokenOfPerson } from '../../support/journey.ts'

/** Somebody who tries every act; `label` says who in messages. */
export type Asker = {
  readonly id: string
  readonly label: string
  readonly ask: (
    method: Act['method'],
    path: string,
    body?: object,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<LightMyRequestResponse>
}

const MINUTE = 60_000

/** A person of the test's own, who has signed in, asks far more than a person does, and waits when told to. */
export async function asker(
  house: House,
  id: string,
  roles: readonly TestRole[],
  { label = id, name = id, email = `${id}@example.org`, home = null }: Entry = {},
): Promise<Asker> {
  const deed = { who: 'test', actingAs: 'system', why: 'a test', at: house.clock.now() }
  const person = { id, name, email, identity: null, status: 'active', homeOdsCode: home } as const
  assert.equal(await createPerson(house.rooms.database, person, deed), 'created')
  await house.person(roles, id)
  return askerOf(house, id, label)
}

type Entry = {
  readonly label?: string
  readonly name?: string
  readonly email?: string
  readonly home?: string | null
}

export function askerOf(house: House, id: string, label = id): Asker {
  let kept = { token: '', until: 0 }
  const token = async (): Promise<string> => {
    const now = house.clock.now()
    if (now >= kept.until) {
      kept = { token: await tokenOfPerson(house, 'signpost-web', id), until: now + 9 * MINUTE }
    }
    return kept.token
  }
  const ask: Asker['ask'] = async (method, path, body, more = {}) => {
    const answer = await house.rooms.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: {
        ...more,
        authorization: `Bearer ${await token()}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { payload: body }),
    })
    if (answer.statusCode !== 429) return answer
    await house.advance(MINUTE)
    return ask(method, path, body, more)
  }
  return { id, label, ask }
}

/** All that an answer says, but for what differs between any two. */
export const allOf = ({ statusCode, headers, body }: LightMyRequestResponse): string => {
  const kept = Object.entries(headers).filter(([name]) => !/^(date|x-request-id|ratelimit.*)$/.test(name))
  const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
  return JSON.stringify([statusCode, kept.sort(), body]).replaceAll(uuid, '')
}
