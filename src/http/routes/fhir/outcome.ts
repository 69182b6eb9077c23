import type { FastifyReply } from 'fastify'
import type { ParameterError, Problem } from '../../problem.ts'

export const FHIR_JSON = 'application/fhir+json; charset=utf-8'

/** Says no as FHIR does, always: an OperationOutcome that holds all that problem details would. */
export function sayNo(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds))
  if (problem.status === 401) {
    // RFC 6750 section 3: no error code when no token came at all.
    const error = problem.reason === 'token-missing' ? '' : ', error="invalid_token"'
    reply.header('www-authenticate', `Bearer realm="signpost"${error}`)
  }
  reply.refusedBecause = problem.reason
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .header('content-type', FHIR_JSON)
    .send(JSON.stringify(operationOutcome(problem)))
}

/** For what policy and the faults of the house know no name. */
export function sendOutcome(reply: FastifyReply, status: number, code: string, text: string): FastifyReply {
  reply.refusedBecause = code
  const body = outcomeOf([{ severity: 'error', code, details: { text }, diagnostics: text }])
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('content-type', FHIR_JSON)
    .send(JSON.stringify(body))
}

export const outcomeOf = (issue: readonly object[]): object => ({ resourceType: 'OperationOutcome', issue })

function operationOutcome(problem: Problem): object {
  const { errors = [] } = problem
  if (problem.reason === 'parameter-invalid' && errors.length > 0) {
    return outcomeOf(errors.map(error => wrongParameter(error, problem)))
  }
  const { status, title } = problem
  return outcomeOf([
    {
      severity: status >= 500 ? 'fatal' : 'error',
      code: issueCode(problem),
      details: { coding: [coding(problem), ...platformCodings(problem)], text: title },
      diagnostics: explained(problem),
    },
  ])
}

const coding = ({ reason, title }: Problem) => ({ system: REASONS, code: reason, display: title })

/** What clients of the platform know to wait for (sources, use 2.8). */
const platformCodings = ({ status }: Problem): readonly object[] =>
  status === 429
    ? [
        {
          system: 'https://fhir.nhs.uk/CodeSystem/NHSD-API-ErrorOrWarningCode',
          code: 'TOO_MANY_REQUESTS',
          display: 'Too many requests',
        },
      ]
    : []

/** Each reason has a page at /problems/{reason} of this server, which explains it. */
const REASONS = 'https://signpost.example/fhir/CodeSystem/problem'

/** R4 OperationOutcome: what is wrong with a parameter is located by `http.` and its name. */
const wrongParameter = ({ parameter, message, code }: ParameterError, problem: Problem): object => ({
  severity: 'error',
  code: code ?? 'invalid',
  details: { coding: [coding(problem)], text: printable(message) },
  diagnostics: printable(`${parameter}: ${message}`),
  location: [`http.${printable(parameter)}`],
})

/** Which of HL7's issue types it is. */
function issueCode({ status, reason }: Problem): string {
  if (reason === 'origin-not-given' || reason === 'purpose-missing') return 'required'
  switch (status) {
    case 400:
      return reason === 'request-malformed' ? 'structure' : 'invalid'
    case 401:
      return 'login'
    case 403:
      return 'forbidden'
    case 404:
      return 'not-found'
    case 405:
    case 406:
    case 415:
      return 'not-supported'
    case 408:
      return 'timeout'
    case 413:
    case 431:
      return 'too-long'
    case 422:
      return 'business-rule'
    case 429:
      return 'throttled'
    case 503:
      return 'transient'
    default:
      return status >= 500 ? 'exception' : 'processing'
  }
}

/** What happened, by which clauses, what to do and whom to ask. */
function explained(problem: Problem): string {
  const { title, detail, clauses, contact, decisionId, requestId } = problem
  const said = [`${title}.`, detail]
  if (clauses.length > 0) said.push(`Clauses: ${clauses.join(', ')}.`)
  said.push(remedyOf(problem), `Contact: ${contact.name}, ${contact.email}, ${contact.phone}.`)
  if (decisionId !== undefined) said.push(`Decision: ${decisionId}.`)
  if (requestId !== undefined) said.push(`Request: ${requestId}.`)
  return printable(said.join(' '))
}

const remedyOf = ({ reason, remedy }: Problem): string => {
  if (reason === 'media-type-unsupported') return 'Send a search as application/x-www-form-urlencoded.'
  return reason === 'parameter-invalid'
    ? 'The CapabilityStatement at /fhir/R4/metadata lists the parameters.'
    : remedy
}

/** What a FHIR string may hold: no control characters, no half of a pair, and something at all. */
export const printable = (text: string): string =>
  text.replaceAll(/\p{Cc}|\p{Cs}/gu, ' ').trim() || '(nothing)'

/** How the parameters of a FHIR question are called in the house. */
export const asParameterErrors = (
  errors: readonly { readonly parameter: string; readonly message: string; readonly code: string }[],
  location: 'query' | 'body',
): ParameterError[] =>
  errors.map(({ parameter, message, code }) => ({ parameter, in: location, message, code }))
