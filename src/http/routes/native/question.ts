import Type from 'typebox'
import type { TrafficKind } from '../../../policy/index.ts'
import { PURPOSES } from '../../../vocabulary/index.ts'
import { ORGANISATION_HEADER } from '../../named-organisation.ts'

/** 100 miles, the furthest any search may reach. */
export const WITHIN_METRES_MAX = 160_934
export const LIMIT_MAX = 100

const word = (pattern: string, maxLength: number, description: string, example: string) =>
  Type.String({ minLength: 1, maxLength, pattern, description, examples: [example] })

const choice = <const V extends readonly string[]>(values: V, description: string) =>
  Type.Unsafe<V[number]>({ type: 'string', enum: [...values], description })

const WHERE =
  'Where: a postcode in any form, a sector or outcode, a town, `easting,northing` in metres (OSGB36) or `latitude,longitude` (WGS84). England only.'

export const NEAR = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^[^\\u0000-\\u001f]+$',
  description: WHERE,
  examples: ['LS1 4AP'],
})

export const TYPES = word(
  '^[a-z0-9-]+( *, *[a-z0-9-]+)*$',
  400,
  'Service types by id or code, with commas between. Left out: every type.',
  'pharmacy',
)
export const PURPOSE = choice(
  PURPOSES.map(purpose => purpose.code),
  'What for (AUP25-10). May be left out where the agreement names one purpose only.',
)
export const FIELDS = word(
  '^[A-Za-z]+( *, *[A-Za-z]+)*$',
  400,
  'Only these members of each service, as the answer names them, with commas between; `id`, `name` and `distanceMetres` come always. Left out: all that you may see.',
  'open,contacts',
)
export const CASE = choice(
  ['TEST', 'MONITORING'],
  'Not about a person: a trial, or a probe of whether the directory answers, which needs permission first. Left out: it is in earnest.',
)
export const AUDIENCE = choice(
  ['public', 'professional'],
  'Who will see the answer; never wider than the agreement. Left out: as the agreement says.',
)

/** The members of a search, as a query string carries them. One list; the body of POST takes the same names. */
export const SearchQuery = Type.Object(
  {
    near: Type.Optional({
      ...NEAR,
      description: `${WHERE} Left out only where \`serves\` names a postcode.`,
    }),
    serves: Type.Optional(
      word(
        '^[^\\u0000-\\u001f]+$',
        20,
        'Only services whose entries say that they are for this place: a postcode, or `origin` for the place of `near`. An entry says so by the places it covers, the areas it is limited to, or the practices it is kept for (with `practice`); one that says nothing of the kind is not found. Without `near` the search reaches as far as the agreement does, so that what is far away and serves the place is found.',
        'LS1 4AP',
      ),
    ),
    type: Type.Optional(TYPES),
    open: Type.Optional(
      word(
        '^(now|\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,3})?)?(Z|[+-]\\d{2}:\\d{2}))$',
        40,
        'Only services open then: `now`, or a date and time with its offset.',
        'now',
      ),
    ),
    age: Type.Optional(
      word('^\\d{1,3}[ymd]?$', 4, 'Only services for this age: years, or `18m` months, `10d` days.', '34'),
    ),
    sex: Type.Optional(
      choice(['female', 'male', 'indeterminate'], 'Only services for a person of this sex.'),
    ),
    practice: Type.Optional(
      word(
        '^[A-Za-z0-9]{1,12}$',
        12,
        "ODS code of the person's GP practice: also services kept for its patients.",
        'A81001',
      ),
    ),
    capacity: Type.Optional(
      word(
        '^(green|amber|red)(,(green|amber|red)){0,2}$',
        20,
        'Only services with this capacity status.',
        'green,amber',
      ),
    ),
    referralRole: Type.Optional(
      word(
        '^\\d{1,6}(,\\d{1,6}){0,19}$',
        140,
        'Only services that take referrals from one of these roles (ids).',
        '23',
      ),
    ),
    within: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: WITHIN_METRES_MAX,
        format: 'int32',
        description: 'No further than this, metres in a straight line. Left out: as the policy says.',
      }),
    ),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: LIMIT_MAX,
        format: 'int32',
        description:
          'How many services at most; never above what the agreement allows. There is no second page.',
      }),
    ),
    fields: Type.Optional(FIELDS),
    purpose: Type.Optional(PURPOSE),
    audience: Type.Optional(AUDIENCE),
    case: Type.Optional(CASE),
  },
  { additionalProperties: false },
)
export type SearchQuery = Type.Static<typeof SearchQuery>

export const LookUpQuery = Type.Object(
  {
    fields: Type.Optional(FIELDS),
    purpose: Type.Optional(PURPOSE),
    audience: Type.Optional(AUDIENCE),
    case: Type.Optional(CASE),
  },
  { additionalProperties: false },
)
export type LookUpQuery = Type.Static<typeof LookUpQuery>

/** What a `case` says a question is for. */
export const kindOf = ({ case: given }: Pick<SearchQuery, 'case'>): TrafficKind =>
  given === undefined ? 'live' : given === 'TEST' ? 'test' : 'monitoring'

/** The header that all governed routes read, for their description; it is read, and judged, in identify.ts. */
export const CallerHeaders = Type.Object({
  [ORGANISATION_HEADER]: Type.Optional(
    Type.String({
      maxLength: 16_384,
      pattern: '^[\\s\\S]*$',
      description:
        'For which organisation a product asks that serves several (AUP25-02): its ODS code, or a FHIR Organization with that identifier as JSON in base64.',
      examples: ['XO001'],
    }),
  ),
})

export const ServiceIdPath = Type.Object(
  {
    id: word(
      '^([1-9][0-9]{0,14}|[A-Za-z0-9_-]{22})$',
      22,
      'The `id` of a service a search returned to this connection: a number, or a handle of 22 characters, as the agreement has it.',
      '1042',
    ),
  },
  { additionalProperties: false },
)

export type ServiceIdPath = Type.Static<typeof ServiceIdPath>

export const PlacePath = Type.Object({ text: NEAR }, { additionalProperties: false })
export type PlacePath = Type.Static<typeof PlacePath>
