import { randomBytes } from 'node:crypto'
import type { Database } from '../database/index.ts'
import type { Deed, EpochMillis, Random, Role } from '../vocabulary/index.ts'
import { inside } from '../workflow/index.ts'
import { createPerson, type NewPerson } from './person-store.ts'
import { type CodeIssued, invite } from './recovery.ts'
import { grantRole, holdersOf } from './role-store.ts'

/** Any number, the same wherever first people are entered. */
const ONE_AT_A_TIME = 'select pg_advisory_xact_lock(7426002)'

export type FirstEntered =
  | { readonly outcome: 'entered'; readonly code: string | null; readonly until: EpochMillis | null }
  | { readonly outcome: 'role-held' | 'already-known' }
  | Exclude<CodeIssued, { outcome: 'issued' }>

/**
 * Enters the first holder of a role of the operator's, past the rule that such roles take two to give, for there is
 * nobody yet. Once somebody holds the role it does nothing, even where two try at once.
 * @param userName under which they sign in here; null: they sign in elsewhere
 */
export async function enterFirst(
  database: Database,
  person: NewPerson,
  role: Extract<Role, 'access-manager' | 'decision-owner'>,
  userName: string | null,
  deed: Deed,
  random: Random = randomBytes,
): Promise<FirstEntered> {
  return database
    .transaction(async (query): Promise<FirstEntered> => {
      const within = inside(database, query)
      await query(ONE_AT_A_TIME)
      if ((await holdersOf(query, role, null, deed.at)).length > 0) return { outcome: 'role-held' }
      if ((await createPerson(within, person, deed)) !== 'created') return { outcome: 'already-known' }
      const held = { role, scope: { kind: 'operator' }, from: deed.at, until: null } as const
      const granted = await grantRole(within, person.id, held, deed)
      if (granted !== 'granted') throw new Error(`The role ${role} could not be given: ${granted}.`)
      if (userName === null) return { outcome: 'entered', code: null, until: null }
      const issued = await invite(within, { personId: person.id, userName }, deed, random)
      if (issued.outcome !== 'issued') throw new NotInvited(issued)
      return { outcome: 'entered', code: issued.code, until: issued.until }
    })
    .catch((error: unknown) => {
      if (error instanceof NotInvited) return error.why
      throw error
    })
}

/** Rolls back, so that nobody is entered who cannot sign in. */
class NotInvited extends Error {
  readonly why: Exclude<CodeIssued, { outcome: 'issued' }>
  constructor(why: Exclude<CodeIssued, { outcome: 'issued' }>) {
    super('Somebody could not be invited.')
    this.why = why
  }
}
