import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { fitsAlgorithm } from '../../accounts/index.ts'
import type { ProviderAnswer } from './ask-provider.ts'
import { browserRoutes } from './browser-routes.ts'
import { checkAssertion } from './check-assertion.ts'
import { checkForm } from './check-form.ts'
import { keysOf } from './clients.ts'
import { discoveryDocument } from './discovery.ts'
import { describe, type ErrorSetting, type OauthError, oauthError } from './oauth-error.ts'
import type { OpenOauth } from './open-oauth.ts'

/** An RS512 assertion with a 4096-bit key is about 1 KB. */
const BODY_BYTES_MAX = 16_384

/** One answer for everything that would tell a stranger what the register holds. */
export const NOT_AUTHENTICATED =
  'The assertion is well formed, but no client and key registered here could be matched with it. Which part failed is not said, so that which clients exist cannot be found out by asking. Check in this order: the client id in iss and sub is the one you were given for this environment; the account has not been ended; the kid is that of a key registered for it, in date and not revoked; the private key you sign with is the other half of that very key; nothing alters the JWT after it is signed.'

const UNAVAILABLE =
  'The directory cannot check assertions at this moment. Wait a few seconds, then ask again with a new assertion.'

/** What most often lies behind a code or refresh token that is not taken. */
const NOT_GRANTED =
  'What was sent to be exchanged is not valid, or no longer. A code is good once, for a minute, for the client it was given to, with the redirect_uri it was asked for with and the code_verifier its code_challenge was made from; and only while the sign-in it stems from goes on. Have the person sign in again.'

const FORM = 'application/x-www-form-urlencoded'
const OPEN = { config: { room: 'open' } } as const

/** The endpoints of OAuth and what describes them, under /oauth2. */
export async function oauthPlugin(app: FastifyInstance, options: OpenOauth): Promise<void> {
  const { decoy, provider } = options
  const { ask } = provider
  options.onFailure(error => app.log.error({ err: error }, 'the token endpoint could not check an assertion'))
  const setting = () => ({ baseUrl: options.baseUrl(), contact: options.contact })

  // The body is read as text and passed on to the letter; nothing is parsed before check-form.ts does.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_BYTES_MAX }, (_request, body, done) =>
    done(null, body),
  )
  app.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error)
    if (status < 400 || status >= 500) throw error
    const tooLarge = `The body is larger than the ${BODY_BYTES_MAX} bytes a token request needs at most.`
    const unreadable = 'The body cannot be read. Send a form: application/x-www-form-urlencoded.'
    return send(
      reply,
      status,
      oauthError(setting(), 'invalid_request', status === 413 ? tooLarge : unreadable),
    )
  })

  app.post('/oauth2/token', OPEN, async (request, reply) => {
    const { clock } = options
    const body = typeof request.body === 'string' ? request.body : ''
    const form = checkForm({
      contentType: request.headers['content-type'],
      authorization: request.headers.authorization,
      query: request.url.split('?')[1] ?? '',
      body,
    })
    if (form.outcome === 'wrong') {
      note(request, [form.problem.name])
      return send(
        reply,
        400,
        oauthError(setting(), form.error, describe('parameter', [form.problem]), [form.problem]),
      )
    }
    if (form.outcome === 'command-line') {
      const answer = await ask({ method: 'POST', path: '/token', contentType: FORM, body })
      return answerToken(request, reply, answer, setting())
    }
    const { assertion, clientId } = form
    const tokenEndpoint = `${options.baseUrl()}/oauth2/token`
    const checked = checkAssertion(assertion, { tokenEndpoint, now: clock.now(), clientId })
    if (checked.outcome === 'unfit') {
      const { problems } = checked
      note(
        request,
        problems.map(problem => problem.name),
      )
      return send(reply, 400, oauthError(setting(), 'invalid_client', describe('claim', problems), problems))
    }
    const { alg, kid } = checked
    const keys = keysOf(options, checked.clientId)
    const known = keys.some(key => key.kid === kid && fitsAlgorithm(key, alg))
    const answer = await ask({
      method: 'POST',
      path: '/token',
      contentType: FORM,
      body: known ? body : decoy.disguise(body, assertion, alg),
    })
    options.accounts.keySets.asked(checked.clientId, known)
    return answerToken(request, reply, answer, setting())
  })

  app.get('/oauth2/jwks', OPEN, async (_request, reply) => {
    const { status, body } = await ask({ method: 'GET', path: '/jwks' })
    return reply
      .code(status)
      .header('access-control-allow-origin', '*')
      .type('application/jwk-set+json')
      .send(body)
  })

  await app.register(browserRoutes, options)

  // At both of the addresses where clients look: OpenID Connect Discovery 1.0 section 4, RFC 8414 section 3.1.
  for (const path of [
    '/oauth2/.well-known/openid-configuration',
    '/.well-known/oauth-authorization-server/oauth2',
  ]) {
    app.get(path, OPEN, async (_request, reply) => {
      const { body } = await ask({ method: 'GET', path: '/.well-known/openid-configuration' })
      return reply.header('access-control-allow-origin', '*').send(discoveryDocument(body, options.baseUrl()))
    })
  }
}

function answerToken(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: ProviderAnswer,
  setting: ErrorSetting,
): FastifyReply {
  if (answer.status === 200) return send(reply, 200, withoutEmptyScope(answer.body))
  if (answer.status === 401) {
    note(request, ['client'])
    return send(reply, 401, oauthError(setting, 'invalid_client', NOT_AUTHENTICATED))
  }
  if (answer.status >= 500) {
    return send(
      reply.header('retry-after', '5'),
      503,
      oauthError(setting, 'temporarily_unavailable', UNAVAILABLE),
    )
  }
  // Said to a client whose signature was good, or to the command line: a jti used twice, a code that is no good.
  const { error_uri, contact } = oauthError(setting, 'invalid_request', '')
  const body: Readonly<Record<string, unknown>> = { ...(typeof answer.body === 'object' ? answer.body : {}) }
  const said = body['error'] === 'invalid_grant' ? { error_description: NOT_GRANTED } : {}
  return send(reply, answer.status, { ...body, ...said, error_uri, contact })
}

/** There are no scopes of the directory's own; an empty one is not what RFC 6749 section 3.3 lets a scope be. */
function withoutEmptyScope(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('scope' in body) || body.scope !== '') return body
  const { scope: _empty, ...others } = body
  return others
}

/** RFC 6749 section 5.1: an answer of this endpoint is never kept. */
const send = (reply: FastifyReply, status: number, body: OauthError | unknown): FastifyReply =>
  reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('pragma', 'no-cache')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(body))

/** The log learns which claims were wrong, never their values, and never an assertion or a token. */
const note = (request: FastifyRequest, names: readonly string[]): void =>
  request.log.info({ wrong: names }, 'a token request was refused')

const statusOf = (error: unknown): number =>
  typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500
