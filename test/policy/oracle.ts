import type {
  CallerFacts,
  Environment,
  PolicyVersion,
  QuestionFacts,
  RefusalReason,
} from '../../src/policy/index.ts'

/** One case, laid flat: absent members are undefined, so that each rule can be read on its own. */
type Case = {
  readonly caller: CallerFacts
  readonly question: QuestionFacts
  readonly policy: PolicyVersion
  readonly now: number
  readonly here: Environment
}

const DIRECT = new Set([
  'urgent-care-referral',
  'emergency-treatment',
  'care-coordination',
  'appointment-booking',
  'referral-follow-up',
  'self-care-signposting',
  'individual-public-health',
  'local-audit',
  'incident-management',
])
const INDIRECT = new Set(['research', 'marketing', 'payment', 'service-planning', 'service-mapping'])
const WIDTH: Record<string, number> = { public: 0, professional: 1, operator: 2 }

const search = ({ question }: Case) => (question.action === 'search' ? question : undefined)
const lookUp = ({ question }: Case) => (question.action === 'look-up' ? question : undefined)
const origin = (c: Case) => search(c)?.origin
const named = (c: Case) => c.question.purpose ?? undefined
const agreement = ({ caller }: Case) => caller.agreement ?? undefined
const unusable = (because: string) => (c: Case) => {
  const from = origin(c)
  return from?.outcome === 'unusable' && from.because === because
}
const status =
  (...among: string[]) =>
  (c: Case) =>
    among.includes(c.caller.account.status)
const region = (c: Case) => {
  const from = origin(c)
  return from?.outcome === 'located' ? from.regionId : undefined
}
const ENGLAND = ['Y56', 'Y58', 'Y59', 'Y60', 'Y61', 'Y62', 'Y63']
/** Regions written out, the whole of England being its seven. */
const agreedRegions = (c: Case): readonly string[] => {
  const regions = agreement(c)?.regions
  return regions === 'national' ? ENGLAND : (regions ?? [])
}
const ownRegions = ({ caller: { account } }: Case): readonly string[] =>
  account.regionIds ?? (account.kind === 'individual' ? [] : ENGLAND)

/** Every rule on its own, each true where it is broken. The first broken one, in this order, is the refusal. */
const RULES: readonly (readonly [RefusalReason, (c: Case) => boolean | undefined])[] = [
  ['account-not-yet-active', status('draft', 'submitted', 'email-validated', 'regional-review', 'approved')],
  ['account-never-opened', status('rejected', 'expired-unvalidated', 'withdrawn')],
  ['account-suspended', status('suspended')],
  ['account-terminated', status('terminated')],
  ['organisation-suspended', c => c.caller.organisation.status === 'suspended'],
  ['organisation-closed', c => c.caller.organisation.status === 'closed'],
  ['product-suspended', c => c.caller.product.status === 'suspended'],
  ['product-withdrawn', c => c.caller.product.status === 'withdrawn'],
  ['wrong-environment', c => c.caller.connection.environment !== c.here],
  ['no-agreement', c => agreement(c) === undefined],
  ['agreement-superseded', c => agreement(c)?.status === 'superseded'],
  ['agreement-ended', c => agreement(c)?.status === 'ended'],
  ['agreement-not-yet-in-force', c => agreement(c)?.status === 'drafted'],
  ['terms-not-accepted', c => agreement(c)?.status === 'issued' || agreement(c)?.policyVersion === null],
  [
    'agreement-not-yet-in-force',
    c => agreement(c)?.status === 'accepted' || (agreement(c)?.from ?? 0) > c.now,
  ],
  ['agreement-ended', c => (agreement(c)?.until ?? Number.POSITIVE_INFINITY) <= c.now],
  [
    'purpose-missing',
    c =>
      named(c) === undefined &&
      agreement(c)?.purposes.length !== 1 &&
      c.policy.parameters.directCareOnly &&
      ['search', 'look-up'].includes(c.question.action),
  ],
  ['purpose-indirect', c => INDIRECT.has(named(c) ?? '')],
  [
    'purpose-unknown',
    c => named(c) !== undefined && !DIRECT.has(named(c) ?? '') && !INDIRECT.has(named(c) ?? ''),
  ],
  [
    'purpose-not-agreed',
    c => DIRECT.has(named(c) ?? '') && !agreement(c)?.purposes.some(purpose => purpose === named(c)),
  ],
  ['origin-not-given', c => origin(c)?.outcome === 'not-given'],
  ['outside-england', c => origin(c)?.outcome === 'outside-england'],
  ['origin-no-fixed-abode', unusable('no-fixed-abode')],
  ['origin-non-geographic', unusable('non-geographic')],
  ['origin-unlocated', unusable('unlocated')],
  ['origin-ambiguous', unusable('ambiguous')],
  ['origin-not-recognised', unusable('not-recognised')],
  [
    'origin-kind-not-agreed',
    c => {
      const from = origin(c)
      return (
        from?.outcome === 'located' &&
        from.kind === 'coordinate' &&
        agreement(c)?.origins === 'postcode-or-town'
      )
    },
  ],
  ['region-not-agreed', c => region(c) !== undefined && !agreedRegions(c).includes(region(c) ?? '')],
  ['region-not-authorised', c => region(c) !== undefined && !ownRegions(c).includes(region(c) ?? '')],
  ['region-not-agreed', c => lookUp(c) && agreedRegions(c).length === 0],
  ['region-not-authorised', c => lookUp(c) && !ownRegions(c).some(id => agreedRegions(c).includes(id))],
  [
    'look-up-without-search',
    c =>
      c.policy.parameters.geographicOnly &&
      lookUp(c)?.recentlyReturned === false &&
      agreement(c)?.lookUps === 'follow-up',
  ],
  [
    'audience-wider-than-agreed',
    c => {
      const asked = (search(c) ?? lookUp(c))?.audience
      return asked != null && (WIDTH[asked] ?? 9) > (WIDTH[agreement(c)?.audience ?? ''] ?? -1)
    },
  ],
  [
    'type-not-agreed',
    c => {
      const asked = search(c)?.typeIds ?? []
      const may = agreement(c)?.typeIds
      if (search(c) === undefined || may == null) return false
      return asked.length === 0 || new Set([...may, ...asked]).size > new Set(may).size
    },
  ],
  [
    'limit-above-agreed',
    c =>
      (search(c)?.limit ?? 0) > (agreement(c)?.resultsMax ?? 0) ||
      (search(c)?.limit ?? 0) > c.policy.parameters.resultsMax,
  ],
  [
    'distance-above-agreed',
    c =>
      (search(c)?.withinMetres ?? 0) > (agreement(c)?.distanceMetresMax ?? 0) ||
      (search(c)?.withinMetres ?? 0) > c.policy.parameters.distanceMetresMax,
  ],
]

/** Every rule that the case breaks, in order; slow, and written apart from `decide`. */
export const broken = (c: Case): readonly RefusalReason[] =>
  RULES.filter(([, isBroken]) => isBroken(c)).map(([reason]) => reason)

const least = (...numbers: readonly (number | null | undefined)[]): number =>
  numbers.flatMap(number => (typeof number === 'number' ? [number] : [])).toSorted((a, b) => a - b)[0] ?? 0

/** What an answer to a case that breaks no rule is held to. */
export function expectedAnswer(c: Case) {
  const { resultsMax, resultsDefault, distanceMetresMax, distanceMetresDefault } = c.policy.parameters
  const has = c.caller.agreement
  const apart = lookUp(c)?.recentlyReturned === false
  const everywhere = has?.regions === 'national' && c.caller.account.regionIds === undefined
  return {
    audience: search(c)?.audience === 'public' || lookUp(c)?.audience === 'public' ? 'public' : has?.audience,
    purpose: c.question.purpose ?? (has?.purposes.length === 1 ? has.purposes[0] : null),
    results: search(c)?.limit ?? least(has?.resultsMax, resultsMax, resultsDefault),
    distanceMetres:
      search(c)?.withinMetres ?? least(has?.distanceMetresMax, distanceMetresMax, distanceMetresDefault),
    resultsMax: least(has?.resultsMax, resultsMax),
    distanceMetresMax: least(has?.distanceMetresMax, distanceMetresMax),
    typeIds: has?.typeIds,
    referralRoleIds: c.caller.referralRoleIds,
    regions: !apart || everywhere ? 'national' : ownRegions(c).filter(id => agreedRegions(c).includes(id)),
    mustAccept: (has?.policyVersion ?? '') < c.policy.id,
  }
}
