import type { Coding, Extension, OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes'
import type { ClauseId, OperatorContact } from '../../vocabulary/index.ts'
import { unreachable } from '../../vocabulary/index.ts'
import { REFUSAL } from '../systems.ts'

const UK_CORE = 'https://fhir.hl7.org.uk/CodeSystem/UKCore-SpineErrorOrWarningCode'
const SPINE = 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode'
const HTTP_ERRORS = 'https://fhir.nhs.uk/CodeSystem/http-error-codes'

/** Codes of the field for what went wrong, each in the system and version its clients know (sources, DoS 4.1, 4.2). */
const CODINGS = {
  REC_BAD_REQUEST: {
    system: UK_CORE,
    version: '1.0.0',
    code: 'REC_BAD_REQUEST',
    display: '400: The Receiver was unable to process the request.',
  },
  INVALID_SEARCH_DATA: {
    system: UK_CORE,
    version: '1.0.0',
    code: 'INVALID_SEARCH_DATA',
    display: 'Invalid search data',
  },
  UNSUPPORTED_SERVICE: {
    system: UK_CORE,
    version: '1.0.0',
    code: 'UNSUPPORTED_SERVICE',
    display: 'Unsupported service',
  },
  INVALID_RESOURCE_ID: { system: UK_CORE, version: '1.0.0', code: 'INVALID_RESOURCE_ID' },
  RESOURCE_NOT_FOUND: { system: UK_CORE, version: '1.0.0', code: 'RESOURCE_NOT_FOUND' },
  UNAUTHORIZED: { system: SPINE, version: '1', code: 'UNAUTHORIZED' },
  FORBIDDEN: { system: SPINE, version: '1', code: 'FORBIDDEN' },
  SEND_TOO_MANY_REQUESTS: {
    system: 'https://fhir.nhs.uk/Codesystem/http-error-codes',
    version: '0.1.0',
    code: 'SEND_TOO_MANY_REQUESTS',
  },
  UNPROCESSABLE_ENTITY: { system: HTTP_ERRORS, version: '1', code: 'UNPROCESSABLE_ENTITY' },
} as const satisfies Record<string, Coding>
export type CodingName = keyof typeof CODINGS

/**
 * The issue types used. R4 has neither of the last four, but the clients of `dos-ingest` look for them (sources, DoS
 * 4.2).
 */
export type IssueCode =
  | OperationOutcomeIssue['code']
  | 'unsupported-media-type'
  | 'not-acceptable'
  | 'success'
  | 'not-updated'

/** One thing to say, before it is an issue. */
export type Saying = {
  readonly severity?: OperationOutcomeIssue['severity']
  readonly code: IssueCode
  readonly coding?: CodingName
  readonly diagnostics: string
  /** Which elements it is about, as FHIRPath. */
  readonly expression?: readonly string[]
}

type Issue = Omit<OperationOutcomeIssue, 'code'> & { readonly code: IssueCode }
export type Outcome = Omit<OperationOutcome, 'issue'> & { readonly issue: readonly Issue[] }

/** An OperationOutcome of these sayings, each an error unless it says otherwise. */
export const outcomeOf = (sayings: readonly Saying[]): Outcome => ({
  resourceType: 'OperationOutcome',
  issue: sayings.map(issueOf),
})

const issueOf = ({ severity = 'error', code, coding, diagnostics, expression }: Saying): Issue => ({
  severity,
  code,
  ...(coding === undefined ? {} : { details: { coding: [{ ...CODINGS[coding] }] } }),
  diagnostics,
  ...(expression === undefined ? {} : { expression: [...expression] }),
})

/** As much of a refusal or fault as an outcome tells (http/problem.ts). */
export type Refused = {
  readonly reason: string
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly remedy: string
  readonly clauses: readonly ClauseId[]
  readonly contact: OperatorContact
}

/** By whom and on what it was decided. */
export type Way =
  | 'unauthorised'
  | 'forbidden'
  | 'throttled'
  | 'not-found'
  | 'malformed'
  | 'too-long'
  | 'not-supported'
  | 'media-type'
  | 'unavailable'
  | 'broken'
  | 'rule'

/** How a refusal or fault is told, by its HTTP status. */
export function wayOf(status: number): Way {
  switch (status) {
    case 401:
      return 'unauthorised'
    case 403:
      return 'forbidden'
    case 404:
      return 'not-found'
    case 405:
      return 'not-supported'
    case 413:
      return 'too-long'
    case 415:
      return 'media-type'
    case 429:
      return 'throttled'
    case 503:
      return 'unavailable'
    default:
      return status >= 500 ? 'broken' : 'rule'
  }
}

/**
 * A refusal as an outcome of one issue, in the words clients know: they count issues and compare what stands in them
 * (sources, DoS 4.1). Why, by which clauses, what to do and whom to ask (AUP25-19) stands beside them in an extension.
 */
export function refusalOutcome(refused: Refused, way: Way = wayOf(refused.status)): Outcome {
  const [said] = outcomeOf([inKnownWords(refused, way)]).issue
  if (said === undefined) throw new Error('One saying makes one issue.')
  return { resourceType: 'OperationOutcome', issue: [{ extension: [inFull(refused)], ...said }] }
}

function inKnownWords({ title, detail }: Refused, way: Way): Saying {
  const diagnostics = `${title}. ${detail}`
  switch (way) {
    case 'unauthorised':
      return {
        code: 'security',
        coding: 'UNAUTHORIZED',
        diagnostics: 'Invalid or missing authentication token',
      }
    case 'forbidden':
      return {
        code: 'forbidden',
        coding: 'FORBIDDEN',
        diagnostics: 'Insufficient permissions to access this resource',
      }
    case 'throttled':
      return { code: 'throttled', coding: 'SEND_TOO_MANY_REQUESTS', diagnostics }
    case 'not-found':
      return { code: 'not-found', coding: 'RESOURCE_NOT_FOUND', diagnostics: detail }
    case 'malformed':
      return { code: 'structure', coding: 'REC_BAD_REQUEST', diagnostics }
    case 'too-long':
      return { code: 'too-long', coding: 'REC_BAD_REQUEST', diagnostics }
    case 'not-supported':
      return { code: 'not-supported', coding: 'UNSUPPORTED_SERVICE', diagnostics: detail }
    case 'media-type':
      return { code: 'unsupported-media-type', diagnostics }
    case 'unavailable':
      return { code: 'transient', diagnostics }
    case 'broken':
      return { severity: 'fatal', code: 'exception', diagnostics: 'Internal server error' }
    case 'rule':
      return { code: 'business-rule', coding: 'REC_BAD_REQUEST', diagnostics }
    default:
      return unreachable(way)
  }
}

/** A refusal in full, as an extension whose members are those of problem details. */
const inFull = ({ reason, title, detail, remedy, clauses, contact }: Refused): Extension => ({
  url: REFUSAL,
  extension: [
    { url: 'reason', valueCode: reason },
    { url: 'title', valueString: title },
    { url: 'detail', valueString: detail },
    ...clauses.map(clause => ({ url: 'clause', valueCode: clause })),
    { url: 'remedy', valueString: remedy },
    { url: 'contact', valueString: `${contact.name}, ${contact.email}, ${contact.phone}` },
  ],
})
