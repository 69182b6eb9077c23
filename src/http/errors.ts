import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { OperatorContact } from '../vocabulary/index.ts'
import { parameterErrors } from './parameter-errors.ts'
import { type Fault, faultProblem, type Problem } from './problem.ts'
import { sayNo as sayCapacity } from './routes/capacity/say-no.ts'
import { sayNo as sayRest } from './routes/dos-rest/say-no.ts'
import { sayNo as sayOutcome } from './routes/fhir/outcome.ts'
import { SAFE_HEADERS } from './safe-headers.ts'
import { PROBLEM_JSON, sendProblem } from './send-problem.ts'

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

/** Every error of the open ways becomes problem details; what went wrong inside stays in the log. */
export function handleErrors(app: FastifyInstance, contact: OperatorContact): void {
  app.setErrorHandler((error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const extras = { requestId: request.id }
    if (error.validation) {
      const errors = parameterErrors(error.validation, error.validationContext)
      const detail = errors.map(item => `${item.parameter}: ${item.message}`).join(' ')
      return sendProblem(reply, faultProblem('parameter-invalid', detail, contact, { ...extras, errors }))
    }
    const fault = BY_CODE[error.code]
    if (fault) {
      const detail = DETAILS[error.code] ?? sentence(error.message)
      return sendProblem(reply, faultProblem(fault, detail, contact, extras))
    }
    if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
      return sendProblem(reply, faultProblem('request-malformed', sentence(error.message), contact, extras))
    }
    request.log.error({ err: error }, 'an unexpected error')
    return sendProblem(
      reply,
      faultProblem('unexpected', 'The details are in our log, under the request id.', contact, extras),
    )
  })
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/'
    const allowed = METHODS.filter(method => app.findRoute({ method, url: path }) !== null)
    const extras = { requestId: request.id }
    // A route that takes this method but found nothing, such as a page that is not there, is no question of method.
    const found = allowed.some(method => method === request.method)
    if (allowed.length > 0 && !found) {
      reply.header('allow', allowed.join(', '))
      return sendProblem(
        reply,
        faultProblem('method-not-allowed', `${request.method} is not taken here.`, contact, extras),
      )
    }
    return sendProblem(
      reply,
      faultProblem('route-unknown', 'No route matches this address.', contact, extras),
    )
  })
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** How the interfaces say no that have a form of their own, by their paths. */
const WAYS: readonly (readonly [string, (reply: FastifyReply, problem: Problem) => FastifyReply])[] = [
  ['/fhir/R4/', sayOutcome],
  ['/app/controllers/api/v1.0/', sayRest],
  ['/api/v0.0.1/capacity/', sayCapacity],
]

/**
 * Answers what failed before it reached a route, where no hook of ours runs: an address that cannot be read.
 * So the headers every answer has are set here.
 */
export function answerUnroutable(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  contact: OperatorContact,
): void {
  const fault = BY_CODE[error.code] ?? 'request-malformed'
  const detail = DETAILS[error.code] ?? 'The address cannot be read.'
  reply.headers({ ...SAFE_HEADERS, 'x-request-id': request.id })
  const [, say = sendProblem] = WAYS.find(([prefix]) => request.url.startsWith(prefix)) ?? []
  say(reply, faultProblem(fault, detail, contact, { requestId: request.id }))
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
