import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { OperatorContact } from '../vocabulary/index.ts'
import { parameterErrors } from './parameter-errors.ts'
import { type Fault, faultProblem, type ParameterError, type Problem } from './problem.ts'
import { SAFE_HEADERS } from './safe-headers.ts'
import { PROBLEM_JSON, type SayNo, sendProblem } from './send-problem.ts'

/** How a part of the house answers what no route of it does. */
export type ErrorWays = {
  readonly sayNo: SayNo
  /** The methods that an address takes, as an Allow header names them; null where there is nothing. */
  readonly methodsAt: (path: string) => string | null
  /** Said of an address where there is nothing. */
  readonly unknown: (path: string) => string
  /** What to say of an error, by its code, where clients need other words than everybody's. */
  readonly words?: Readonly<Record<string, string>>
}

const BY_CODE: Readonly<Record<string, Fault>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media-type-unsupported',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request-malformed',
  FST_ERR_CTP_INVALID_JSON_BODY: 'request-malformed',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request-malformed',
  FST_ERR_BAD_URL: 'request-malformed',
  FST_ERR_MAX_PARAM_LENGTH: 'request-malformed',
}

/** Said instead of the library's own words where those repeat what was sent. */
const DETAILS: Readonly<Record<string, string>> = {
  FST_ERR_BAD_URL:
    'The address holds a % that no two hexadecimal digits follow, or bytes that are not UTF-8.',
  FST_ERR_MAX_PARAM_LENGTH: 'A part of the address is longer than any that is answered.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Of this kind nothing is read here.',
}

/** Every error becomes a no in the way of this part of the house; what went wrong inside stays in the log. */
export function handleErrors(app: FastifyInstance, contact: OperatorContact, ways: ErrorWays): void {
  const { sayNo, methodsAt, unknown, words = {} } = ways
  app.setErrorHandler((error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const { fault, detail, errors } = faultIn(error, words)
    if (fault === 'unexpected') request.log.error({ err: error }, 'an unexpected error')
    const extras = { requestId: request.id, ...(errors === undefined ? {} : { errors }) }
    return sayNo(reply, faultProblem(fault, detail, contact, extras))
  })
  app.setNotFoundHandler((request, reply) => {
    const path = (request.url.split('?', 1)[0] ?? '').slice(app.prefix.length) || '/'
    const extras = { requestId: request.id }
    const allowed = methodsAt(path)
    // A route that takes this method but found nothing, such as a page that is not there, is no question of method.
    if (allowed !== null && !allowed.split(', ').includes(request.method)) {
      reply.header('allow', allowed)
      const detail = `${request.method} is not taken here.`
      return sayNo(reply, faultProblem('method-not-allowed', detail, contact, extras))
    }
    return sayNo(reply, faultProblem('route-unknown', unknown(path), contact, extras))
  })
}

type FaultIn = {
  readonly fault: Fault
  readonly detail: string
  readonly errors?: readonly ParameterError[]
}

function faultIn(error: FastifyError, words: Readonly<Record<string, string>>): FaultIn {
  if (error.validation) {
    const errors = parameterErrors(error.validation, error.validationContext)
    const detail = errors.map(item => `${item.parameter}: ${item.message}`).join(' ')
    return { fault: 'parameter-invalid', detail, errors }
  }
  const { code, statusCode = 500, message } = error
  const fault = BY_CODE[code]
  if (fault !== undefined) return { fault, detail: words[code] ?? DETAILS[code] ?? sentence(message) }
  return statusCode >= 400 && statusCode < 500
    ? { fault: 'request-malformed', detail: sentence(message) }
    : { fault: 'unexpected', detail: 'The details are in our log, under the request id.' }
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** The ways of whatever no interface has spoken for: problem details. */
export const houseWays = (app: FastifyInstance): ErrorWays => ({
  sayNo: sendProblem,
  methodsAt: path => METHODS.filter(method => app.findRoute({ method, url: path })).join(', ') || null,
  unknown: () => 'No route matches this address.',
})

/**
 * Answers what failed before it reached a route, where no hook of ours runs: an address that cannot be read.
 * So the headers every answer has are set here.
 */
export function answerUnroutable(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  contact: OperatorContact,
  sayNo: SayNo,
): void {
  const fault = BY_CODE[error.code] ?? 'request-malformed'
  const detail = DETAILS[error.code] ?? 'The address cannot be read.'
  reply.headers({ ...SAFE_HEADERS, 'x-request-id': request.id })
  sayNo(reply, faultProblem(fault, detail, contact, { requestId: request.id }))
}

/**
 * Answers what never became a request: bytes that are not HTTP, headers past the limit, a request that never ends.
 * Node hands over the bare socket, so the whole response is written here.
 */
export function answerMalformed(
  error: Error & { code?: string },
  socket: Socket,
  contact: OperatorContact,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const problem = malformed(error.code, contact)
  const body = JSON.stringify(problem)
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    `Content-Type: ${PROBLEM_JSON}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    ...Object.entries(SAFE_HEADERS).map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

function malformed(code: string | undefined, contact: OperatorContact): Problem {
  if (code === 'HPE_HEADER_OVERFLOW')
    return faultProblem('headers-too-large', 'The headers passed 16 KiB.', contact)
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return faultProblem('request-timeout', 'The request never ended.', contact)
  return faultProblem('request-malformed', 'The bytes received are not an HTTP request.', contact)
}

const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`)
