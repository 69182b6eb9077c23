import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { issuerAt } from '../../accounts/index.ts'
import { type IdentityAnswer, personAt } from '../../people/index.ts'
import { html, sendFormPage } from '../plain-page.ts'
import { openBrowserSession } from './browser-session.ts'
import { clearCookie, readCookie, setCookie } from './cookies.ts'
import { localPath } from './local-path.ts'
import type { RelyingParty, SignedInThere } from './relying-party.ts'
import type { SignInSetting } from './setting.ts'
import { openStarts, START_SECONDS } from './starts.ts'

const OPEN = { config: { room: 'open' }, schema: { hide: true } } as const

/** /sign-in sends the browser to where people sign in; /sign-in/callback takes in what comes back. */
export async function partyRoutes(
  app: FastifyInstance,
  { setting, party }: { readonly setting: SignInSetting; readonly party: () => Promise<RelyingParty> },
): Promise<void> {
  const { accounts, baseUrl, random, database, clock, contact, identityProvider } = setting
  const starts = openStarts(accounts, random)

  app.get<{ Querystring: { to?: unknown } }>('/sign-in', OPEN, async (request, reply) => {
    const there = await reach(request, party)
    if (!there) return sendUnreachable(reply)
    const { address, start } = await there.begin()
    const to = localPath(request.query.to, '/sign-in/done')
    const secret = await starts.keep({ ...start, to, issuer: there.issuer })
    setCookie(reply, 'start', baseUrl(), secret, START_SECONDS)
    return reply.header('cache-control', 'no-store').redirect(address.href, 303)
  })

  app.get('/sign-in/callback', OPEN, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const secret = readCookie(request, 'start', baseUrl())
    clearCookie(reply, 'start', baseUrl())
    const start = secret === undefined ? undefined : await starts.take(secret)
    if (!start) return sendNotFinished(reply, 'no sign-in was under way in this browser')
    const there = await reach(request, party)
    if (!there) return sendUnreachable(reply)
    const current = new URL(`${baseUrl()}/sign-in/callback`)
    current.search = request.raw.url?.split('?')[1] ?? ''
    const answer: SignedInThere =
      there.issuer === start.issuer
        ? await there.finish(current, start)
        : { outcome: 'invalid', because: 'another place of sign-in since' }
    switch (answer.outcome) {
      case 'declined':
        return sendNotFinished(reply, 'you did not sign in')
      case 'invalid':
        request.log.info({ because: answer.because }, 'a sign-in could not be finished')
        return sendNotFinished(reply, 'the answer of the place of sign-in does not fit')
      case 'signed-in': {
        const settings = {
          ownIssuer: identityProvider === null ? issuerAt(baseUrl()) : null,
          linkByEmail: identityProvider?.linkByEmail ?? false,
        }
        const person = await personAt(database, answer.identity, clock.now(), settings)
        if (person.outcome !== 'known') return sendUnknown(reply, person)
        await openBrowserSession(setting, request, reply, {
          personId: person.personId,
          issuer: answer.identity.issuer,
          sid: answer.sid,
          ...answer.proof,
        })
        return reply.redirect(start.to, 303)
      }
    }
  })

  /** One page for everybody who may not come in: what is the matter with somebody is theirs to hear from us. */
  const sendUnknown = (reply: FastifyReply, { outcome }: IdentityAnswer): FastifyReply => {
    reply.log.info({ outcome }, 'somebody without a place here has signed in elsewhere')
    return sendFormPage(reply, {
      title: 'You cannot come in',
      status: 403,
      wrong: 'You have proved who you are, but nobody who may sign in here is known by that.',
      body: html`<p>Ask the administrator of your organisation to add you, or ${contact.name}: ${contact.email}, ${contact.phone}. One identity is one person (AUP25-05): if you have another one, sign in with that.</p>
<p><a href="/sign-in">Sign in again</a></p>`,
    })
  }
}

async function reach(
  request: FastifyRequest,
  party: () => Promise<RelyingParty>,
): Promise<RelyingParty | undefined> {
  try {
    return await party()
  } catch (error) {
    request.log.error({ err: error }, 'the place of sign-in cannot be reached')
    return undefined
  }
}

const sendUnreachable = (reply: FastifyReply): FastifyReply =>
  sendFormPage(reply.header('retry-after', '10'), {
    title: 'Sign in',
    status: 503,
    wrong: 'The place where people sign in cannot be reached at this moment.',
    body: html`<p>Wait a little, then <a href="/sign-in">try again</a>.</p>`,
  })

const sendNotFinished = (reply: FastifyReply, because: string): FastifyReply =>
  sendFormPage(reply, {
    title: 'You are not signed in',
    status: 400,
    wrong: `This sign-in could not be finished: ${because}.`,
    body: html`<p>Nothing was changed. <a href="/sign-in">Start again</a>.</p>`,
  })
