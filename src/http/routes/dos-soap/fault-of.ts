import { type FaultName, NOTHING, type SoapFault, type SoapOperation, soapFault } from '../../../dos/index.ts'
import { isRefusalReason, type RefusalReason } from '../../../policy/index.ts'
import type { Problem } from '../../problem.ts'

/**
 * What each reason is called where the table of the interface has something that fits (sources, DoS 2.5): an account
 * that may not ask at all reads as a locked one, a place as a postcode that is not found; the rest is a matter of
 * rights. In full it is said after the documented words.
 */
const REASONS: Partial<Record<RefusalReason, FaultName>> = {
  'account-not-yet-active': 'credentials',
  'account-never-opened': 'credentials',
  'account-suspended': 'credentials',
  'account-terminated': 'credentials',
  'origin-not-given': 'postcode',
  'origin-no-fixed-abode': 'postcode',
  'origin-non-geographic': 'postcode',
  'origin-unlocated': 'postcode',
  'origin-ambiguous': 'postcode',
  'origin-not-recognised': 'postcode',
  'outside-england': 'no-services',
  'distance-above-agreed': 'distance',
  'quota-exhausted': 'system',
}

/** A problem as a fault of the interface. What a request itself has wrong comes with its own number and words. */
export function faultOf(problem: Problem, operation: SoapOperation): SoapFault {
  const [first] = problem.errors ?? []
  const code = Number(first?.code)
  if (first !== undefined && Number.isInteger(code)) return { code, text: first.message }
  if (problem.reason === 'token-invalid')
    return soapFault(first?.code === 'privileges' ? 'privileges' : 'credentials')
  if (problem.reason === 'token-missing') return soapFault('no-credentials')
  if (problem.reason === 'not-found') return soapFault(NOTHING[operation])
  return soapFault(nameOf(problem), inSentences(problem))
}

function nameOf({ reason, status }: Problem): FaultName {
  if (isRefusalReason(reason)) return REASONS[reason] ?? 'privileges'
  if (reason === 'too-many-requests') return 'credentials'
  return status >= 500 ? 'internal' : 'malformed'
}

/** Everything problem details would say, in sentences. */
function inSentences(problem: Problem): string {
  const { title, detail, clauses, remedy, contact, decisionId, requestId } = problem
  return [
    `${title}.`,
    detail,
    clauses.length > 0 ? `Clauses: ${clauses.join(', ')}.` : '',
    remedy,
    `Contact: ${contact.name}, ${contact.email}, ${contact.phone}.`,
    decisionId === undefined ? '' : `Decision: ${decisionId}.`,
    requestId === undefined ? '' : `Request: ${requestId}.`,
  ]
    .filter(said => said !== '')
    .join(' ')
}
