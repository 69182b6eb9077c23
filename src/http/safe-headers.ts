import type { FastifyHelmetOptions } from '@fastify/helmet'

const YEAR_SECONDS = 31_536_000

/** JSON needs nothing from anywhere; pages have policies of their own. */
export const HELMET: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
  },
  strictTransportSecurity: { maxAge: YEAR_SECONDS },
  frameguard: { action: 'deny' },
}

/** The same in short, for answers that leave before any hook runs. */
export const SAFE_HEADERS = {
  'Content-Security-Policy': "default-src 'none';frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': `max-age=${YEAR_SECONDS}; includeSubDomains`,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const
