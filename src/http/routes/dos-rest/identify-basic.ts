import type { FastifyRequest } from 'fastify'
import type { Identified } from '../../identify.ts'
import type { HttpRooms } from '../../rooms.ts'
import { identifyByPassword } from '../../secret-identity.ts'

export type BasicCredentials = { readonly username: string; readonly password: string }

const BASIC = /^Basic +([A-Za-z0-9+/]+={0,2})$/i
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * User name and password of a header by RFC 7617, in UTF-8: the name ends at the first colon. Undefined where the header
 * is none of that kind, or holds control characters, which neither part may.
 */
export function readBasic(header: string | undefined): BasicCredentials | undefined {
  const token = BASIC.exec(header ?? '')?.[1]
  const text = token === undefined ? undefined : decoded(token)
  const colon = text?.indexOf(':') ?? -1
  if (text === undefined || colon < 0 || /\p{Cc}/u.test(text)) return undefined
  return { username: text.slice(0, colon), password: text.slice(colon + 1) }
}

function decoded(token: string): string | undefined {
  try {
    return utf8.decode(Buffer.from(token, 'base64'))
  } catch {
    return undefined
  }
}

/** Who asks by user name and password. What is wrong with them is not said: every 401 of the interface reads the same. */
export const identifyBasic =
  (rooms: HttpRooms) =>
  async ({ headers, ip }: Pick<FastifyRequest, 'headers' | 'ip'>): Promise<Identified> => {
    const given = readBasic(headers.authorization)
    return given === undefined
      ? { outcome: 'unknown', fault: 'token-missing', detail: 'No user name and password were sent.' }
      : identifyByPassword(rooms, given.username, given.password, 'dos-rest', ip)
  }
