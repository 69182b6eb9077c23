import type {
  CallerFacts,
  Environment,
  PermissionFacts,
  PolicyVersion,
  QuestionFacts,
  RestrictionFacts,
} from '../../src/policy/index.ts'
import type { ClauseId } from '../../src/vocabulary/index.ts'

/** One case, laid flat: absent members are undefined, so that each rule can be read on its own. */
export type Case = {
  readonly caller: CallerFacts
  readonly question: QuestionFacts
  readonly policy: PolicyVersion
  readonly now: number
  readonly here: Environment
}

export const DIRECT = new Set([
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
export const INDIRECT = new Set(['research', 'marketing', 'payment', 'service-planning', 'service-mapping'])
export const WIDTH: Record<string, number> = { public: 0, professional: 1, operator: 2 }

export const search = ({ question }: Case) => (question.action === 'search' ? question : undefined)
export const lookUp = ({ question }: Case) => (question.action === 'look-up' ? question : undefined)
export const origin = (c: Case) => search(c)?.origin
export const named = (c: Case) => c.question.purpose ?? undefined
export const agreement = ({ caller }: Case) => caller.agreement ?? undefined
export const unusable = (because: string) => (c: Case) => {
  const from = origin(c)
  return from?.outcome === 'unusable' && from.because === because
}
export const status =
  (...among: string[]) =>
  (c: Case) =>
    among.includes(c.caller.account.status)
export const region = (c: Case) => {
  const from = origin(c)
  return from?.outcome === 'located' ? from.regionId : undefined
}
export const ENGLAND = ['Y56', 'Y58', 'Y59', 'Y60', 'Y61', 'Y62', 'Y63']
/** Regions written out, the whole of England being its seven. */
export const agreedRegions = (c: Case): readonly string[] => {
  const regions = agreement(c)?.regions
  return regions === 'national' ? ENGLAND : (regions ?? [])
}
export const ownRegions = ({ caller: { account }, policy }: Case): readonly string[] =>
  account.regionIds ??
  (account.kind === 'individual' && policy.parameters.individualsNeedRegions ? [] : ENGLAND)

export const dated = (thing: { from: number; until: number | null }, now: number): boolean =>
  now >= thing.from && (thing.until === null || now < thing.until)

export const tailored = (c: Case) => {
  const terms = agreement(c)?.tailored
  return terms && dated(terms, c.now) && terms.policyVersion === c.policy.id ? terms : undefined
}
export const waived = (c: Case, clause: ClauseId): boolean =>
  (tailored(c)?.waives.includes(clause) ?? false) && c.policy.waivable.includes(clause)

/** The hard limits of what can be tailored, written out once more. */
export const RANGES = {
  resultsMax: [1, 100],
  resultsDefault: [1, 100],
  distanceMetresMax: [1, 160_934],
  distanceMetresDefault: [1, 160_934],
  answerValidSeconds: [1, 900],
  cacheMaxAgeSecondsMax: [0, 900],
  reacceptGraceDays: [0, 365],
} as const
export const number = (c: Case, name: keyof typeof RANGES): number => {
  const own = tailored(c)?.parameters[name]
  const [least, most] = RANGES[name]
  return own !== undefined && Number.isInteger(own) && own >= least && own <= most
    ? own
    : c.policy.parameters[name]
}
export const hardGate = (c: Case): boolean =>
  tailored(c)?.parameters.reacceptHardGate ?? c.policy.parameters.reacceptHardGate

export const narrowings = ({ caller, now }: Case): readonly RestrictionFacts[] =>
  (caller.account.restrictions ?? []).filter(restriction => dated(restriction, now))
export const everyNarrowing = <T>(
  c: Case,
  of: (restriction: RestrictionFacts) => T | null,
  holds: (left: T) => boolean,
): boolean =>
  narrowings(c).every(restriction => [of(restriction)].every(left => left === null || holds(left)))

export const permitted = (c: Case): readonly PermissionFacts[] =>
  (agreement(c)?.permissions ?? []).filter(permission => dated(permission, c.now))

export const DAY_OF_NOW = 7
export const MINUTE_OF_NOW = 540
export const servesData = (c: Case): boolean => search(c) !== undefined || lookUp(c) !== undefined
export const asksPublicly = (c: Case): boolean =>
  servesData(c) &&
  agreement(c)?.audience === 'public' &&
  [
    c.policy.parameters.publicDisplayNationalContact,
    c.policy.parameters.publicDisplayRegionGrants,
    c.policy.parameters.publicDisplaySafetyCase,
  ].includes(true)
export const displays = (c: Case) =>
  permitted(c).flatMap(permission => (permission.type === 'public-display' ? [permission] : []))
export const ofVersion = (c: Case) =>
  displays(c).filter(
    ({ productVersion }) =>
      !c.policy.parameters.publicDisplaySafetyCase || productVersion === c.caller.product.version,
  )
export const safe = (c: Case) =>
  ofVersion(c).filter(
    ({ safetyCaseUntil }) => !c.policy.parameters.publicDisplaySafetyCase || c.now < safetyCaseUntil,
  )
/** Regions that may be shown; undefined where showing is not narrowed. */
export const shown = (c: Case): readonly string[] | undefined => {
  const gated = asksPublicly(c) && c.policy.parameters.publicDisplayRegionGrants
  if (!gated || waived(c, 'AUP18-16') || safe(c).length === 0) return undefined
  const granted = safe(c).flatMap(({ grants }) => grants.filter(grant => dated(grant, c.now)))
  return ENGLAND.filter(id => granted.some(({ regionIds }) => regionIds.includes(id)))
}
export const left = (c: Case): readonly string[] =>
  agreedRegions(c)
    .filter(id => ownRegions(c).includes(id))
    .filter(id =>
      everyNarrowing(
        c,
        restriction => restriction.regions,
        regions => regions.includes(id),
      ),
    )
export const monitoring = (c: Case): boolean => (search(c) ?? lookUp(c))?.kind === 'monitoring'
export const typesLeft = (c: Case): readonly number[] | null => {
  const lists = [agreement(c)?.typeIds ?? null, ...narrowings(c).map(({ typeIds }) => typeIds)].filter(
    list => list !== null,
  )
  const [first] = lists
  return first ? first.filter(id => lists.every(list => list.includes(id))) : null
}
export const mostResults = (c: Case): number =>
  least(agreement(c)?.resultsMax, number(c, 'resultsMax'), monitoring(c) ? 1 : null)
export const furthest = (c: Case): number =>
  least(agreement(c)?.distanceMetresMax, number(c, 'distanceMetresMax'), monitoring(c) ? 1609 : null)

export function least(...numbers: readonly (number | null | undefined)[]): number {
  return numbers.flatMap(item => (typeof item === 'number' ? [item] : [])).toSorted((a, b) => a - b)[0] ?? 0
}
