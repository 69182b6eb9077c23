import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type Provider from 'oidc-provider'

export type ProviderAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>
  readonly body: unknown
}

export type ProviderQuestion = {
  readonly method: 'GET' | 'POST'
  /** Below the issuer, such as `/token`. */
  readonly path: string
  /** What follows the question mark of the address, as it was sent. */
  readonly query?: string
  readonly contentType?: string
  readonly body?: string
  /** A Cookie header, for the questions of a browser. It holds cookies of the provider's and no others. */
  readonly cookies?: string
}

/**
 * A request made for the provider. It holds only what is meant for it. In particular no `Host`, `Origin`,
 * `Authorization` or `DPoP` of the caller's: it builds addresses from the first (RFC 6749 calls for exact ones), and
 * answers to the second in a way that tells registered clients from strangers.
 */
export function providerRequest(issuer: URL, question: ProviderQuestion): IncomingMessage {
  const request = new IncomingMessage(new Socket())
  const query = question.query === undefined || question.query === '' ? '' : `?${question.query}`
  request.method = question.method
  request.url = `${question.path}${query}`
  request.headers = {
    host: issuer.host,
    'x-forwarded-proto': issuer.protocol.slice(0, -1),
    accept: 'application/json',
    ...(question.cookies === undefined || question.cookies === '' ? {} : { cookie: question.cookies }),
    ...(question.body === undefined
      ? {}
      : {
          'content-type': question.contentType ?? '',
          'content-length': String(Buffer.byteLength(question.body)),
        }),
  }
  // The provider takes the part of `originalUrl` before `url` for the place it is mounted at.
  Object.assign(request, { originalUrl: `${issuer.pathname}${request.url}` })
  request.complete = true
  if (question.body !== undefined) request.push(question.body)
  request.push(null)
  return request
}

/**
 * Puts a question to the provider and brings its answer back as a value, so that it leaves by Fastify's door with all
 * its hooks, like every other answer. The provider is a Koa app that wants Node's request and response objects; it
 * gets fresh ones.
 */
export function openProviderDoor(
  provider: Provider,
): (question: ProviderQuestion) => Promise<ProviderAnswer> {
  const answers = new WeakMap<IncomingMessage, ProviderAnswer>()
  const issuer = new URL(provider.issuer)
  // Believed because these requests are made above, not by a caller.
  provider.proxy = true
  provider.use(async (ctx, next) => {
    await next()
    answers.set(ctx.req, { status: ctx.status, headers: { ...ctx.response.headers }, body: ctx.body })
    ctx.respond = false
  })
  const callback = provider.callback()
  return async question => {
    const request = providerRequest(issuer, question)
    await callback(request, new ServerResponse(request))
    const answer = answers.get(request)
    if (!answer) throw new Error(`The OAuth provider gave no answer to ${question.method} ${question.path}.`)
    return answer
  }
}
