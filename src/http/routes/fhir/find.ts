import {
  type Criterion,
  type DirectoryResource,
  holds,
  type Placed,
  type ResourceType,
  referenceTo,
} from '../../../fhir/index.ts'
import type { Allowed } from '../../../policy/index.ts'
import type { EpochMillis } from '../../../vocabulary/index.ts'
import type { HttpRooms } from '../../rooms.ts'
import { roundDistance } from '../native/encode.ts'
import type { DirectoryGraph } from './graph.ts'
import type { About } from './read-question.ts'

/** Something found, with the services it was found by. */
export type Hit = Placed & { readonly services: readonly number[] }

export type Found =
  | { readonly outcome: 'found'; readonly hits: readonly Hit[]; readonly cut: boolean }
  | { readonly outcome: 'too-costly' }

/**
 * Services whose resources are made and held against the conditions before a search is given up: some tenths of a
 * second, in which nobody else is answered.
 */
const LOOKS_MAX = 10_000

type Near = Extract<About, { kind: 'near' }>
type Known = Extract<About, { kind: 'known' }>
type Asked = { readonly type: ResourceType; readonly criteria: readonly Criterion[] }

/** The resources of the nearest services that fit, nearest first; at most the agreement's k services. */
export function findNear(
  { memory }: Pick<HttpRooms, 'memory'>,
  { type, criteria }: Asked,
  { place, typeIds }: Near,
  { audience, limits }: Allowed,
  graph: DirectoryGraph,
  now: EpochMillis,
): Found {
  if (!place) throw new Error('Policy allowed a search that has no origin.')
  let looks = 0
  const fitting = (id: number): readonly DirectoryResource[] =>
    graph.ofService(id, type).filter(one => criteria.every(criterion => holds(one, criterion, graph, now)))
  const where = (slot: number): boolean => {
    looks += 1
    return looks <= LOOKS_MAX && fitting(memory.idAt(slot)).length > 0
  }
  const always = criteria.length === 0 && (type === 'HealthcareService' || type === 'Location')
  const found = memory.nearest({
    easting: place.easting,
    northing: place.northing,
    typeIds: typeIds ?? limits.typeIds,
    withinMetres: limits.distanceMetres,
    limit: limits.resultsMax,
    audience,
    now,
    referralRoleIds: limits.referralRoleIds,
    regionIds: limits.regions === 'national' ? null : limits.regions,
    where: always ? undefined : where,
  })
  if (looks > LOOKS_MAX) return { outcome: 'too-costly' }
  const hits = new Map<string, { resource: DirectoryResource; distanceMetres: number; services: number[] }>()
  for (const { id, distanceMetres } of found) {
    for (const resource of fitting(id)) {
      const known = hits.get(referenceTo(resource))
      if (known) known.services.push(id)
      else {
        const rounded = roundDistance(distanceMetres, place)
        hits.set(referenceTo(resource), { resource, distanceMetres: rounded, services: [id] })
      }
    }
  }
  return { outcome: 'found', hits: [...hits.values()], cut: false }
}

/** The resources of what was named that fit; of at most k services. */
export function findKnown(
  { type, criteria }: Asked,
  { things, named }: Known,
  { limits }: Allowed,
  graph: DirectoryGraph,
  now: EpochMillis,
): Found {
  const hits = new Map<string, { resource: DirectoryResource; distanceMetres: null; services: number[] }>()
  const services = new Set<number>()
  let cut = false
  const take = (resource: DirectoryResource | undefined, id: number | null): void => {
    if (!resource || !criteria.every(criterion => holds(resource, criterion, graph, now))) return
    if (id !== null && !services.has(id) && services.size >= limits.resultsMax) {
      cut = true
      return
    }
    if (id !== null) services.add(id)
    const known = hits.get(referenceTo(resource))
    if (!known)
      hits.set(referenceTo(resource), { resource, distanceMetres: null, services: id === null ? [] : [id] })
    else if (id !== null) known.services.push(id)
  }
  for (const id of [...named.services].sort((a, b) => a - b)) {
    for (const resource of graph.ofService(id, type)) take(resource, id)
  }
  for (const thing of things) {
    if (thing.by === 'area' && type === 'Location') take(graph.follow(thing.reference), null)
    // The register may know an organisation that has no service here.
    if (thing.by === 'organisation' && type === 'Organization' && !named.recentOnly) {
      take(graph.ofOrganisation(thing.odsCode.toUpperCase()), null)
    }
  }
  return { outcome: 'found', hits: [...hits.values()], cut }
}
