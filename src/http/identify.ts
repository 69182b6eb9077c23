import type { IncomingHttpHeaders } from 'node:http'
import type { CallerFacts } from '../policy/index.ts'
import { boundTo } from './bound-purpose.ts'
import { ORGANISATION_HEADER, readNamedOrganisation } from './named-organisation.ts'
import type { Fault, ParameterError } from './problem.ts'
import type { HttpRooms } from './rooms.ts'

export type Identified =
  | {
      readonly outcome: 'known'
      readonly caller: CallerFacts
      /** The one purpose the token is bound to; null: to none. */
      readonly boundPurpose: string | null
    }
  | {
      readonly outcome: 'unknown'
      readonly fault: Fault
      readonly detail: string
      readonly errors?: readonly ParameterError[]
    }

const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i

/**
 * Room 2: credential and headers become the facts about who asks, from memory. Whether they may is not judged here; it
 * is judged anew on every request from those facts, so a suspension bites at once (AUP25-42).
 * Every failure of a token that was not ours, or whose account is gone, or whose person has none, sounds alike.
 */
export async function identify(rooms: HttpRooms, headers: IncomingHttpHeaders): Promise<Identified> {
  const { authorization } = headers
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
  if (read.outcome !== 'known') return invalid(NOT_OURS)
  // Only to those who are known is it said what is wrong with what they sent.
  const named = readNamedOrganisation(headers[HEADER])
  const odsCode = named.outcome === 'named' ? named.odsCode : null
  const person = read.personId === undefined ? null : await signedIn(rooms, read.personId, read.sessionId)
  if (person === undefined) return invalid(NOT_OURS)
  const facts = rooms.callerOf(read.clientId, odsCode, person?.personId ?? null, person?.role ?? null)
  if (facts === undefined || !fits(facts, read.personId)) return invalid(NOT_OURS)
  if (named.outcome === 'wrong') return headerWrong(named.message)
  const boundPurpose = read.purpose ?? null
  const caller = boundTo(odsCode === null ? facts : askingFor(odsCode, facts), boundPurpose)
  return { outcome: 'known', caller, boundPurpose }
}

const NOT_OURS = 'The access token is not one of ours, or is no longer valid.'
const HEADER = ORGANISATION_HEADER.toLowerCase()

const invalid = (detail: string): Identified => ({ outcome: 'unknown', fault: 'token-invalid', detail })

const headerWrong = (message: string): Identified => ({
  outcome: 'unknown',
  fault: 'parameter-invalid',
  detail: `${ORGANISATION_HEADER}: ${message}`,
  errors: [{ parameter: ORGANISATION_HEADER, in: 'header', message }],
})

/** Who asks, and in which role; undefined once the sign-in has ended, and with it all that was given out for it. */
async function signedIn(rooms: HttpRooms, personId: string, sessionId: string | undefined) {
  // Sign-in gives out none without.
  if (sessionId === undefined) return undefined
  const session = await rooms.sessionOf(sessionId, rooms.clock.now())
  return session?.personId === personId ? session : undefined
}

/**
 * A person's token is answered as that person's account, and no other token is. Where the client itself may ask nothing,
 * its facts come instead and say why not; of a client that may, a person never has the rights.
 */
function fits({ account, organisation }: CallerFacts, personId: string | undefined): boolean {
  if (account.kind === 'individual') return personId !== undefined
  if (personId === undefined) return true
  const stands = account.status === 'active' || account.status === 'restricted'
  return !stands || organisation.status === 'not-named' || organisation.status === 'not-connected'
}

/**
 * An account of one connection asks for its own organisation. A request that names another was meant for somebody else,
 * and would be answered and recorded in the wrong name (AUP25-02).
 */
function askingFor(odsCode: string, facts: CallerFacts): CallerFacts {
  const { organisation } = facts
  if (organisation.odsCode === odsCode) return facts
  if (organisation.status === 'not-named' || organisation.status === 'not-connected') return facts
  return { ...facts, organisation: { odsCode, name: odsCode, status: 'not-connected' } }
}
