import type { Clock, EpochMillis } from '../vocabulary/index.ts'

/** Failed tries within a minute, after which who fails again is told to wait. */
export const FAILED_TRIES_MAX = { username: 20, address: 60 } as const
const MINUTE = 60_000
/** Strangers make names up: those counted first are forgotten first. */
const COUNTED_MAX = 10_000

/**
 * Counts tries that failed, by user name and by address. They are counted after they have failed, and a secret that is
 * right is let in whatever was tried before: nobody can lock an account out by failing in its name, nor all who share
 * an address by failing from it. It costs nothing to allow that, for 192 bits are not found by trying; what it
 * spares is the traffic of a program that goes on with a password that was changed.
 */
export function createTries(clock: Clock): {
  /** Notes a failed try. Answers whether whoever tried is to wait a minute. */
  readonly failed: (username: string, address: string | null) => boolean
} {
  const usernames = counter(FAILED_TRIES_MAX.username)
  const addresses = counter(FAILED_TRIES_MAX.address)
  return {
    failed: (username, address) => {
      const now = clock.now()
      const byName = usernames(username.slice(0, 64), now)
      const byAddress = address !== null && addresses(address, now)
      return byName || byAddress
    },
  }
}

function counter(most: number): (key: string, now: EpochMillis) => boolean {
  const counted = new Map<string, { readonly since: EpochMillis; failures: number }>()
  return (key, now) => {
    const known = counted.get(key)
    if (known && now - known.since < MINUTE) {
      known.failures += 1
      return known.failures > most
    }
    counted.delete(key)
    const [oldest] = counted.keys()
    if (oldest !== undefined && counted.size >= COUNTED_MAX) counted.delete(oldest)
    counted.set(key, { since: now, failures: 1 })
    return false
  }
}
