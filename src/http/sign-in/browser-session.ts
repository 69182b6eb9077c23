import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  checkCsrf,
  csrfOf,
  endSession,
  type NewSession,
  networkOf,
  openSession,
  readSession,
  type Session,
} from '../../people/index.ts'
import { clearCookie, readCookie, setCookie } from './cookies.ts'
import { isOwnOrigin } from './own-origin.ts'
import type { SignInSetting } from './setting.ts'

/** Who has signed in in the browser that asks. */
export type BrowserSession = {
  readonly session: Session
  /** For the forms of our pages; and for scripts of ours, to send as `x-csrf-token`. */
  readonly csrf: string
  readonly isForged: (given: unknown) => boolean
}

type Reading = Pick<SignInSetting, 'database' | 'clock' | 'baseUrl'>

export const CSRF_HEADER = 'x-csrf-token'

/** Reading it counts as using it. Undefined: nobody has signed in there, or no longer. */
export async function readBrowserSession(
  { database, clock, baseUrl }: Reading,
  request: FastifyRequest,
): Promise<BrowserSession | undefined> {
  const secret = readCookie(request, 'session', baseUrl())
  if (secret === undefined) return undefined
  const session = await readSession(database, secret, clock.now())
  if (!session) return undefined
  return {
    session,
    csrf: csrfOf(secret),
    isForged: given =>
      !isOwnOrigin(request, baseUrl()) || typeof given !== 'string' || !checkCsrf(secret, given),
  }
}

type Proved = Pick<NewSession, 'personId' | 'issuer' | 'sid' | 'assurance' | 'role'>

/** From where, and with what, somebody signs in: what they know a session again by. */
export const placeOf = (request: FastifyRequest): Pick<NewSession, 'network' | 'userAgent'> => ({
  network: networkOf(request.ip),
  userAgent: request.headers['user-agent'] ?? '',
})

/**
 * Signs somebody in in this browser. The session is always a new one, with a secret nobody can have known before; one
 * that the browser still has ends, whoever's it is.
 */
export async function openBrowserSession(
  { database, clock, baseUrl, random }: Reading & Pick<SignInSetting, 'random'>,
  request: FastifyRequest,
  reply: FastifyReply,
  proved: Proved,
): Promise<void> {
  const now = clock.now()
  const former = await readBrowserSession({ database, clock, baseUrl }, request)
  if (former) await end(database, former.session, 'signed in anew', now)
  const { secret } = await openSession(database, { ...proved, ...placeOf(request) }, now, random)
  setCookie(reply, 'session', baseUrl(), secret)
}

/** Signs out in this browser. */
export async function endBrowserSession(
  { database, clock, baseUrl }: Reading,
  reply: FastifyReply,
  session: Session,
): Promise<void> {
  await end(database, session, 'signed out', clock.now())
  clearCookie(reply, 'session', baseUrl())
}

const end = (database: Reading['database'], session: Session, why: string, at: number) =>
  endSession(database, session.id, { who: session.personId, actingAs: 'holder', why, at })
