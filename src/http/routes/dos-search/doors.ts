import type { FastifyRequest } from 'fastify'
import type { Service } from '../../../directory/index.ts'
import {
  headerFaults,
  readFhirId,
  readSearchParameters,
  type SearchFault,
  type SearchOperation,
  searchBundle,
  searchEndpoints,
  searchHealthcareService,
  searchOrganisation,
} from '../../../fhir/index.ts'
import type { Allowed, CallerFacts } from '../../../policy/index.ts'
import { type Answered, governed, type ReadQuestion, type Stamp } from '../../governed.ts'
import type { ParameterError } from '../../problem.ts'
import { type Named, namedBy } from '../../recently-returned.ts'
import type { HttpRooms } from '../../rooms.ts'
import { stampHeaders } from '../fhir/stamp-headers.ts'
import { FHIR_JSON, sayNo } from './say-no.ts'

export type SearchRoute = { Querystring: Readonly<Record<string, unknown>> }
export type ReadRoute = SearchRoute & { Params: { readonly id: string } }

/** What the doors are built from. `base` is the address of the interface, without a trailing slash. */
export type DoorParts = { readonly rooms: HttpRooms; readonly base: () => string }

const DOOR = {
  interface: 'dos-search',
  action: 'look-up',
  contentType: FHIR_JSON,
  refuse: sayNo,
} as const

type ByCode = { readonly odsCode: string; readonly named: Named }

/** GET /Organization: an organisation by its ODS code, with the endpoints of its services (sources, DoS 4.1). */
export const organisationDoor = ({ rooms, base }: DoorParts) =>
  governed<ByCode, SearchRoute>(rooms, {
    ...DOOR,
    read: (request, caller, now) => readByCode(rooms, 'Organization', request, caller, now),
    ask: ({ odsCode, named }, allowed, stamp) => {
      const services = servicesFor(rooms, odsCode, named, allowed)
      const record = rooms.organisations.of(odsCode)
      // Of one without services the register alone speaks; of one whose services this caller may not see, nothing does.
      const isKnown =
        services.length > 0 ||
        (record !== undefined && !named.recentOnly && rooms.memory.ofOrganisation(odsCode).length === 0)
      const organisation = searchOrganisation(odsCode, services, allowed.audience, { organisation: record })
      const endpoints = services.flatMap(service => searchEndpoints(service, allowed.audience))
      const found = isKnown ? [organisation, ...endpoints] : []
      const bundle = searchBundle('Organization', odsCode, found, bundleSetting(base, stamp))
      return answered(bundle, services, allowed, stamp)
    },
  })

/** GET /HealthcareService: the services of an organisation. */
export const servicesDoor = ({ rooms, base }: DoorParts) =>
  governed<ByCode, SearchRoute>(rooms, {
    ...DOOR,
    read: (request, caller, now) => readByCode(rooms, 'HealthcareService', request, caller, now),
    ask: ({ odsCode, named }, allowed, stamp) => {
      const services = servicesFor(rooms, odsCode, named, allowed)
      const found = services.map(service => searchHealthcareService(service, allowed.audience))
      const bundle = searchBundle('HealthcareService', odsCode, found, bundleSetting(base, stamp))
      return answered(bundle, services, allowed, stamp)
    },
  })

type ById = { readonly id: string; readonly serviceId: number | null; readonly named: Named }

/** GET /HealthcareService/{id}: one service, by the id that a search gave it. */
export const serviceDoor = ({ rooms }: DoorParts) =>
  governed<ById, ReadRoute>(rooms, {
    ...DOOR,
    read: async (request, caller, now) => {
      const { id } = request.params
      const faults = [
        ...headerFaults('HealthcareService', request.headers),
        ...idFaults(id),
        ...strays(request),
      ]
      if (faults.length > 0) return wrong(faults)
      const told = readFhirId(id)
      const serviceId = told?.kind === 'HealthcareService' ? told.serviceId : null
      const named = await namedBy(rooms, caller, serviceId === null ? [] : [serviceId], 'id', now)
      return lookUp({ id, serviceId, named }, named, serviceId === null ? 'unknown' : String(serviceId))
    },
    ask: ({ id, serviceId }, allowed, stamp) => {
      const slot = serviceId === null ? undefined : rooms.memory.byId(serviceId, allowed.audience)
      const service = slot === undefined ? undefined : rooms.memory.recordAt(slot)
      if (!service || !isWithin(service, allowed)) {
        return { outcome: 'nothing', detail: `HealthcareService with ID '${id}' not found` }
      }
      return answered(searchHealthcareService(service, allowed.audience), [service], allowed, stamp)
    },
  })

async function readByCode(
  rooms: HttpRooms,
  operation: SearchOperation,
  { headers, query }: FastifyRequest<SearchRoute>,
  caller: CallerFacts,
  now: number,
): Promise<ReadQuestion<ByCode>> {
  const faults = headerFaults(operation, headers)
  if (faults.length > 0) return wrong(faults)
  const read = readSearchParameters(operation, query)
  if (read.outcome === 'wrong') return wrong(read.faults)
  const { odsCode } = read
  const services = rooms.memory.byOrganisation(odsCode, 'operator')
  const named = await namedBy(rooms, caller, services, 'ods-code', now)
  return lookUp({ odsCode, named }, named, odsCode)
}

const lookUp = <Q>(question: Q, named: Named, target: string): ReadQuestion<Q> => ({
  outcome: 'read',
  question,
  facts: {
    action: 'look-up',
    purpose: null,
    audience: null,
    by: named.by,
    recentlyReturned: named.recent.size > 0,
  },
  shape: { cell: null, filters: [], target },
})

/** The services of the organisation that this caller may be told of, as many as were agreed, by id. */
function servicesFor(
  { memory }: HttpRooms,
  odsCode: string,
  { recent, recentOnly }: Named,
  allowed: Allowed,
): Service[] {
  return memory
    .byOrganisation(odsCode, allowed.audience)
    .filter(id => !recentOnly || recent.has(id))
    .flatMap(id => {
      const slot = memory.byId(id, allowed.audience)
      return slot === undefined ? [] : [memory.recordAt(slot)]
    })
    .filter(service => isWithin(service, allowed))
    .slice(0, allowed.limits.resultsMax)
}

const isWithin = (
  { typeId, regionId }: Service,
  { limits: { typeIds, regions } }: Pick<Allowed, 'limits'>,
): boolean =>
  (typeIds === null || typeIds.includes(typeId)) &&
  (regions === 'national' || (regionId !== undefined && regions.includes(regionId)))

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const idFaults = (id: string): SearchFault[] =>
  UUID.test(id)
    ? []
    : [
        {
          parameter: 'id',
          in: 'path',
          code: 'invalid',
          diagnostics: 'The id of a HealthcareService must be a UUID, as a search gave it.',
        },
      ]

/** A read takes no parameters. */
const strays = ({ query }: FastifyRequest<ReadRoute>): SearchFault[] =>
  Object.keys(query).map(name => ({
    parameter: name.slice(0, 100),
    in: 'query',
    code: 'value',
    diagnostics: `Unexpected query parameter(s): ${name.replaceAll(/\p{C}/gu, '').slice(0, 100)}. None is allowed.`,
  }))

const wrong = (faults: readonly SearchFault[]) => ({
  outcome: 'wrong' as const,
  errors: faults.map(({ parameter, in: where, code, diagnostics }): ParameterError => {
    return { parameter, in: where, message: diagnostics, code }
  }),
})

const bundleSetting = (base: () => string, { decisionId, confirmedAt }: Stamp) => ({
  id: decisionId,
  base: base(),
  asOf: new Date(confirmedAt).toISOString(),
})

const answered = (
  resource: object,
  services: readonly Service[],
  allowed: Allowed,
  stamp: Stamp,
): Answered => ({
  outcome: 'answered',
  results: services.map(({ id }) => id),
  body: Buffer.from(JSON.stringify(resource)),
  // Whatever was agreed with one consumer: this interface has never let its answers be kept.
  headers: { ...stampHeaders(stamp, allowed), 'cache-control': 'no-store' },
})
