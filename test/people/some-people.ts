import assert from 'node:assert/strict'
import type { Database } from '../../src/database/index.ts'
import { createPerson, type NewPerson, type NewSession, setPassword } from '../../src/people/index.ts'
import type { Deed, EpochMillis } from '../../src/vocabulary/index.ts'

export const NOON = Date.UTC(2026, 10, 23, 12)
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
export const PASSWORD = 'a kettle on the hob'

export const deedAt = (at: EpochMillis, who = 'test'): Deed => ({
  who,
  actingAs: 'system',
  why: 'a test does this',
  at,
})

/** Somebody who may sign in, entered at noon. */
export async function enter(database: Database, id: string, over: Partial<NewPerson> = {}): Promise<string> {
  const person: NewPerson = {
    id,
    name: `Person ${id}`,
    email: `${id}@example.org`,
    identity: null,
    status: 'active',
    ...over,
  }
  assert.equal(await createPerson(database, person, deedAt(NOON)), 'created')
  return id
}

/** The same, with their id as user name and `PASSWORD`. */
export async function enterWithPassword(database: Database, id: string): Promise<string> {
  await enter(database, id)
  const set = await setPassword(database, { personId: id, userName: id, password: PASSWORD }, deedAt(NOON))
  assert.equal(set.outcome, 'set')
  return id
}

export const sessionFor = (personId: string, over: Partial<NewSession> = {}): NewSession => ({
  personId,
  issuer: 'https://directory.test',
  sid: null,
  assurance: 'aal2',
  role: null,
  network: '192.0.2.1',
  userAgent: 'Browser',
  ...over,
})
