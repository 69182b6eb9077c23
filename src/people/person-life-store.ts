import { Temporal } from 'temporal-polyfill'
import type { Database, Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { inside, recordAct, type Step, schedule, step } from '../workflow/index.ts'
import { clearGuard } from './guard-store.ts'
import { PERSON_LIFE, type PersonEvent } from './person-life.ts'
import { type PersonStatus, readPerson } from './person-store.ts'
import { endAllRoles } from './role-store.ts'
import { dropSecret, secretOfPerson } from './secret-store.ts'
import { endSessionsOf } from './session-store.ts'

export type PersonStep = Step<PersonStatus, PersonEvent> | { readonly outcome: 'unknown-person' }

/** Keeps somebody out, at once: their sessions end with it. */
export const lockPerson = (database: Database, id: string, deed: Deed): Promise<PersonStep> =>
  takeStep(database, id, 'lock', deed, async (query, inner) => {
    await setStatus(query, id, 'locked')
    await endSessionsOf(inner, id, deed)
  })

/** Lets somebody in again, and forgets the wrong attempts with their user name. */
export const unlockPerson = (database: Database, id: string, deed: Deed): Promise<PersonStep> =>
  takeStep(database, id, 'unlock', deed, async query => {
    await setStatus(query, id, 'active')
    const secret = await secretOfPerson(query, id)
    if (secret) await clearGuard(query, secret.userName)
  })

/**
 * Somebody has left: sessions, roles and secrets end at once, the entry stays for the record until retention is over.
 * @param retentionYears how long their name is kept from now on (sources, use 2.6: eight at the least)
 */
export const leavePerson = (
  database: Database,
  id: string,
  retentionYears: number,
  deed: Deed,
): Promise<PersonStep> =>
  takeStep(database, id, 'leave', deed, async (query, inner) => {
    await query(`update people.person set status = 'left', left_at = $2 where id = $1`, [
      id,
      new Date(deed.at),
    ])
    await endSessionsOf(inner, id, deed)
    await endAllRoles(query, id, deed)
    await dropSecret(query, id)
    await schedule(query, 'person', id, 'erase', retentionOver(deed.at, retentionYears))
  })

async function takeStep(
  database: Database,
  id: string,
  event: PersonEvent,
  deed: Deed,
  effect: (query: Query, inner: Database) => Promise<void>,
): Promise<PersonStep> {
  return database.transaction(async query => {
    const person = await readPerson(query, id, true)
    if (!person) return { outcome: 'unknown-person' }
    const taken = step(PERSON_LIFE, person.status, event, null)
    if (taken.outcome !== 'moved') return taken
    await effect(query, inside(database, query))
    const clauses = [...new Set([...(deed.clauses ?? []), ...taken.clauses])]
    await recordAct(
      query,
      'person',
      id,
      event,
      { ...deed, clauses },
      { status: taken.from },
      { status: taken.to },
    )
    return taken
  })
}

const setStatus = (query: Query, id: string, status: PersonStatus) =>
  query('update people.person set status = $2 where id = $1', [id, status])

/** The instant at which somebody who left then has been kept long enough: calendar years, as London counts them. */
export const retentionOver = (leftAt: EpochMillis, years: number): EpochMillis =>
  Temporal.Instant.fromEpochMilliseconds(leftAt).toZonedDateTimeISO('Europe/London').add({ years })
    .epochMilliseconds
