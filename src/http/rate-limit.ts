import type { FastifyReply } from 'fastify'
import type { Reservation, Volume } from '../watch/index.ts'

/** draft-ietf-httpapi-ratelimit-headers-10: what was agreed, and what is left of the window that matters. */
export function rateLimitHeaders(
  reply: FastifyReply,
  reservation: Reservation & { readonly volume: Volume },
): void {
  const { perMinute, perDay } = reservation.volume
  reply.header('ratelimit-policy', `"minute";q=${perMinute};w=60, "day";q=${perDay};w=86400`)
  reply.header(
    'ratelimit',
    reservation.outcome === 'granted'
      ? `"${reservation.window}";r=${reservation.remaining};t=${reservation.resetSeconds}`
      : `"${reservation.window}";r=0;t=${reservation.retryAfterSeconds}`,
  )
}
