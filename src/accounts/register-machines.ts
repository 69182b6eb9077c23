import type { Machine, Unmet } from '../workflow/index.ts'
import type { Organisation, Product } from './records.ts'

export type OrganisationEvent = 'suspend' | 'reinstate' | 'close' | 'reopen' | 'reopen-suspended'

/** An End User Organisation: whatever it is, its connections and accounts follow (AUP25-02). */
export const ORGANISATION: Machine<Organisation['status'], OrganisationEvent, undefined> = {
  name: 'organisation',
  states: ['active', 'suspended', 'closed'],
  start: 'active',
  final: [],
  transitions: [
    { event: 'suspend', from: ['active'], to: 'suspended', clauses: ['AUP25-42'] },
    { event: 'reinstate', from: ['suspended'], to: 'active', clauses: ['AUP25-42'] },
    { event: 'close', from: ['active', 'suspended'], to: 'closed', clauses: ['AUP25-02'] },
    { event: 'reopen', from: ['closed'], to: 'active', clauses: ['AUP25-02'] },
    // Closing and reopening is no way round a suspension.
    { event: 'reopen-suspended', from: ['closed'], to: 'suspended', clauses: ['AUP25-02', 'AUP25-42'] },
  ],
}

export type ProductEvent = 'suspend' | 'reinstate' | 'withdraw'

/** A product: it stops, and goes, for all organisations that use it. */
export const PRODUCT: Machine<Product['status'], ProductEvent, undefined> = {
  name: 'product',
  states: ['active', 'suspended', 'withdrawn'],
  start: 'active',
  final: ['withdrawn'],
  transitions: [
    { event: 'suspend', from: ['active'], to: 'suspended', clauses: ['AUP25-42', 'AUP18-06'] },
    { event: 'reinstate', from: ['suspended'], to: 'active', clauses: ['AUP25-42'] },
    { event: 'withdraw', from: ['active', 'suspended'], to: 'withdrawn', clauses: ['AUP25-04'] },
  ],
}

export type ConnectionStatus = 'open' | 'suspended' | 'withdrawn'
export type ConnectionEvent = 'suspend' | 'resume' | 'withdraw'
export type ConnectionContext = {
  /** Accounts on it that have not ended. */
  readonly accounts: readonly string[]
  readonly organisation: Organisation['status']
}

/** One organisation using one product in one environment. */
export const CONNECTION: Machine<ConnectionStatus, ConnectionEvent, ConnectionContext> = {
  name: 'connection',
  states: ['open', 'suspended', 'withdrawn'],
  start: 'open',
  final: ['withdrawn'],
  transitions: [
    { event: 'suspend', from: ['open'], to: 'suspended', clauses: ['AUP25-02'] },
    { event: 'resume', from: ['suspended'], to: 'open', clauses: ['AUP25-02'], guard: whileOpen },
    {
      event: 'withdraw',
      from: ['open', 'suspended'],
      to: 'withdrawn',
      clauses: ['AUP25-04'],
      guard: withoutAccounts,
    },
  ],
}

function whileOpen({ organisation }: ConnectionContext): readonly Unmet[] {
  if (organisation !== 'closed') return []
  const what = 'The organisation is closed.'
  return [{ what, clauses: ['AUP25-02'], whoCanFix: 'an access manager of the operator' }]
}

/** Ending an account has duties of its own, which withdrawing what it stands on must not pass over. */
function withoutAccounts({ accounts }: ConnectionContext): readonly Unmet[] {
  return accounts.map(id => ({
    what: `The account ${id} has not ended.`,
    clauses: ['AUP25-04'],
    whoCanFix: 'the holder of the account, or an access manager of the operator',
  }))
}
