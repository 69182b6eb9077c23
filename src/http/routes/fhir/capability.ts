import {
  includesOf,
  PROFILES,
  parametersOf,
  RESOURCE_TYPES,
  type ResourceType,
  revincludesOf,
  type SearchParameter,
} from '../../../fhir/index.ts'
import type { OperatorContact } from '../../../vocabulary/index.ts'
import { OWN_PARAMETERS, type OwnParameter } from './own-parameters.ts'

/** When what is said here last changed. */
const DATE = '2026-11-22'

const WHAT =
  'A Directory of Services for health and care in England. Every question names or implies a purpose of direct care, is decided by policy, and is recorded before it is answered. Do not cache or store the answers.'

const HOW = [
  'The directory cannot be listed. A search is about a place (near, near-place, location.near, or _has to one of them; or serves-place) or about what is already known: _id, identifier, or a reference or identifier of an organisation, location or endpoint. Anything else is refused (AUP25-08).',
  'A search may be for services whose entries say that they are for a place (serves-place), which need not be near it: alone it reaches as far as the agreement does, and everything in the answer is of services that are. With practice, services kept for the patients of that practice are found, too.',
  'A search is answered with at most as many services as the agreement allows, the nearest first, and pages end there; no total is given. Everything in an answer, and everything that _has and chains look at, is of services inside the circle asked about.',
  'What is already known may be looked up, by read or by search, where a search of the same account returned it lately, or where the agreement has looking up as a use case of its own; an organisation is shown as all its services make it.',
  'A parameter, modifier or value that is not understood is refused by name. With "Prefer: handling=lenient" what is not known here is left out and reported in an outcome entry.',
  'Result parameters: _count (within what the agreement allows), _sort (any search parameter, or distance; nearest first unless told), _include and _revinclude (with :iterate), _elements, _summary (true, text, data, false), _total=none, _format (json, xml), _pretty. Not answered: _contained, _containedType, _summary=count, _text, _content, _list, _query, _filter, _type.',
  'Modifiers: :missing of every parameter but near, near-place, serves-place and practice; :not and :text of tokens; :exact and :contains of strings; :identifier and :[type] of references; :above and :below of URIs. At most three references are chained; one _has is not put inside another.',
].join('\n\n')

/** What this server does, exactly; a test walks through it. @param base of the interface, without a slash at its end */
export const capabilityStatement = (base: string, origin: string, contact: OperatorContact): object => ({
  resourceType: 'CapabilityStatement',
  url: `${base}/metadata`,
  name: 'SignpostDirectory',
  title: 'Signpost: FHIR R4 directory',
  status: 'active',
  date: DATE,
  publisher: contact.name,
  contact: [
    {
      name: contact.name,
      telecom: [
        { system: 'email', value: contact.email },
        { system: 'phone', value: contact.phone },
      ],
    },
  ],
  description: WHAT,
  kind: 'instance',
  software: { name: 'Signpost' },
  implementation: { description: 'This directory', url: base },
  fhirVersion: '4.0.1',
  format: ['application/fhir+json', 'application/fhir+xml', 'json', 'xml'],
  rest: [
    {
      mode: 'server',
      documentation: HOW,
      security: security(origin),
      resource: RESOURCE_TYPES.map(type => resource(type, base)),
      searchParam: OWN_PARAMETERS.filter(({ base: types }) => types === null).map(one =>
        ownParameter(one, base),
      ),
    },
  ],
})

function security(origin: string): object {
  return {
    extension: [
      {
        url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
        extension: [{ url: 'token', valueUri: `${origin}/oauth2/token` }],
      },
    ],
    cors: false,
    service: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
            code: 'SMART-on-FHIR',
            display: 'SMART-on-FHIR',
          },
        ],
        text: 'OAuth 2: client credentials with a signed assertion (RFC 7523)',
      },
    ],
    description: `An access token from ${origin}/oauth2/token, sent as "Authorization: Bearer". A product that serves several organisations names the one it asks for in the header NHSD-End-User-Organisation-ODS. This statement and the SearchParameters it names are open.`,
  }
}

const resource = (type: ResourceType, base: string): object => ({
  type,
  profile: `http://hl7.org/fhir/StructureDefinition/${type}`,
  ...(type === 'Endpoint' ? {} : { supportedProfile: [PROFILES[type]] }),
  interaction: [{ code: 'read' }, { code: 'search-type' }],
  versioning: 'versioned',
  readHistory: false,
  updateCreate: false,
  conditionalCreate: false,
  conditionalRead: 'not-supported',
  conditionalUpdate: false,
  conditionalDelete: 'not-supported',
  referencePolicy: ['literal', 'logical'],
  searchInclude: includesOf(type),
  ...(revincludesOf(type, RESOURCE_TYPES).length === 0
    ? {}
    : { searchRevInclude: revincludesOf(type, RESOURCE_TYPES) }),
  searchParam: parametersOf(type).map(parameter => listed(parameter, base)),
})

const listed = ({ name, kind, url, own, documentation }: SearchParameter, base: string): object => ({
  name,
  definition: own ? `${base}/${url}` : url,
  type: kind,
  documentation,
})

const ownParameter = ({ code, type, description }: OwnParameter, base: string): object => ({
  name: code,
  definition: `${base}/SearchParameter/${code}`,
  type,
  documentation: description,
})
