import { endAccountsOf } from './accounts/index.ts'
import { endAgreementsOf } from './agreements/index.ts'
import type { Database } from './database/index.ts'
import { holdersOf, personOfRoleEnd, readRoles } from './people/index.ts'
import type { Deed, EpochMillis } from './vocabulary/index.ts'
import type { DueHandler } from './workflow/index.ts'

/**
 * Whoever holds no role of an organisation any more has no account there either: to ask in its name takes being one of
 * its people (AUP25-03, 18). Does nothing while a role is left.
 * @param inside the transaction in which the role ended, or what is due is worked off
 */
export async function endAccountsWithoutRole(
  inside: Database,
  personId: string,
  odsCode: string,
  now: EpochMillis,
  deed: Deed,
): Promise<void> {
  const roles = await readRoles(inside.query, personId)
  const left = roles.some(
    ({ scope, from, until }) =>
      scope.kind === 'organisation' && scope.id === odsCode && from <= now && (until === null || now < until),
  )
  if (!left) await endAccountsOf(inside, personId, odsCode, holdersOf, endAgreementsOf, deed)
}

/** The same for roles that end by the calendar. */
export const roleOverHandlers: Readonly<Record<string, DueHandler>> = {
  'person:role-over': async (inside, { entityId }, now) => {
    const { personId, odsCode } = personOfRoleEnd(entityId)
    const why = 'Their last role for the organisation has ended.'
    const deed: Deed = { who: 'signpost', actingAs: 'system', why, at: now, clauses: ['AUP25-18'] }
    await endAccountsWithoutRole(inside, personId, odsCode, now, deed)
  },
}
