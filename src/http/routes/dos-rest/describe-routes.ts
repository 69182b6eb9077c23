import Type, { type TSchema } from 'typebox'
import { governedResponses } from '../../problem-schema.ts'
import { answerOf, ErrorAnswer, FoundService, WholeService } from './describe-service.ts'

const segment = (description: string, example: string) =>
  Type.String({ maxLength: 1000, description, examples: [example] })

const SEARCH = {
  caseId: segment(
    '`TEST` for everything that is not live, `MONITORING` where that is permitted, else your own.',
    'TEST',
  ),
  postcode: segment('A whole postcode, with or without a space.', 'LS1 4AP'),
  searchDistance: segment(
    'Miles, at most 100, decimals allowed: half a side of the box searched. `0`: 37.5.',
    '5.5',
  ),
  gpPracticeId: segment("Service id of the patient's GP practice, for services kept for its patients.", '0'),
  age: segment('Age group: `4` under 1, `3` 1 to 4, `2` 5 to 15, `1` 16 to 129, `8` 65 to 129.', '1'),
  gender: segment('`M`, `F` or `I`.', '0'),
  disposition: segment('Taken, and of no weight.', '0'),
}
const PER_TYPE = {
  numberPerType: segment('How many of each service type. `0`: 5.', '0'),
}
const closed = { additionalProperties: false }

export const ClinicalTermParams = Type.Object(
  {
    ...SEARCH,
    symptomGroupDiscriminatorCombos: segment(
      'One symptom group with one discriminator. The example is of the demonstration lists.',
      '900001=950001',
    ),
    ...PER_TYPE,
  },
  closed,
)
export const ServiceTypeParams = Type.Object(
  {
    ...SEARCH,
    serviceTypeIds: segment('Ids with commas between them. One that no type has matches nothing.', '13,132'),
    ...PER_TYPE,
  },
  closed,
)
export const OdsCodeParams = Type.Object({ odsCode: segment('In any case.', 'XD00001') }, closed)
export const ServiceIdParams = Type.Object(
  { serviceId: segment('The `id` of an answer.', '2009000060') },
  closed,
)

const PHRASE = { description: 'The error, in one sentence that begins with the name of the status.' }

/** The answers of a route. A service that is not there is a success without services, so 404 means the address alone. */
function responses(service: TSchema, description: string) {
  const { 404: _none, ...ways } = governedResponses(answerOf(service), description)
  return Object.fromEntries(
    Object.entries(ways).map(([status, way]) => [
      status,
      status === '200'
        ? way
        : { ...way, content: { 'application/json': { schema: { ...ErrorAnswer, ...PHRASE } } } },
    ]),
  )
}

const RULES =
  'Positions that are left open hold `0`. Services in a box around the postcode, whatever their hours and however full: the nearest of each type, those kept for the practice named first, then by distance. The whole answer holds at most as many services as the agreement allows, from the top of that order.'

const NOTHING = Type.Object({}, closed)

/** The document as a whole. */
export const DOCUMENT = {
  name: 'dos-rest',
  title: 'Signpost: Directory of Services, REST 1.0',
  description:
    'The REST interface of the Directory of Services, for clients that know it. Every question is decided by policy and recorded before it is answered. Do not cache or store the answers. Errors have one shape, and a text that begins with the name of the status.',
  tags: [{ name: 'Services', description: 'Searching near a postcode, and looking services up.' }],
  security: {
    basic: {
      type: 'http',
      scheme: 'basic',
      description:
        'User name and password of a web service account with exactly one search role (RFC 7617, in UTF-8).',
    },
  },
} as const

/** What the document says of each route; `params` and `querystring` describe, and judge nothing. */
export const DESCRIBED = {
  clinicalTerm: {
    operationId: 'servicesByClinicalTerm',
    tags: ['Services'],
    summary: 'The nearest services that manage a symptom',
    description: RULES,
    params: ClinicalTermParams,
    querystring: NOTHING,
    response: responses(FoundService, 'The services found; none is a success, too.'),
  },
  serviceType: {
    operationId: 'servicesByServiceType',
    tags: ['Services'],
    summary: 'The nearest services of some types',
    description: RULES,
    params: ServiceTypeParams,
    querystring: NOTHING,
    response: responses(FoundService, 'The services found; none is a success, too.'),
  },
  odsCode: {
    operationId: 'servicesByOdsCode',
    tags: ['Services'],
    summary: 'The services with an ODS code, whole',
    description:
      'For services of which a search of this account returned one lately, or under an agreement that has looking up as a use case of its own (AUP25-08). `byOdsCode` is read in any case.',
    params: OdsCodeParams,
    querystring: NOTHING,
    response: responses(WholeService, 'The services; none is a success, too.'),
  },
  serviceId: {
    operationId: 'serviceById',
    tags: ['Services'],
    summary: 'One service, whole',
    description:
      'For a service that a search of this account returned lately, or under an agreement that has looking up as a use case of its own (AUP25-08).',
    params: ServiceIdParams,
    querystring: NOTHING,
    response: responses(WholeService, 'The service; none is a success, too.'),
  },
} as const
