import type { Sex } from '../service.ts'
import type { Candidate, RawEndpoint, RawPoint, RowAnswer } from './candidate.ts'
import { availableOpening, endpointOf, telecomContacts } from './fhir-parts.ts'
import { identifierOf, type Resource, type Resources, readResources } from './fhir-resources.ts'
import { type JsonObject, numberOf, objectOf, objectsOf, textOf, textsOf } from './json.ts'
import { accepted, collectRepairs, type ReadFormat, type Reading, rejected } from './reading.ts'
import { divideAddress } from './town.ts'
import { typeOfWords } from './type-words.ts'

const ODS_CODE = 'https://fhir.nhs.uk/Id/ods-organization-code'
const DOS_ID = 'https://fhir.nhs.uk/Id/dos-service-id'

/**
 * FHIR R4 Bundles or NDJSON of Organization, Location, HealthcareService and Endpoint (sources, DoS 4.1 to 4.3).
 * Each HealthcareService is a row, once for every location it has; so is an Organization that no HealthcareService
 * in the file is provided by. Locations and Endpoints belong to these.
 */
export const readFhir: ReadFormat = (text, reading) => {
  const resources = readResources(text)
  if ('fault' in resources) return { outcome: 'fault', reason: resources.fault }
  const services = ofType(resources, 'HealthcareService')
  const provided = new Set(services.map(({ resource }) => resources.find(resource['providedBy'], resource)))
  const alone = ofType(resources, 'Organization').filter(({ resource }) => !provided.has(resource))
  return {
    outcome: 'rows',
    rows: [
      ...resources.unreadable.map(({ at, detail }) => rejected(at, null, 'malformed', detail)),
      ...services.flatMap(one => rowsOf(one, resources, reading)),
      ...alone.flatMap(one => rowsOf(one, resources, reading)),
    ],
  }
}

const ofType = (resources: Resources, type: string): Resource[] =>
  resources.all.filter(({ resource }) => resource['resourceType'] === type)

function rowsOf({ at, resource }: Resource, resources: Resources, reading: Reading): RowAnswer[] {
  const isOrganization = resource['resourceType'] === 'Organization'
  const organization = isOrganization ? resource : (resources.find(resource['providedBy'], resource) ?? {})
  const uid = identifierOf(resource, DOS_ID)
  const key = uid || (isOrganization && identifierOf(resource, ODS_CODE)) || textOf(resource['id'])
  if (key === '') return [rejected(at, null, 'no-key', 'The resource has neither identifier nor id.')]
  const typeId = typeOf(resource, reading)
  if (typeId === undefined)
    return [rejected(at, key, 'unknown-type', 'No type or category of it is a service type we know.')]
  const references = Array.isArray(resource['location']) ? resource['location'] : []
  const locations = references.map(one => resources.find(one, resource)).filter(one => one !== undefined)
  const places = locations.length > 0 ? locations : [organization]
  return places.map((place, index) => {
    const candidate = candidateOf({ resource, organization, place, typeId }, resources, reading)
    return accepted(at, {
      ...candidate,
      key: index === 0 ? key : `${key}@${textOf(place['id'])}`,
      ...(uid && index === 0 ? { uid } : {}),
    })
  })
}

function typeOf(resource: JsonObject, reading: Reading): number | undefined {
  const concepts = [...objectsOf(resource['type']), ...objectsOf(resource['category'])]
  for (const concept of concepts) {
    const words = objectsOf(concept['coding']).flatMap(coding => [coding['display'], coding['code']])
    for (const word of [...words, concept['text']]) {
      const typeId = typeOfWords(textOf(word), reading.typeCodes)
      if (typeId !== undefined) return typeId
    }
  }
  return reading.typeId
}

type Sources = {
  readonly resource: JsonObject
  readonly organization: JsonObject
  readonly place: JsonObject
  readonly typeId: number
}

function candidateOf(sources: Sources, resources: Resources, reading: Reading): Candidate {
  const { resource, organization, place } = sources
  const { repairs, note } = collectRepairs()
  const own = telecomContacts(resource, note)
  const opening = availableOpening(resource)
  const odsCode = identifierOf(organization, ODS_CODE)
  const closed = resource['active'] === false || organization['active'] === false
  const address = addressOf(place)
  const point = pointOf(place)
  const instructions = instructionsOf(resource)
  return {
    sourceName: reading.source ?? 'fhir',
    key: '',
    ...(odsCode ? { odsCode } : {}),
    name: textOf(resource['name']) || textOf(organization['name']),
    typeId: sources.typeId,
    status: closed ? 'closed' : 'active',
    ...address,
    ...(point ? { point } : {}),
    contacts: own.length > 0 ? own : telecomContacts(place, note),
    ...(instructions ? { instructions } : {}),
    ...(opening ? { opening } : {}),
    ...eligibilityOf(resource),
    endpoints: endpointsOf(resource, organization, resources)
      .map(one => endpointOf(one, note))
      .filter((one): one is RawEndpoint => one !== undefined)
      .sort((a, b) => a.order - b.order),
    repairs,
  }
}

/** A Location has one address, an Organization a list. */
function addressOf(place: JsonObject): { address: readonly string[]; town?: string; postcode: string } {
  const address = objectsOf(place['address'])[0] ?? objectOf(place['address'])
  const lines = textsOf(address['line'])
  const parts = [...lines, textOf(address['city']), textOf(address['district'])]
  const { address: street, town } = divideAddress(parts, lines.length)
  return { address: street, ...(town ? { town } : {}), postcode: textOf(address['postalCode']) }
}

function pointOf(place: JsonObject): RawPoint | undefined {
  const position = objectOf(place['position'])
  const latitude = numberOf(position['latitude'])
  const longitude = numberOf(position['longitude'])
  return latitude === undefined || longitude === undefined
    ? undefined
    : { kind: 'degrees', latitude, longitude }
}

function instructionsOf(resource: JsonObject): Candidate['instructions'] {
  const forPublic = textOf(resource['comment'])
  const professional = textOf(resource['extraDetails'])
  if (!forPublic && !professional) return undefined
  return { ...(forPublic ? { public: forPublic } : {}), ...(professional ? { professional } : {}) }
}

function eligibilityOf(resource: JsonObject): Pick<Candidate, 'sexes' | 'eligibilityNotes'> {
  const given = objectsOf(resource['eligibility'])
  const codes = given.flatMap(one =>
    objectsOf(objectOf(one['code'])['coding']).map(coding => textOf(coding['code'])),
  )
  const sexes = codes.map(code => SEX_CODES[code.toLowerCase()]).filter(sex => sex !== undefined)
  const notes = given
    .map(one => textOf(one['comment']))
    .filter(Boolean)
    .join(' ')
  return {
    ...(sexes.length > 0 ? { sexes: [...new Set(sexes)] } : {}),
    ...(notes ? { eligibilityNotes: notes } : {}),
  }
}

const SEX_CODES: Readonly<Record<string, Sex>> = {
  female: 'female',
  f: 'female',
  male: 'male',
  m: 'male',
  other: 'indeterminate',
  i: 'indeterminate',
}

/** The endpoints a service names, else those its organization manages. */
function endpointsOf(
  resource: JsonObject,
  organization: JsonObject,
  resources: Resources,
): readonly JsonObject[] {
  const references = Array.isArray(resource['endpoint']) ? resource['endpoint'] : []
  const named = references.map(one => resources.find(one, resource)).filter(one => one !== undefined)
  return named.length > 0 ? named : resources.endpointsOf(organization)
}
