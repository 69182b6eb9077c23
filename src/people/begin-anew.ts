import type { Database } from '../database/index.ts'
import type { Deed, Random } from '../vocabulary/index.ts'
import { inside } from '../workflow/index.ts'
import { readPerson } from './person-store.ts'
import { type CodeIssued, recover } from './recovery.ts'
import { recoveryTakesTwo } from './role-rules.ts'
import { readRoles } from './role-store.ts'

/**
 * Has somebody begin anew who is about to be given a role that takes two people. Whoever entered them was shown the code
 * of their first sign-in, and could act in that role alone; so what they signed in with leads in no more, and the new
 * code is for the second person to hand on (sources, use 3). `kept`: they hold such a role already.
 */
export async function beginAnew(
  database: Database,
  personId: string,
  deed: Deed,
  random?: Random,
): Promise<CodeIssued | { readonly outcome: 'kept' }> {
  return database.transaction(async query => {
    await readPerson(query, personId, true)
    const roles = (await readRoles(query, personId)).filter(({ until }) => until === null || until > deed.at)
    return recoveryTakesTwo(roles)
      ? { outcome: 'kept' }
      : recover(inside(database, query), personId, deed, random)
  })
}
