import type { Query } from '../database/index.ts'
import type { HeldRole } from '../vocabulary/index.ts'
import { type Act, readActs, readActsBy } from '../workflow/index.ts'
import { type Alert, readAlerts } from './alert-store.ts'
import { readSecretState, type SecretState } from './own-secret.ts'
import { type Person, readPerson } from './person-store.ts'
import { type Registration, readRegistrations } from './registration-store.ts'
import { readRoles } from './role-store.ts'
import { readSessionsOf } from './session-store.ts'

/** Everything this room and the record of acts hold about one person (UK GDPR article 15). */
export type HeldOfPerson = {
  readonly person: Person
  readonly signIn: SecretState | null
  readonly roles: readonly HeldRole[]
  readonly registrations: readonly Registration[]
  readonly sessions: Awaited<ReturnType<typeof readSessionsOf>>
  readonly alerts: readonly Alert[]
  /** Done to their entry and sessions, oldest first. */
  readonly actsAbout: readonly Act[]
  /** Done or agreed to by them, newest first. */
  readonly actsBy: readonly Act[]
}

/** More than a person comes to in years; what a list reaches is said, so that a cut is never silent. */
export const HELD_MAX = 10_000

/** What is held about somebody; undefined when there is nobody of that id. */
export async function readHeldOfPerson(query: Query, id: string): Promise<HeldOfPerson | undefined> {
  const person = await readPerson(query, id)
  if (!person) return undefined
  const sessions = await readSessionsOf(query, id)
  const about = [await readActs(query, 'person', id)]
  for (const session of sessions) about.push(await readActs(query, 'session', session.id))
  return {
    person,
    signIn: (await readSecretState(query, id)) ?? null,
    roles: await readRoles(query, id),
    registrations: await readRegistrations(query, id),
    sessions,
    alerts: await readAlerts(query, id, HELD_MAX),
    actsAbout: about.flat().sort((a, b) => a.id - b.id),
    actsBy: await readActsBy(query, id, HELD_MAX),
  }
}
