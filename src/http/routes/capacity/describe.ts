import Type, { type TSchema } from 'typebox'
import { CAPACITY_RESET_MINUTES } from '../../../directory/index.ts'
import { NOTES_MAX } from '../../../dos/index.ts'
import { BODY_RESPONSES, governedResponses } from '../../problem-schema.ts'
import { SAID } from './say-no.ts'

/** What the document says of the routes. It describes, and judges nothing: the doors do, in the contract's order. */

const closed = { additionalProperties: false } as const
const FREE = '^[\\s\\S]*$'
const text = (maxLength: number, description: string) =>
  Type.String({ maxLength, pattern: FREE, description })
const instant = (description: string) =>
  Type.String({ format: 'date-time', maxLength: 20, description, examples: ['2026-11-22T17:04:05Z'] })

const Id = Type.Integer({
  format: 'int64',
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'The identifier of the service, as every interface of the DoS shows it.',
  examples: [2_009_000_060],
})
/** As it stands in an address: digits, and noughts before them count for nothing. */
export const PathParams = Type.Object(
  {
    id: Type.String({
      maxLength: 200,
      pattern: '^[0-9]+$',
      description: 'The identifier of the service, as every interface of the DoS shows it.',
      examples: ['2009000060'],
    }),
  },
  closed,
)

const { default: usual, min, max } = CAPACITY_RESET_MINUTES
export const Payload = Type.Object(
  {
    status: Type.String({
      enum: ['RED', 'AMBER', 'GREEN'],
      maxLength: 5,
      description: 'Read in any case.',
    }),
    resetStatusIn: Type.Optional(
      Type.Integer({
        format: 'int32',
        minimum: min,
        maximum: max,
        default: usual,
        description:
          'For how many minutes RED or AMBER stands; then the service is GREEN. Of no weight for GREEN, nor for types of service that do not fall back by themselves.',
      }),
    ),
    notes: Type.Optional(text(NOTES_MAX, 'Kept after words that say the change was made here.')),
  },
  closed,
)

export const Answer = Type.Object(
  {
    id: Id,
    name: text(255, 'The name of the service.'),
    status: Type.String({ enum: ['RED', 'AMBER', 'GREEN'], maxLength: 5, description: 'As it stands now.' }),
    resetDateTime: Type.Optional(instant('When it falls back to GREEN by itself.')),
    notes: Type.Optional(text(1000, 'Why it is as it is.')),
    modifiedBy: Type.Optional(text(100, 'The user who set it; for those who keep the service.')),
    modifiedDate: Type.Optional(instant('When it was set.')),
  },
  closed,
)

const Bare = (values: readonly string[]) => ({ type: 'string', enum: [...values], maxLength: 100 })
const Detail = Type.Object({ detail: text(20_000, 'What is the matter, and what to do.') }, {})
const Faults = Type.Record(
  Type.String({ maxLength: 100 }),
  Type.Array(text(500, 'A code, VAL-0001 to VAL-0006, and what is wrong.'), { maxItems: 10 }),
  { description: 'What is wrong, by member.' },
)

/** How each no is said, by status. */
const REFUSED: Readonly<Record<string, readonly [description: string, schema: TSchema | object]>> = {
  400: ['Something is wrong with what was sent.', { anyOf: [Faults, Detail] }],
  401: [
    'There is no such key, or its user is not there or not active.',
    { anyOf: [Detail, Bare([SAID.noUser, SAID.userNotActive])] },
  ],
  403: [
    'The user has no authority over the service, or the policy says no.',
    { anyOf: [Bare([SAID.noAuthority]), Detail] },
  ],
  404: ['There is no such service, or it is not active.', Bare([SAID.noService, SAID.serviceNotActive])],
  413: ['The body is too large.', Detail],
  415: ['The body is not JSON.', Detail],
  429: ['The agreed volume is used up, or too many tries have failed.', Detail],
  500: ['Something went wrong here.', Detail],
  503: ['This node cannot confirm that it is current, or cannot record.', Detail],
}

/** The answers of a route, with the headers that every governed answer has; none depends on a place (422). */
function responses(description: string, more: object = {}) {
  const { 422: _none, ...ways } = { ...governedResponses(Answer, description), ...more }
  return Object.fromEntries(
    Object.entries(ways).map(([status, way]) => {
      const [said, schema] = REFUSED[status] ?? []
      return [
        status,
        said === undefined ? way : { ...way, description: said, content: { 'application/json': { schema } } },
      ]
    }),
  )
}

/** Sent along by gateways of the field; taken, and none of them needed. */
const RequestHeaders = Type.Object({
  'X-Request-Id': Type.Optional(text(128, 'Comes back with the answer, and stands in the record of it.')),
  'X-Client-Ip': Type.Optional(text(100, 'Taken, and of no weight.')),
  'X-Request-Received': Type.Optional(text(100, 'Taken, and of no weight.')),
})

const COMMON = { tags: ['Capacity'], params: PathParams, headers: RequestHeaders }

export const DESCRIBED = {
  read: {
    ...COMMON,
    operationId: 'readCapacityStatus',
    summary: 'The capacity status of a service',
    description:
      'Of a service that the user keeps, all of it. Of any other it is a look-up, for those whose agreement has looking up as a use case (AUP25-08), and does not say who set it.',
    response: responses('The status as it stands.'),
  },
  write: {
    ...COMMON,
    operationId: 'setCapacityStatus',
    summary: 'Set the capacity status of a service',
    description:
      'For users who keep the service, or anything above it in the hierarchy. Every interface answers with it from then on.',
    body: Payload,
    response: responses('The status as it was set.', BODY_RESPONSES),
  },
} as const

/** The document as a whole. */
export const DOCUMENT = {
  name: 'capacity',
  title: 'Signpost: Capacity Status API',
  description:
    'For providers of care and DoS Leads: how much room a service has, in the three colours of the DoS, read and set by the programs they use. Every change is decided by policy, recorded, and seen by every interface at once. Members that nothing is known of are left out. An address may end with a slash, as clients of old have it, and is answered alike.',
  tags: [{ name: 'Capacity', description: 'The capacity status of one service.' }],
  security: {
    token: {
      type: 'apiKey',
      in: 'header',
      name: 'Authorization',
      description: '`Token`, a blank, and the API key. The key acts as one user.',
    },
  },
} as const
