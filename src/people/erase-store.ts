import type { Database } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { type DueHandler, recordAct, schedule } from '../workflow/index.ts'
import { retentionOver } from './person-life-store.ts'
import { readPerson } from './person-store.ts'
import { dropSecret } from './secret-store.ts'

export type Erased =
  | { readonly outcome: 'erased' }
  | { readonly outcome: 'unknown-person' | 'not-left' | 'already-erased' }
  | { readonly outcome: 'not-yet'; readonly at: EpochMillis }

/**
 * Takes the name off somebody who left longer ago than people are kept: name, e-mail address, identity, registrations,
 * sessions and alerts go. What stays is an id without a person: roles and acts name no more than that, and the
 * activity log never knew more, so nothing that is chained or counted changes (sources, use 2.6).
 */
export async function erasePerson(
  database: Database,
  id: string,
  now: EpochMillis,
  retentionYears: number,
): Promise<Erased> {
  return database.transaction(async query => {
    const person = await readPerson(query, id, true)
    if (!person) return { outcome: 'unknown-person' }
    if (person.leftAt === null) return { outcome: 'not-left' }
    if (person.erasedAt !== null) return { outcome: 'already-erased' }
    const at = retentionOver(person.leftAt, retentionYears)
    if (now < at) return { outcome: 'not-yet', at }
    await dropSecret(query, id)
    await query('delete from people.registration where person_id = $1', [id])
    await query('delete from people.alert where person_id = $1', [id])
    await query('delete from people.session where person_id = $1', [id])
    await query(
      `update people.person set name = '', email = '', issuer = null, subject = null, erased_at = $2 where id = $1`,
      [id, new Date(now)],
    )
    const deed: Deed = {
      who: 'system',
      actingAs: 'system',
      why: 'retention is over',
      at: now,
      clauses: ['AUP25-57'],
    }
    await recordAct(query, 'person', id, 'erase', deed, { retentionYears }, null)
    return { outcome: 'erased' }
  })
}

/** What becomes due about people. */
export const peopleDueHandlers = (settings: {
  /** The years to keep people for, as policy has it then. */
  readonly retentionYears: (now: EpochMillis) => number
}): Readonly<Record<'person:erase', DueHandler>> => ({
  'person:erase': async (database, due, now) => {
    const erased = await erasePerson(database, due.entityId, now, settings.retentionYears(now))
    // The setting was raised since they left.
    if (erased.outcome === 'not-yet') {
      await schedule(database.query, 'person', due.entityId, 'erase', erased.at)
    }
  },
})
