import {
  type CapacityStatus,
  type ClinicalFound,
  type Endpoint,
  servesAge,
  serviceTypeById,
} from '../../directory/index.ts'
import type { SeenService } from '../seen-service.ts'
import {
  CAPACITY_WORDS,
  compressionWord,
  dashedDate,
  dosContacts,
  dosSession,
  milesText,
  sessionsByDay,
} from '../words.ts'
import { namesOf, type SoapVersion } from './names.ts'
import { holding, saying, sayingIfAny } from './write.ts'

/** One service of an answer, as its audience sees it. */
export type Destination = {
  readonly service: SeenService
  readonly label: ClinicalFound['label']
  readonly distanceMetres: number
  /** As it stands at the time of the answer; null: the audience may not see it. */
  readonly capacity: CapacityStatus | null
}

const LABELS: Readonly<Record<NonNullable<ClinicalFound['label']>, string>> = {
  home: ' (Home)',
  'home-out-of-hours': ' (Home OOH)',
  'catch-all': ' (Catch-all)',
}

/**
 * One destination, its elements in the order of the WSDL (sources, DoS 2.2). What is empty or not to be seen is an empty
 * element; but where XML Schema has no empty value, of a number or of a capacity, it is left out.
 * @param today the local date `YYYY-MM-DD` of the search: sessions on dates before it are of no use to anybody
 */
export function destination(
  { service, label, distanceMetres, capacity }: Destination,
  { version, ageDays, today }: { version: SoapVersion; ageDays: number; today: string },
): string {
  const names = namesOf(version)
  const { place = {}, instructions = {}, openingTimes = {} } = service
  const contacts = dosContacts(service)
  const publicText = saying(names.publicText, instructions.public)
  const professionalText = saying(names.professionalText, instructions.professional)
  const distance = saying('distance', milesText(distanceMetres))
  return holding(
    names.destination,
    saying('id', service.uid),
    sayingIfAny('capacity', capacity === null ? undefined : CAPACITY_WORDS[capacity].soap),
    saying('name', `${service.name ?? ''}${label === null ? '' : LABELS[label]}`),
    saying('publicName', service.publicName),
    saying('contactDetails', contacts.publicPhone),
    saying('address', addressOf(place)),
    saying('postcode', place.postcode),
    sayingIfAny('northings', place.northing),
    sayingIfAny('eastings', place.easting),
    saying('url', contacts.web),
    serviceType(service.typeId ?? 0),
    saying('odsCode', service.odsCode),
    saying('nonPublicTelephoneNo', contacts.nonPublicPhone),
    saying('fax', contacts.fax),
    version === '1.5' ? publicText : professionalText,
    distance,
    version === '1.5' ? professionalText : publicText,
    saying('openAllHours', openingTimes.allHours === true),
    // Planned with 1.5 and never filled (sources, DoS 2.2).
    holding('capacityAttributes'),
    endpointList(names.endpoints, service.endpoints ?? []),
    rotaSessions(openingTimes),
    specifiedSessions(openingTimes, today),
    attributes(service.attributes ?? []),
    ageRanges(service.eligibility?.ageRanges ?? [], ageDays, names.ageRange),
  )
}

const serviceType = (typeId: number): string =>
  holding('serviceType', saying('id', typeId), saying('name', serviceTypeById(typeId)?.name))

/** In one line; the town stands apart here, and in the address there. */
function addressOf({ address = [], town }: NonNullable<SeenService['place']>): string {
  const isThere = town === undefined || address.some(line => line.toLowerCase() === town.toLowerCase())
  return (isThere ? address : [...address, town]).join(', ')
}

/** Endpoints in the order in which they are to be used. */
export const endpointList = (name: string, endpoints: readonly Endpoint[]): string =>
  holding(
    name,
    ...inOrder(endpoints).map(endpoint =>
      holding(
        'endpoint',
        saying('endpointOrder', endpoint.order),
        saying('transport', endpoint.transport),
        saying('format', endpoint.format),
        saying('interaction', endpoint.interaction),
        saying('businessScenario', endpoint.businessScenario),
        saying('address', endpoint.address),
        saying('compression', compressionWord(endpoint)),
        saying('comment', endpoint.comment),
      ),
    ),
  )

export const inOrder = (endpoints: readonly Endpoint[]): readonly Endpoint[] =>
  [...endpoints].sort((a, b) => a.order - b.order)

type Times = NonNullable<SeenService['openingTimes']>

/** Sessions of the week and of bank holidays, Monday first; a day without one is closed. */
function rotaSessions({ weekly = [], bankHolidays = [] }: Times): string {
  const sessions = sessionsByDay({ weekly, bankHolidays }).flatMap(({ day, sessions }) =>
    sessions.map(({ start, end }) =>
      holding(
        'serviceCareItemRotaSession',
        saying('startDayOfWeek', day),
        timeOfDay('startTime', start),
        saying('endDayOfWeek', day),
        timeOfDay('endTime', end),
        saying('status', 'Open'),
      ),
    ),
  )
  return holding('rotaSessions', ...sessions)
}

/** Hours and minutes are numbers here, without leading zeros. */
const timeOfDay = (name: string, { hours, minutes }: { hours: string; minutes: string }): string =>
  holding(name, saying('hours', Number(hours)), saying('minutes', Number(minutes)))

/** `DD-MM-YYYY-hh:mm-hh:mm`; 00:00 to 00:00 stands for closed that day. */
function specifiedSessions({ specifiedDates = [] }: Times, today: string): string {
  const texts = specifiedDates
    .filter(({ date }) => date >= today)
    .flatMap(({ date, sessions }) => {
      const day = dashedDate(date)
      if (sessions.length === 0) return [`${day}-00:00-00:00`]
      return sessions.map(dosSession).map(({ start, end }) => {
        return `${day}-${start.hours}:${start.minutes}-${end.hours}:${end.minutes}`
      })
    })
  return holding('openTimeSpecifiedSessions', ...texts.map(text => saying('openTimeSpecified', text)))
}

/** What kind of value an attribute has is not kept: TRUE and FALSE are truths (sources, DoS 5.8), the rest texts. */
const attributes = (given: readonly { readonly name: string; readonly value: string }[]): string =>
  holding(
    'attributes',
    ...given.map(({ name, value }) =>
      holding(
        'attribute',
        saying('dataType', /^(true|false)$/i.test(value) ? 'boolean' : 'string'),
        saying('name', name),
        saying('description', ''),
        saying('value', value),
      ),
    ),
  )

type AgeRange = { readonly fromDays: number; readonly toDays: number }

/** The ranges that the person's age lies in, not those of anybody else. */
const ageRanges = (ranges: readonly AgeRange[], ageDays: number, name: string): string =>
  holding(
    'serviceAgeRange',
    ...ranges
      .filter(range => servesAge([range], ageDays))
      .map(({ fromDays, toDays }) => holding(name, saying('daysFrom', fromDays), saying('daysTo', toDays))),
  )
