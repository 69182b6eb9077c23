import type { AccountEvent, AccountEvents } from '../../src/accounts/account-events.ts'
import type { AccountKind } from '../../src/accounts/index.ts'

export const NOW = Date.UTC(2026, 5, 3, 11)
export const DAY = 86_400_000

const standing = {
  agreement: {
    audience: 'professional',
    issuedAt: NOW - DAY,
    acceptedVersion: '2025-02-25',
    acceptedAt: NOW - DAY,
  },
  publication: 'publish',
  publicDisplay: false,
} as const

/** For each event, facts with which nothing is missing. */
export function goodFacts(kind: AccountKind): { readonly [E in AccountEvent]: AccountEvents[E] } {
  const person = kind === 'individual'
  const regions = person ? [{ id: 'Y63', state: 'current' } as const] : []
  const judge = {
    personId: 'lead',
    reach: person ? new Set(['Y63']) : ('operator' as const),
    organisations: ['OTHER'],
  }
  const applicant = { personId: person ? 'clinician' : null, odsCode: 'TRUST' }
  const settlement = {
    kind,
    ground: 'credential-compromise',
    by: 'operator',
    closedCase: null,
    agreementInForce: true,
    keys: person ? null : 1,
    regions: 1,
    finding: { inactive: false, logWhole: true, caseOpen: false },
    othersOpen: [],
    restrictions: 0,
  } as const
  return {
    submit: { organisation: 'active', belongs: person ? true : null, predecessor: 'none' },
    'resend-email': { now: NOW, sentAt: NOW - DAY },
    'validate-email': { token: 'right', now: NOW, until: NOW + DAY },
    route: { regions: [{ id: 'Y63', state: 'current' }] },
    approve: { kind, regions, judge, applicant },
    reject: { judge, applicant },
    withdraw: null,
    expire: { now: NOW, until: NOW },
    activate: { kind, environment: 'production', standing, keys: 1, regions: 1, predecessorEndedAt: null },
    'request-region': { regions: [{ id: 'Y63', state: 'current' }], held: false },
    'decline-region': { judge, applicant, requested: true },
    'authorise-region': { kind, regions, judge, applicant },
    'withdraw-region': { kind, left: 1, held: true },
    'accept-policy': { offered: '2025-02-25', inForce: '2025-02-25' },
    restrict: { kind, by: 'operator', limits: 1, now: NOW, reviewBy: NOW + DAY, until: null },
    lift: { othersOpen: 0 },
    suspend: { kind, suspension: { ground: 'credential-compromise' }, by: 'operator', open: [] },
    'settle-ground': { ...settlement, othersOpen: ['significant-risk'] },
    reinstate: settlement,
    'reinstate-restricted': { ...settlement, restrictions: 1 },
    cease: null,
    'terminate-inactive': { finding: { inactive: true, logWhole: true, caseOpen: false } },
    revoke: { proposedBy: 'one', approvedBy: 'another' },
  }
}
