import type { FastifyRequest } from 'fastify'
import type { TokenReader } from '../../accounts/index.ts'
import type { Database } from '../../database/index.ts'
import { type Assurance, readActor, useSession } from '../../people/index.ts'
import type { Actor, Clock, Scope } from '../../vocabulary/index.ts'
import type { SignedIn } from '../acts/index.ts'
import { isOwnClient } from '../oauth/index.ts'
import { CSRF_HEADER, readBrowserSession } from './browser-session.ts'

const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD']

const NO_TOKEN =
  'The access token is not that of a person who has signed in, or is no longer valid: it has expired, or the sign-in it stems from has ended.'
const PRODUCTS_TOKEN =
  'The access token was given to a product, to ask the directory in the name of a person. To act on a register, sign in to the directory itself.'
const FORGED = `A change made from a browser takes the header ${CSRF_HEADER}, with what the page was given, and comes from a page of this directory.`

export type SignedInParts = {
  readonly database: Database
  readonly clock: Clock
  readonly tokens: TokenReader
  readonly baseUrl: () => string
  /** Whether the operator's roles and those of DoS Leads take a second factor (AUP25-05; sources, use 2.7). */
  readonly secondFactor: 'required' | 'optional'
}

/**
 * Makes out who asks: whoever an access token was given to, or has signed in in the browser. Whether they still may,
 * and which roles they hold, is read on each request, so that an end to either bites at once (AUP25-18).
 */
export function signedInReader(parts: SignedInParts): (request: FastifyRequest) => Promise<SignedIn> {
  return request =>
    request.headers.authorization === undefined
      ? byCookie(parts, request)
      : byToken(parts, request.headers.authorization)
}

async function byToken(parts: SignedInParts, authorization: string): Promise<SignedIn> {
  const { database, clock, tokens } = parts
  const read = await tokens.read(BEARER.exec(authorization)?.[1] ?? '')
  // The provider gives no person a token without a session (people-configuration.ts).
  if (read.outcome !== 'known' || read.personId === undefined || read.sessionId === undefined)
    return nobody(NO_TOKEN)
  if (!isOwnClient(read.clientId)) return nobody(PRODUCTS_TOKEN)
  const now = clock.now()
  const session = await useSession(database, read.sessionId, now)
  if (session?.personId !== read.personId) return nobody(NO_TOKEN)
  const actor = await readActor(database.query, read.personId, now)
  if (!actor) return nobody(NO_TOKEN)
  return {
    outcome: 'known',
    actor: asProved(parts, actor, session.assurance),
    sessionId: session.id,
  }
}

async function byCookie(parts: SignedInParts, request: FastifyRequest): Promise<SignedIn> {
  const browser = await readBrowserSession(parts, request)
  if (!browser) return nobody('This address answers only to a person who has signed in.')
  if (!SAFE_METHODS.includes(request.method) && browser.isForged(request.headers[CSRF_HEADER])) {
    return nobody(FORGED)
  }
  const { personId, id, assurance } = browser.session
  const actor = await readActor(parts.database.query, personId, parts.clock.now())
  return actor
    ? { outcome: 'known', actor: asProved(parts, actor, assurance), sessionId: id }
    : nobody('Whoever has signed in here may not act.')
}

/**
 * Somebody with the roles that their way of signing in is good for: with a password alone nobody acts for the operator
 * or for a region, nor says what patients are told of a service, where that is not left open.
 */
function asProved({ secondFactor }: SignedInParts, actor: Actor, assurance: Assurance): Actor {
  if (secondFactor === 'optional' || assurance !== 'aal1') return actor
  const roles = actor.roles.filter(({ scope }) => !PROVED.includes(scope.kind))
  return { ...actor, roles }
}

const PROVED: readonly Scope['kind'][] = ['operator', 'region', 'service']

const nobody = (detail: string): SignedIn => ({ outcome: 'unknown', fault: 'sign-in-needed', detail })
