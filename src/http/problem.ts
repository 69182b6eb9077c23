import { type RefusalReason, refusalOf } from '../policy/index.ts'
import type { ClauseId, OperatorContact } from '../vocabulary/index.ts'
import { problemType } from './problem-type.ts'

/** Status of each refusal of policy. A reason without a row does not compile. */
const REFUSAL_STATUS: Record<RefusalReason, number> = {
  'organisation-not-named': 400,
  'organisation-not-connected': 403,
  'account-not-yet-active': 403,
  'account-never-opened': 403,
  'account-suspended': 403,
  'account-terminated': 403,
  'organisation-suspended': 403,
  'organisation-closed': 403,
  'product-suspended': 403,
  'product-withdrawn': 403,
  'wrong-environment': 403,
  'no-agreement': 403,
  'terms-not-accepted': 403,
  'agreement-not-yet-in-force': 403,
  'agreement-superseded': 403,
  'agreement-ended': 403,
  'reacceptance-overdue': 403,
  'role-not-registered': 403,
  restricted: 403,
  'monitoring-not-permitted': 403,
  'purpose-missing': 400,
  'purpose-unknown': 400,
  'purpose-indirect': 403,
  'purpose-not-agreed': 403,
  'public-display-not-permitted': 403,
  'safety-case-other-version': 403,
  'safety-case-out-of-date': 403,
  'origin-not-given': 400,
  'outside-england': 403,
  'origin-no-fixed-abode': 422,
  'origin-non-geographic': 422,
  'origin-unlocated': 422,
  'origin-ambiguous': 422,
  'origin-not-recognised': 400,
  'origin-kind-not-agreed': 403,
  'region-not-agreed': 403,
  'region-not-authorised': 403,
  'public-display-not-granted-here': 403,
  'service-ids-not-agreed': 403,
  'look-up-without-search': 403,
  'not-maintained': 403,
  'audience-wider-than-agreed': 403,
  'type-not-agreed': 403,
  'limit-above-agreed': 403,
  'distance-above-agreed': 403,
  'member-not-agreed': 403,
  'quota-exhausted': 429,
  'outside-footprint': 403,
  'abnormal-usage-detected': 429,
}

/** The HTTP status of a refusal. */
export const statusOf = (reason: RefusalReason): number => REFUSAL_STATUS[reason]

/** What can go wrong on the way to and from policy. Closed, as the refusals are. */
export const FAULTS = {
  'parameter-invalid': {
    status: 400,
    title: 'A parameter is not as it must be',
    remedy: 'Correct the parameters named in "errors" and ask again. /docs lists them all.',
  },
  'request-malformed': {
    status: 400,
    title: 'The request cannot be read',
    remedy: 'Send a well-formed HTTP/1.1 request; with a body, one that is valid JSON.',
  },
  'token-missing': {
    status: 401,
    title: 'No access token was sent',
    remedy: 'Ask /oauth2/token for an access token and send it as "Authorization: Bearer …".',
  },
  'token-invalid': {
    status: 401,
    title: 'The access token is not accepted',
    remedy: 'Ask /oauth2/token for a new access token; tokens live for ten minutes.',
  },
  'sign-in-needed': {
    status: 401,
    title: 'Nobody has signed in',
    remedy:
      'Sign in at /sign-in, or with "signpost sign-in" on the command line; a program sends "Authorization: Bearer …".',
  },
  'role-missing': {
    status: 403,
    title: 'You hold no role that may do this',
    remedy:
      'Ask somebody who holds the role named in "detail", or whoever grants roles in your organisation.',
  },
  'own-cause': {
    status: 403,
    title: 'Nobody decides in a cause of their own',
    remedy: 'Hand it to somebody else who holds the role.',
  },
  'no-such-record': {
    status: 404,
    title: 'There is no such record for you',
    remedy: 'Check the id. What is not yours to see answers as if it were not there.',
  },
  'not-possible-now': {
    status: 409,
    title: 'This cannot be done in its present state',
    remedy: 'Read "detail": it says the state, and what may happen from there.',
  },
  'requirements-unmet': {
    status: 409,
    title: 'Something is still missing',
    remedy: 'See to everything listed in "unmet", then try again.',
  },
  conflict: {
    status: 409,
    title: 'This is at odds with what is there already',
    remedy: 'Read "detail", look at what is there, and decide which of the two is right.',
  },
  'changed-meanwhile': {
    status: 412,
    title: 'Somebody changed it meanwhile',
    remedy: 'Read it again, and repeat your change on what it is now.',
  },
  'version-not-named': {
    status: 428,
    title: 'The version you have seen is not named',
    remedy:
      'Read the record, and send its ETag back in If-Match, so that nobody overwrites what they have not seen.',
  },
  'key-used-otherwise': {
    status: 422,
    title: 'That Idempotency-Key came with another request',
    remedy: 'Take a new key for each new request, and the same key only to send the same request again.',
  },
  'request-under-way': {
    status: 409,
    title: 'A request with that Idempotency-Key has not come to an end',
    remedy:
      'Read "detail". While it is under way, wait and send it again; if it broke off, look whether it was done.',
  },
  'not-found': {
    status: 404,
    title: 'There is no such service for you',
    remedy: 'Search again: services close and change. What you may not see answers as if it were not there.',
  },
  'route-unknown': {
    status: 404,
    title: 'There is nothing at this address',
    remedy: 'See /openapi.json or /docs for what there is.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not take that method',
    remedy: 'Use one of the methods in the Allow header.',
  },
  'request-timeout': {
    status: 408,
    title: 'The request took too long to arrive',
    remedy: 'Send the whole request at once.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is larger than this address takes',
    remedy: 'A question fits in 16 KiB; send only its parameters.',
  },
  'media-type-unsupported': {
    status: 415,
    title: 'The body is of a media type this address does not read',
    remedy: 'Send it as application/json.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests by one person',
    remedy: 'Wait as Retry-After says. Programs ask as web service accounts, with a volume of their own.',
  },
  'too-many-failures': {
    status: 429,
    title: 'Too many tries with a wrong user name, password or key',
    remedy:
      'Wait as Retry-After says, and ask with the secret that is in force; the right one is always taken.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are larger than this server takes',
    remedy: 'Keep all headers together under 16 KiB.',
  },
  unexpected: {
    status: 500,
    title: 'Something went wrong here',
    remedy: 'Try again; if it goes on, tell the contact below the request id.',
  },
  'not-current': {
    status: 503,
    title: 'This node cannot confirm that what it knows is current',
    remedy: 'Wait as Retry-After says and ask again; another node may answer at once.',
  },
  'not-recorded': {
    status: 503,
    title: 'The question could not be recorded, so it is not answered',
    remedy: 'Wait as Retry-After says and ask again.',
  },
  stopping: {
    status: 503,
    title: 'This node is stopping',
    remedy: 'Ask again; another node, or this one restarted, will answer.',
  },
} as const satisfies Record<string, { status: number; title: string; remedy: string }>

export { problemType }
export type Fault = keyof typeof FAULTS

/** One thing wrong with one parameter. */
export type ParameterError = {
  readonly parameter: string
  readonly in: string
  readonly message: string
  /** What another interface calls this error: a SOAP fault's number, a FHIR issue's code. Native JSON has none. */
  readonly code?: string
}

/** RFC 9457 problem details, with the members every Signpost refusal carries. */
export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  /** The stable code to branch on; the last part of `type`. */
  readonly reason: string
  readonly clauses: readonly ClauseId[]
  readonly remedy: string
  readonly contact: OperatorContact
  readonly requestId?: string
  readonly decisionId?: string
  readonly policyVersion?: string
  readonly retryAfterSeconds?: number
  /** The limits that were used up, by their names in RateLimit-Policy. */
  readonly 'violated-policies'?: readonly string[]
  readonly errors?: readonly ParameterError[]
  /** Everything still missing for a step, each with the clauses that ask for it and who can put it right. */
  readonly unmet?: readonly {
    readonly what: string
    readonly clauses: readonly ClauseId[]
    readonly whoCanFix: string
  }[]
}

export type ProblemExtras = Partial<
  Omit<Problem, 'type' | 'title' | 'status' | 'detail' | 'reason' | 'remedy' | 'contact'>
>

export function faultProblem(
  fault: Fault,
  detail: string,
  contact: OperatorContact,
  extras: ProblemExtras = {},
): Problem {
  const { status, title, remedy } = FAULTS[fault]
  return {
    type: problemType(fault),
    title,
    status,
    detail,
    reason: fault,
    clauses: [],
    remedy,
    contact,
    ...extras,
  }
}

export function refusalProblem(
  reason: RefusalReason,
  detail: string,
  clauses: readonly ClauseId[],
  contact: OperatorContact,
  extras: ProblemExtras = {},
): Problem {
  const { title, remedy } = refusalOf(reason)
  return {
    type: problemType(reason),
    title,
    status: REFUSAL_STATUS[reason],
    detail,
    reason,
    clauses,
    remedy,
    contact,
    ...extras,
  }
}
