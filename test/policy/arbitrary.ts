import fc from 'fast-check'
import {
  ACCOUNT_STATUSES,
  type AgreementFacts,
  type CallerFacts,
  type OriginFacts,
  POLICY_VERSIONS,
  type QuestionFacts,
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
  volume: fc.constant(agreement.volume),
  lookUps: fc.constantFrom('follow-up', 'declared'),
  origins: fc.constantFrom('any', 'postcode-or-town'),
  from: mostly(NOW - 1, NOW, NOW + 1),
  until: mostly<number | null>(null, NOW - 1, NOW, NOW + 1),
})

const accounts: fc.Arbitrary<CallerFacts['account']> = fc
  .record({
    kind: fc.constantFrom('web-service', 'individual'),
    status: fc.oneof({ weight: 9, arbitrary: fc.constant('active') }, fc.constantFrom(...ACCOUNT_STATUSES)),
    regionIds: fc.option(regions, { nil: undefined }),
  })
  .map(({ kind, status, regionIds }) => ({
    id: caller.account.id,
    name: caller.account.name,
    kind,
    status,
    ...(regionIds === undefined ? {} : { regionIds }),
  }))

export const callers: fc.Arbitrary<CallerFacts> = fc.record({
  account: accounts,
  organisation: mostly<CallerFacts['organisation']['status']>('active', 'suspended', 'closed').map(
    status => ({
      ...caller.organisation,
      status,
    }),
  ),
  product: mostly<CallerFacts['product']['status']>('active', 'suspended', 'withdrawn').map(status => ({
    ...caller.product,
    status,
  })),
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

export const questions: fc.Arbitrary<QuestionFacts> = fc.oneof(
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
    }),
  },
  fc.record({ action: fc.constantFrom('place', 'reference'), purpose: purposes }),
)

/** The one in force, mostly; now and then that of 2018. */
export const policies = fc.oneof(
  { weight: 4, arbitrary: fc.constant(POLICY_VERSIONS[1] ?? POLICY_VERSIONS[0]) },
  fc.constant(POLICY_VERSIONS[0]),
)
