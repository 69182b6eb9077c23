import type { ResourceType } from './resource-types.ts'

export type ParameterKind = 'token' | 'string' | 'reference' | 'date' | 'uri' | 'special'

/** A search parameter that is answered. */
export type SearchParameter = {
  readonly name: string
  readonly kind: ParameterKind
  /** Of its definition; one of our own is found under the base address. */
  readonly url: string
  /** FHIRPath, in HL7's own words, of the elements it looks at; paths only, joined by `|`. */
  readonly expression: string
  /** What the elements refer to. */
  readonly target?: ResourceType
  /** The only codes there are, and the system that an element of type `code` does not repeat. */
  readonly codes?: { readonly system: string; readonly values: readonly string[] }
  /** Ids are told apart by case; other tokens are not (R4 search, token). */
  readonly caseSensitive?: boolean
  /** How texts are compared, where not as strings usually are. */
  readonly compares?: 'phonetic' | 'postcode'
  /** Declared here and not by HL7. */
  readonly own?: true
  readonly documentation: string
}

const HL7 = 'http://hl7.org/fhir/SearchParameter/'

type More = Pick<SearchParameter, 'target' | 'codes' | 'caseSensitive' | 'compares'>

/** HL7's parameter of one type; `path` is written from the resource on. */
const of =
  (type: ResourceType) =>
  (
    name: string,
    kind: ParameterKind,
    path: string,
    documentation: string,
    more: More = {},
  ): SearchParameter => ({
    name,
    kind,
    url: `${HL7}${type}-${name}`,
    expression: path
      .split(' | ')
      .map(one => `${type}.${one}`)
      .join(' | '),
    documentation,
    ...more,
  })

const forAll = (
  name: string,
  kind: ParameterKind,
  path: string,
  documentation: string,
  more: More = {},
): SearchParameter => ({
  name: `_${name}`,
  kind,
  url: `${HL7}Resource-${name}`,
  expression: `Resource.${path}`,
  documentation,
  ...more,
})

const COMMON: readonly SearchParameter[] = [
  forAll('id', 'token', 'id', 'The id of the resource. A look-up.', { caseSensitive: true }),
  forAll('lastUpdated', 'date', 'meta.lastUpdated', 'When what it is made from was last written.'),
  forAll('profile', 'uri', 'meta.profile', 'The profile it claims.'),
  forAll('security', 'token', 'meta.security', 'Its security labels; there are none here.'),
  forAll('source', 'uri', 'meta.source', 'Where it came from; not kept here.'),
  forAll('tag', 'token', 'meta.tag', 'Its tags; HTEST marks an invented service.'),
]

const BOOLEAN = {
  system: 'http://terminology.hl7.org/CodeSystem/special-values',
  values: ['true', 'false'],
} as const
const ADDRESS_USE = {
  system: 'http://hl7.org/fhir/address-use',
  values: ['home', 'work', 'temp', 'old', 'billing'],
} as const
const LOCATION_STATUS = {
  system: 'http://hl7.org/fhir/location-status',
  values: ['active', 'suspended', 'inactive'],
} as const
const ENDPOINT_STATUS = {
  system: 'http://hl7.org/fhir/endpoint-status',
  values: ['active', 'suspended', 'error', 'off', 'entered-in-error', 'test'],
} as const

const service = of('HealthcareService')
const organisation = of('Organization')
const location = of('Location')
const endpoint = of('Endpoint')

const addresses = (make: typeof location): readonly SearchParameter[] => [
  make('address', 'string', 'address', 'Any part of the address.'),
  make('address-city', 'string', 'address.city', 'Town.'),
  make('address-country', 'string', 'address.country', 'Country; not kept, for all are in England.'),
  make('address-postalcode', 'string', 'address.postalCode', 'Postcode, with or without its space.', {
    compares: 'postcode',
  }),
  make('address-state', 'string', 'address.state', 'Not kept here.'),
  make('address-use', 'token', 'address.use', 'What the address is for.', { codes: ADDRESS_USE }),
]

/** One of our own, with a definition under the base address. */
const own = (name: string, kind: 'special' | 'token', documentation: string): SearchParameter => ({
  name,
  kind,
  url: `SearchParameter/${name}`,
  expression: '',
  own: true,
  documentation,
})

/** The distance from a point. Understood where it says which services are meant (anchors.ts). */
export const NEAR = location(
  'near',
  'special',
  'position',
  'latitude|longitude|distance|units, in WGS84 degrees; km unless m, mi or [mi_us] is said. One point, nearest first.',
)
export const NEAR_PLACE = own(
  'near-place',
  'special',
  'place|distance|units: as near, from a postcode, a sector, an outcode or a town in England. For agreements that allow no raw coordinates.',
)

/** As `serves` of the native API. */
export const SERVES_PLACE = own(
  'serves-place',
  'special',
  'A full postcode, or `origin` for the place that is searched near: only services whose entries say that they are for it, by the places they cover, the areas they are limited to, or (with practice) the practices they are kept for. Without near or near-place the search is made from that place, as far as the agreement reaches.',
)
export const PRACTICE = own(
  'practice',
  'token',
  "ODS code of the person's GP practice: also services kept for its patients. With a place.",
)

const PARAMETERS: Readonly<Record<ResourceType, readonly SearchParameter[]>> = {
  HealthcareService: [
    ...COMMON,
    service('active', 'token', 'active', 'Whether it is in use; only those that are, are found.', {
      codes: BOOLEAN,
    }),
    service('characteristic', 'token', 'characteristic', 'Capacity, clinical profile and other attributes.'),
    service('coverage-area', 'reference', 'coverageArea', 'An area it serves.', { target: 'Location' }),
    service('endpoint', 'reference', 'endpoint', 'How it is reached by machine.', { target: 'Endpoint' }),
    service('identifier', 'token', 'identifier', 'The id that the older DoS interfaces know. A look-up.'),
    service('location', 'reference', 'location', 'Where it stands.', { target: 'Location' }),
    service('name', 'string', 'name', 'Its name.'),
    service('organization', 'reference', 'providedBy', 'Whose service it is. A look-up.', {
      target: 'Organization',
    }),
    PRACTICE,
    service('program', 'token', 'program', 'Not kept here.'),
    SERVES_PLACE,
    service('service-category', 'token', 'category', 'Not kept here.'),
    service(
      'service-type',
      'token',
      'type',
      'Its DoS service type, by id, code or name. Without a system, or with that of dos-search or our own.',
    ),
    service('specialty', 'token', 'specialty', 'SNOMED CT practice setting, of types that have one.'),
  ],
  Organization: [
    ...COMMON,
    organisation('active', 'token', 'active', 'Whether it is in use.', { codes: BOOLEAN }),
    ...addresses(organisation),
    organisation('endpoint', 'reference', 'endpoint', 'How its services are reached.', {
      target: 'Endpoint',
    }),
    organisation('identifier', 'token', 'identifier', 'Its ODS code. A look-up.'),
    organisation('name', 'string', 'name | alias', 'Its name.'),
    organisation('partof', 'reference', 'partOf', 'What it belongs to; not kept here.', {
      target: 'Organization',
    }),
    organisation('phonetic', 'string', 'name', 'Its name as it sounds (Soundex).', { compares: 'phonetic' }),
    organisation('type', 'token', 'type', 'Its ODS roles.'),
  ],
  Location: [
    ...COMMON,
    ...addresses(location),
    location('endpoint', 'reference', 'endpoint', 'Not kept here: services have the endpoints.', {
      target: 'Endpoint',
    }),
    location('identifier', 'token', 'identifier', 'Not kept here.'),
    location('name', 'string', 'name | alias', 'The name of what stands there.'),
    NEAR,
    NEAR_PLACE,
    location('operational-status', 'token', 'operationalStatus', 'Not kept here.'),
    location('organization', 'reference', 'managingOrganization', 'Whose it is. A look-up.', {
      target: 'Organization',
    }),
    location('partof', 'reference', 'partOf', 'What it lies in; not kept here.', { target: 'Location' }),
    location('status', 'token', 'status', 'Whether it is in use.', { codes: LOCATION_STATUS }),
    location('type', 'token', 'type', 'What is done there; areas say what kind they are of.'),
  ],
  Endpoint: [
    ...COMMON,
    endpoint('connection-type', 'token', 'connectionType', 'How it is reached: itk, email, telno, http.'),
    endpoint('identifier', 'token', 'identifier', 'Not kept here.'),
    endpoint('name', 'string', 'name', 'What the DoS says beside it.'),
    endpoint('organization', 'reference', 'managingOrganization', 'Whose it is. A look-up.', {
      target: 'Organization',
    }),
    endpoint('payload-type', 'token', 'payloadType', 'The interaction.'),
    endpoint('status', 'token', 'status', 'Whether it is in use.', { codes: ENDPOINT_STATUS }),
  ],
}

const byName = new Map(
  Object.entries(PARAMETERS).map(([type, all]) => [type, new Map(all.map(one => [one.name, one]))]),
)

/** Every search parameter of a type, in order of name within HL7's and those for every type before. */
export const parametersOf = (type: ResourceType): readonly SearchParameter[] => PARAMETERS[type]

export const parameterOf = (type: ResourceType, name: string): SearchParameter | undefined =>
  byName.get(type)?.get(name)
