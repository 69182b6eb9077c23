import { type DistanceSource, type Endpoint, londonIso, londonMoment } from '../../directory/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import type { SeenService } from '../seen-service.ts'
import { endpointLine } from '../words.ts'
import { type Destination, destination, endpointList, inOrder } from './destination.ts'
import { HOSPITAL, namesOf, type SoapVersion } from './names.ts'
import { envelope, holding, saying } from './write.ts'

/** The answer to a search. Instants in milliseconds since the epoch. */
export type SearchAnswer = {
  readonly transactionId: string
  readonly requestedAt: EpochMillis
  readonly searchedAt: EpochMillis
  readonly ageDays: number
  readonly distanceMetres: number
  readonly distanceSource: DistanceSource
  readonly destinations: readonly Destination[]
}

/** Where the distance came from, as 1.5 says it, and as its draft and the versions before it do (sources, DoS 2.2). */
export const DISTANCE_SOURCES: Readonly<
  Record<DistanceSource, { readonly since: string; readonly before: string }>
> = {
  override: { since: 'Override', before: 'User Defined' },
  postcode: { since: 'Postcode', before: 'Postcode Default' },
  sector: { since: 'Sector', before: 'Postcode Default' },
  district: { since: 'District', before: 'Postcode Default' },
  request: { since: 'Web Service', before: 'User Defined' },
  national: { since: 'National', before: 'System Default' },
}

const distanceSource = (source: DistanceSource, version: SoapVersion): string => {
  const { since, before } = DISTANCE_SOURCES[source]
  return version === '1.5' ? since : before
}

export function searchEnvelope(answer: SearchAnswer, version: SoapVersion): Buffer {
  const { ageDays, searchedAt } = answer
  const today = londonMoment(searchedAt).date
  return envelope(
    holding(
      'CheckCapacitySummaryResponse',
      saying('TransactionId', answer.transactionId),
      saying('RequestedAtDateTime', londonIso(answer.requestedAt)),
      saying('SearchDateTime', londonIso(searchedAt)),
      saying('CalculatedAgeInDays', ageDays),
      saying('SearchDistance', Math.round(answer.distanceMetres / 1000)),
      saying('SearchDistanceUsedSource', distanceSource(answer.distanceSource, version)),
      holding(
        'CheckCapacitySummaryResult',
        ...answer.destinations.map(each => destination(each, { version, ageDays, today })),
      ),
    ),
  )
}

/** The answer to a look-up: what each service can be reached by. */
export const detailsEnvelope = (services: readonly SeenService[], version: SoapVersion): Buffer =>
  envelope(
    holding(
      'ServiceDetailsByIdResponse',
      holding('services', ...services.map(each => details(each, version))),
    ),
  )

function details({ uid, odsCode, endpoints = [] }: SeenService, version: SoapVersion): string {
  const reached =
    version === '1.5'
      ? endpointList(namesOf(version).endpoints, endpoints)
      : holding('contactDetails', ...inOrder(endpoints).map(contactDetail))
  return holding(
    'service',
    saying('id', uid),
    saying('odsCode', odsCode),
    ...(endpoints.length === 0 ? [] : [reached]),
  )
}

const contactDetail = (endpoint: Endpoint): string =>
  holding(
    'contactDetail',
    saying('tag', endpoint.transport),
    saying('name', FRIENDLY[endpoint.transport]),
    saying('value', endpointLine(endpoint)),
    saying('order', endpoint.order),
  )

/** What people call a way of reaching a service (sources, DoS 2.3). */
const FRIENDLY: Readonly<Record<Endpoint['transport'], string>> = {
  itk: '111 Routing Details',
  email: 'Email',
  telno: 'Telephone No',
  http: 'HTTP',
}

/** How pressed an emergency department is. */
export type HospitalScore = {
  readonly name: string
  readonly score: number
  readonly note: string
  readonly updatedAt: EpochMillis
}

export const hospitalsEnvelope = (hospitals: readonly HospitalScore[]): Buffer =>
  envelope(
    holding(
      'GetHospitalScoresResponse',
      holding(
        'GetHospitalScoresResult',
        ...hospitals.map(({ name, score, note, updatedAt }) =>
          holding(
            HOSPITAL,
            saying('hospital_name', name),
            saying('total_score', score),
            saying('note', note),
            saying('update_date', londonIso(updatedAt)),
          ),
        ),
      ),
    ),
  )
