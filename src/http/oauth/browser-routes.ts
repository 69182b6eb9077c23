import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html, sendFormPage } from '../plain-page.ts'
import { onlyCookies } from '../sign-in/cookies.ts'
import { isOwnOrigin } from '../sign-in/own-origin.ts'
import type { ProviderAnswer, ProviderQuestion } from './ask-provider.ts'
import { isForm } from './check-form.ts'
import { CLI_CLIENT } from './clients.ts'
import { sendDevicePage } from './device-pages.ts'
import type { OpenOauth } from './open-oauth.ts'
import { DEVICE_COOKIE, PROVIDER_COOKIES } from './people-configuration.ts'

const OPEN = { config: { room: 'open' }, schema: { hide: true } } as const
const FORM = 'application/x-www-form-urlencoded'

/** The endpoints of the provider that people's browsers come to, and the one at which a device asks for a code. */
export async function browserRoutes(app: FastifyInstance, options: OpenOauth): Promise<void> {
  const { ask } = options.provider
  type Uid = { Params: { uid: string } }

  // Nothing remembered of an earlier request may speak for whoever sits there now: the session cookie of the provider
  // goes neither in nor out.
  app.get('/oauth2/auth', OPEN, async (request, reply) =>
    answerBrowser(reply, await ask({ method: 'GET', path: '/auth', query: queryOf(request) }), {
      session: false,
    }),
  )
  app.get<Uid>('/oauth2/auth/:uid', OPEN, async (request, reply) => {
    const cookies = cookiesOf(request, { session: false })
    const path = `/auth/${encodeURIComponent(request.params.uid)}`
    return answerBrowser(reply, await ask({ method: 'GET', path, cookies }), { session: false })
  })

  app.post('/oauth2/device/auth', OPEN, async (request, reply) => {
    const body = typeof request.body === 'string' ? request.body : ''
    const form = new URLSearchParams(body)
    const wellFormed = isForm(request.headers['content-type']) && form.get('client_id') === CLI_CLIENT
    if (!wellFormed) {
      const error_description = `Only the command line, ${CLI_CLIENT}, signs people in by device code. Send its name as client_id, as a form.`
      return sendJson(reply, 400, { error: 'invalid_request', error_description })
    }
    const answer = await ask({ method: 'POST', path: '/device/auth', contentType: FORM, body })
    // An address that holds the code already spares people reading it, and with it the look at what they agree to.
    const { verification_uri_complete: _dropped, ...kept } = record(answer.body)
    return sendJson(reply, answer.status, answer.status === 200 ? { ...kept, interval: 2 } : kept)
  })

  // A new page begins with a new cookie, whatever the browser still has; it is for the steps that follow.
  app.get('/oauth2/device', OPEN, async (_request, reply) =>
    answerBrowser(reply, await ask({ method: 'GET', path: '/device' }), { session: true }),
  )
  app.post('/oauth2/device', OPEN, async (request, reply) => {
    const foreign = !isOwnOrigin(request, options.baseUrl()) || !isForm(request.headers['content-type'])
    if (foreign) return sendFault(reply, 400, 'This form was not sent from a page of this directory.')
    const question: ProviderQuestion = {
      method: 'POST',
      path: '/device',
      contentType: FORM,
      body: typeof request.body === 'string' ? request.body : '',
      cookies: cookiesOf(request, { session: true }),
    }
    return answerBrowser(reply, await ask(question), { session: true })
  })
  app.get<Uid>('/oauth2/device/:uid', OPEN, async (request, reply) => {
    const cookies = cookiesOf(request, { session: true })
    const path = `/device/${encodeURIComponent(request.params.uid)}`
    return answerBrowser(reply, await ask({ method: 'GET', path, cookies }), { session: true })
  })
}

const queryOf = (request: FastifyRequest): string => request.raw.url?.split('?')[1] ?? ''

type Passing = { readonly session: boolean }

const cookiesOf = (request: FastifyRequest, { session }: Passing): string => {
  const own = onlyCookies(request.headers.cookie, PROVIDER_COOKIES)
  return session
    ? own
    : own
        .split('; ')
        .filter(pair => !isDeviceCookie(pair))
        .join('; ')
}

const isDeviceCookie = (pair: string): boolean => DEVICE_COOKIE.test(pair.split('=', 1)[0] ?? '')

/** Passes on where the browser is to go and what it is to keep; any page is one of ours. */
function answerBrowser(reply: FastifyReply, answer: ProviderAnswer, { session }: Passing): FastifyReply {
  const given = answer.headers['set-cookie'] ?? []
  const cookies = (Array.isArray(given) ? given : [String(given)]).filter(
    cookie => session || !isDeviceCookie(cookie),
  )
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  reply.header('cache-control', 'no-store')
  const { location } = answer.headers
  if (typeof location === 'string') return reply.code(303).header('location', location).send()
  if (answer.status >= 500) {
    const detail = 'The directory cannot sign anybody in at this moment. Wait a few seconds, then try again.'
    return sendFault(reply.header('retry-after', '5'), 503, detail)
  }
  const body = record(answer.body)
  if (typeof body['page'] === 'string') return sendDevicePage(reply, body)
  return sendFault(reply, answer.status, faultOf(body))
}

const faultOf = (body: Readonly<Record<string, unknown>>): string => {
  const { error, error_description: description } = body
  const said = typeof description === 'string' ? description : 'no more is known'
  return `The request that brought you here is not right, so nobody was signed in (${String(error ?? 'error')}: ${said}). Go back to where you came from and start again.`
}

const sendFault = (reply: FastifyReply, status: number, wrong: string): FastifyReply =>
  sendFormPage(reply, {
    title: 'Sign in',
    body: html`<p>Nothing was changed.</p>`,
    wrong,
    status,
  })

const sendJson = (reply: FastifyReply, status: number, body: object): FastifyReply =>
  reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(body))

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}
