import type { AccountRegistry } from './accounts/index.ts'
import type { Agreements } from './agreements/index.ts'
import type { SharedVolumes } from './http/index.ts'
import { type CallerFacts, type Volume, volumeOf } from './policy/index.ts'
import type { EpochMillis } from './vocabulary/index.ts'

/** How old a sum may grow: a second, and 5 ms more for each connection it is of, up to half a minute. */
const OLD_MILLIS = 1000
const OLD_MILLIS_EACH = 5
const OLD_MILLIS_MAX = 30_000

type Sum = {
  readonly connections: () => readonly string[]
  at: EpochMillis
  until: EpochMillis
  volume: Volume
}

/**
 * What organisation and product of a caller may ask altogether: the sum of what is agreed with their connections, in the
 * environment of the caller's (AUP25-41). So a connection ended and made anew on the same day has no second volume.
 */
export function sharedVolumes(
  { connectionsOf }: Pick<AccountRegistry, 'connectionsOf'>,
  { agreementFor }: Pick<Agreements, 'agreementFor'>,
): (caller: CallerFacts, now: EpochMillis) => SharedVolumes {
  const sums = new Map<string, Sum>()
  const ofCaller = new WeakMap<CallerFacts, { readonly organisation: Sum; readonly product: Sum }>()
  const sumOf = (key: string, connections: Sum['connections']): Sum => {
    let sum = sums.get(key)
    if (sum === undefined) {
      sum = { connections, at: 0, until: 0, volume: NOTHING }
      sums.set(key, sum)
    }
    return sum
  }
  const current = (sum: Sum, now: EpochMillis): Volume => {
    if (now >= sum.at && now < sum.until) return sum.volume
    const connections = sum.connections()
    let [perMinute, perDay] = [0, 0]
    for (const id of connections) {
      const agreement = agreementFor(id, now)
      if (agreement?.status !== 'in-force') continue
      const volume = volumeOf(agreement, now)
      perMinute += volume.perMinute
      perDay += volume.perDay
    }
    sum.at = now
    sum.until = now + Math.min(OLD_MILLIS_MAX, OLD_MILLIS + connections.length * OLD_MILLIS_EACH)
    // The same object for the same figures, which spares whoever compares them.
    if (sum.volume.perMinute !== perMinute || sum.volume.perDay !== perDay) sum.volume = { perMinute, perDay }
    return sum.volume
  }
  return (caller, now) => {
    let known = ofCaller.get(caller)
    if (known === undefined) {
      const { organisation, product, connection } = caller
      const { environment } = connection
      known = {
        organisation: sumOf(`organisation ${environment} ${organisation.odsCode}`, () =>
          connectionsOf.organisation(organisation.odsCode, environment),
        ),
        product: sumOf(`product ${environment} ${product.id}`, () =>
          connectionsOf.product(product.id, environment),
        ),
      }
      ofCaller.set(caller, known)
    }
    return { organisation: current(known.organisation, now), product: current(known.product, now) }
  }
}

const NOTHING: Volume = { perMinute: 0, perDay: 0 }
