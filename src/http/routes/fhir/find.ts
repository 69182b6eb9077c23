import {
  type Criterion,
  type DirectoryResource,
  holds,
  isByType,
  type Placed,
  quickTest,
  type ResourceType,
  referenceTo,
} from '../../../fhir/index.ts'
import type { Allowed } from '../../../policy/index.ts'
import type { EpochMillis } from '../../../vocabulary/index.ts'
import type { HttpRooms } from '../../rooms.ts'
import { roundDistance } from '../native/encode.ts'
import type { DirectoryGraph } from './graph.ts'
import type { About } from './question.ts'
import type { Ground } from './scope.ts'

/** Something found, with the services it was found by. */
export type Hit = Placed & { readonly services: readonly number[] }

export type Found =
  | { readonly outcome: 'found'; readonly hits: readonly Hit[]; readonly cut: boolean }
  | { readonly outcome: 'too-costly' }

/**
 * Records that are read, and resources that are made from them, before a search is given up: some 20 ms, in which nobody else is answered. An answer shows one
 * state of the directory, so the work is not put off between two records.
 */
export const LOOKS_MAX = 2000

type Near = Extract<About, { kind: 'near' }>
type Known = Extract<About, { kind: 'known' }>
export type Asked = {
  readonly type: ResourceType
  readonly criteria: readonly Criterion[]
  /** How many of the nearest the answer needs; null: all there are, since they are put in another order. */
  readonly first: number | null
}

/** The resources of the nearest services that fit, nearest first; at most the agreement's k services. */
export function findNear(
  { memory }: Pick<HttpRooms, 'memory'>,
  { type, criteria: all, first }: Asked,
  { place, typeIds }: Near,
  ground: Ground,
  { audience, limits }: Allowed,
  graph: DirectoryGraph,
  now: EpochMillis,
): Found {
  if (!place) throw new Error('Policy allowed a search that has no origin.')
  // By type the index finds; the other conditions are held against each service.
  const criteria = all.filter(criterion => !isByType(criterion))
  const mayFit = quickTest(type, criteria)
  const fitting = (id: number): readonly DirectoryResource[] => {
    const record = graph.recordOf(id)
    if (record === undefined || !mayFit(record, audience, now)) return []
    return graph
      .ofService(id, type)
      .filter(one => criteria.every(criterion => holds(one, criterion, graph, now)))
  }
  const { serving, ...asked } = ground
  const serves = (slot: number): boolean => serving === null || serving(slot).serves === 'yes'
  const where = (slot: number): boolean =>
    serves(slot) && graph.looks() <= LOOKS_MAX && fitting(memory.idAt(slot)).length > 0
  const isOneEach = type === 'HealthcareService' || type === 'Location'
  const always = criteria.length === 0 && isOneEach
  const found = memory.nearest({
    ...asked,
    typeIds: typeIds ?? limits.typeIds,
    limit: isOneEach && first !== null ? Math.min(first, limits.resultsMax) : limits.resultsMax,
    audience,
    now,
    referralRoleIds: limits.referralRoleIds,
    regionIds: limits.regions === 'national' ? null : limits.regions,
    where: always ? (serving === null ? undefined : serves) : where,
  })
  if (graph.looks() > LOOKS_MAX) return { outcome: 'too-costly' }
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
  { type, criteria }: Pick<Asked, 'type' | 'criteria'>,
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
    if (graph.looks() > LOOKS_MAX) return { outcome: 'too-costly' }
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
