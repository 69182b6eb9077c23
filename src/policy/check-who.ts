import { unreachable } from '../vocabulary/index.ts'
import type { Refused } from './decision.ts'
import type { AccountStatus, CallerFacts, Environment } from './facts.ts'
import type { PolicyVersion } from './policy-version.ts'
import type { RefusalReason } from './refusals.ts'
import { refuse } from './refuse.ts'

/** Whether account, organisation, product and connection stand (AUP25-02, 04, 38, 42); null when they do. */
export function refusedByWho(caller: CallerFacts, policy: PolicyVersion, here: Environment): Refused | null {
  const { account, organisation, product, connection } = caller
  const byAccount = reasonByAccount(account.status)
  if (byAccount !== null)
    return refuse(policy, byAccount, `The account ${account.name} is ${account.status}.`)
  const byOrganisation = reasonByOrganisation(organisation.status)
  if (byOrganisation !== null) {
    return refuse(
      policy,
      byOrganisation,
      `${organisation.name} (${organisation.odsCode}) is ${organisation.status}.`,
    )
  }
  const byProduct = reasonByProduct(product.status)
  if (byProduct !== null)
    return refuse(policy, byProduct, `The product ${product.name} is ${product.status}.`)
  if (connection.environment !== here) {
    return refuse(
      policy,
      'wrong-environment',
      `The connection is for ${connection.environment}, this is ${here}.`,
    )
  }
  return null
}

/** A restricted account is answered: what it may ask is narrower, the door is not shut (AUP25-41). */
function reasonByAccount(status: AccountStatus): RefusalReason | null {
  switch (status) {
    case 'active':
    case 'restricted':
      return null
    case 'suspended':
      return 'account-suspended'
    case 'terminated':
      return 'account-terminated'
    case 'rejected':
    case 'expired-unvalidated':
    case 'withdrawn':
      return 'account-never-opened'
    case 'draft':
    case 'submitted':
    case 'email-validated':
    case 'regional-review':
    case 'approved':
      return 'account-not-yet-active'
    default:
      return unreachable(status)
  }
}

function reasonByOrganisation(status: CallerFacts['organisation']['status']): RefusalReason | null {
  switch (status) {
    case 'active':
      return null
    case 'suspended':
      return 'organisation-suspended'
    case 'closed':
      return 'organisation-closed'
    case 'not-named':
      return 'organisation-not-named'
    case 'not-connected':
      return 'organisation-not-connected'
    default:
      return unreachable(status)
  }
}

function reasonByProduct(status: CallerFacts['product']['status']): RefusalReason | null {
  switch (status) {
    case 'active':
      return null
    case 'suspended':
      return 'product-suspended'
    case 'withdrawn':
      return 'product-withdrawn'
    default:
      return unreachable(status)
  }
}
