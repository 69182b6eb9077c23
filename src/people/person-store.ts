import type { Database, Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { recordAct } from '../workflow/index.ts'

export type PersonStatus = 'active' | 'locked' | 'left'

export type Person = {
  readonly id: string
  /** Empty once their retention is over. */
  readonly name: string
  readonly email: string
  /** Issuer and subject at another provider; null for those who sign in here, or have never signed in there. */
  readonly identity: { readonly issuer: string; readonly subject: string } | null
  readonly status: PersonStatus
  /** The organisation that brought them in; null: the operator did. */
  readonly homeOdsCode: string | null
  readonly createdAt: EpochMillis
  readonly leftAt: EpochMillis | null
  readonly erasedAt: EpochMillis | null
}

export type NewPerson = Pick<Person, 'id' | 'name' | 'email' | 'identity' | 'status'> & {
  readonly homeOdsCode?: string | null
}

/** Adds a person. One e-mail address, and one identity, is one person (AUP25-05). */
export async function createPerson(
  database: Database,
  person: NewPerson,
  deed: Deed,
): Promise<'created' | 'id-taken' | 'already-known'> {
  return database.transaction(async query => {
    const homeOdsCode = person.homeOdsCode ?? null
    const made = await query(
      `insert into people.person (id, name, email, issuer, subject, status, created_at, home_ods_code)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning id`,
      [
        person.id,
        person.name,
        person.email,
        person.identity?.issuer ?? null,
        person.identity?.subject ?? null,
        person.status,
        new Date(deed.at),
        homeOdsCode,
      ],
    )
    if (made.length === 0) {
      const taken = await query('select 1 from people.person where id = $1', [person.id])
      return taken.length > 0 ? 'id-taken' : 'already-known'
    }
    await recordAct(query, 'person', person.id, 'create', deed, null, { status: person.status, homeOdsCode })
    return 'created'
  })
}

/** One person, held for the length of the transaction when `hold` is set. */
export async function readPerson(query: Query, id: string, hold = false): Promise<Person | undefined> {
  const [row] = await query<PersonRow>(
    `select ${PERSON_COLUMNS} from people.person where id = $1 ${hold ? 'for update' : ''}`,
    [id],
  )
  return row && personOf(row)
}

export const PERSON_COLUMNS =
  'id, name, email, issuer, subject, status, home_ods_code, created_at, left_at, erased_at'

export type PersonRow = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly issuer: string | null
  readonly subject: string | null
  readonly status: PersonStatus
  readonly home_ods_code: string | null
  readonly created_at: Date
  readonly left_at: Date | null
  readonly erased_at: Date | null
}

export const personOf = (row: PersonRow): Person => ({
  id: row.id,
  name: row.name,
  email: row.email,
  identity: row.issuer === null || row.subject === null ? null : { issuer: row.issuer, subject: row.subject },
  status: row.status,
  homeOdsCode: row.home_ods_code,
  createdAt: row.created_at.getTime(),
  leftAt: row.left_at?.getTime() ?? null,
  erasedAt: row.erased_at?.getTime() ?? null,
})
