import type { Candidate, RawContact, RawPoint, RowAnswer, RowPlace } from './candidate.ts'
import { readDate } from './dates.ts'
import { readSchedules } from './hsds-schedule.ts'
import { type JsonObject, numberOf, objectOf, objectsOf, rawJson, textOf } from './json.ts'
import { readJsonItems } from './json-items.ts'
import { accepted, type ReadFormat, type Reading, rejected } from './reading.ts'
import { divideAddress } from './town.ts'
import { typeOfWords } from './type-words.ts'

const STATUSES: ReadonlyMap<string, Candidate['status']> = new Map([
  ['', 'active'],
  ['active', 'active'],
  ['inactive', 'closed'],
  ['defunct', 'closed'],
  ['temporarily closed', 'closed'],
])

/**
 * HSDS 3 and Open Referral UK 3 JSON: a service in full, a list of them, or a page with `contents`. A service at
 * several locations is as many services here: the first under the key of the service, the others with the location's.
 */
export const readHsds: ReadFormat = (text, reading) => {
  const items = readJsonItems(text, ['contents', 'services'])
  if ('fault' in items) return { outcome: 'fault', reason: items.fault }
  return {
    outcome: 'rows',
    rows: items.flatMap(item =>
      item.outcome === 'item'
        ? serviceRows(item.item, item.at, reading)
        : [rejected(item.at, null, 'malformed', item.detail)],
    ),
  }
}

function serviceRows(service: JsonObject, at: RowPlace, reading: Reading): RowAnswer[] {
  const key = textOf(service['id'])
  if (key === '') return [rejected(at, null, 'no-key', 'The service has no id.')]
  const status = STATUSES.get(textOf(service['status']).toLowerCase())
  if (status === undefined)
    return [rejected(at, key, 'unknown-status', `Status ${textOf(service['status'])}.`)]
  const typeId = typeOf(service, reading)
  if (typeId === undefined)
    return [rejected(at, key, 'unknown-type', 'No taxonomy term of it is mapped to a service type.')]
  const locations = objectsOf(service['service_at_locations'])
  const places = locations.length > 0 ? locations : [{}]
  return places.map((place, index) => {
    const own = textOf(objectOf(place['location'])['id']) || textOf(place['id'])
    const candidate = candidateOf(service, place, typeId, status, reading)
    return accepted(
      { line: at.line, raw: places.length > 1 ? rawJson(place) : at.raw },
      { ...candidate, key: index === 0 ? key : `${key}@${own}` },
    )
  })
}

function typeOf(service: JsonObject, reading: Reading): number | undefined {
  for (const attribute of objectsOf(service['attributes'])) {
    const term = objectOf(attribute['taxonomy_term'])
    for (const word of [term['code'], term['name'], term['term']]) {
      const typeId = typeOfWords(textOf(word), reading.typeCodes)
      if (typeId !== undefined) return typeId
    }
  }
  return reading.typeId
}

function candidateOf(
  service: JsonObject,
  at: JsonObject,
  typeId: number,
  status: Candidate['status'],
  reading: Reading,
): Candidate {
  const location = objectOf(at['location'])
  const address = objectsOf(location['addresses'])[0] ?? {}
  const lines = ['address_1', 'address_2', 'city', 'region', 'state_province'].map(name =>
    textOf(address[name]),
  )
  const { address: street, town } = divideAddress(lines, 2)
  const point = pointOf(location)
  const schedules = [...objectsOf(at['schedules']), ...objectsOf(location['schedules'])]
  const own = schedules.length > 0 ? schedules : objectsOf(service['schedules'])
  const ages = agesOf(service)
  const eligibility = textOf(service['eligibility_description'])
  const verifiedOn = readDate(textOf(service['assured_date']))
  const instructions = instructionsOf(service)
  return {
    sourceName: reading.source ?? 'hsds',
    key: '',
    name: textOf(service['name']),
    ...(textOf(service['alternate_name']) ? { publicName: textOf(service['alternate_name']) } : {}),
    typeId,
    status,
    address: street,
    ...(town ? { town } : {}),
    postcode: textOf(address['postal_code']),
    ...(point ? { point } : {}),
    contacts: contactsOf(service, at, location),
    ...(own.length > 0 ? { opening: readSchedules(own, reading.today) } : {}),
    ...(ages ? { ages } : {}),
    ...(eligibility ? { eligibilityNotes: eligibility } : {}),
    ...(instructions ? { instructions } : {}),
    ...(verifiedOn && verifiedOn <= reading.today ? { verifiedOn } : {}),
    repairs: [],
  }
}

function pointOf(location: JsonObject): RawPoint | undefined {
  const latitude = numberOf(location['latitude'])
  const longitude = numberOf(location['longitude'])
  return latitude === undefined || longitude === undefined
    ? undefined
    : { kind: 'degrees', latitude, longitude }
}

/** The service's own; those of the place only where the service has none. Persons named as contacts are left out. */
function contactsOf(service: JsonObject, at: JsonObject, location: JsonObject): RawContact[] {
  const phones =
    [service, at, location].map(one => objectsOf(one['phones'])).find(list => list.length > 0) ?? []
  return [
    ...phones.map((phone): RawContact => {
      const extension = textOf(phone['extension'])
      const isFax = textOf(phone['type']).toLowerCase() === 'fax'
      return {
        kind: isFax ? 'fax' : 'phone',
        text: textOf(phone['number']),
        ...(extension ? { label: `ext. ${extension}` } : {}),
      }
    }),
    { kind: 'web', text: textOf(service['url']) },
    { kind: 'email', text: textOf(service['email']) },
  ]
}

function instructionsOf(service: JsonObject): Candidate['instructions'] {
  const forPublic = [textOf(service['alert']), textOf(service['description'])].filter(Boolean).join('\n\n')
  const referral = textOf(service['application_process'])
  if (!forPublic && !referral) return undefined
  return { ...(forPublic ? { public: forPublic } : {}), ...(referral ? { referral } : {}) }
}

function agesOf(service: JsonObject): Candidate['ages'] {
  const from = numberOf(service['minimum_age'])
  const to = numberOf(service['maximum_age'])
  if (from === undefined && to === undefined) return undefined
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}
