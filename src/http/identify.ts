import type { CallerFacts } from '../policy/index.ts'
import type { Fault } from './problem.ts'
import type { HttpRooms } from './rooms.ts'

export type Identified =
  | { readonly outcome: 'known'; readonly caller: CallerFacts }
  | { readonly outcome: 'unknown'; readonly fault: Fault; readonly detail: string }

const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i

/**
 * Room 2: the credential becomes the facts about its holder, from memory. Whether that account may ask is not
 * judged here; it is judged anew on every request from those facts, so a suspension bites at once (AUP25-42).
 * Every failure of a token that was not ours, or whose account is gone, sounds alike.
 */
export async function identify(rooms: HttpRooms, authorization: string | undefined): Promise<Identified> {
  if (authorization === undefined) {
    return {
      outcome: 'unknown',
      fault: 'token-missing',
      detail: 'This address answers only to a known account.',
    }
  }
  const token = BEARER.exec(authorization)?.[1]
  if (token === undefined) {
    return invalid('The Authorization header must read "Bearer", a space, and the access token.')
  }
  const read = await rooms.tokens.read(token)
  if (read.outcome === 'expired') return invalid('The access token has expired.')
  const caller = read.outcome === 'known' ? rooms.callerOf(read.clientId) : undefined
  return caller
    ? { outcome: 'known', caller }
    : invalid('The access token is not one of ours, or is no longer valid.')
}

const invalid = (detail: string): Identified => ({ outcome: 'unknown', fault: 'token-invalid', detail })
