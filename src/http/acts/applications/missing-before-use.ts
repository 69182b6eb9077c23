import { missingFor, readAccount, readConnection } from '../../../accounts/index.ts'
import { standingOf } from '../../../agreements/index.ts'
import type { Query } from '../../../database/index.ts'
import type { EpochMillis } from '../../../vocabulary/index.ts'
import type { Unmet } from '../../../workflow/index.ts'

const ACCESS = 'an access manager'

/** Everything that a connection still lacks before its first question can be answered: agreement, account, keys. */
export async function missingBeforeUse(
  query: Query,
  connectionId: string,
  now: EpochMillis,
): Promise<readonly Unmet[]> {
  const standing = await standingOf(query, connectionId, now)
  const connection = await readConnection(query, connectionId)
  const account = connection?.accountId == null ? undefined : await readAccount(query, connection.accountId)
  const agreement: Unmet[] =
    standing.agreement === null
      ? [
          {
            what: 'No agreement is in force.',
            clauses: ['AUP18-08'],
            whoCanFix: 'a signatory of the organisation, once the policy has been issued',
          },
        ]
      : []
  if (account === undefined) {
    const what = 'No web service account has been opened on the connection.'
    return [...agreement, { what, clauses: ['AUP25-04'], whoCanFix: ACCESS }]
  }
  if (account.status === 'active' || account.status === 'restricted') return agreement
  // As if it were approved: what activation takes is the same at every step before.
  const lacking = await missingFor(query, { ...account, status: 'approved' }, standing, now)
  const state: Unmet[] = [
    { what: `The account is ${account.status}.`, clauses: ['AUP25-04'], whoCanFix: ACCESS },
  ]
  return [...state, ...lacking]
}
