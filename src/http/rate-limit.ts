import type { FastifyReply } from 'fastify'
import type { Allowed, CallerFacts, Volume } from '../policy/index.ts'
import type { Quota, Reservation } from '../watch/index.ts'

/** What was taken from the agreed volume for one question. */
export type Taken = {
  /** Of the count with the least left. */
  readonly reservation: Reservation
  readonly volume: Volume
  /** Returns it, for a question that then could not be answered. */
  readonly giveBack: () => void
}

/**
 * Reserves from the count that the decision names (AUP25-41). An agreement's volume is that of its connection, whichever
 * of its accounts asks; what a restriction leaves is that of the one account, which then draws from both, so that
 * neither the account has more than it was left nor the connection more than was agreed.
 * @param agreed what the connection has; asked for only where the account has restrictions
 */
export function reserve(
  quota: Quota,
  { account, connection }: CallerFacts,
  { volume, counts }: Allowed['limits'],
  agreed: () => Volume,
): Taken {
  const shared = (account.restrictions ?? []).length === 0 ? volume : agreed()
  const whole = take(quota, `${counts} ${connection.id}`, shared)
  if (whole.reservation.outcome === 'exhausted' || isSame(shared, volume)) return whole
  const own = take(quota, `${counts} account ${account.id}`, volume)
  if (own.reservation.outcome === 'exhausted') {
    whole.giveBack()
    return own
  }
  const giveBack = (): void => {
    whole.giveBack()
    own.giveBack()
  }
  const least = own.reservation.remaining <= whole.reservation.remaining ? own : whole
  return { ...least, giveBack }
}

function take(quota: Quota, key: string, volume: Volume): Taken {
  const reservation = quota.reserve(key, volume)
  return { reservation, volume, giveBack: () => quota.giveBack(key, reservation) }
}

const isSame = (a: Volume, b: Volume): boolean => a.perMinute === b.perMinute && a.perDay === b.perDay

/** draft-ietf-httpapi-ratelimit-headers-10: what was agreed, and what is left of the window that matters. */
export function rateLimitHeaders(
  reply: FastifyReply,
  { reservation, volume }: Pick<Taken, 'reservation' | 'volume'>,
): void {
  const { perMinute, perDay } = volume
  reply.header('ratelimit-policy', `"minute";q=${perMinute};w=60, "day";q=${perDay};w=86400`)
  reply.header(
    'ratelimit',
    reservation.outcome === 'granted'
      ? `"${reservation.window}";r=${reservation.remaining};t=${reservation.resetSeconds}`
      : `"${reservation.window}";r=0;t=${reservation.retryAfterSeconds}`,
  )
}
