import type { FastifyReply, FastifyRequest } from 'fastify'

/** `session`: who has signed in in this browser. `start`: a sign-in under way. `held`: one between password and code. */
type Kind = 'session' | 'start' | 'held'

const NAMES: Readonly<Record<Kind, string>> = {
  session: 'signpost',
  start: 'signpost-start',
  held: 'signpost-held',
}

const isSecure = (baseUrl: string): boolean => baseUrl.startsWith('https:')

/**
 * Under https the name says that only this host, and only over TLS, can have set the cookie (RFC 6265bis section
 * 4.1.3.2): else a neighbour under the same domain could slip somebody a session of the neighbour's own.
 */
export const cookieName = (kind: Kind, baseUrl: string): string =>
  isSecure(baseUrl) ? `__Host-${NAMES[kind]}` : NAMES[kind]

/** Values of ours need no quoting; what holds anything else is none of ours. */
const VALUE = /^[A-Za-z0-9_-]{1,3000}$/

/** What the browser sent; undefined when it sent none, or more than could be one of ours. */
export function readCookie(request: FastifyRequest, kind: Kind, baseUrl: string): string | undefined {
  const { cookie: header } = request.headers
  if (header === undefined) return undefined
  const start = `${cookieName(kind, baseUrl)}=`
  const pair = pairsOf(header).find(one => one.startsWith(start))
  const value = pair?.slice(start.length)
  return value !== undefined && VALUE.test(value) ? value : undefined
}

const pairsOf = (header: string): string[] => header.split(';').map(pair => pair.trim())

/**
 * Gives the browser a cookie that no script reads and no other site's form sends along (RFC 6265bis section 4.1).
 * @param value of the characters of base64url
 * @param seconds how long it is kept; left out: as long as the browser is open
 */
export function setCookie(
  reply: FastifyReply,
  kind: Kind,
  baseUrl: string,
  value: string,
  seconds?: number,
): void {
  const kept = seconds === undefined ? [] : [`Max-Age=${seconds}`]
  const secure = isSecure(baseUrl) ? ['Secure'] : []
  const pair = `${cookieName(kind, baseUrl)}=${value}`
  reply.header('set-cookie', [pair, 'Path=/', ...kept, 'HttpOnly', ...secure, 'SameSite=Lax'].join('; '))
}

export const clearCookie = (reply: FastifyReply, kind: Kind, baseUrl: string): void =>
  setCookie(reply, kind, baseUrl, '', 0)

/** The Cookie header with only those cookies whose names fit. */
export const onlyCookies = (header: string | undefined, names: RegExp): string =>
  header === undefined
    ? ''
    : pairsOf(header)
        .filter(pair => names.test(pair.split('=', 1)[0] ?? ''))
        .join('; ')
