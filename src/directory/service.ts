import Type from 'typebox'
import type { Precision } from '../places/index.ts'
import { AUDIENCES } from '../vocabulary/index.ts'
import { SEEN_BY_ITEM, seen, seenInList } from './seen-by.ts'

/** Days as the DoS counts them: a year is 365.25 of them, 130 years the end of every open range. */
export const AGE_DAYS_MAX = 47_482.5

export const STATUSES = ['active', 'closed', 'commissioning', 'suspended', 'pending'] as const
export const SEXES = ['female', 'male', 'indeterminate'] as const
export const CAPACITIES = ['green', 'amber', 'red'] as const
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const
export const CONTACT_KINDS = ['phone', 'fax', 'email', 'web'] as const
export const TRANSPORTS = ['itk', 'email', 'telno', 'http'] as const
const PRECISIONS = [
  'exact',
  'unit',
  'sector',
  'outcode',
  'area',
  'town',
] as const satisfies readonly Precision[]

const oneOf = <const V extends readonly string[]>(values: V, options: object = {}) =>
  Type.Unsafe<V[number]>({ type: 'string', enum: [...values], ...options })

/** Wide enough for every real record, and an end all the same: what has none can be used to fill a disk. */
const ID = { format: 'int64', minimum: 1, maximum: Number.MAX_SAFE_INTEGER } as const
const CODE = { format: 'int32', minimum: 0, maximum: 2_147_483_647 } as const
const DATE = { format: 'date', maxLength: 10 } as const
const INSTANT = { format: 'date-time', maxLength: 40 } as const
const SESSIONS = { maxItems: 24 } as const

/** A time of day on the wall clock of Europe/London, `HH:MM`; `24:00` is the end of the day, so no session ends at 23:59. */
export const TimeOfDay = Type.String({
  maxLength: 5,
  pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$',
})

/** Open from `opens` up to but not including `closes`, within one day. An overnight session is two: …24:00, 00:00…. */
export const Session = Type.Object(
  {
    opens: Type.String({ maxLength: 5, pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' }),
    closes: TimeOfDay,
  },
  { additionalProperties: false },
)
export type Session = Type.Static<typeof Session>

export const OpeningTimes = Type.Object(
  {
    allHours: Type.Boolean({ description: 'Open at every hour of every day, but for specified dates.' }),
    weekly: Type.Array(
      Type.Object(
        { day: oneOf(WEEKDAYS), sessions: Type.Array(Session, SESSIONS) },
        { additionalProperties: false },
      ),
      {
        maxItems: 7,
        description: 'At most one entry for each day, in order from Monday; a day that is absent is closed.',
      },
    ),
    bankHolidays: Type.Array(Session, {
      ...SESSIONS,
      description: "Sessions on England's bank holidays; none: closed.",
    }),
    specifiedDates: Type.Array(
      Type.Object(
        { date: Type.String(DATE), sessions: Type.Array(Session, SESSIONS) },
        { additionalProperties: false },
      ),
      {
        maxItems: 2000,
        description:
          'Dates that differ, in order; no sessions: closed that day. They come before every other rule.',
      },
    ),
    returnIfOpenWithinMinutes: Type.Optional(
      Type.Integer({
        format: 'int32',
        minimum: 0,
        maximum: 1440,
        description: 'Offer this service only while it is open, or opens within this many minutes.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type OpeningTimes = Type.Static<typeof OpeningTimes>

export const Contact = Type.Object(
  {
    kind: oneOf(CONTACT_KINDS),
    value: Type.String({ minLength: 1, maxLength: 255 }),
    label: Type.Optional(Type.String({ maxLength: 100 })),
    audience: oneOf(AUDIENCES),
  },
  { additionalProperties: false },
)
export type Contact = Type.Static<typeof Contact>

export const Endpoint = Type.Object(
  {
    order: Type.Integer(CODE),
    transport: oneOf(TRANSPORTS),
    format: Type.Optional(oneOf(['CDA', 'HTML', 'PDF', 'FHIR'])),
    interaction: Type.Optional(Type.String({ maxLength: 255 })),
    businessScenario: Type.Optional(oneOf(['Primary', 'Copy'])),
    address: Type.String({ maxLength: 255 }),
    compressed: Type.Optional(Type.Boolean()),
    comment: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  { additionalProperties: false },
)
export type Endpoint = Type.Static<typeof Endpoint>

export const Capacity = Type.Object(
  {
    status: oneOf(CAPACITIES),
    notes: Type.Optional(Type.String({ maxLength: 1000 })),
    updatedAt: Type.String(INSTANT),
    updatedBy: Type.String({ maxLength: 100 }),
    resetAt: Type.Optional(Type.String(INSTANT)),
  },
  { additionalProperties: false },
)
export type Capacity = Type.Static<typeof Capacity>

export const COVERAGE_KINDS = [
  'postcode',
  'sector',
  'outcode',
  'district',
  'board',
  'region',
  'radius',
] as const

/**
 * One area that a service serves: by its code, or a circle around where it stands. Of the circle there are `metres` and
 * no code, of the others a code and no metres (record-faults.ts).
 */
export const Coverage = Type.Object(
  {
    kind: oneOf(COVERAGE_KINDS, {
      description: 'What the code is of: `LS1 4AP`, `LS1 4`, `LS1`, a local authority, an ICB, a DoS region.',
    }),
    code: Type.Optional(Type.String({ minLength: 2, maxLength: 16 })),
    metres: Type.Optional(Type.Integer({ format: 'int32', minimum: 1, maximum: 500_000 })),
  },
  { additionalProperties: false },
)
export type Coverage = Type.Static<typeof Coverage>

/**
 * A service, the DoS profile in full (sources, DoS 5). Regions, commissioners and providers are
 * services too, joined by `parentId`. Each property states who may see it; `seenInList` ones are in search answers.
 */
export const Service = Type.Object(
  {
    id: Type.Integer(
      seenInList('public', { ...ID, description: 'The id of the service in this directory.' }),
    ),
    uid: Type.String(
      seenInList('public', {
        minLength: 1,
        maxLength: 64,
        description: 'The identifier that DoS interfaces call `id`.',
      }),
    ),
    odsCode: Type.Optional(
      Type.String(
        seenInList('public', {
          minLength: 1,
          maxLength: 64,
          description: 'As kept by the provider: mostly an ODS code, sometimes with a suffix.',
        }),
      ),
    ),
    name: Type.String(seenInList('public', { minLength: 1, maxLength: 255 })),
    publicName: Type.Optional(
      Type.String(
        seenInList('public', {
          maxLength: 255,
          description: 'The name to show to the public, before `name`.',
        }),
      ),
    ),
    typeId: Type.Integer(
      seenInList('public', {
        format: 'int32',
        minimum: -100,
        maximum: 1_000_000,
        description: 'See /api/v1/service-types.',
      }),
    ),
    status: oneOf(STATUSES, seen('professional', { description: 'Only `active` services are ever found.' })),
    audience: oneOf(
      ['public', 'professional'],
      seenInList('professional', { description: 'Who may be told of this service at all.' }),
    ),
    parentId: Type.Optional(
      Type.Integer(seen('professional', { ...ID, description: 'The service above it in the hierarchy.' })),
    ),
    regionId: Type.Optional(
      Type.String(
        seen('professional', {
          maxLength: 20,
          description: 'The DoS region whose lead answers for this entry.',
        }),
      ),
    ),
    place: Type.Object(
      {
        address: Type.Array(Type.String({ maxLength: 255 }), seenInList('public', { maxItems: 20 })),
        town: Type.Optional(Type.String(seenInList('public', { maxLength: 100 }))),
        postcode: Type.Optional(Type.String(seenInList('public', { maxLength: 8 }))),
        easting: Type.Optional(
          Type.Integer(
            seenInList('public', {
              format: 'int32',
              minimum: -1_000_000,
              maximum: 2_000_000,
              description: 'Metres, OSGB36 National Grid (EPSG:27700).',
            }),
          ),
        ),
        northing: Type.Optional(
          Type.Integer(
            seenInList('public', {
              format: 'int32',
              minimum: -1_000_000,
              maximum: 2_000_000,
              description: 'Metres, as `easting`.',
            }),
          ),
        ),
        latitude: Type.Optional(Type.Number(seenInList('public', { description: 'Degrees, WGS84.' }))),
        longitude: Type.Optional(Type.Number(seenInList('public', { description: 'Degrees, WGS84.' }))),
        precision: Type.Optional(
          oneOf(PRECISIONS, seen('public', { description: 'How exactly the point is known.' })),
        ),
      },
      seenInList('public', { additionalProperties: false }),
    ),
    contacts: Type.Array(Contact, seenInList('public', { [SEEN_BY_ITEM]: 'audience', maxItems: 100 })),
    instructions: Type.Object(
      {
        public: Type.Optional(
          Type.String(
            seenInList('public', {
              maxLength: 4000,
              description: 'For the person; REST calls it `callHandler`.',
            }),
          ),
        ),
        professional: Type.Optional(
          Type.String(
            seenInList('professional', {
              maxLength: 4000,
              description: 'For the clinician; REST calls it `other`.',
            }),
          ),
        ),
        referral: Type.Optional(
          Type.String(
            seenInList('professional', { maxLength: 4000, description: 'How a professional refers.' }),
          ),
        ),
      },
      seenInList('public', { additionalProperties: false }),
    ),
    openingTimes: Type.Object(
      OpeningTimes.properties,
      seen('public', { additionalProperties: false, description: 'Wall clock of Europe/London.' }),
    ),
    eligibility: Type.Object(
      {
        ageRanges: Type.Array(
          Type.Object(
            {
              fromDays: Type.Number({ minimum: 0 }),
              toDays: Type.Number({ minimum: 0, maximum: AGE_DAYS_MAX }),
            },
            { additionalProperties: false },
          ),
          seen('public', {
            maxItems: 100,
            description: 'Both ends included; a year is 365.25 days. None: no age is served.',
          }),
        ),
        sexes: Type.Array(
          oneOf(SEXES),
          seen('public', { maxItems: 3, description: 'None: nobody is served.' }),
        ),
        practices: Type.Optional(
          Type.Array(
            Type.String({ maxLength: 64 }),
            seen('professional', {
              maxItems: 10_000,
              description:
                'Present: only for patients of these GP practices (ODS codes). Absent: not restricted.',
            }),
          ),
        ),
        notes: Type.Optional(Type.String(seen('public', { maxLength: 2000 }))),
      },
      seen('public', { additionalProperties: false }),
    ),
    clinicalProfile: Type.Object(
      {
        symptoms: Type.Array(
          Type.Object(
            { group: Type.Integer(CODE), discriminator: Type.Integer(CODE) },
            { additionalProperties: false },
          ),
          seen('professional', {
            maxItems: 50_000,
            description: 'Symptom group and discriminator pairs this service can manage.',
          }),
        ),
        dispositions: Type.Array(
          Type.String({ maxLength: 16 }),
          seen('professional', {
            maxItems: 5000,
            description: 'Disposition codes it accepts, `Dx` and a number.',
          }),
        ),
      },
      seen('professional', { additionalProperties: false }),
    ),
    referralRoles: Type.Array(
      Type.Integer(CODE),
      seen('professional', {
        maxItems: 100,
        description: 'Who may refer; a service with none is found by nobody.',
      }),
    ),
    endpoints: Type.Array(Endpoint, seen('professional', { maxItems: 200, description: 'Use in order.' })),
    attributes: Type.Array(
      Type.Object(
        { name: Type.String({ maxLength: 100 }), value: Type.String({ maxLength: 1000 }) },
        { additionalProperties: false },
      ),
      seen('professional', { maxItems: 1000 }),
    ),
    capacity: Type.Optional(
      Type.Object(
        {
          status: oneOf(CAPACITIES, seenInList('professional', {})),
          notes: Type.Optional(Type.String(seenInList('professional', { maxLength: 1000 }))),
          updatedAt: Type.String(seenInList('professional', INSTANT)),
          updatedBy: Type.String(seen('operator', { maxLength: 100 })),
          resetAt: Type.Optional(Type.String(seenInList('professional', INSTANT))),
        },
        seenInList('professional', { additionalProperties: false }),
      ),
    ),
    verification: Type.Object(
      {
        lastVerifiedOn: Type.Optional(Type.String(seenInList('public', DATE))),
        nextDueOn: Type.Optional(Type.String(seen('professional', DATE))),
      },
      seenInList('public', { additionalProperties: false }),
    ),
    coverage: Type.Optional(
      Type.Array(
        Coverage,
        seen('public', {
          maxItems: 5000,
          description:
            'The places it serves; absent: no such limit is kept, which is not the same as serving everywhere.',
        }),
      ),
    ),
    alignments: Type.Array(
      Type.Object(
        { organisation: Type.String({ maxLength: 64 }), limited: Type.Boolean() },
        { additionalProperties: false },
      ),
      seen('operator', { maxItems: 1000, description: 'Areas it is promoted in, or limited to.' }),
    ),
    source: Type.Object(
      {
        name: Type.String(
          seen('public', { maxLength: 100, description: '`demonstration` marks an invented service.' }),
        ),
        key: Type.Optional(
          Type.String(seen('operator', { maxLength: 200, description: "The row's key in that source." })),
        ),
      },
      seen('public', { additionalProperties: false }),
    ),
  },
  { additionalProperties: false },
)
export type Service = Type.Static<typeof Service>

export type Status = (typeof STATUSES)[number]
export type Sex = (typeof SEXES)[number]
export type CapacityStatus = (typeof CAPACITIES)[number]
export type Weekday = (typeof WEEKDAYS)[number]

/** Who wrote a version of a service, when and why. `who` is an account or person id, or a name such as `import`. */
export type Written = { readonly who: string; readonly at: Date; readonly why: string }

/** A stored version of a service. `version` counts from 1; `change` is the change number that brought it. */
export type StoredService = {
  readonly service: Service
  readonly version: number
  readonly change: number
  readonly written: Written
}
