import type { ClinicalAnswer, ClinicalFound, ClinicalQuestion } from '../../../directory/index.ts'
import {
  type Destination,
  faultEnvelope,
  type SoapCase,
  type SoapVersion,
  searchEnvelope,
  seenBy,
  soapFault,
} from '../../../dos/index.ts'
import type { LocatedPlace } from '../../../places/index.ts'
import type { Allowed } from '../../../policy/index.ts'
import { askClinical } from '../../clinical-answer.ts'
import { type Answered, type GovernedAction, governed, type Stamp } from '../../governed.ts'
import type { HttpRooms } from '../../rooms.ts'
import { noteUnmet } from '../../unmet-need.ts'
import { roundDistance } from '../native/encode.ts'
import { asErrors, callOf, regionIdsOf, type SoapRoute, soapDoor, stampHeaders } from './door.ts'
import { readSearch, type SearchQuestion } from './read-search.ts'

type Asked = SearchQuestion & { readonly place: LocatedPlace; readonly asked: SoapCase }

/** CheckCapacitySummary: what meets a clinical need near a postcode, in the order in which to offer it (sources, DoS 2.1, 6). */
export function searchDoor(rooms: HttpRooms) {
  const action: GovernedAction<SearchQuestion, SoapRoute> = {
    ...soapDoor(rooms, 'CheckCapacitySummary'),
    action: 'search',
    read: (request, _caller, now) =>
      readSearch(
        rooms,
        callOf(request, call => call.operation === 'CheckCapacitySummary'),
        now,
      ),
    unfit: ({ read }) => (read.outcome === 'fault' ? asErrors('c', read.fault) : []),
    ask: (question, allowed, stamp) => {
      const { place, read } = question
      if (!place || read.outcome === 'fault') throw new Error('Policy allowed a search that cannot be made.')
      const asked = { ...question, place, asked: read.asked }
      const found = askClinical(rooms, clinicalQuestion(asked, allowed, stamp), place)
      return found instanceof Promise
        ? found.then(answer => answered(rooms, asked, answer, allowed, stamp))
        : answered(rooms, asked, found, allowed, stamp)
    },
  }
  return governed(rooms, action)
}

function clinicalQuestion(
  { place, origin, distance, asked }: Asked,
  allowed: Allowed,
  { now }: Stamp,
): ClinicalQuestion {
  const { audience, limits } = allowed
  return {
    easting: place.easting,
    northing: place.northing,
    ...origin,
    symptomGroup: asked.symptomGroup,
    discriminators: asked.discriminators,
    dispositionGroup: asked.dispositionGroup,
    ageDays: asked.ageDays,
    sex: asked.sex,
    surgery: asked.surgery,
    distance: { metres: distance.metres, force: distance.force, metresMax: limits.distanceMetresMax },
    at: asked.at,
    now,
    audience,
    referralRoleIds: limits.referralRoleIds,
    typeIds: limits.typeIds,
    regionIds: regionIdsOf(allowed),
    // The interface cannot name a number, and its order is the clinical one: nothing less than what is agreed is cut off.
    limit: limits.resultsMax,
    explain: false,
  }
}

function answered(
  rooms: HttpRooms,
  { version, place, origin, asked }: Asked,
  answer: ClinicalAnswer,
  allowed: Allowed,
  stamp: Stamp,
): Answered {
  const headers = stampHeaders(stamp)
  if (answer.outcome === 'no-valid-discriminator') {
    // Found out by searching (sources, DoS 6, step 5), so it is recorded and counted as any search is.
    const body = faultEnvelope(soapFault('discriminators'))
    return { outcome: 'answered', status: 500, results: [], headers, body }
  }
  noteUnmet(rooms, answer.gaps, { ...origin.areas, regionId: place.regionId }, allowed, stamp)
  if (answer.services.length === 0) return { outcome: 'nothing', detail: 'No service was found.' }
  return {
    outcome: 'answered',
    results: answer.services.map(({ id }) => id),
    headers,
    body: inXml(version, {
      transactionId: stamp.decisionId,
      requestedAt: stamp.now,
      searchedAt: asked.at,
      ageDays: asked.ageDays,
      distanceMetres: answer.distanceMetres,
      distanceSource: answer.distanceSource,
      destinations: answer.services.map(found => destinationOf(rooms, found, place, allowed, stamp)),
    }),
  }
}

const inXml = (version: SoapVersion, answer: Parameters<typeof searchEnvelope>[0]): Buffer =>
  searchEnvelope(answer, version)

function destinationOf(
  { memory }: HttpRooms,
  { slot, label, distanceMetres }: ClinicalFound,
  place: LocatedPlace,
  { audience }: Allowed,
  { now }: Stamp,
): Destination {
  // A service without a status counts as green, the state that all fall back to (directory/slots.ts).
  const capacity = memory.capacityOf(slot, now)?.status ?? 'green'
  return {
    service: seenBy(memory.recordAt(slot), audience, now),
    label,
    distanceMetres: roundDistance(distanceMetres, place),
    capacity: audience === 'professional' ? capacity : null,
  }
}
