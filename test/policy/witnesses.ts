import {
  type CallerFacts,
  type PolicyVersion,
  policyInForce,
  policyVersion,
  type QuestionFacts,
  type RefusalReason,
} from '../../src/policy/index.ts'
import { agreed, agreement, caller, display, lookUp, NOW, narrowed, publicly, search } from './examples.ts'

type Witness = {
  readonly caller?: CallerFacts
  readonly question?: QuestionFacts
  /** Needed where no version that is published refuses so. */
  readonly policy?: PolicyVersion
}

const { hash: _, citations: __, ...inForce } = policyInForce(NOW)
const strict = policyVersion({ ...inForce, parameters: { ...inForce.parameters, reacceptHardGate: true } })

const account = (change: Partial<CallerFacts['account']>): Witness => ({
  caller: { ...caller, account: { ...caller.account, ...change } },
})
const from = (origin: Extract<QuestionFacts, { action: 'search' }>['origin']): Witness => ({
  question: { ...search, origin },
})
const unusable = (
  because: 'no-fixed-abode' | 'non-geographic' | 'unlocated' | 'ambiguous' | 'not-recognised',
) => from({ outcome: 'unusable', because, detail: 'It cannot be used.' })

/** What other rooms say, after policy allowed it. */
type RaisedElsewhere = 'quota-exhausted' | 'outside-footprint' | 'abnormal-usage-detected'

/** For each reason one case in which it alone is wrong. What is left out is in good order. */
export const WITNESSES: Readonly<Record<Exclude<RefusalReason, RaisedElsewhere>, Witness>> &
  Partial<Record<RefusalReason, Witness>> = {
  'account-not-yet-active': account({ status: 'approved' }),
  'account-never-opened': account({ status: 'rejected' }),
  'account-suspended': account({ status: 'suspended' }),
  'account-terminated': account({ status: 'terminated' }),
  'organisation-suspended': {
    caller: { ...caller, organisation: { ...caller.organisation, status: 'suspended' } },
  },
  'organisation-closed': {
    caller: { ...caller, organisation: { ...caller.organisation, status: 'closed' } },
  },
  'organisation-not-named': {
    caller: { ...caller, organisation: { ...caller.organisation, status: 'not-named' } },
  },
  'organisation-not-connected': {
    caller: { ...caller, organisation: { ...caller.organisation, status: 'not-connected' } },
  },
  'product-suspended': { caller: { ...caller, product: { ...caller.product, status: 'suspended' } } },
  'product-withdrawn': { caller: { ...caller, product: { ...caller.product, status: 'withdrawn' } } },
  'wrong-environment': {
    caller: { ...caller, connection: { ...caller.connection, environment: 'integration' } },
  },
  // A place asks nothing of the agreement but that there is one, so nothing else can be wrong.
  'no-agreement': { caller: { ...caller, agreement: null }, question: { action: 'place', purpose: null } },
  'terms-not-accepted': { caller: agreed({ policyVersion: null }) },
  'agreement-not-yet-in-force': { caller: agreed({ from: NOW + 1 }) },
  'agreement-superseded': { caller: agreed({ status: 'superseded' }) },
  'agreement-ended': { caller: agreed({ status: 'ended' }) },
  'reacceptance-overdue': { caller: agreed({ policyVersion: '2018-07-03' }), policy: strict },
  'role-not-registered': {
    caller: { ...agreed({ userRoles: ['R8000'] }), individual: { id: 'person-1', role: 'R9999' } },
  },
  restricted: { caller: narrowed({ regions: ['Y56'] }) },
  'monitoring-not-permitted': { question: { ...search, kind: 'monitoring' } },
  'purpose-missing': { caller: agreed({ purposes: [...agreement.purposes, 'care-coordination'] }) },
  'purpose-unknown': { question: { ...search, purpose: 'curiosity' } },
  'purpose-indirect': { question: { ...search, purpose: 'service-planning' } },
  'purpose-not-agreed': { question: { ...search, purpose: 'local-audit' } },
  'public-display-not-permitted': { caller: publicly() },
  'safety-case-other-version': { caller: publicly({ ...display, productVersion: '7.0' }) },
  'safety-case-out-of-date': { caller: publicly({ ...display, safetyCaseUntil: NOW }) },
  'origin-not-given': from({ outcome: 'not-given' }),
  'outside-england': from({
    outcome: 'outside-england',
    label: 'CF10 1EP',
    nation: 'wales',
    askInstead: 'In Wales, call 111.',
  }),
  'origin-no-fixed-abode': unusable('no-fixed-abode'),
  'origin-non-geographic': unusable('non-geographic'),
  'origin-unlocated': unusable('unlocated'),
  'origin-ambiguous': unusable('ambiguous'),
  'origin-not-recognised': unusable('not-recognised'),
  'origin-kind-not-agreed': {
    caller: agreed({ origins: 'postcode-or-town' }),
    ...from({ outcome: 'located', kind: 'coordinate', regionId: 'Y63' }),
  },
  'region-not-agreed': { caller: agreed({ regions: ['Y56'] }) },
  'region-not-authorised': account({ kind: 'individual', regionIds: ['Y56'] }),
  'public-display-not-granted-here': {
    caller: publicly(display),
    ...from({ outcome: 'located', kind: 'named', regionId: 'Y59' }),
  },
  'service-ids-not-agreed': {
    caller: agreed({ serviceIds: 'handles' }),
    question: { ...search, byNumber: true },
  },
  'look-up-without-search': { question: { ...lookUp, recentlyReturned: false } },
  'not-maintained': {
    question: { action: 'maintain', purpose: null, what: 'capacity', changes: true, maintained: false },
  },
  'audience-wider-than-agreed': { question: { ...search, audience: 'operator' } },
  'type-not-agreed': { caller: agreed({ typeIds: [12, 100] }) },
  'limit-above-agreed': { question: { ...search, limit: agreement.resultsMax + 1 } },
  'distance-above-agreed': { question: { ...search, withinMetres: agreement.distanceMetresMax + 1 } },
  'member-not-agreed': {
    caller: agreed({ listMembers: ['open'] }),
    question: { ...search, fields: ['contacts'] },
  },
}
