import type { FastifyInstance } from 'fastify'
import Type, { type TSchema } from 'typebox'
import { parametersOf, type ResourceType } from '../../../fhir/index.ts'
import type { OperatorContact } from '../../../vocabulary/index.ts'
import { describeInterface } from '../../openapi.ts'
import { BODY_RESPONSES, governedResponses } from '../../problem-schema.ts'
import { CallerHeaders } from '../native/question.ts'
import { OWN_PARAMETERS } from './own-parameters.ts'

const TEXT = { maxLength: 4000, pattern: '^[^\\u0000-\\u001f]*$' }
const text = (description: string) => Type.Optional(Type.String({ ...TEXT, description }))

/** Parameters that say how the answer is to look. */
const RESULT = {
  _count: Type.Optional(
    Type.Integer({
      format: 'int32',
      minimum: 1,
      maximum: 999_999,
      description: 'How many a page holds, within what the agreement allows.',
    }),
  ),
  _sort: text(
    'Search parameters, or `distance`, with commas between; `-` before one for the other direction.',
  ),
  _include: text('`Type:reference`; may be repeated; `_include:iterate` follows what was included.'),
  _revinclude: text('As `_include`, backwards.'),
  _elements: text('Names of elements at the top of the type.'),
  _summary: text('`true`, `text`, `data` or `false`.'),
  _total: text('`none`.'),
  _cursor: text('Of the link `next` of the page before.'),
}
const FORM = {
  _format: text('`json` or `xml`; before what Accept says.'),
  _pretty: text('`true` or `false`.'),
}
const ASKED = Object.fromEntries(
  OWN_PARAMETERS.filter(({ base }) => base === null).map(({ code, description }) => [
    code,
    text(description),
  ]),
)

const searchQuery = (type: ResourceType): TSchema =>
  Type.Object(
    {
      ...Object.fromEntries(parametersOf(type).map(({ name, documentation }) => [name, text(documentation)])),
      ...RESULT,
      ...FORM,
      ...ASKED,
    },
    { additionalProperties: false },
  )

const part = (description: string): TSchema => Type.Unsafe<object>({ type: 'object', description })
const Bundle = Type.Object(
  {
    resourceType: Type.String({ ...TEXT, description: 'Bundle.' }),
    id: Type.String({ ...TEXT, description: 'Of the decision to answer.' }),
    meta: part('When the directory last confirmed that it is current.'),
    type: Type.String({ ...TEXT, description: 'searchset.' }),
    link: Type.Array(part('`self`, and `next` while there is more.'), { maxItems: 2 }),
    entry: Type.Optional(Type.Array(part('A resource, and why it is here.'), { maxItems: 5000 })),
  },
  { additionalProperties: false },
)
const resource = (type: ResourceType): TSchema =>
  Type.Unsafe<object>({ type: 'object', description: `A FHIR R4 ${type}.` })
const Outcome = Type.Unsafe<object>({ type: 'object', description: 'A FHIR R4 OperationOutcome.' })

type Response = { readonly description: string; readonly content?: object }

/** The ways to answer of every governed route, in FHIR's own media type. */
function inFhir(responses: Readonly<Record<string, Response>>, answer: TSchema): Record<string, Response> {
  const rewritten = Object.entries(responses).map(([status, response]): [string, Response] => {
    const schema = status === '200' ? answer : Outcome
    const content = { 'application/fhir+json': { schema }, 'application/fhir+xml': { schema } }
    return [status, { ...response, content }]
  })
  return Object.fromEntries(rewritten)
}

/** Every way to answer; 406 is one more than the house has. */
function waysOf(answer: TSchema, description: string) {
  const ways = governedResponses(answer, description)
  return {
    ...ways,
    406: {
      ...ways[404],
      description: 'The client takes neither application/fhir+json nor application/fhir+xml.',
    },
  }
}

const GOVERNED = 'The question is decided by policy and recorded before it is answered.'

/** As the OpenAPI document shows a search. What may be asked in full, the CapabilityStatement says. */
export function describedSearch(type: ResourceType, method: 'GET' | 'POST') {
  const ways = waysOf(Bundle, 'What was found.')
  const common = {
    tags: [type],
    summary: `Searches ${type}${method === 'POST' ? ', asked in the body' : ''}`,
    description: `${GOVERNED} Modifiers, chains and _has are as FHIR R4 writes them; /fhir/R4/metadata lists what is answered.`,
    headers: CallerHeaders,
  }
  return method === 'GET'
    ? {
        ...common,
        operationId: `search${type}`,
        querystring: searchQuery(type),
        response: inFhir(ways, Bundle),
      }
    : {
        ...common,
        operationId: `post${type}Search`,
        consumes: ['application/x-www-form-urlencoded'],
        body: searchQuery(type),
        response: inFhir({ ...ways, ...BODY_RESPONSES }, Bundle),
      }
}

const ReadQuery = Type.Object(
  { _elements: RESULT._elements, _summary: RESULT._summary, ...FORM, ...ASKED },
  { additionalProperties: false },
)
const ReadPath = Type.Object(
  {
    id: Type.String({ maxLength: 64, pattern: '^[A-Za-z0-9.-]{1,64}$', description: 'As a search gave it.' }),
  },
  { additionalProperties: false },
)

export const describedRead = (type: ResourceType) => ({
  operationId: `read${type}`,
  tags: [type],
  summary: `Reads one ${type}`,
  description: `${GOVERNED} For what a search of this account returned lately, or under an agreement that has looking up as a use case of its own (AUP25-08).`,
  headers: CallerHeaders,
  params: ReadPath,
  querystring: ReadQuery,
  response: inFhir(
    {
      ...waysOf(resource(type), 'The resource.'),
      410: { ...governedResponses(Outcome, '')[404], description: 'The service has closed.' },
    },
    resource(type),
  ),
})

const TAGS = [
  { name: 'HealthcareService', description: 'Services.' },
  { name: 'Organization', description: 'Whose they are.' },
  { name: 'Location', description: 'Where they are, and areas they serve.' },
  { name: 'Endpoint', description: 'How they are reached by machine.' },
]

export const describeFhir = (
  app: FastifyInstance,
  contact: OperatorContact,
  baseUrl: () => string,
): Promise<void> =>
  describeInterface(app, {
    name: 'fhir',
    title: 'Signpost: FHIR R4 directory',
    description:
      'HealthcareService, Organization, Location and Endpoint of FHIR R4, to be searched near a place and looked up by name. The directory cannot be listed. The CapabilityStatement at /fhir/R4/metadata is open.',
    tags: TAGS,
    security: {
      clientCredentials: {
        type: 'oauth2',
        description:
          'A web service account signs a client assertion (RFC 7523) and gets a JWT access token (RFC 9068, handled as RFC8725 asks) that lives ten minutes.',
        flows: {
          clientCredentials: { tokenUrl: '/oauth2/token', refreshUrl: '/oauth2/token', scopes: {} },
        },
      },
    },
    contact,
    baseUrl,
  })
