import type { FastifyRequest } from 'fastify'

/**
 * Whether a form or a script of ours sent this, as far as the browser tells. Browsers say where a request comes from
 * (Fetch Metadata), older ones at least name the origin. What is no browser says neither, and is let pass: it holds no
 * cookie of anybody's but its own.
 */
export function isOwnOrigin(request: FastifyRequest, baseUrl: string): boolean {
  const site = request.headers['sec-fetch-site']
  const { origin } = request.headers
  if (origin !== undefined && origin !== 'null' && origin !== new URL(baseUrl).origin) return false
  if (site !== undefined) return site === 'same-origin'
  return origin !== 'null'
}
