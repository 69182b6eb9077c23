import {
  agreement,
  type Case,
  ENGLAND,
  furthest,
  least,
  left,
  lookUp,
  monitoring,
  mostResults,
  narrowings,
  number,
  permitted,
  search,
  servesData,
  shown,
  tailored,
  typesLeft,
} from './oracle-facts.ts'

/** The volume an answer is reserved from: agreed or raised, whichever is more; then the least that restrictions leave. */
function volume(c: Case, window: 'perMinute' | 'perDay'): number {
  const lower = narrowings(c).map(restriction => restriction.volume?.[window])
  if (monitoring(c)) return least(window === 'perDay' ? 24 * 60 : 1, ...lower)
  const raised = permitted(c).map(permission =>
    permission.type === 'raised-quota' ? permission.volume[window] : 0,
  )
  return least(Math.max(agreement(c)?.volume[window] ?? 0, ...raised), ...lower)
}

/** For how many seconds an answer may be kept. */
function kept(c: Case): number | undefined {
  const fields = (search(c) ?? lookUp(c))?.fields ?? []
  const purpose =
    c.question.purpose ?? (agreement(c)?.purposes.length === 1 ? agreement(c)?.purposes[0] : null)
  const seconds = permitted(c).flatMap(permission =>
    permission.type === 'cache-exception' &&
    (permission.derogation.length > 0 || !c.policy.parameters.cacheNeedsDerogation) &&
    permission.purposes.some(each => each === purpose) &&
    new Set([...permission.fields, ...fields]).size === new Set(permission.fields).size
      ? [Math.trunc(least(permission.maxAgeSeconds, number(c, 'cacheMaxAgeSecondsMax')))]
      : [],
  )
  return fields.length === 0 ? undefined : seconds.filter(age => age > 0).toSorted((a, b) => b - a)[0]
}

/** Keeping an entry right and reporting an error are for nobody's care. */
const servesSomebody = (c: Case) => !['maintain', 'feedback'].includes(c.question.action)

/** What an answer to a case that breaks no rule is held to. */
export function expectedAnswer(c: Case) {
  const has = c.caller.agreement
  const apart = lookUp(c)?.recentlyReturned === false
  const unbounded =
    has?.regions === 'national' &&
    c.caller.account.regionIds === undefined &&
    narrowings(c).every(({ regions }) => regions === null)
  const within = [...(apart && !unbounded ? [left(c)] : []), ...[shown(c) ?? []].slice(shown(c) ? 0 : 1)]
  const results = least(mostResults(c), ...narrowings(c).map(restriction => restriction.resultsMax))
  const maxAge = kept(c)
  const mayKeep = servesData(c)
    ? permitted(c).flatMap(each => (each.type === 'care-record-extract' ? each.fields : []))
    : []
  const publicOnly =
    (search(c) ?? lookUp(c))?.audience === 'public' || narrowings(c).some(each => each.audience !== null)
  return {
    audience: publicOnly ? 'public' : has?.audience,
    purpose: c.question.purpose ?? (servesSomebody(c) && has?.purposes.length === 1 ? has.purposes[0] : null),
    limits: {
      results: search(c)?.limit ?? least(results, number(c, 'resultsDefault')),
      distanceMetres: search(c)?.withinMetres ?? least(furthest(c), number(c, 'distanceMetresDefault')),
      resultsMax: results,
      distanceMetresMax: furthest(c),
      typeIds: sorted(typesLeft(c)),
      referralRoleIds: c.caller.referralRoleIds,
      regions:
        within.length === 0 ? 'national' : ENGLAND.filter(id => within.every(list => list.includes(id))),
      volume: { perMinute: volume(c, 'perMinute'), perDay: volume(c, 'perDay') },
      counts: monitoring(c) ? 'monitoring' : 'usual',
      handlesFor: has?.serviceIds === 'handles' ? c.caller.connection.id : null,
      listMembers: (search(c) && has?.listMembers) ?? null,
      answerValidSeconds: Math.max(number(c, 'answerValidSeconds'), maxAge ?? 0),
    },
    caching: maxAge === undefined ? null : { maxAgeSeconds: maxAge },
    mayKeep: mayKeep.length === 0 ? null : new Set(mayKeep),
    flags: [(search(c) ?? lookUp(c))?.kind ?? 'live'].filter(kind => kind !== 'live'),
    obligations: [
      ...(maxAge === undefined ? ['no-store'] : []),
      'as-of',
      'terms-link',
      ...((has?.policyVersion ?? '') < c.policy.id ? ['accept-newer-policy'] : []),
      ...(mayKeep.length === 0 ? [] : ['care-record-only']),
    ],
    tailoredTerms: tailored(c)?.id ?? null,
  }
}

const sorted = (ids: readonly number[] | null): readonly number[] | null =>
  ids?.toSorted((a, b) => a - b) ?? null
