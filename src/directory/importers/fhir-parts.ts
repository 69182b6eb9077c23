import { WEEKDAYS, type Weekday } from '../service.ts'
import type { Note, RawContact, RawEndpoint, RawOpening, RawSession } from './candidate.ts'
import { dayAfter, readDate } from './dates.ts'
import { extensionOf } from './fhir-resources.ts'
import { type JsonObject, numberOf, objectOf, objectsOf, textOf, textsOf } from './json.ts'

/** More days than this in one closure is no exception to the week but a service that is shut. */
const CLOSED_DAYS_MAX = 60

const KINDS: Readonly<Record<string, RawContact['kind']>> = {
  phone: 'phone',
  fax: 'fax',
  email: 'email',
  url: 'web',
}

/**
 * Contacts from `telecom`. Each says who may see it in a contactpoint-comment, `Public` or `Clinician Access Only`
 * (sources, DoS 4.1). A telephone that says neither, or something else, is closed to the public until somebody
 * decides.
 */
export function telecomContacts(resource: JsonObject, note: Note): RawContact[] {
  return objectsOf(resource['telecom']).flatMap((point): RawContact[] => {
    const kind = KINDS[textOf(point['system'])]
    const text = textOf(point['value'])
    if (!kind || text === '') return []
    const comment = textOf(extensionOf(point, 'contactpoint-comment')['valueString'])
    if (kind === 'web') return [{ kind, text }]
    if (/^public$/i.test(comment)) return [{ kind, text, audience: 'public' }]
    if (kind === 'phone' && !/^clinician/i.test(comment))
      note('contact-audience', `${text} ${comment}`.trim())
    return [{ kind, text, audience: 'professional' }]
  })
}

/** Opening times from `availableTime` and `notAvailable`; undefined when there is neither. */
export function availableOpening(resource: JsonObject): RawOpening | undefined {
  const available = objectsOf(resource['availableTime'])
  const not = objectsOf(resource['notAvailable'])
  if (available.length === 0 && not.length === 0) return undefined
  const dropped: string[] = []
  const weekly = available.flatMap(time => weekOf(time, dropped))
  const dated = not.flatMap(closure => closedDates(closure, dropped))
  return { weekly, bankHolidays: [], dated, allHours: false, dropped }
}

function weekOf(time: JsonObject, dropped: string[]): (RawSession & { day: Weekday })[] {
  const days = textsOf(time['daysOfWeek']).map(code =>
    WEEKDAYS.find(day => day.startsWith(code.toLowerCase())),
  )
  const session =
    time['allDay'] === true
      ? { opens: '00:00', closes: '24:00' }
      : { opens: textOf(time['availableStartTime']), closes: textOf(time['availableEndTime']) }
  if (days.length === 0 || days.includes(undefined)) {
    dropped.push(`available ${session.opens}-${session.closes} on no day we know`)
    return []
  }
  return days.filter(day => day !== undefined).map(day => ({ ...session, day }))
}

function closedDates(closure: JsonObject, dropped: string[]) {
  const period = objectOf(closure['during'])
  const start = readDate(textOf(period['start']))
  const end = readDate(textOf(period['end']))
  const dates: string[] = []
  for (let date = start; date && end && date <= end && dates.length <= CLOSED_DAYS_MAX; date = dayAfter(date))
    dates.push(date)
  if (dates.length === 0 || dates.length > CLOSED_DAYS_MAX) {
    dropped.push(
      `not available, ${textOf(closure['description']) || 'no reason given'}: no period we can carry`,
    )
    return []
  }
  return dates.map(date => ({ opens: '', closes: '', date, open: false }))
}

const FORMATS: Readonly<Record<string, RawEndpoint['format']>> = {
  'application/pdf': 'PDF',
  'text/html': 'HTML',
  'application/fhir': 'FHIR',
  'application/fhir+json': 'FHIR',
  'application/fhir+xml': 'FHIR',
  'application/hl7-cda+xml': 'CDA',
}
const SCENARIOS: Readonly<Record<string, RawEndpoint['businessScenario']>> = {
  'primary-recipient': 'Primary',
  'copy-recipient': 'Copy',
}
const TRANSPORTS = ['itk', 'email', 'telno', 'http'] as const

/** An endpoint in force, or undefined with a note. */
export function endpointOf(resource: JsonObject, note: Note): RawEndpoint | undefined {
  const code = textOf(objectOf(resource['connectionType'])['code'])
  const transport = TRANSPORTS.find(one => one === code)
  const address = textOf(resource['address'])
  if (textOf(resource['status']) !== 'active' || !transport || address === '' || address.length > 255) {
    note(
      'endpoint-dropped',
      [textOf(resource['id']), code, textOf(resource['status'])].filter(Boolean).join(' '),
    )
    return undefined
  }
  const format = textsOf(resource['payloadMimeType'])
    .map(mime => FORMATS[mime])
    .find(Boolean)
  const interaction = textOf(objectsOf(objectsOf(resource['payloadType'])[0]?.['coding'])[0]?.['code']).slice(
    0,
    255,
  )
  const scenario = SCENARIOS[textOf(extensionOf(resource, 'EndpointBusinessScenario')['valueCode'])]
  const compressed = extensionOf(resource, 'EndpointCompression')['valueBoolean']
  const comment = textOf(resource['name']).slice(0, 1000)
  return {
    order: Math.max(0, Math.trunc(numberOf(extensionOf(resource, 'EndpointOrder')['valueInteger']) ?? 0)),
    transport,
    address,
    ...(format ? { format } : {}),
    ...(interaction ? { interaction } : {}),
    ...(scenario ? { businessScenario: scenario } : {}),
    ...(typeof compressed === 'boolean' ? { compressed } : {}),
    ...(comment ? { comment } : {}),
  }
}
