import Type, { type TSchema } from 'typebox'
import { SERVING_GROUNDS, Service, shapeSchema } from '../../../directory/index.ts'
import { HANDLE_PATTERN } from '../../../handles/index.ts'
import { PURPOSES } from '../../../vocabulary/index.ts'
import { ALWAYS_THERE } from '../../service-members.ts'

/** Schemas of the answers, for the OpenAPI document. The bytes are joined from prepared parts, not serialised by these. */

export const text = (maxLength: number, description?: string) =>
  Type.String({ maxLength, pattern: '^[\\s\\S]*$', ...(description ? { description } : {}) })
export const instant = (description: string) =>
  Type.String({ format: 'date-time', maxLength: 40, description })
export const metres = (description: string, maximum = 1_000_000) =>
  Type.Integer({ format: 'int32', minimum: 0, maximum, description })
export const words = (values: readonly string[], description?: string) =>
  Type.Unsafe<string>({ type: 'string', enum: [...values], ...(description ? { description } : {}) })

/** Why an answer holds less than was agreed (AUP25-28). */
const BRAKE = Type.Object(
  {
    name: words(['smaller-k', 'footprint-only', 'throttle'], 'Each does what those before it do.'),
    says: text(400, 'What it does.'),
    why: text(400, 'Why it is on.'),
    clauses: Type.Array(text(8), { maxItems: 10, description: 'The clauses it rests on.' }),
    findings: Type.Array(text(64), { maxItems: 100, description: 'What to name when asking about it.' }),
    ends: text(400, 'How it ends.'),
    contact: Type.Object(
      { name: text(200), email: text(254), phone: text(60) },
      { additionalProperties: false, description: 'Whom to ask.' },
    ),
  },
  { additionalProperties: false, description: 'There only while a brake is on.' },
)

export const STAMP = {
  decisionId: Type.String({
    format: 'uuid',
    maxLength: 36,
    description: 'Of the decision to answer; the activity log holds it.',
  }),
  asOf: instant('When this directory last confirmed that what it knows is current.'),
  validUntil: instant('Do not show this answer after then; ask again.'),
  change: Type.Integer({
    format: 'int64',
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'The newest change of the directory that the answer reflects.',
  }),
  audience: words(['public', 'professional'], 'Who the answer is shaped for.'),
  purpose: Type.Union([words(PURPOSES.map(purpose => purpose.code)), Type.Null()]),
  newerPolicyToAccept: Type.Optional(
    Type.Boolean({ description: 'A newer policy than the accepted one binds by use.' }),
  ),
  mayKeep: Type.Optional(
    Type.Array(text(100), {
      maxItems: 100,
      description:
        'These members of a service, and no others, may be kept as a record of what a person was told (AUP25-26).',
    }),
  ),
  brake: Type.Optional(BRAKE),
}

export const PLACE = Type.Object(
  {
    label: text(120),
    kind: words(['postcode', 'sector', 'outcode', 'area', 'town', 'grid', 'coordinate']),
    precision: words(
      ['exact', 'unit', 'sector', 'outcode', 'town', 'area'],
      'How exactly the point is known.',
    ),
    approximate: Type.Boolean({ description: 'Say so wherever distances are shown.' }),
    errorMetres: metres('Ninety-five in a hundred true points lie within this.'),
    distancesRoundedToMetres: metres('Distances in this answer are multiples of this.', 1000),
    easting: metres('OSGB36 National Grid (EPSG:27700), metres.'),
    northing: metres('As easting.', 1_300_000),
    latitude: Type.Number({ minimum: 49, maximum: 61, format: 'double', description: 'WGS84 degrees.' }),
    longitude: Type.Number({ minimum: -9, maximum: 3, format: 'double', description: 'WGS84 degrees.' }),
    notices: Type.Array(text(500), { maxItems: 10, description: 'To be shown with the answer.' }),
  },
  { additionalProperties: false },
)

const OPEN = Type.Object(
  {
    open: Type.Boolean(),
    closesAt: Type.Optional(instant('When it closes, if it is open and closes within 400 days.')),
    opensAt: Type.Optional(instant('When it opens, if it is closed and opens within 400 days.')),
  },
  { additionalProperties: false },
)

export const ANSWERED = {
  open: OPEN,
  capacityAgeSeconds: Type.Optional(
    Type.Integer({
      format: 'int64',
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'How long the capacity status has stood.',
    }),
  ),
}

/** What a service is called by: as the agreement has it, its id in this directory, or a handle of this connection. */
export const serviceName = (description: string) =>
  Type.Union(
    [
      Type.Integer({ format: 'int64', minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
      Type.String({ minLength: 22, maxLength: 22, pattern: `^${HANDLE_PATTERN}$` }),
    ],
    {
      description: `${description} A number, or, where the agreement has handles, a text that means nothing to other connections.`,
    },
  )

const NAMES = {
  id: serviceName('What to look the service up by.'),
  parentId: serviceName('The service above it in the hierarchy.'),
}

/** A service as an answer carries it: what professionals see; the public is given a part of it, and `fields` a choice. */
export function serviceIn(form: 'list' | 'full', own: Record<string, TSchema>): TSchema {
  const shaped = forEither(shapeSchema(Service, 'professional', form), shapeSchema(Service, 'public', form))
  const { properties } = Type.Object(own)
  return Type.Unsafe({
    ...shaped,
    required: ALWAYS_THERE.filter(name => name in own || requiredIn(shaped).includes(name)),
    properties: { ...properties, ...membersOf(shaped, 'properties'), ...namesIn(shaped) },
  })
}

const namesIn = (shaped: Keywords) =>
  Object.fromEntries(Object.entries(NAMES).filter(([name]) => name in membersOf(shaped, 'properties')))

type Keywords = Readonly<Record<string, unknown>>

/** The wide schema, with nothing called required that the answer to the narrower audience may lack. */
function forEither(wide: Keywords, narrow: Keywords): Keywords {
  const known = membersOf(narrow, 'properties')
  const properties = Object.entries(membersOf(wide, 'properties')).map(([name, held]) => [
    name,
    isRecord(held) && isRecord(known[name]) ? forEither(held, known[name]) : held,
  ])
  return {
    ...wide,
    ...('properties' in wide ? { properties: Object.fromEntries(properties) } : {}),
    ...('items' in wide ? { items: forEither(membersOf(wide, 'items'), membersOf(narrow, 'items')) } : {}),
    ...('required' in wide
      ? { required: requiredIn(wide).filter(name => requiredIn(narrow).includes(name)) }
      : {}),
  }
}

const requiredIn = ({ required }: Keywords): readonly unknown[] => (Array.isArray(required) ? required : [])
const membersOf = (schema: Keywords, keyword: string): Keywords => {
  const held = schema[keyword]
  return isRecord(held) ? held : {}
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

export const SearchAnswer = Type.Object(
  {
    ...STAMP,
    origin: PLACE,
    served: Type.Optional({ ...PLACE, description: 'The place of `serves`, where it was given.' }),
    withinMetres: metres('How far this search reached.'),
    limit: Type.Integer({
      format: 'int32',
      minimum: 1,
      maximum: 100,
      description: 'How many services it could hold.',
    }),
    count: Type.Integer({
      format: 'int32',
      minimum: 0,
      maximum: 100,
      description: 'How many services it holds.',
    }),
    services: Type.Array(
      serviceIn('list', {
        distanceMetres: metres('In a straight line, from the origin.'),
        serves: Type.Optional(
          words(['yes'], 'Where `serves` was given: its entry says that it serves that place.'),
        ),
        servesBecause: Type.Optional(words(SERVING_GROUNDS, 'By which part of its entry.')),
        ...ANSWERED,
      }),
      { maxItems: 100, description: 'Nearest first; services equally far in order of id.' },
    ),
  },
  { additionalProperties: false },
)

export const LookUpAnswer = Type.Object(
  {
    ...STAMP,
    version: Type.Integer({
      format: 'int32',
      minimum: 1,
      maximum: 2_147_483_647,
      description: 'Counts the versions of this entry.',
    }),
    updatedAt: instant('When this version was written.'),
    service: serviceIn('full', ANSWERED),
  },
  { additionalProperties: false },
)

export const ServiceTypesAnswer = Type.Object(
  {
    ...STAMP,
    serviceTypes: Type.Array(
      Type.Object(
        {
          id: Type.Integer({ format: 'int32', minimum: -10, maximum: 100_000 }),
          code: text(60),
          name: text(120),
        },
        { additionalProperties: false },
      ),
      { maxItems: 1000 },
    ),
  },
  { additionalProperties: false },
)

export const PlaceAnswerSchema = Type.Object(
  {
    ...STAMP,
    outcome: words([
      'located',
      'terminated',
      'outside-england',
      'non-geographic',
      'no-fixed-abode',
      'unlocated',
      'ambiguous',
      'not-recognised',
    ]),
    place: Type.Optional(Type.Union([PLACE, Type.Null()])),
    label: Type.Optional(text(200)),
    endedOn: Type.Optional(text(7, 'Year and month, YYYY-MM.')),
    nation: Type.Optional(text(40)),
    askInstead: Type.Optional(text(500)),
    reason: Type.Optional(text(500)),
    choices: Type.Optional(Type.Array(PLACE, { maxItems: 10 })),
  },
  { additionalProperties: false },
)
