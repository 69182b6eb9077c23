import type { FastifyRequest, RouteGenericInterface } from 'fastify'
import {
  type ClinicalAnswer,
  type ClinicalFound,
  type ClinicalQuestion,
  londonMoment,
} from '../../../directory/index.ts'
import type { LocatedPlace } from '../../../places/index.ts'
import type { Allowed } from '../../../policy/index.ts'
import { askClinical } from '../../clinical-answer.ts'
import { unknownCodes } from '../../clinical-need.ts'
import { type Answered, type GovernedAction, governed, type Stamp } from '../../governed.ts'
import type { HttpRooms } from '../../rooms.ts'
import { noteUnmet } from '../../unmet-need.ts'
import type { ClinicalBody } from './clinical-question.ts'
import {
  joinServices,
  originMember,
  roundDistance,
  type ServiceParts,
  serviceMembers,
  stampMembers,
} from './encode.ts'
import { pickMembers, unknownFields } from './fields.ts'
import { type ClinicalAsked, readClinical } from './read-clinical.ts'
import { namedList } from './service-names.ts'

type Located = ClinicalAsked & { readonly place: LocatedPlace }

/** POST /services/clinical-search: what meets a clinical need, in the order in which to offer it (sources, DoS 6). */
export function clinicalSearchDoor<R extends RouteGenericInterface>(
  rooms: HttpRooms,
  asked: (request: FastifyRequest<R>) => ClinicalBody,
) {
  const action: GovernedAction<ClinicalAsked, R> = {
    interface: 'native',
    action: 'search',
    contentType: 'application/json; charset=utf-8',
    read: (request, _caller, now) => readClinical(rooms, asked(request), now),
    unfit: ({ need, fields }, { audience }) => [
      ...unknownCodes(need, rooms.clinical()),
      ...unknownFields(fields?.filter(name => !isOwn(name)) ?? null, audience, 'list', 'body'),
    ],
    ask: (question, allowed, stamp) => {
      const { place } = question
      if (!place) throw new Error('Policy allowed a search that has no origin.')
      const located = { ...question, place }
      const answer = askClinical(rooms, clinicalQuestion(located, allowed, stamp), place)
      return answer instanceof Promise
        ? answer.then(found => answered(rooms, located, found, allowed, stamp))
        : answered(rooms, located, answer, allowed, stamp)
    },
  }
  return governed(rooms, action)
}

function clinicalQuestion(
  { place, origin, need, typeIds }: Located,
  { audience, limits }: Allowed,
  { now }: Stamp,
): ClinicalQuestion {
  return {
    easting: place.easting,
    northing: place.northing,
    ...origin,
    ...need,
    distance: { ...need.distance, metresMax: limits.distanceMetresMax },
    now,
    audience,
    referralRoleIds: limits.referralRoleIds,
    typeIds: typeIds ?? limits.typeIds,
    regionIds: limits.regions === 'national' ? null : limits.regions,
    // The order is the clinical one, and the surplus is gone: nothing less than what is agreed is cut off.
    limit: limits.resultsMax,
    explain: false,
  }
}

/** Of a service, beside what every answer has; they come always. */
const OWN = ['label', 'rank', 'byRoad'] as const
const isOwn = (name: string): boolean => OWN.some(own => own === name)

function answered(
  rooms: HttpRooms,
  question: Located,
  answer: ClinicalAnswer,
  allowed: Allowed,
  stamp: Stamp,
): Answered {
  // Codes are judged before; only lists that were replaced meanwhile can lead here.
  if (answer.outcome === 'no-valid-discriminator')
    return { outcome: 'nothing', detail: 'The lists of codes have just changed: ask again.' }
  const { place, origin, need, notices, fields } = question
  const { distanceMetres, distanceSource, windowUntil, catchAll, services, gaps } = answer
  noteUnmet(rooms, gaps, { ...origin.areas, regionId: place.regionId }, allowed, stamp)
  const whole = services.map(found => partsOf(rooms, found, question, allowed, stamp))
  const parts = namedList(rooms, allowed.limits, services, whole)
  const head =
    `{${stampMembers(stamp, allowed)}"origin":${originMember(place, notices)},` +
    `"withinMetres":${distanceMetres},"distanceSource":"${distanceSource}","at":"${iso(need.at)}",` +
    `"windowUntil":"${iso(windowUntil)}","catchAll":${catchAll},"count":${services.length},"services":[`
  const only = fields ?? allowed.limits.listMembers
  const picked = only === null ? parts : parts.map(part => pickMembers(part, [...only, ...OWN]))
  return {
    outcome: 'answered',
    results: services.map(({ id }) => id),
    body: joinServices(head, picked, ']}'),
  }
}

const iso = (instant: number): string => new Date(instant).toISOString()

function partsOf(
  { memory }: HttpRooms,
  { slot, label, rank, byRoad, distanceMetres }: ClinicalFound,
  { place, need }: Located,
  { audience }: Allowed,
  { now }: Stamp,
): ServiceParts {
  const own = `{"label":${JSON.stringify(label)},"rank":${rank},"byRoad":${byRoad},`
  const rounded = roundDistance(distanceMetres, place)
  const members = serviceMembers(memory, slot, audience, londonMoment(need.at), now, rounded)
  return { members: own + members.slice(1), prepared: memory.fragment(slot, audience, 'list', now) }
}
