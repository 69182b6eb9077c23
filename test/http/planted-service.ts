import type { Service } from '../../src/directory/index.ts'

/**
 * A service with something recognisable in every field there is. Numbers are of nine digits and dates of a year far
 * off, so that each can be looked for in the bytes of an answer.
 */
export const PLANTED = {
  id: 777_000_001,
  uid: 'planted-uid',
  odsCode: 'planted-ods',
  name: 'planted-name',
  publicName: 'planted-public-name',
  typeId: 13,
  status: 'active',
  audience: 'public',
  parentId: 777_000_002,
  // A region there is: what is shown to the public belongs to one whose lead has granted it.
  regionId: 'Y63',
  place: {
    address: ['planted-address'],
    town: 'planted-town',
    postcode: 'PL9 9PL',
    easting: 429_737,
    northing: 433_838,
    latitude: 53.777_001,
    longitude: -1.777_002,
    precision: 'exact',
  },
  contacts: [
    { kind: 'phone', value: 'planted-phone-public', label: 'planted-label-public', audience: 'public' },
    {
      kind: 'phone',
      value: 'planted-phone-professional',
      label: 'planted-label-professional',
      audience: 'professional',
    },
    { kind: 'phone', value: 'planted-phone-operator', label: 'planted-label-operator', audience: 'operator' },
  ],
  instructions: {
    public: 'planted-instructions-public',
    professional: 'planted-instructions-professional',
    referral: 'planted-instructions-referral',
  },
  openingTimes: {
    allHours: false,
    weekly: [{ day: 'wednesday', sessions: [{ opens: '03:07', closes: '23:53' }] }],
    bankHolidays: [{ opens: '03:11', closes: '22:47' }],
    specifiedDates: [{ date: '2077-01-01', sessions: [{ opens: '03:13', closes: '22:43' }] }],
    returnIfOpenWithinMinutes: 1399,
  },
  eligibility: {
    ageRanges: [{ fromDays: 0.5, toDays: 47_477.25 }],
    sexes: ['female', 'male', 'indeterminate'],
    practices: ['PLANTEDGP1'],
    notes: 'planted-eligibility-notes',
  },
  clinicalProfile: {
    symptoms: [{ group: 777_000_003, discriminator: 777_000_004 }],
    dispositions: ['planted-dx'],
  },
  referralRoles: [1, 777_000_005],
  endpoints: [
    {
      order: 777_000_006,
      transport: 'itk',
      format: 'CDA',
      interaction: 'planted-interaction',
      businessScenario: 'Primary',
      address: 'planted-endpoint',
      compressed: true,
      comment: 'planted-comment',
    },
  ],
  attributes: [{ name: 'planted-attribute', value: 'planted-attribute-value' }],
  capacity: {
    status: 'amber',
    notes: 'planted-capacity-notes',
    updatedAt: '2026-06-03T10:07:00Z',
    updatedBy: 'planted-updated-by',
    resetAt: '2077-01-02T00:00:00Z',
  },
  verification: { lastVerifiedOn: '2077-01-03', nextDueOn: '2077-01-04' },
  coverage: [
    { kind: 'outcode', code: 'LS77' },
    { kind: 'radius', metres: 477_077 },
  ],
  alignments: [{ organisation: 'planted-alignment', limited: true }],
  source: { name: 'planted-source', key: 'planted-source-key' },
} as const satisfies Service

/** What the public may not have, in the words of the rule (AUP25-20), beside the marks on the schema and apart from them. */
export const NOT_PUBLIC: readonly string[] = [
  'status',
  'audience',
  'parentId',
  'regionId',
  'contacts.audience',
  'instructions.professional',
  'instructions.referral',
  'eligibility.practices',
  'clinicalProfile.symptoms.group',
  'clinicalProfile.symptoms.discriminator',
  'clinicalProfile.dispositions',
  'referralRoles',
  'endpoints.order',
  'endpoints.transport',
  'endpoints.format',
  'endpoints.interaction',
  'endpoints.businessScenario',
  'endpoints.address',
  'endpoints.compressed',
  'endpoints.comment',
  'attributes.name',
  'attributes.value',
  'capacity.status',
  'capacity.notes',
  'capacity.updatedAt',
  'capacity.resetAt',
  'verification.nextDueOn',
]

/** What only the people who run the directory may have. */
export const NOT_PROFESSIONAL: readonly string[] = [
  'capacity.updatedBy',
  'alignments.organisation',
  'alignments.limited',
  'source.key',
]

/** Bytes that only a wider audience's answer may hold. */
export const SECRETS = {
  professional: [
    '"Y63"',
    'planted-phone-professional',
    'planted-label-professional',
    'planted-instructions-professional',
    'planted-instructions-referral',
    'PLANTEDGP1',
    'planted-dx',
    'planted-interaction',
    'planted-endpoint',
    'planted-comment',
    'planted-attribute',
    'planted-capacity-notes',
    '2026-06-03T10:07',
    '2077-01-02',
    '2077-01-04',
    '777000002',
    '777000003',
    '777000004',
    '777000005',
    '777000006',
    'capacityAgeSeconds',
  ],
  operator: [
    'planted-phone-operator',
    'planted-label-operator',
    'planted-updated-by',
    'planted-alignment',
    'planted-source-key',
  ],
} as const

/** The paths at which a value holds something that is neither object nor array, each once. */
export function leafPaths(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path]
  const below = Array.isArray(value)
    ? value.flatMap(item => leafPaths(item, path))
    : Object.entries(value).flatMap(([name, held]) => leafPaths(held, path === '' ? name : `${path}.${name}`))
  return [...new Set(below)]
}
