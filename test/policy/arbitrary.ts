import fc from 'fast-check'
import {
  ACCOUNT_STATUSES,
  type AgreementFacts,
  type CallerFacts,
  MAINTAINED,
  type OriginFacts,
  type PermissionFacts,
  POLICY_VERSIONS,
  type PolicyContent,
  type PolicyParameters,
  policyVersion,
  type QuestionFacts,
  type RestrictionFacts,
  type TailoredTerms,
} from '../../src/policy/index.ts'
import { type DirectPurposeCode, PURPOSES } from '../../src/vocabulary/index.ts'
import { agreement, caller, NOW } from './examples.ts'

/** Mostly the first, so that random facts reach the checks that come late. */
const mostly = <T>(usual: T, ...rare: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...rare) })

const DIRECT: readonly DirectPurposeCode[] = PURPOSES.flatMap(purpose =>
  purpose.kind === 'direct' ? [purpose.code] : [],
)
const REGIONS = ['Y56', 'Y58', 'Y59'] as const
const TYPES = [13, 100, 105] as const
const regions = fc.subarray([...REGIONS])
const types = fc.subarray([...TYPES])

const volumes = fc.constantFrom(
  { perMinute: 10, perDay: 9_000 },
  { perMinute: 400, perDay: 200 },
  { perMinute: 900, perDay: 90_000 },
)

/** In force, mostly; else over, still to come, or right on the edge of either. */
const dates = fc.record({
  from: mostly(NOW - 9, NOW, NOW + 1),
  until: mostly(NOW + 9, NOW, NOW + 1),
})

const MEMBERS = ['id', 'name', 'phone', 'openingTimes'] as const
const members = fc.subarray([...MEMBERS], { minLength: 1 })

const grants = fc.array(
  fc.tuple(regions, dates).map(([regionIds, dated]) => ({ regionIds, ...dated })),
  { maxLength: 3 },
)

const permissions: fc.Arbitrary<PermissionFacts> = fc
  .oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('public-display'),
        grants,
        productVersion: mostly('7.1', '7.0'),
        safetyCaseUntil: mostly(NOW + 5, NOW, NOW + 1),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('cache-exception'),
        fields: fc.oneof(fc.constant([...MEMBERS]), members),
        purposes: fc.subarray(DIRECT.slice(0, 3)),
        maxAgeSeconds: fc.constantFrom(0, 0.5, 30, 600, 2_000),
        derogation: mostly('derogation-1', ''),
      }),
    },
    fc.record({ type: fc.constant('care-record-extract'), fields: fc.oneof(fc.constant([]), members) }),
    fc.record({ type: fc.constant('raised-quota'), volume: volumes }),
    fc.record({ type: fc.constantFrom('synthetic-monitoring', 'unattended-service', 'dataset-snapshot') }),
  )
  .chain(what => dates.map(dated => ({ id: 'permission-1', ...dated, ...what })))

/** Names and values of which some may not be tailored, or are beyond what anybody may have. */
const tailoredParameters: fc.Arbitrary<Partial<PolicyParameters>> = fc.record(
  {
    resultsMax: fc.constantFrom(0, 10, 30, 100, 101, 2.5),
    resultsDefault: fc.constantFrom(5, 30),
    distanceMetresMax: fc.constantFrom(9_000, 160_934, 160_935),
    distanceMetresDefault: fc.constantFrom(5_000, 80_000),
    answerValidSeconds: fc.constantFrom(0, 5, 900, 901),
    cacheMaxAgeSecondsMax: fc.constantFrom(0, 60, 901),
    reacceptHardGate: fc.boolean(),
    reacceptGraceDays: fc.constantFrom(0, 10, 366),
    directCareOnly: fc.boolean(),
    geographicOnly: fc.boolean(),
    individualsNeedRegions: fc.boolean(),
    publicDisplayRegionGrants: fc.boolean(),
  },
  { requiredKeys: [] },
)

const tailored: fc.Arbitrary<TailoredTerms> = fc
  .record({
    id: fc.constant('tailored-1'),
    policyVersion: mostly('2025-02-25', '2018-07-03'),
    parameters: tailoredParameters,
    waives: fc.subarray(['AUP25-08', 'AUP25-25', 'AUP18-16', 'AUP25-10', 'AUP25-28'] as const),
  })
  .chain(what => dates.map(dated => ({ ...what, ...dated })))

const ALL_DAY = { fromMinute: 0, untilMinute: 1440 }
/** NOW is a Sunday in London, 540 minutes after midnight. */
const hours = mostly<RestrictionFacts['hours']>(
  null,
  { days: [7], ...ALL_DAY },
  { days: [6, 7], fromMinute: 540, untilMinute: 541 },
  { days: [7], fromMinute: 0, untilMinute: 540 },
  { days: [7], fromMinute: 541, untilMinute: 1440 },
  { days: [1, 2, 3, 4, 5, 6], ...ALL_DAY },
)

export const restrictions: fc.Arbitrary<RestrictionFacts> = fc.record({
  id: fc.constantFrom('restriction-1', 'restriction-2'),
  regions: fc.option(fc.oneof(fc.constant([...REGIONS]), regions), { freq: 1 }),
  typeIds: fc.option(fc.oneof(fc.constant([...TYPES]), types), { freq: 1 }),
  resultsMax: fc.option(fc.integer({ min: 1, max: 120 }), { freq: 1 }),
  volume: fc.option(volumes, { freq: 1 }),
  audience: fc.option(fc.constant('public'), { freq: 1 }),
  hours,
  from: mostly(NOW - 9, NOW, NOW + 1),
  until: mostly<number | null>(null, NOW, NOW + 1),
  reviewBy: fc.constant(NOW + 99),
})

export const agreements: fc.Arbitrary<AgreementFacts> = fc.record({
  id: fc.constant(agreement.id),
  status: mostly('in-force', 'drafted', 'issued', 'accepted', 'superseded', 'ended'),
  policyVersion: mostly<string | null>('2025-02-25', '2018-07-03', null),
  useCase: fc.constant(agreement.useCase),
  purposes: fc.oneof(
    fc.subarray(DIRECT.slice(0, 3)),
    fc.constantFrom<DirectPurposeCode>('urgent-care-referral').map(code => [code]),
  ),
  audience: fc.constantFrom('public', 'professional'),
  regions: fc.oneof(fc.constant('national' as const), regions),
  typeIds: fc.oneof(fc.constant(null), types),
  resultsMax: fc.integer({ min: 1, max: 120 }),
  distanceMetresMax: fc.integer({ min: 1_000, max: 200_000 }),
  volume: volumes,
  lookUps: fc.constantFrom('follow-up', 'declared'),
  origins: fc.constantFrom('any', 'postcode-or-town'),
  serviceIds: fc.constantFrom('handles', 'directory'),
  listMembers: fc.constantFrom(null, null, [], ['phone', 'open']),
  from: mostly(NOW - 1, NOW, NOW + 1),
  until: mostly<number | null>(null, NOW - 1, NOW, NOW + 1),
  userRoles: mostly<readonly string[] | null>(null, ['R8000', 'R8001'], []),
  tailored: fc.option(tailored, { freq: 1, nil: null }),
  permissions: fc.array(permissions, { maxLength: 4 }),
})

const accounts: fc.Arbitrary<CallerFacts['account']> = fc
  .record({
    kind: fc.constantFrom('web-service', 'individual'),
    status: fc.oneof({ weight: 9, arbitrary: fc.constant('active') }, fc.constantFrom(...ACCOUNT_STATUSES)),
    regionIds: fc.option(regions, { nil: undefined }),
    restrictions: fc.oneof(
      { weight: 3, arbitrary: fc.constant(undefined) },
      { weight: 2, arbitrary: fc.array(restrictions, { maxLength: 3 }) },
    ),
  })
  .map(({ kind, status, regionIds, restrictions: narrowings }) => ({
    id: caller.account.id,
    name: caller.account.name,
    kind,
    status,
    ...(regionIds === undefined ? {} : { regionIds }),
    ...(narrowings === undefined ? {} : { restrictions: narrowings }),
  }))

export const callers: fc.Arbitrary<CallerFacts> = fc.record({
  account: accounts,
  organisation: mostly<CallerFacts['organisation']['status']>(
    'active',
    'suspended',
    'closed',
    'not-named',
    'not-connected',
  ).map(status => ({ ...caller.organisation, status })),
  product: fc
    .record({
      status: mostly<CallerFacts['product']['status']>('active', 'suspended', 'withdrawn'),
      version: mostly<string | null>('7.1', '7.2', null),
    })
    .map(change => ({ ...caller.product, ...change })),
  individual: fc.constantFrom(
    null,
    null,
    { id: 'person-1', role: 'R8000' },
    { id: 'person-1', role: 'R9999' },
    { id: 'person-1', role: null },
  ),
  connection: mostly<CallerFacts['connection']['environment']>('production', 'integration').map(
    environment => ({ ...caller.connection, environment }),
  ),
  agreement: fc.oneof({ weight: 20, arbitrary: agreements }, fc.constant(null)),
  referralRoleIds: fc.option(fc.subarray([1, 2, 24])),
})

const origins: fc.Arbitrary<OriginFacts> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      outcome: fc.constant('located'),
      kind: fc.constantFrom('coordinate', 'named'),
      regionId: fc.constantFrom(...REGIONS),
    }),
  },
  fc.constant<OriginFacts>({ outcome: 'not-given' }),
  fc.constant<OriginFacts>({
    outcome: 'outside-england',
    label: 'CF10 1EP',
    nation: 'wales',
    askInstead: 'In Wales, call 111.',
  }),
  fc.record({
    outcome: fc.constant('unusable'),
    because: fc.constantFrom('no-fixed-abode', 'non-geographic', 'unlocated', 'ambiguous', 'not-recognised'),
    detail: fc.constant('It cannot be used.'),
  }),
)

const purposes = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 3, arbitrary: fc.constantFrom<string>(...DIRECT.slice(0, 3)) },
  { weight: 1, arbitrary: fc.constantFrom<string>(...PURPOSES.map(purpose => purpose.code), '', 'toString') },
)
const audiences = mostly<'public' | 'professional' | 'operator' | null>(
  null,
  'public',
  'professional',
  'operator',
)

const fieldsAsked = fc.constantFrom(null, [], ['id', 'name'], ['id', 'phone'])
const kinds = mostly<'live' | 'test' | 'monitoring'>('live', 'test', 'monitoring')

const plainQuestions: fc.Arbitrary<QuestionFacts> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      action: fc.constant('search'),
      purpose: purposes,
      origin: origins,
      audience: audiences,
      typeIds: fc.option(fc.oneof(fc.constant([13]), types)),
      limit: fc.option(fc.integer({ min: 1, max: 130 })),
      withinMetres: fc.option(fc.integer({ min: 1, max: 210_000 })),
      fields: fieldsAsked,
      kind: kinds,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      action: fc.constant('look-up'),
      purpose: purposes,
      audience: audiences,
      by: fc.constantFrom('id', 'ods-code'),
      recentlyReturned: fc.boolean(),
      fields: fieldsAsked,
      kind: kinds,
    }),
  },
  fc.record({ action: fc.constantFrom('place', 'reference', 'feedback'), purpose: purposes }),
  fc.record({
    action: fc.constant('maintain'),
    purpose: purposes,
    what: fc.constantFrom(...MAINTAINED),
    changes: fc.boolean(),
    maintained: fc.boolean(),
  }),
)

/** Some through interfaces that know services by their number, and some look-ups of what nobody was given. */
export const questions: fc.Arbitrary<QuestionFacts> = fc
  .record({ question: plainQuestions, byNumber: mostly(false, true), neverIssued: mostly(false, true) })
  .map(({ question, byNumber, neverIssued }) => {
    if (question.action === 'look-up' && neverIssued)
      return { ...question, by: 'id', recentlyReturned: false, neverIssued: true }
    return byNumber && 'kind' in question ? { ...question, byNumber: true } : question
  })

const [OLDER, NEWER = POLICY_VERSIONS[0]] = POLICY_VERSIONS

const variant = (change: Partial<PolicyParameters>, waivable: PolicyContent['waivable'] = []) => {
  const { hash: _, citations: __, ...content } = NEWER
  return policyVersion({
    ...content,
    parameters: { ...content.parameters, ...change },
    waivable: [...content.waivable, ...waivable],
  })
}

/** The one in force, mostly; now and then that of 2018, or one with other gates open or shut. */
export const policies = fc.oneof(
  { weight: 6, arbitrary: fc.constant(NEWER) },
  fc.constantFrom(
    OLDER,
    OLDER,
    variant({ reacceptHardGate: true }, ['AUP25-08']),
    variant({ reacceptHardGate: true, reacceptGraceDays: 365, individualsNeedRegions: false }),
    variant({ publicDisplayRegionGrants: false, cacheNeedsDerogation: false }),
    variant({ publicDisplaySafetyCase: false }),
    variant({ publicDisplaySafetyCase: false, publicDisplayRegionGrants: false }),
  ),
)
