import { ODS_CODE } from '../systems.ts'
import type { CodingName, IssueCode } from './outcome.ts'

/** One thing wrong with a request, in the words of the contract (sources, DoS 4.1). */
export type SearchFault = {
  readonly parameter: string
  readonly in: 'header' | 'query' | 'path'
  readonly code: IssueCode
  readonly diagnostics: string
}

/** Under which code of the field a fault is told. */
export const codingOf = (where: string): CodingName => {
  if (where === 'header') return 'REC_BAD_REQUEST'
  return where === 'path' ? 'INVALID_RESOURCE_ID' : 'INVALID_SEARCH_DATA'
}

/**
 * Headers that may come beside `version` and the request id. First those the contract names. Then what a client or
 * proxy cannot help sending: of the connection (RFC 9110, 7.6; RFC 9112), of a body there is none of, of caches and
 * tracing on the way, and what `fetch` of browsers and of Node adds. Last our own, by which a product that serves
 * several organisations says for which it asks.
 */
const ALLOWED = new Set([
  ...['authorization', 'x-correlation-id', 'nhsd-correlation-id', 'end-user-role', 'application-id'],
  ...['application-name', 'request-start-time', 'content-type', 'user-agent', 'host', 'x-amzn-trace-id'],
  ...['version', 'x-request-id', 'nhsd-request-id'],
  ...['connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'via', 'forwarded', 'x-real-ip'],
  ...['content-length', 'cache-control', 'pragma', 'traceparent', 'tracestate', 'priority'],
  ...['origin', 'referer', 'sec-fetch-mode', 'sec-fetch-site', 'sec-fetch-dest', 'sec-ch-ua'],
  ...['sec-ch-ua-mobile', 'sec-ch-ua-platform', 'sec-gpc', 'dnt'],
  'nhsd-end-user-organisation-ods',
])
const ALLOWED_FAMILIES = ['accept', 'x-forwarded-']

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

const REQUEST_ID = /^[\w.:-]{1,128}$/

/** The id that the answer comes back with: the gateway of the field turns `X-Request-ID` into `NHSD-Request-ID`. */
export function requestIdIn(headers: Headers): string | undefined {
  const given = headers['x-request-id'] ?? headers['nhsd-request-id']
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : undefined
}

/**
 * What is wrong with the headers: what is missing, then a wrong value, then what nobody knows. The published description
 * of the HealthcareService operations does not list `version`, so there it may be left out.
 */
export function headerFaults(operation: SearchOperation, headers: Headers): SearchFault[] {
  const fault = (parameter: string, code: IssueCode, diagnostics: string): SearchFault => ({
    parameter,
    in: 'header',
    code,
    diagnostics,
  })
  const has = (name: string): boolean => headers[name] !== undefined && headers[name] !== ''
  const missing = [
    ...(has('version') || operation === 'HealthcareService' ? [] : ['version']),
    ...(has('x-request-id') || has('nhsd-request-id') ? [] : ['x-request-id']),
  ]
  const unexpected = Object.keys(headers).filter(
    name => !ALLOWED.has(name) && !ALLOWED_FAMILIES.some(family => name.startsWith(family)),
  )
  return [
    ...(missing.length === 0
      ? []
      : [fault(missing.join(), 'required', `Missing required header(s): ${quoted(missing)}`)]),
    ...(has('version') && headers['version'] !== '1'
      ? [fault('version', 'value', "Invalid version found in supplied headers: version must be '1'")]
      : []),
    ...(missing.includes('x-request-id') || requestIdIn(headers) !== undefined
      ? []
      : [
          fault(
            'x-request-id',
            'value',
            'Invalid x-request-id found in supplied headers: it must be 1 to 128 letters, digits and . : _ -',
          ),
        ]),
    ...(unexpected.length === 0
      ? []
      : [fault(unexpected.join(), 'value', `Unexpected header(s): ${unexpected.join(', ')}.`)]),
  ]
}

export type SearchOperation = 'Organization' | 'HealthcareService'

const PARAMETERS: Readonly<Record<SearchOperation, readonly string[]>> = {
  Organization: ['identifier', '_revinclude'],
  HealthcareService: ['organization.identifier'],
}
const REVINCLUDE = 'Endpoint:organization'
const ODS = /^[A-Za-z0-9]{5,12}$/

/** The ODS code asked for, in upper case; or what is wrong with the parameters. */
export type SearchRead =
  | { readonly outcome: 'read'; readonly odsCode: string }
  | { readonly outcome: 'wrong'; readonly faults: readonly SearchFault[] }

/** Reads the parameters of a search: all that is missing is told at once, and so is all that is not known. */
export function readSearchParameters(
  operation: SearchOperation,
  query: Readonly<Record<string, unknown>>,
): SearchRead {
  const known = PARAMETERS[operation]
  const missing = known.filter(name => !Object.hasOwn(query, name))
  const unexpected = Object.keys(query).filter(name => !known.includes(name))
  const [identifierName = ''] = known
  const identifier = readIdentifier(identifierName, query[identifierName])
  const faults = [
    ...(missing.length === 0
      ? []
      : [wrong(missing.join(), 'required', `Missing required query parameter(s): ${quoted(missing)}`)]),
    ...(missing.includes(identifierName) || typeof identifier === 'string' ? [] : [identifier]),
    ...(missing.includes('_revinclude') || operation !== 'Organization'
      ? []
      : revincludeFaults(query['_revinclude'])),
    ...(unexpected.length === 0
      ? []
      : [wrong(unexpected.join(), 'value', unexpectedText(unexpected, known))]),
  ]
  return faults.length === 0 && typeof identifier === 'string'
    ? { outcome: 'read', odsCode: identifier }
    : { outcome: 'wrong', faults }
}

const wrong = (parameter: string, code: IssueCode, diagnostics: string): SearchFault => ({
  parameter: parameter.slice(0, 200),
  in: 'query',
  code,
  diagnostics,
})

/** A parameter that is there twice says two things; which of them counts is nobody's to guess. */
const twice = (parameter: string): SearchFault =>
  wrong(parameter, 'value', `Query parameter '${parameter}' must be given once.`)

function readIdentifier(parameter: string, given: unknown): string | SearchFault {
  if (typeof given !== 'string') return twice(parameter)
  const bar = given.indexOf('|')
  const system = bar < 0 ? '' : given.slice(0, bar)
  if (system !== ODS_CODE) {
    return wrong(
      parameter,
      'code-invalid',
      `Invalid identifier system '${shown(system)}' - expected '${ODS_CODE}'`,
    )
  }
  const code = given.slice(bar + 1).toUpperCase()
  return ODS.test(code)
    ? code
    : wrong(
        parameter,
        'value',
        `Invalid identifier value: ODS code '${shown(code)}' must follow format ${ODS.source}`,
      )
}

function revincludeFaults(given: unknown): SearchFault[] {
  if (Array.isArray(given)) return [twice('_revinclude')]
  return given === REVINCLUDE
    ? []
    : [
        wrong(
          '_revinclude',
          'value',
          `The request is missing the '_revinclude=${REVINCLUDE}' parameter, which is required to include linked Endpoint resources.`,
        ),
      ]
}

const unexpectedText = (names: readonly string[], known: readonly string[]): string =>
  `Unexpected query parameter(s): ${names.map(shown).join(', ')}. Only ${known.map(name => `'${name}'`).join(' and ')} ${known.length === 1 ? 'is' : 'are'} allowed.`

const quoted = (names: readonly string[]): string => names.map(name => `'${name}'`).join(', ')

/** What was sent, as an answer may repeat it: no control characters, and no more than tells it. */
const shown = (text: string): string => text.replaceAll(/\p{C}/gu, '').slice(0, 100)
