import type { FastifyRequest } from 'fastify'
import type { Identified } from '../../identify.ts'
import type { HttpRooms } from '../../rooms.ts'
import { identifyByKey } from '../../secret-identity.ts'

/** `Token`, in any case, a blank, and the key (sources, DoS 3). */
const TOKEN = /^Token +(\S{1,200})$/i
const OTHER_SCHEME = /^(?!Token(?: |$))/i

/** The key a request came with; null: none came, another scheme counting as none; undefined: what came is no key. */
export function keyOf({ headers: { authorization } }: Pick<FastifyRequest, 'headers'>) {
  if (authorization === undefined || OTHER_SCHEME.test(authorization)) return null
  return TOKEN.exec(authorization)?.[1]
}

/** Who asks, by the key in the header Authorization. */
export async function identifyByToken(
  rooms: HttpRooms,
  request: Pick<FastifyRequest, 'headers' | 'ip'>,
): Promise<Identified> {
  const key = keyOf(request)
  if (key === null) {
    return { outcome: 'unknown', fault: 'token-missing', detail: 'No key was sent.' }
  }
  return identifyByKey(rooms, key ?? '', request.ip)
}
