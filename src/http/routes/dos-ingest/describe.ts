import Type, { type TSchema } from 'typebox'
import { CLIENT_CREDENTIALS, fhirWay, OutcomeSchema, RETRY, text, USUAL } from '../dos-search/describe.ts'

/** What the document says of the routes. It describes, and judges nothing: the doors do, in the contract's words. */

const object = (members: Record<string, TSchema>) => Type.Object(members, { additionalProperties: false })
const list = (items: TSchema, maxItems: number) => Type.Array(items, { maxItems })
const words = (...values: string[]) => Type.String({ enum: values, maxLength: 40 })
const optional = Type.Optional
const date = Type.String({ format: 'date', maxLength: 10 })

const coding = object({ system: text(200), code: text(40), display: optional(text(200)) })
const period = object({
  url: text(200),
  valueCoding: optional(coding),
  valuePeriod: optional(object({ start: date, end: optional(date) })),
})
const role = object({
  url: text(200, 'Extension-England-OrganisationRole.'),
  extension: list(
    object({
      url: text(200, '`instanceID`, `roleCode`, `active`, or Extension-England-TypedPeriod.'),
      valueInteger: optional(
        Type.Integer({ format: 'int32', minimum: -2_147_483_648, maximum: 2_147_483_647 }),
      ),
      valueCodeableConcept: optional(object({ coding: list(coding, 1), text: optional(text(200)) })),
      valueBoolean: optional(Type.Boolean()),
      extension: optional(list(period, 2)),
    }),
    10,
  ),
})

const Organization = object({
  resourceType: words('Organization'),
  id: text(64),
  meta: object({
    profile: list(text(200, 'UKCore-Organization.'), 1),
    versionId: optional(text(20)),
    lastUpdated: optional(Type.String({ format: 'date-time', maxLength: 40 })),
  }),
  extension: optional(Type.Array(role, { maxItems: 50, description: 'RO177 and RO76 among them, or none.' })),
  identifier: list(object({ use: optional(words('official')), system: text(200), value: text(12) }), 1),
  active: Type.Boolean(),
  name: text(100, 'Kept in title case, with NHS, GP, ICB and PCN in capitals.'),
  telecom: optional(
    list(
      object({ system: words('phone', 'email', 'url'), value: text(255), use: optional(words('work')) }),
      20,
    ),
  ),
})

const Bundle = object({
  resourceType: words('Bundle'),
  type: words('searchset'),
  total: Type.Integer({ format: 'int32', minimum: 0, maximum: 1 }),
  link: list(object({ relation: words('self'), url: text(2000) }), 1),
  entry: list(
    object({ fullUrl: text(2000), resource: Organization, search: object({ mode: words('match') }) }),
    1,
  ),
})

const ETAG = {
  ETag: {
    description: 'The version it now is, for If-Match.',
    schema: { type: 'string', maxLength: 20, pattern: '^W/"\\d+"$' },
  },
}

const refusals = {
  '400': fhirWay('A parameter or header is missing, wrong or unknown; or the body is not JSON.'),
  '401': fhirWay('No access token, or one that is not accepted.'),
  '403': fhirWay('The account does not keep every service of the organisation, or policy says no.'),
  '404': fhirWay('There is no such organisation.'),
  '406': fhirWay('The client does not take application/fhir+json.'),
  '429': fhirWay('The agreed volume is used up for now.', OutcomeSchema, RETRY),
  '500': fhirWay('Something went wrong here.'),
  '503': fhirWay('This node cannot answer at this moment.', OutcomeSchema, RETRY),
}

export const DESCRIBED = {
  find: {
    operationId: 'findOrganisation',
    tags: ['Organisations'],
    summary: 'An organisation as it is kept',
    description:
      'For accounts that keep every service of the organisation. What is shown can be put back as it is; `meta.versionId` is what If-Match takes.',
    querystring: object({
      identifier: Type.String({
        maxLength: 100,
        pattern: '^https://fhir\\.nhs\\.uk/Id/ods-organization-code\\|[A-Za-z0-9]{1,12}$',
        description: 'The system of ODS codes, a bar, and a code of 1 to 12 letters and digits.',
        examples: ['https://fhir.nhs.uk/Id/ods-organization-code|A81001'],
      }),
    }),
    response: { '200': fhirWay('The organisation.', Bundle), ...refusals },
  },
  put: {
    operationId: 'putOrganisation',
    tags: ['Organisations'],
    summary: 'Set what is kept of an organisation',
    description:
      'The body is `application/fhir+json`; members there are none of are refused by name. Every interface answers with it from then on. What is there already, word for word, makes no new version.',
    params: object({ id: Type.String({ format: 'uuid', maxLength: 36 }) }),
    headers: Type.Object({
      'If-Match': optional(
        Type.String({
          maxLength: 20,
          pattern: '^(W/)?"\\d+"$',
          description: 'The version it is meant for; 0 where nothing is kept yet.',
        }),
      ),
    }),
    body: Organization,
    response: {
      '200': fhirWay('It is as the body says, whether that was a change or not.', OutcomeSchema, {
        ...USUAL,
        ...ETAG,
      }),
      ...refusals,
      '412': fhirWay('Somebody changed it meanwhile.'),
      '413': fhirWay('The body is too large.'),
      '415': fhirWay('The body is not application/fhir+json.'),
      '422': fhirWay('Something is wrong with the organisation; each issue names its element.'),
    },
  },
} as const

/** The document as a whole. */
export const DOCUMENT = {
  name: 'dos-ingest',
  title: 'Signpost: DoS Ingest API',
  description:
    'For upstream registers and DoS Leads: what the directory holds of organisations as such, in FHIR R4. Every change is decided by policy, recorded, kept as a version with who wrote it and when, and seen by every interface at once.',
  tags: [{ name: 'Organisations', description: 'What is kept of an organisation.' }],
  security: CLIENT_CREDENTIALS,
} as const
