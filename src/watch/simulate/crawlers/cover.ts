import type { Chance } from '../chance.ts'
import type { World } from '../world/world.ts'
import { numbers } from '../world/world.ts'
import type { Crawler, Move } from './crawler.ts'

/** How far off the public list of places is. */
const LIST_ERROR_METRES = 200

/**
 * Knows from a public list about where services are, goes to one not yet seen, and asks for its type: the cheapest way
 * to take everything. Several accounts may share one.
 * @param only services worth going to
 * @param order which to go to first; by chance unless told
 */
export function cover(
  world: World,
  chance: Chance,
  only: (service: number) => boolean = () => true,
  order: (services: Int32Array) => Int32Array = services => chance.shuffle(services),
): Crawler {
  const { services } = world
  const list = order(numbers(services.count).filter(only))
  const seen = new Uint8Array(services.count)
  let at = 0
  return {
    next: (): Move | null => {
      while (at < list.length && seen[list[at] ?? 0] === 1) at += 1
      const service = list[at]
      if (service === undefined) return null
      // Seen or not, it is not gone to twice: an answer that was cut short stays short.
      seen[service] = 1
      return {
        kind: 'point',
        easting: Math.round((services.easting[service] ?? 0) + LIST_ERROR_METRES * chance.gaussian()),
        northing: Math.round((services.northing[service] ?? 0) + LIST_ERROR_METRES * chance.gaussian()),
        wanted: services.kind[service] ?? 0,
      }
    },
    learn: reply => {
      if (!reply) return
      for (let result = 0; result < reply.count; result += 1) seen[reply.services[result] ?? 0] = 1
    },
  }
}

/** Outwards from a place, so that each step is a small one. */
export const outwardsFrom =
  ({ services }: World, easting: number, northing: number) =>
  (list: Int32Array): Int32Array => {
    const metres = (service: number): number =>
      Math.hypot((services.easting[service] ?? 0) - easting, (services.northing[service] ?? 0) - northing)
    return Int32Array.from(Array.from(list).sort((one, other) => metres(one) - metres(other)))
  }

/** The same, but asks from the nearest postcode, as an honest caller must. */
export function fromPostcodes({ nearestPostcode }: World, crawler: Crawler): Crawler {
  const found = new Int32Array(1)
  return {
    next: () => {
      const move = crawler.next()
      if (move?.kind !== 'point') return move
      nearestPostcode.find(move.easting, move.northing, 1, found)
      return { kind: 'postcode', postcode: found[0] ?? 0, wanted: move.wanted }
    },
    learn: crawler.learn,
  }
}

/** Territories: each service is for the account whose place is nearest. */
export function territories(
  { services }: World,
  places: readonly { readonly easting: number; readonly northing: number }[],
): Int32Array {
  return Int32Array.from({ length: services.count }, (_, service) => {
    let nearest = 0
    let least = Number.POSITIVE_INFINITY
    for (const [at, { easting, northing }] of places.entries()) {
      const square =
        ((services.easting[service] ?? 0) - easting) ** 2 +
        ((services.northing[service] ?? 0) - northing) ** 2
      if (square < least) [nearest, least] = [at, square]
    }
    return nearest
  })
}
