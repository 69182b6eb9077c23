import type { FastifyReply } from 'fastify'
import { outcomeOf, refusalOutcome, type Saying } from '../../../fhir/index.ts'
import { unreachable } from '../../../vocabulary/index.ts'
import type { ParameterError, Problem } from '../../problem.ts'
import { refusalHeaders, sendOutcome, sendUnsupported } from '../dos-search/say-no.ts'

/** What can be wrong with a request here, each told with a status of its own (sources, DoS 4.2). */
export const KINDS = [
  'media-type',
  'not-acceptable',
  'structure',
  'unreadable',
  'missing',
  'system',
  'value',
  'unknown',
  'not-there',
  'invalid',
  'changed-meanwhile',
] as const
export type Kind = (typeof KINDS)[number]

/** Says no in the words of the contract, and then in full why. */
export function sayNo(reply: FastifyReply, problem: Problem): FastifyReply {
  const { errors = [], reason, status } = problem
  refusalHeaders(reply, problem)
  const [first] = errors
  if (reason === 'parameter-invalid' && first !== undefined) {
    return sendOutcome(reply, STATUS[kindOf(first)], outcomeOf(errors.map(sayingOf)))
  }
  if (reason === 'route-unknown') return sendUnsupported(reply, problem)
  if (reason === 'media-type-unsupported' || reason === 'request-malformed') {
    return sendOutcome(reply, status, refusalOutcome(problem, 'malformed'))
  }
  return sendOutcome(reply, status, refusalOutcome(problem))
}

const STATUS = {
  'media-type': 415,
  'not-acceptable': 406,
  structure: 400,
  unreadable: 400,
  missing: 400,
  system: 400,
  value: 400,
  unknown: 400,
  'not-there': 404,
  invalid: 422,
  'changed-meanwhile': 412,
} as const satisfies Record<Kind, number>

/** A fault of ours carries its kind as its code; one of the door itself is about a value. */
const kindOf = ({ code }: ParameterError): Kind => KINDS.find(kind => kind === code) ?? 'value'

function sayingOf(error: ParameterError): Saying {
  const { parameter, message: diagnostics } = error
  const kind = kindOf(error)
  switch (kind) {
    case 'media-type':
      return { code: 'unsupported-media-type', diagnostics }
    case 'not-acceptable':
      return { code: 'not-acceptable', diagnostics }
    case 'structure':
      return { code: 'structure', coding: 'INVALID_SEARCH_DATA', diagnostics }
    case 'unreadable':
      return { code: 'structure', coding: 'REC_BAD_REQUEST', diagnostics }
    case 'missing':
      return { code: 'required', coding: 'INVALID_SEARCH_DATA', diagnostics }
    case 'system':
      return { code: 'code-invalid', coding: 'INVALID_SEARCH_DATA', diagnostics }
    case 'value':
    case 'unknown':
      return { code: 'value', coding: 'INVALID_SEARCH_DATA', diagnostics }
    case 'not-there':
      return { code: 'not-found', coding: 'RESOURCE_NOT_FOUND', diagnostics }
    case 'changed-meanwhile':
      return { code: 'conflict', diagnostics }
    case 'invalid':
      return {
        code: 'invalid',
        coding: 'UNPROCESSABLE_ENTITY',
        diagnostics: `${parameter}: ${diagnostics}`,
        expression: [parameter === 'Organization' ? parameter : `Organization.${parameter}`],
      }
    default:
      return unreachable(kind)
  }
}
