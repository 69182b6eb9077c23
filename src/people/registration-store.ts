import type { Database, Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { recordAct } from '../workflow/index.ts'
import { readPerson } from './person-store.ts'

/** Bodies that register health and care professionals in England. */
export const REGULATORS = ['GMC', 'NMC', 'HCPC', 'GPhC', 'GDC', 'GOC', 'GOsC', 'GCC', 'SWE'] as const
export type Regulator = (typeof REGULATORS)[number]

/** With whom a clinician is registered, as they state it (sources, use 3.6). */
export type Registration = {
  readonly regulator: Regulator
  readonly number: string
  readonly recordedAt: EpochMillis
  readonly endedAt: EpochMillis | null
}

export const REGISTRATION_NUMBER = /^[A-Z0-9]{4,12}$/

/** Notes somebody's registration with a regulator, one at each; another's number is refused. */
export async function addRegistration(
  database: Database,
  personId: string,
  { regulator, number }: Pick<Registration, 'regulator' | 'number'>,
  deed: Deed,
): Promise<'registered' | 'already-registered' | 'number-taken' | 'unknown-person'> {
  return database.transaction(async query => {
    if (!(await readPerson(query, personId, true))) return 'unknown-person'
    const own = (await readRegistrations(query, personId)).filter(one => one.endedAt === null)
    if (own.some(one => one.regulator === regulator)) return 'already-registered'
    const made = await query(
      `insert into people.registration (person_id, regulator, number, recorded_at) values ($1, $2, $3, $4)
       on conflict do nothing returning id`,
      [personId, regulator, number, new Date(deed.at)],
    )
    if (made.length === 0) return 'number-taken'
    await recordAct(query, 'person', personId, 'register', deed, null, { regulator })
    return 'registered'
  })
}

/** A registration no longer holds, or was noted wrongly. */
export async function endRegistration(
  database: Database,
  personId: string,
  regulator: Regulator,
  deed: Deed,
): Promise<'ended' | 'not-registered'> {
  return database.transaction(async query => {
    const ended = await query(
      `update people.registration set ended_at = $3 where person_id = $1 and regulator = $2 and ended_at is null
       returning id`,
      [personId, regulator, new Date(deed.at)],
    )
    if (ended.length === 0) return 'not-registered'
    await recordAct(query, 'person', personId, 'end-registration', deed, { regulator }, null)
    return 'ended'
  })
}

/** Every registration somebody has stated, oldest first. */
export async function readRegistrations(query: Query, personId: string): Promise<Registration[]> {
  const rows = await query<RegistrationRow>(
    `select regulator, number, recorded_at, ended_at from people.registration where person_id = $1 order by id`,
    [personId],
  )
  return rows.flatMap(row => {
    const regulator = REGULATORS.find(one => one === row.regulator)
    if (!regulator) return []
    const endedAt = row.ended_at?.getTime() ?? null
    return [{ regulator, number: row.number, recordedAt: row.recorded_at.getTime(), endedAt }]
  })
}

type RegistrationRow = {
  readonly regulator: string
  readonly number: string
  readonly recorded_at: Date
  readonly ended_at: Date | null
}
