import type {
  AgreementFacts,
  CallerFacts,
  PermissionFacts,
  QuestionFacts,
  RestrictionFacts,
} from '../../src/policy/index.ts'

/** A day in the life of the policy of February 2025. */
export const NOW = Date.parse('2026-11-22T09:00:00Z')

export const agreement: AgreementFacts = {
  id: 'agreement-1',
  status: 'in-force',
  policyVersion: '2025-02-25',
  useCase: 'Call handlers find a service for the person on the line.',
  purposes: ['urgent-care-referral'],
  audience: 'professional',
  regions: 'national',
  typeIds: null,
  resultsMax: 50,
  distanceMetresMax: 100_000,
  volume: { perMinute: 300, perDay: 20_000 },
  lookUps: 'follow-up',
  origins: 'any',
  from: Date.parse('2026-01-01T00:00:00Z'),
  until: null,
}

/** A call centre's web service account in good standing. */
export const caller: CallerFacts = {
  account: { id: 'account-1', name: 'Example Call Centre', kind: 'web-service', status: 'active' },
  organisation: { odsCode: 'XYZ01', name: 'Example Care', status: 'active' },
  product: { id: 'product-1', name: 'Example Triage', status: 'active', version: '7.1' },
  connection: { id: 'connection-1', environment: 'production' },
  agreement,
  referralRoleIds: null,
}

export type Search = Extract<QuestionFacts, { action: 'search' }>
export type LookUp = Extract<QuestionFacts, { action: 'look-up' }>

/** "Which pharmacies near Leeds?" */
export const search: Search = {
  action: 'search',
  purpose: null,
  origin: { outcome: 'located', kind: 'named', regionId: 'Y63' },
  audience: null,
  typeIds: [13],
  limit: null,
  withinMetres: null,
}

/** "Tell me all about the second of those." */
export const lookUp: LookUp = {
  action: 'look-up',
  purpose: null,
  audience: null,
  by: 'id',
  recentlyReturned: true,
}

/** The caller with another agreement. */
export const agreed = (change: Partial<AgreementFacts>): CallerFacts => ({
  ...caller,
  agreement: { ...agreement, ...change },
})

/** The caller narrowed in one respect. */
export const restriction: RestrictionFacts = {
  id: 'restriction-1',
  regions: null,
  typeIds: null,
  resultsMax: null,
  volume: null,
  audience: null,
  hours: null,
  from: NOW - 1,
  until: null,
  reviewBy: Date.parse('2026-12-22T09:00:00Z'),
}
export const narrowed = (...changes: readonly Partial<RestrictionFacts>[]): CallerFacts => ({
  ...caller,
  account: {
    ...caller.account,
    restrictions: changes.map(change => ({ ...restriction, ...change })),
  },
})

export type DisplayPermission = Extract<PermissionFacts, { type: 'public-display' }>

/** Leave to show what is in Yorkshire and in London to the public. */
export const display: DisplayPermission = {
  id: 'permission-1',
  type: 'public-display',
  from: NOW - 1,
  until: NOW + 1,
  grants: [
    { regionIds: ['Y63'], from: NOW - 1, until: NOW + 1 },
    { regionIds: ['Y56'], from: NOW - 1, until: NOW + 1 },
  ],
  productVersion: '7.1',
  safetyCaseUntil: NOW + 1,
}

/** An agreement to show services to the public, with these permissions. */
export const publicly = (...permissions: readonly PermissionFacts[]): CallerFacts =>
  agreed({ audience: 'public', permissions })
