import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AlreadyUsed, USED_ASSERTION } from '../../accounts/index.ts'
import { endSession, endSessionsAt, endSessionsOf, readSessionById } from '../../people/index.ts'
import type { Deed } from '../../vocabulary/index.ts'
import { isOwnClient } from '../oauth/index.ts'
import { html, sendFormPage } from '../plain-page.ts'
import { type BrowserSession, CSRF_HEADER, endBrowserSession, readBrowserSession } from './browser-session.ts'
import { LOGOUT_SECONDS_MAX, readLogoutToken } from './logout-token.ts'
import type { RelyingParty } from './relying-party.ts'
import type { SignInSetting } from './setting.ts'

const OPEN = { config: { room: 'open' }, schema: { hide: true } } as const
const SIGNED_IN = { config: { room: 'signed-in' }, schema: { hide: true } } as const
const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i

/** Ways out: of this browser or program, of all of them, and out at the place of sign-in's word. */
export async function signOutRoutes(
  app: FastifyInstance,
  { setting, party }: { readonly setting: SignInSetting; readonly party: () => Promise<RelyingParty> },
): Promise<void> {
  const { database, clock, accounts, identityProvider } = setting
  const logouts = accounts.oidcRecords(USED_ASSERTION)

  /** The session a program of ours names by its token; a product's signs nobody out. Undefined for none live. */
  const sessionOfToken = async (authorization: string) => {
    const read = await accounts.tokens.read(BEARER.exec(authorization)?.[1] ?? '')
    if (read.outcome !== 'known' || read.sessionId === undefined || !isOwnClient(read.clientId))
      return undefined
    return readSessionById(database.query, read.sessionId, clock.now())
  }

  app.post('/sign-out', SIGNED_IN, async (request, reply) => {
    const { authorization } = request.headers
    if (authorization !== undefined) {
      const session = await sessionOfToken(authorization)
      if (session) await endSession(database, session.id, holders(session.personId, clock.now()))
      return reply.code(204).header('cache-control', 'no-store').send()
    }
    const browser = await readBrowserSession(setting, request)
    if (!browser) return reply.redirect('/sign-in/done', 303)
    if (isForged(request, browser)) return sendForged(reply)
    await endBrowserSession(setting, reply, browser.session)
    return reply.redirect(await whereNext(request), 303)
  })

  app.post('/sign-out/everywhere', SIGNED_IN, async (request, reply) => {
    const { authorization } = request.headers
    if (authorization !== undefined) {
      const session = await sessionOfToken(authorization)
      if (session) await endSessionsOf(database, session.personId, holders(session.personId, clock.now()))
      return reply.code(204).header('cache-control', 'no-store').send()
    }
    const browser = await readBrowserSession(setting, request)
    if (!browser) return reply.redirect('/sign-in/done', 303)
    if (isForged(request, browser)) return sendForged(reply)
    const { personId } = browser.session
    await endBrowserSession(setting, reply, browser.session)
    await endSessionsOf(database, personId, holders(personId, clock.now()))
    return reply.redirect(await whereNext(request), 303)
  })

  /** At a provider of others the session goes on unless it is told; ours has none beside this directory's. */
  const whereNext = async (request: FastifyRequest): Promise<string> => {
    if (identityProvider === null) return '/sign-in/done'
    try {
      return (await party()).endSession()?.href ?? '/sign-in/done'
    } catch (error) {
      request.log.error({ err: error }, 'the place of sign-in cannot be reached')
      return '/sign-in/done'
    }
  }

  app.post('/sign-in/backchannel-logout', OPEN, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
    const there = await party()
    const setting = { issuer: there.issuer, clientId: there.clientId, now: clock.now() }
    const token = form.get('logout_token') ?? ''
    const read = await readLogoutToken(token, { ...setting, keySet: await there.keySet() })
    const refuse = (because: string): FastifyReply => {
      request.log.info({ because }, 'a logout token was refused')
      return reply
        .code(400)
        .send({ error: 'invalid_request', error_description: 'The logout token is not valid.' })
    }
    if (read.outcome === 'refused') return refuse(read.because)
    try {
      const id = createHash('sha256')
        .update(JSON.stringify([there.issuer, read.jti]))
        .digest('base64url')
      await logouts.upsert(`logout ${id}`, {}, 2 * LOGOUT_SECONDS_MAX)
    } catch (error) {
      if (error instanceof AlreadyUsed) return refuse('jti used before')
      throw error
    }
    const why = 'The place of sign-in has signed them out.'
    const deed: Deed = { who: 'identity-provider', actingAs: 'system', why, at: clock.now() }
    await endSessionsAt(database, { issuer: there.issuer, sid: read.sid, subject: read.subject }, deed)
    return reply.code(200).send()
  })
}

const holders = (who: string, at: number): Deed => ({ who, actingAs: 'holder', why: 'signed out', at })

/** A form of ours carries the token in a field, a script of ours in a header. */
const isForged = (request: FastifyRequest, browser: BrowserSession): boolean => {
  const field = request.body instanceof URLSearchParams ? request.body.get('csrf') : null
  return browser.isForged(field ?? request.headers[CSRF_HEADER])
}

const sendForged = (reply: FastifyReply): FastifyReply =>
  sendFormPage(reply, {
    title: 'You are still signed in',
    status: 403,
    wrong: 'This was not sent from a page of this directory, or from one of an earlier sign-in.',
    body: html`<p><a href="/sign-in/done">Go to the page where you sign out</a>.</p>`,
  })
