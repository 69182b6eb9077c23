import { ACCOUNT_STATUSES, type AccountStatus } from '../policy/index.ts'
import type { ClauseId } from '../vocabulary/index.ts'
import type { Machine, Transition, Unmet } from '../workflow/index.ts'
import type { AccountEvent, AccountEvents } from './account-events.ts'
import {
  acceptPolicyGuard,
  activateGuard,
  declineRegionGuard,
  expireGuard,
  inactiveGuard,
  openingGuard,
  rejectGuard,
  requestRegionGuard,
  resendGuard,
  revokeGuard,
  routeGuard,
  submitGuard,
  validateEmailGuard,
  withdrawRegionGuard,
} from './account-guards.ts'
import { ACCOUNT_KINDS, type AccountKind, FINAL_STATUSES } from './records.ts'
import {
  liftGuard,
  reinstateGuard,
  reinstateRestrictedGuard,
  restrictGuard,
  settleGuard,
  suspendGuard,
} from './sanction-guards.ts'

/** What a step is judged by: the facts of its own event. */
export type AccountContext = { readonly [E in AccountEvent]?: AccountEvents[E] }

type Edge = Transition<AccountStatus, AccountEvent, AccountContext> & {
  readonly kinds: readonly AccountKind[]
}

/** A step judged by facts that are not those of its event is not taken. */
const NOT_JUDGED: Unmet = {
  what: 'Nobody has looked at what this step takes.',
  clauses: [],
  whoCanFix: 'the operator',
}

function edge<E extends AccountEvent>(
  kinds: readonly AccountKind[],
  event: E,
  from: readonly AccountStatus[],
  to: AccountStatus | 'same',
  clauses: readonly ClauseId[],
  guard?: (facts: AccountEvents[E]) => readonly Unmet[],
): Edge {
  return {
    kinds,
    event,
    from,
    to,
    clauses,
    guard: context => {
      const facts: AccountEvents[E] | undefined = context[event]
      if (facts === undefined) return [NOT_JUDGED]
      return guard?.(facts) ?? []
    },
  }
}

const PEOPLE = ['individual'] as const
const CLIENTS = ['web-service', 'product'] as const
const ALL = ACCOUNT_KINDS
const LIVE = ['approved', 'active', 'restricted', 'suspended'] as const
const USED = ['active', 'restricted', 'suspended'] as const

/**
 * The life of an account (sources, use 4.1), in one table for all kinds. An individual proves the address and waits for
 * a DoS Lead; a web service account does neither (D1), nor does a product's. Rows that stay in their state go beyond the
 * sources, each to keep a promise of theirs: a second ground joins a suspension and is settled apart (`suspend`,
 * `settle-ground`), so that an employer's switch never undoes a decision of the operator; restrictions stand side by side;
 * regions are asked for, opened and withdrawn while an account lives; its holder accepts the policy.
 */
const TABLE: readonly Edge[] = [
  edge(ALL, 'submit', ['draft'], 'submitted', ['AUP25-02', 'AUP25-03'], submitGuard),
  edge(PEOPLE, 'resend-email', ['submitted'], 'same', ['AUP25-05'], resendGuard),
  edge(PEOPLE, 'validate-email', ['submitted'], 'email-validated', ['AUP25-05'], validateEmailGuard),
  edge(PEOPLE, 'route', ['email-validated', 'regional-review'], 'regional-review', ['AUP25-06'], routeGuard),
  edge(PEOPLE, 'approve', ['regional-review'], 'approved', ['AUP25-06'], openingGuard),
  edge(CLIENTS, 'approve', ['submitted'], 'approved', ['AUP25-04'], openingGuard),
  edge(
    PEOPLE,
    'reject',
    ['submitted', 'email-validated', 'regional-review'],
    'rejected',
    ['AUP25-40'],
    rejectGuard,
  ),
  edge(CLIENTS, 'reject', ['submitted'], 'rejected', ['AUP25-40'], rejectGuard),
  edge(
    ALL,
    'withdraw',
    ['draft', 'submitted', 'email-validated', 'regional-review', 'approved'],
    'withdrawn',
    ['AUP25-32'],
  ),
  edge(PEOPLE, 'expire', ['submitted'], 'expired-unvalidated', ['AUP25-05'], expireGuard),
  edge(ALL, 'activate', ['approved'], 'active', ['AUP25-04', 'AUP18-08', 'AUP25-61'], activateGuard),
  edge(PEOPLE, 'request-region', LIVE, 'same', ['AUP25-06'], requestRegionGuard),
  edge(PEOPLE, 'decline-region', LIVE, 'same', ['AUP25-06'], declineRegionGuard),
  edge(['individual', 'web-service'], 'authorise-region', LIVE, 'same', ['AUP25-06'], openingGuard),
  edge(['individual', 'web-service'], 'withdraw-region', LIVE, 'same', ['AUP25-06'], withdrawRegionGuard),
  edge(PEOPLE, 'accept-policy', LIVE, 'same', ['AUP25-18', 'AUP18-05'], acceptPolicyGuard),
  edge(ALL, 'restrict', ['active'], 'restricted', ['AUP25-41'], restrictGuard),
  edge(ALL, 'restrict', ['restricted', 'suspended'], 'same', ['AUP25-41'], restrictGuard),
  edge(ALL, 'lift', ['restricted'], 'active', ['AUP25-41'], liftGuard),
  edge(ALL, 'suspend', ['active', 'restricted'], 'suspended', ['AUP25-42'], suspendGuard),
  edge(ALL, 'suspend', ['suspended'], 'same', ['AUP25-42'], suspendGuard),
  edge(ALL, 'settle-ground', ['suspended'], 'same', ['AUP25-42'], settleGuard),
  edge(ALL, 'reinstate', ['suspended'], 'active', ['AUP25-42'], reinstateGuard),
  edge(
    ALL,
    'reinstate-restricted',
    ['suspended'],
    'restricted',
    ['AUP25-42', 'AUP25-41'],
    reinstateRestrictedGuard,
  ),
  edge(ALL, 'cease', USED, 'terminated', ['AUP25-32', 'AUP25-37']),
  edge(
    ALL,
    'terminate-inactive',
    ['active', 'restricted'],
    'terminated',
    ['AUP25-33', 'AUP25-34', 'AUP25-35', 'AUP25-36'],
    inactiveGuard,
  ),
  edge(ALL, 'revoke', LIVE, 'terminated', ['AUP25-31', 'AUP18-06'], revokeGuard),
]

export type AccountMachine = Machine<AccountStatus, AccountEvent, AccountContext>

const machineOf = (kind: AccountKind): AccountMachine => ({
  name: `${kind} account`,
  states: ACCOUNT_STATUSES,
  start: 'draft',
  final: FINAL_STATUSES,
  transitions: TABLE.filter(one => one.kinds.includes(kind)),
})

/** The machine of each kind of account: the rows of the table that are for it. */
export const ACCOUNT_MACHINES: Readonly<Record<AccountKind, AccountMachine>> = {
  individual: machineOf('individual'),
  'web-service': machineOf('web-service'),
  product: machineOf('product'),
}

/** Every event, in the order of the table. */
export const ACCOUNT_EVENTS: readonly AccountEvent[] = [...new Set(TABLE.map(one => one.event))]
