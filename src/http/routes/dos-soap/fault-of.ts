import { type FaultName, NOTHING, type SoapFault, type SoapOperation, soapFault } from '../../../dos/index.ts'
import { isRefusalReason, type RefusalReason } from '../../../policy/index.ts'
import type { Problem } from '../../problem.ts'

/**
 * What each reason is called where the table of the interface has something that fits (sources, DoS 2.5): an account
 * that may not ask at all reads as a locked one, a place as a postcode that is not found; the rest is a matter of
 * rights. In full it is said beside the documented words.
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
  'outside-footprint': 'system',
  'abnormal-usage-detected': 'system',
}

/**
 * A problem as a fault of the interface. What a request itself has wrong comes with its own number and words (door.ts);
 * everything else says in full why, by which clauses, what to do and whom to ask (AUP25-19).
 */
export function faultOf(problem: Problem, operation: SoapOperation): SoapFault {
  const [first, second] = problem.errors ?? []
  const code = Number(first?.code)
  if (first !== undefined && Number.isInteger(code)) {
    return { code, text: first.message, more: second?.message ?? '' }
  }
  return soapFault(nameOf(problem, operation), inSentences(problem))
}

function nameOf({ reason, status, errors }: Problem, operation: SoapOperation): FaultName {
  if (reason === 'token-invalid') return errors?.[0]?.code === 'privileges' ? 'privileges' : 'credentials'
  if (reason === 'token-missing') return 'no-credentials'
  if (reason === 'not-found') return NOTHING[operation]
  if (isRefusalReason(reason)) return REASONS[reason] ?? 'privileges'
  if (reason === 'too-many-failures') return 'credentials'
  return status >= 500 ? 'internal' : 'malformed'
}

/** What to do, where the words for callers with a token would lead astray. */
const REMEDIES: Readonly<Record<string, string>> = {
  'token-missing': 'Send both of them in userInfo, as they were issued.',
  'token-invalid': 'Check what you send in userInfo; ask for a new password if it was withdrawn.',
}

/** Everything problem details would say, in sentences. */
function inSentences(problem: Problem): string {
  const { reason, title, detail, clauses, remedy, contact, decisionId, requestId } = problem
  const own = REMEDIES[reason]
  return [
    own === undefined ? `${title}.` : '',
    detail,
    clauses.length > 0 ? `Clauses: ${clauses.join(', ')}.` : '',
    own ?? remedy,
    `Contact: ${contact.name}, ${contact.email}, ${contact.phone}.`,
    decisionId === undefined ? '' : `Decision: ${decisionId}.`,
    requestId === undefined ? '' : `Request: ${requestId}.`,
  ]
    .filter(said => said !== '')
    .join(' ')
}
