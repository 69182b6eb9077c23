import type { Answer } from './answer.ts'
import type {
  ClinicalSearch,
  ClinicalSearchAnswer,
  LookUp,
  LookUpAnswer,
  PlaceAnswer,
  Search,
  SearchAnswer,
  ServiceTypesAnswer,
} from './api.ts'
import { type LogLine, type Sender, send } from './request.ts'
import { keepStanding, type Standing } from './standing.ts'
import { type Credential, tokenSource } from './token.ts'
import { PATIENCE, type Patience } from './wait.ts'

export type SignpostOptions = Credential & {
  /** Where the directory is, such as `https://directory.example.org`; over TLS, unless it is this machine. */
  readonly baseUrl: string
  /** The ODS code of the organisation asked for, where a product serves several; a call may name another. */
  readonly organisation?: string
  readonly patience?: Partial<Patience>
  /** Told of each request; nothing is written anywhere unless you do. */
  readonly log?: (line: LogLine) => void
  /** The platform's own unless given. */
  readonly fetch?: typeof fetch
  /** Milliseconds since the epoch; the platform's own unless given. */
  readonly now?: () => number
  /** Milliseconds of a clock that nobody sets; the platform's own unless given. */
  readonly elapsed?: () => number
}

/** Beside the question. */
export type Asking = {
  readonly signal?: AbortSignal
  readonly organisation?: string
}

export type SignpostClient = {
  /** The nearest services to a place. The place travels in the body, so that no address holds it. */
  readonly search: (question: Search, asking?: Asking) => Promise<Answer<SearchAnswer>>
  /** Services by clinical need, in the order in which they are to be shown. */
  readonly clinicalSearch: (
    question: ClinicalSearch,
    asking?: Asking,
  ) => Promise<Answer<ClinicalSearchAnswer>>
  /** The whole profile of a service that a search returned lately (AUP25-08). */
  readonly lookUp: (id: number | string, question?: LookUp, asking?: Asking) => Promise<Answer<LookUpAnswer>>
  readonly serviceTypes: (asking?: Asking) => Promise<Answer<ServiceTypesAnswer>>
  /** What a text means as a place. */
  readonly place: (text: string, asking?: Asking) => Promise<Answer<PlaceAnswer>>
  /** How the account stands, as far as the directory has said. */
  readonly standing: () => Standing
  /** Calls back whenever that changes; answers how to stop it. */
  readonly onStanding: (listener: (standing: Standing) => void) => () => void
  /** Lets the next call try at once after a stop, for somebody who knows that it is over. */
  readonly reopen: () => void
}

/**
 * A client for one account. It keeps an access token in memory, and of answers nothing: each is readable until its
 * valid-until, and never after access was stopped.
 * @throws TypeError when the base URL is not one that a token may be sent to
 */
export function createSignpostClient(options: SignpostOptions): SignpostClient {
  const { fetch: send_ = fetch, now = Date.now, elapsed = () => performance.now(), log = () => {} } = options
  const baseUrl = safeBase(options.baseUrl)
  const tokens = tokenSource({
    tokenUrl: `${baseUrl}/oauth2/token`,
    credential: options,
    // Unbound: browsers refuse a fetch that is called as a method of something else.
    fetch: (...given) => send_(...given),
    now,
    elapsed,
  })
  const standing = keepStanding(elapsed, tokens.drop)
  const sender: Sender = {
    baseUrl,
    fetch: (...given) => send_(...given),
    tokens,
    standing,
    patience: { ...PATIENCE, ...options.patience },
    log,
    now,
    elapsed,
  }
  const extras = ({ signal, organisation = options.organisation }: Asking = {}) => ({
    ...(signal === undefined ? {} : { signal }),
    ...(organisation === undefined ? {} : { organisation }),
  })
  return {
    search: (body, asking) =>
      send(sender, {
        operation: 'search',
        method: 'POST',
        path: '/api/v1/services/search',
        body,
        ...extras(asking),
      }),
    clinicalSearch: (body, asking) =>
      send(sender, {
        operation: 'clinical-search',
        method: 'POST',
        path: '/api/v1/services/clinical-search',
        body,
        ...extras(asking),
      }),
    lookUp: (id, question = {}, asking) =>
      send(sender, {
        operation: 'look-up',
        method: 'GET',
        path: `/api/v1/services/${encodeURIComponent(id)}${queryOf(question)}`,
        ...extras(asking),
      }),
    serviceTypes: asking =>
      send(sender, {
        operation: 'service-types',
        method: 'GET',
        path: '/api/v1/service-types',
        ...extras(asking),
      }),
    place: (text, asking) =>
      send(sender, {
        operation: 'place',
        method: 'GET',
        path: `/api/v1/places/${encodeURIComponent(text)}`,
        ...extras(asking),
      }),
    standing: standing.now,
    onStanding: standing.on,
    reopen: standing.reopen,
  }
}

function queryOf(members: object): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(members)) if (value !== undefined) query.set(name, String(value))
  return query.size === 0 ? '' : `?${query}`
}

const THIS_MACHINE = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

function safeBase(text: string): string {
  const url = new URL(text)
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && THIS_MACHINE.test(url.hostname))
  if (!isSafe) throw new TypeError('The base URL must be https, for access tokens are sent to it.')
  if (url.username !== '' || url.search !== '' || url.hash !== '')
    throw new TypeError('The base URL holds nothing but host, port and path.')
  return url.href.replace(/\/+$/, '')
}
