import Type, { type TSchema } from 'typebox'

/** What the document says of the routes. It describes, and judges nothing: the doors do, in the contract's order. */

const closed = { additionalProperties: false } as const
const FREE = '^[\\s\\S]*$'
export const text = (maxLength: number, description?: string) =>
  Type.String({ maxLength, pattern: FREE, ...(description ? { description } : {}) })
const list = (items: TSchema, maxItems: number) => Type.Array(items, { maxItems })
const words = (...values: string[]) => Type.String({ enum: values, maxLength: 40 })
const instant = Type.String({ format: 'date-time', maxLength: 40 })
const object = (members: Record<string, TSchema>) => Type.Object(members, closed)
const optional = Type.Optional

const coding = object({
  system: optional(text(200)),
  version: optional(text(20)),
  code: optional(text(255)),
  display: optional(text(255)),
})
const concept = object({ coding: optional(list(coding, 10)), text: optional(text(4000)) })
const reference = object({ reference: text(200) })
const identifier = object({ use: words('official'), system: text(200), value: text(64) })
const comment = object({ url: text(200), valueString: words('Public', 'Clinician Access Only') })

const Organization = object({
  resourceType: words('Organization'),
  id: text(64),
  identifier: list(identifier, 10),
  active: Type.Boolean(),
  name: optional(text(255)),
})
const Endpoint = object({
  resourceType: words('Endpoint'),
  id: text(64),
  extension: list(
    object({
      url: text(200),
      valueInteger: optional(Type.Integer({ format: 'int32', minimum: 0, maximum: 2_147_483_647 })),
      valueBoolean: optional(Type.Boolean()),
      valueCode: optional(words('primary-recipient', 'copy-recipient')),
    }),
    3,
  ),
  status: words('active', 'off'),
  connectionType: coding,
  managingOrganization: optional(reference),
  payloadType: list(concept, 1),
  payloadMimeType: list(text(100), 1),
  address: text(255, 'As it is kept: use in the order of the extension.'),
})
const HealthcareService = object({
  resourceType: words('HealthcareService'),
  id: text(64),
  identifier: list(identifier, 10),
  active: Type.Boolean(),
  providedBy: optional(reference),
  type: optional(list(concept, 10)),
  location: list(reference, 10),
  name: optional(text(255)),
  telecom: optional(
    list(
      object({
        extension: list(comment, 1),
        system: words('phone', 'fax', 'email', 'url'),
        value: text(255),
        use: words('work'),
      }),
      100,
    ),
  ),
  eligibility: optional(list(object({ code: concept }), 10)),
  endpoint: optional(list(reference, 200)),
})
const bundleOf = (resources: TSchema[]) =>
  object({
    resourceType: words('Bundle'),
    id: text(64, 'The decision.'),
    meta: object({ lastUpdated: instant }),
    type: words('searchset'),
    total: Type.Integer({
      format: 'int32',
      minimum: 0,
      maximum: 100,
      description: 'Without what is included.',
    }),
    link: list(object({ relation: words('self'), url: text(2000) }), 1),
    entry: optional(
      list(
        object({
          fullUrl: text(2000),
          resource: Type.Union(resources),
          search: object({ mode: words('match', 'include') }),
        }),
        20_100,
      ),
    ),
  })

const refusal = object({
  url: text(80, 'https://signpost.example/fhir/StructureDefinition/refusal'),
  extension: list(
    object({
      url: words('reason', 'title', 'detail', 'clause', 'remedy', 'contact'),
      valueCode: optional(text(64)),
      valueString: optional(text(20_000)),
    }),
    50,
  ),
})

export const OutcomeSchema = object({
  resourceType: words('OperationOutcome'),
  issue: list(
    object({
      extension: optional(
        Type.Array(refusal, {
          maxItems: 1,
          description: 'Of a refusal: why, by which clauses, what to do and whom to ask.',
        }),
      ),
      severity: words('fatal', 'error', 'information'),
      code: text(40),
      details: optional(concept),
      diagnostics: optional(text(20_000)),
      expression: optional(list(text(200), 10)),
    }),
    100,
  ),
})

const header = (description: string) => ({
  description,
  schema: { type: 'string', maxLength: 200, pattern: FREE },
})
/** On every answer to somebody known. */
export const USUAL = {
  'Access-Control-Allow-Origin': header('This server alone: no pages of other sites.'),
  'X-Request-ID': header('Yours.'),
  RateLimit: header('What is left (draft-ietf-httpapi-ratelimit-headers).'),
  'RateLimit-Policy': header('What was agreed.'),
}
export const RETRY = { ...USUAL, 'Retry-After': header('Seconds to wait.') }

export const fhirWay = (description: string, schema: TSchema = OutcomeSchema, headers: object = USUAL) => ({
  description,
  headers,
  content: { 'application/fhir+json': { schema } },
})

const responses = (description: string, schema: TSchema) => ({
  '200': fhirWay(description, schema),
  '400': fhirWay('A header or parameter is missing, wrong or unknown.'),
  '401': fhirWay('No access token, or one that is not accepted.'),
  '403': fhirWay('Policy says no. An extension of the issue says why, by which clauses, and what to do.'),
  '404': fhirWay('There is no such service for you.'),
  '429': fhirWay('The agreed volume is used up for now.', OutcomeSchema, RETRY),
  '500': fhirWay('Something went wrong here.'),
  '503': fhirWay('This node cannot answer at this moment.', OutcomeSchema, RETRY),
})

const Headers = Type.Object({
  version: words('1'),
  'X-Request-ID': text(128, 'Comes back with the answer, and stands in the record of it.'),
  'X-Correlation-ID': optional(text(128, 'Comes back with the answer.')),
})
const ODS = 'https://fhir.nhs.uk/Id/ods-organization-code|'
const identifierParameter = Type.String({
  maxLength: 100,
  pattern: '^https://fhir\\.nhs\\.uk/Id/ods-organization-code\\|[A-Za-z0-9]{5,12}$',
  description: `\`${ODS}\` and an ODS code of 5 to 12 letters and digits, in any case.`,
  examples: [`${ODS}A81001`],
})
const FOLLOW =
  'For services that a search of this account returned lately, or under an agreement that has looking up as a use case of its own (AUP25-08). Headers and parameters that nobody knows are refused.'

export const DESCRIBED = {
  organisation: {
    operationId: 'findOrganisation',
    tags: ['Organisations'],
    summary: 'An organisation by its ODS code, with its endpoints',
    description: `${FOLLOW} Endpoints are for professionals.`,
    headers: Headers,
    querystring: Type.Object(
      { identifier: identifierParameter, _revinclude: words('Endpoint:organization') },
      closed,
    ),
    response: responses(
      'The organisation, then endpoints; none is a success, too.',
      bundleOf([Organization, Endpoint]),
    ),
  },
  services: {
    operationId: 'findServicesOfOrganisation',
    tags: ['Services'],
    summary: 'The services of an organisation',
    description: FOLLOW,
    headers: Type.Object({ ...Headers.properties, version: optional(words('1')) }),
    querystring: Type.Object({ 'organization.identifier': identifierParameter }, closed),
    response: responses('The services; none is a success, too.', bundleOf([HealthcareService])),
  },
  service: {
    operationId: 'readService',
    tags: ['Services'],
    summary: 'One service, by the id a search gave it',
    description: FOLLOW,
    headers: Type.Object({ ...Headers.properties, version: optional(words('1')) }),
    params: Type.Object({ id: Type.String({ format: 'uuid', maxLength: 36 }) }, closed),
    response: responses('The service.', HealthcareService),
  },
} as const

export const CLIENT_CREDENTIALS = {
  clientCredentials: {
    type: 'oauth2',
    description:
      'A web service account signs a client assertion (RFC 7523) and gets a JWT access token (RFC 9068, handled as RFC8725 asks) that lives ten minutes. There are no refresh tokens: ask for a new token at the same address.',
    flows: {
      clientCredentials: { tokenUrl: '/oauth2/token', refreshUrl: '/oauth2/token', scopes: {} },
    },
  },
} as const

/** The document as a whole. */
export const DOCUMENT = {
  name: 'dos-search',
  title: 'Signpost: DoS Search API',
  description:
    'Organisations, their endpoints and their services by ODS code, in FHIR R4, for clients that know the DoS Search API. Every question is decided by policy and recorded before it is answered. Do not cache or store the answers. `_ping` tells anybody that this server runs, `_status` those with an access token whether it can answer. Searching by triage code is not offered here: its parameters are not published.',
  tags: [
    { name: 'Organisations', description: 'Organisations and how to send to them.' },
    { name: 'Services', description: 'The services of an organisation.' },
  ],
  security: CLIENT_CREDENTIALS,
} as const
