import { unreachable } from '../vocabulary/index.ts'
import type { Asking, Check } from './case.ts'
import type { AccountStatus, CallerFacts } from './facts.ts'
import type { RefusalReason } from './refusals.ts'
import { refuse } from './refuse.ts'

/**
 * Whether organisation, account, product and connection stand (AUP25-02, 04, 38, 42), in the order in which they are
 * looked at. Whether the organisation is known comes first: of one that is not, there is nothing else to look at.
 */
export const CHECKS_OF_WHO: readonly Check<Asking>[] = [
  {
    name: 'organisation named',
    reasons: ['organisation-not-named', 'organisation-not-connected'],
    refuse: ({ caller: { organisation, product }, policy }) => {
      switch (organisation.status) {
        case 'not-named':
          return refuse(policy, 'organisation-not-named', `${product.name} serves several organisations.`)
        case 'not-connected':
          return refuse(
            policy,
            'organisation-not-connected',
            `${product.name} has no connection for the organisation named.`,
          )
        case 'active':
        case 'suspended':
        case 'closed':
          return null
        default:
          return unreachable(organisation.status)
      }
    },
    because: ({ caller: { organisation } }) => `It is asked in the name of ${nameOf(organisation)}.`,
  },
  {
    name: 'account stands',
    reasons: ['account-not-yet-active', 'account-never-opened', 'account-suspended', 'account-terminated'],
    refuse: ({ caller: { account }, policy }) => {
      const reason = reasonByAccount(account.status)
      return reason && refuse(policy, reason, `The account ${account.name} is ${account.status}.`)
    },
    because: ({ caller: { account } }) => `The account ${account.name} is ${account.status}.`,
  },
  {
    name: 'organisation stands',
    reasons: ['organisation-suspended', 'organisation-closed'],
    refuse: ({ caller: { organisation }, policy }) => {
      const reason = reasonByOrganisation(organisation.status)
      return reason && refuse(policy, reason, `${nameOf(organisation)} is ${organisation.status}.`)
    },
    because: ({ caller: { organisation } }) => `${nameOf(organisation)} is ${organisation.status}.`,
  },
  {
    name: 'product stands',
    reasons: ['product-suspended', 'product-withdrawn'],
    refuse: ({ caller: { product }, policy }) => {
      const reason = reasonByProduct(product.status)
      return reason && refuse(policy, reason, `The product ${product.name} is ${product.status}.`)
    },
    because: ({ caller: { product } }) => `The product ${product.name} is ${product.status}.`,
  },
  {
    name: 'environment',
    reasons: ['wrong-environment'],
    refuse: ({ caller: { connection }, policy, here }) =>
      connection.environment === here
        ? null
        : refuse(
            policy,
            'wrong-environment',
            `The connection is for ${connection.environment}, this is ${here}.`,
          ),
    because: ({ here }) => `The connection is for ${here}, and so is this server.`,
  },
]

const nameOf = ({ name, odsCode }: CallerFacts['organisation']): string => `${name} (${odsCode})`

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
    case 'not-named':
    case 'not-connected':
      return null
    case 'suspended':
      return 'organisation-suspended'
    case 'closed':
      return 'organisation-closed'
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
