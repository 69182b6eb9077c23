import type { FastifyRequest } from 'fastify'
import type { TokenReader } from '../../accounts/index.ts'
import type { Database } from '../../database/index.ts'
import { readActor } from '../../people/index.ts'
import type { Clock } from '../../vocabulary/index.ts'
import type { SignedIn } from '../acts/index.ts'

const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i

/** Makes out who asks: the person an access token was given to. */
export function signedInReader(parts: {
  readonly database: Database
  readonly clock: Clock
  readonly tokens: TokenReader
}): (request: FastifyRequest) => Promise<SignedIn> {
  const { database, clock, tokens } = parts
  return async request => {
    const { authorization } = request.headers
    if (authorization === undefined) return nobody('This address answers only to a person who has signed in.')
    const token = BEARER.exec(authorization)?.[1] ?? ''
    const read = await tokens.read(token)
    if (read.outcome !== 'known' || read.personId === undefined) {
      return nobody('The access token is not that of a person who has signed in, or is no longer valid.')
    }
    const actor = await readActor(database.query, read.personId, clock.now())
    if (!actor)
      return nobody('The access token is not that of a person who has signed in, or is no longer valid.')
    return { outcome: 'known', actor, sessionId: read.sessionId ?? null }
  }
}

const nobody = (detail: string): SignedIn => ({ outcome: 'unknown', fault: 'sign-in-needed', detail })
