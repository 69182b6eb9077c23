import { organisationCodeOf, type Service } from '../../../directory/index.ts'
import {
  areaLocationOf,
  type DirectoryResource,
  endpointsOf,
  type Graph,
  healthcareServiceOf,
  locationOf,
  organisationIdOf,
  organisationOf,
  type ResourceType,
  readFhirId,
} from '../../../fhir/index.ts'
import type { Audience, EpochMillis } from '../../../vocabulary/index.ts'
import { unreachable } from '../../../vocabulary/index.ts'
import type { HttpRooms } from '../../rooms.ts'

/** Of which services a question may be answered. */
export type Scope = {
  readonly audience: Audience
  /** Services the caller may be told of at all: what an organisation looks like is made from them. */
  readonly mayBeTold: (service: Service) => boolean
  /** Those of them that this question is about. */
  readonly covers: (service: Service, slot: number) => boolean
}

/** The resources of the directory as one question sees them. Made for one answer, within one turn. */
export type DirectoryGraph = Graph & {
  /** The resources of a type that a service in scope has; none of another service. */
  readonly ofService: (id: number, type: ResourceType) => readonly DirectoryResource[]
  readonly ofOrganisation: (odsCode: string) => DirectoryResource | undefined
  /** The record of a service in scope. */
  readonly recordOf: (id: number) => Service | undefined
  /** How many records were read and resources made so far: some 10 µs each, which is most of the work of a search. */
  readonly looks: () => number
  /** The services in scope whose data a resource is made from. */
  readonly servicesOf: (resource: DirectoryResource) => readonly number[]
}

type Held = {
  readonly service: Service
  readonly context: { version: number; updatedAt: string; now: EpochMillis }
}

/** Services kept at hand; a search may look at more than are worth keeping. */
const KEPT_MAX = 500
/** Areas are made of nothing but their code, so nothing ever changes them. */
const AREAS_SINCE = '2026-01-01T00:00:00.000Z'

export function createGraph(
  { memory, organisations }: Pick<HttpRooms, 'memory' | 'organisations'>,
  scope: Scope,
  now: EpochMillis,
): DirectoryGraph {
  let looks = 0
  const held = new Map<number, Held | null>()
  const made = new Map<string, readonly DirectoryResource[]>()

  const told = (id: number): Held | null => {
    const known = held.get(id)
    if (known !== undefined) return known
    if (held.size >= KEPT_MAX) {
      held.clear()
      made.clear()
    }
    const slot = memory.byId(id, scope.audience)
    const service = slot === undefined ? undefined : memory.recordAt(slot)
    looks += 1
    const fits = slot !== undefined && service !== undefined && scope.mayBeTold(service)
    const fresh = fits ? { service, context: { ...writtenAt(slot), now } } : null
    held.set(id, fresh)
    return fresh
  }
  const writtenAt = (slot: number) => {
    const { version, writtenAt: at } = memory.versionOf(slot)
    return { version, updatedAt: new Date(at).toISOString() }
  }
  const inScope = (id: number): Held | null => {
    const one = told(id)
    const slot = memory.byId(id, scope.audience)
    return one && slot !== undefined && scope.covers(one.service, slot) ? one : null
  }
  const kept = (key: string, make: () => readonly DirectoryResource[]): readonly DirectoryResource[] => {
    const known = made.get(key)
    if (known) return known
    const fresh = make()
    looks += fresh.length
    made.set(key, fresh)
    return fresh
  }

  const ofOrganisation = (odsCode: string): DirectoryResource | undefined =>
    kept(`Organization ${odsCode}`, () => {
      if (organisationCodeOf(odsCode) === undefined) return []
      const services = memory
        .byOrganisation(odsCode, scope.audience)
        .flatMap(id => told(id) ?? [])
        .map(({ service, context }) => ({ service, updatedAt: context.updatedAt }))
      const organisation = organisations.of(odsCode)
      const one = organisationOf(odsCode, services, scope.audience, { organisation })
      return one ? [one] : []
    })[0]

  const ofService = (id: number, type: ResourceType): readonly DirectoryResource[] => {
    const one = inScope(id)
    if (!one) return []
    return kept(`${type} ${id}`, () => makeOf(type, one))
  }
  const makeOf = (type: ResourceType, { service, context: written }: Held): readonly DirectoryResource[] => {
    const odsCode = organisationIdOf(service) === undefined ? undefined : organisationCodeOf(service.odsCode)
    const context = {
      ...written,
      organisation: odsCode === undefined ? undefined : organisations.of(odsCode),
    }
    switch (type) {
      case 'HealthcareService':
        return [healthcareServiceOf(service, scope.audience, context)]
      case 'Location':
        return [locationOf(service, scope.audience, context)]
      case 'Endpoint':
        return endpointsOf(service, scope.audience, context)
      case 'Organization': {
        const organisation = odsCode === undefined ? undefined : ofOrganisation(odsCode)
        return organisation ? [organisation] : []
      }
      default:
        return unreachable(type)
    }
  }

  const servicesOf = (resource: DirectoryResource): readonly number[] => {
    const id = readFhirId(resource.id ?? '')
    if (!id) return []
    switch (id.kind) {
      case 'Organization':
        return memory.byOrganisation(id.odsCode, scope.audience).filter(one => inScope(one) !== null)
      case 'area':
        return id.area.kind === 'radius' ? [id.area.serviceId] : []
      default:
        return [id.serviceId]
    }
  }

  const follow = (reference: string): DirectoryResource | undefined => {
    const [type, text = ''] = reference.split('/')
    const id = readFhirId(text)
    if (!id) return undefined
    switch (id.kind) {
      case 'area': {
        const service = id.area.kind === 'radius' ? inScope(id.area.serviceId)?.service : undefined
        if (type !== 'Location') return undefined
        return areaLocationOf(id.area, scope.audience, { service, updatedAt: AREAS_SINCE })
      }
      case 'Organization':
        return type === id.kind ? ofOrganisation(id.odsCode) : undefined
      default:
        return type === id.kind ? ofService(id.serviceId, id.kind).find(one => one.id === text) : undefined
    }
  }

  return {
    follow,
    around: (resource, type) => servicesOf(resource).flatMap(id => ofService(id, type)),
    ofService,
    ofOrganisation,
    recordOf: id => inScope(id)?.service,
    looks: () => looks,
    servicesOf,
  }
}
