import type { RefusalReason } from '../../src/policy/index.ts'
import {
  agreedRegions,
  agreement,
  asksPublicly,
  type Case,
  DAY_OF_NOW,
  DIRECT,
  displays,
  everyNarrowing,
  furthest,
  hardGate,
  INDIRECT,
  left,
  lookUp,
  MINUTE_OF_NOW,
  monitoring,
  mostResults,
  named,
  narrowings,
  number,
  ofVersion,
  origin,
  ownRegions,
  permitted,
  region,
  safe,
  search,
  shown,
  status,
  typesLeft,
  unusable,
  WIDTH,
  waived,
} from './oracle-facts.ts'

/** Every rule on its own, each true where it is broken. The first broken one, in this order, is the refusal. */
const RULES: readonly (readonly [RefusalReason, (c: Case) => boolean | undefined])[] = [
  ['organisation-not-named', c => c.caller.organisation.status === 'not-named'],
  ['organisation-not-connected', c => c.caller.organisation.status === 'not-connected'],
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
    'reacceptance-overdue',
    c =>
      hardGate(c) &&
      String(agreement(c)?.policyVersion) < c.policy.id &&
      c.now - c.policy.effectiveFrom >= number(c, 'reacceptGraceDays') * 24 * 3600 * 1000,
  ],
  [
    'role-not-registered',
    c => {
      const person =
        c.caller.individual ?? (c.caller.account.kind === 'individual' ? { role: null } : undefined)
      return person && agreement(c)?.userRoles?.includes(person.role ?? '') === false
    },
  ],
  [
    'restricted',
    c =>
      !everyNarrowing(
        c,
        restriction => restriction.hours,
        ({ days, fromMinute, untilMinute }) =>
          days.includes(DAY_OF_NOW) && fromMinute <= MINUTE_OF_NOW && MINUTE_OF_NOW < untilMinute,
      ),
  ],
  [
    'monitoring-not-permitted',
    c => monitoring(c) && !permitted(c).some(permission => permission.type === 'synthetic-monitoring'),
  ],
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
  ['public-display-not-permitted', c => asksPublicly(c) && displays(c).length === 0],
  ['safety-case-other-version', c => asksPublicly(c) && displays(c).length > 0 && ofVersion(c).length === 0],
  ['safety-case-out-of-date', c => asksPublicly(c) && ofVersion(c).length > 0 && safe(c).length === 0],
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
    'restricted',
    c =>
      region(c) !== undefined &&
      !everyNarrowing(
        c,
        restriction => restriction.regions,
        regions => regions.includes(region(c) ?? ''),
      ),
  ],
  ['restricted', c => lookUp(c) && narrowings(c).length > 0 && left(c).length === 0],
  [
    'public-display-not-granted-here',
    c => region(c) !== undefined && shown(c)?.includes(region(c) ?? '') === false,
  ],
  [
    'public-display-not-granted-here',
    c => lookUp(c) && shown(c)?.some(id => lookUp(c)?.recentlyReturned || left(c).includes(id)) === false,
  ],
  [
    'service-ids-not-agreed',
    c => agreement(c)?.serviceIds === 'handles' && JSON.stringify(c.question).includes('"byNumber":true'),
  ],
  [
    'look-up-without-search',
    c =>
      lookUp(c)?.neverIssued === undefined &&
      c.policy.parameters.geographicOnly &&
      !waived(c, 'AUP25-08') &&
      lookUp(c)?.recentlyReturned === false &&
      agreement(c)?.lookUps === 'follow-up',
  ],
  ['not-maintained', c => c.question.action === 'maintain' && !c.question.maintained],
  [
    'audience-wider-than-agreed',
    c => {
      const asked = (search(c) ?? lookUp(c))?.audience
      return asked != null && (WIDTH[asked] ?? 9) > (WIDTH[agreement(c)?.audience ?? ''] ?? -1)
    },
  ],
  [
    'restricted',
    c =>
      ['professional', 'operator'].includes((search(c) ?? lookUp(c))?.audience ?? '') &&
      narrowings(c).some(({ audience }) => audience === 'public'),
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
    'restricted',
    c =>
      search(c) &&
      !everyNarrowing(
        c,
        restriction => restriction.typeIds,
        may => (search(c)?.typeIds ?? []).every(id => may.includes(id)),
      ),
  ],
  [
    'restricted',
    c =>
      search(c) &&
      !search(c)?.typeIds?.length &&
      narrowings(c).some(({ typeIds }) => typeIds !== null) &&
      typesLeft(c)?.length === 0,
  ],
  ['limit-above-agreed', c => (search(c)?.limit ?? 0) > mostResults(c)],
  [
    'restricted',
    c =>
      !everyNarrowing(
        c,
        restriction => restriction.resultsMax,
        most => (search(c)?.limit ?? 0) <= most,
      ),
  ],
  ['distance-above-agreed', c => (search(c)?.withinMetres ?? 0) > furthest(c)],
  [
    'member-not-agreed',
    c => {
      const may = agreement(c)?.listMembers
      if (!may || !search(c)) return false
      const always = ['id', 'name', 'distanceMetres', 'label', 'rank', 'byRoad']
      const wanted = new Set([...may, ...always, ...(search(c)?.fields ?? [])])
      return search(c)?.byNumber === true || wanted.size > new Set([...may, ...always]).size
    },
  ],
]

/** Every rule that the case breaks, in order; slow, and written apart from `decide`. */
export const broken = (c: Case): readonly RefusalReason[] =>
  RULES.filter(([, isBroken]) => isBroken(c)).map(([reason]) => reason)
