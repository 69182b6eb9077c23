import { Answer, type Stamped } from './answer.ts'
import type { Problem } from './api.ts'
import { Refused, Unreachable } from './errors.ts'
import type { StandingKeeper } from './standing.ts'
import type { TokenSource } from './token.ts'
import { type Patience, pause, waitBefore } from './wait.ts'

/** One line about one request. Never a body, an address, a place or a name: only what helps to find it again. */
export type LogLine = {
  readonly operation: string
  readonly attempt: number
  /** Null where no answer came. */
  readonly status: number | null
  readonly durationMillis: number
  readonly requestId: string
  readonly decisionId: string | null
  /** Why not, where it was refused. */
  readonly reason: string | null
}

export type Call = {
  readonly operation: string
  readonly method: 'GET' | 'POST'
  /** Below the base URL, with everything of the caller's percent-encoded. */
  readonly path: string
  readonly body?: object
  readonly organisation?: string
  readonly signal?: AbortSignal
}

export type Sender = {
  readonly baseUrl: string
  readonly fetch: typeof fetch
  readonly tokens: TokenSource
  readonly standing: StandingKeeper
  readonly patience: Patience
  readonly log: (line: LogLine) => void
  readonly now: () => number
  readonly elapsed: () => number
}

/**
 * Sends a question until it is answered, refused, or patience ends.
 * @throws Refused, Stopped, NotAuthenticated, Unreachable, or the signal's reason
 */
export async function send<T extends Stamped>(sender: Sender, call: Call): Promise<Answer<T>> {
  const { standing, patience, tokens, now, elapsed } = sender
  const requestId = crypto.randomUUID()
  let waited = 0
  let renewed = false
  for (let attempt = 1; ; attempt += 1) {
    const stops = standing.check()
    const tried = await once<T>(sender, call, requestId, attempt)
    if (tried.outcome === 'answered') {
      return standing.answered(new Answer(tried.body, tried.sentAt + tried.lifeMillis, elapsed), stops)
    }
    const { error, retryAfter } = tried
    if (error instanceof Refused) {
      if (standing.refused(error.problem)) throw error
      if (error.status === 401) {
        tokens.drop()
        // A token may run out on the way, or its key be replaced: one new one is worth a try.
        if (renewed) throw error
        renewed = true
        continue
      }
    }
    if (!error.retryable || attempt >= patience.attempts) throw error
    const wait = waitBefore(attempt, retryAfter, now(), Math.random())
    if (waited + wait > patience.waitMillisMax) throw error
    waited += wait
    await pause(wait, call.signal)
  }
}

type Tried<T> =
  | { readonly outcome: 'answered'; readonly body: T; readonly sentAt: number; readonly lifeMillis: number }
  | {
      readonly outcome: 'failed'
      readonly error: Refused | Unreachable
      readonly retryAfter: string | null
    }

async function once<T extends Stamped>(
  sender: Sender,
  call: Call,
  requestId: string,
  attempt: number,
): Promise<Tried<T>> {
  const { elapsed, log } = sender
  const line = { operation: call.operation, attempt, requestId }
  let sentAt = elapsed()
  const say = (status: number | null, decisionId: string | null, reason: string | null): void =>
    log({ ...line, status, decisionId, reason, durationMillis: Math.round(elapsed() - sentAt) })
  let token: string
  try {
    token = await sender.tokens.get(call.signal)
  } catch (error) {
    // A token endpoint that is busy or away is waited for as the directory itself is.
    if (!(error instanceof Unreachable)) throw error
    say(null, null, 'no-token')
    return failed(error, error.retryAfter)
  }
  // Whoever was stopped meanwhile sends nothing more.
  sender.standing.check()
  sentAt = elapsed()
  let response: Response
  let said: unknown
  try {
    response = await sender.fetch(`${sender.baseUrl}${call.path}`, requestOf(call, token, requestId))
    said = await response.json()
  } catch (cause) {
    call.signal?.throwIfAborted()
    say(null, null, 'unreachable')
    return failed(new Unreachable('The directory gave no answer that can be read.', { cause }))
  }
  if (response.ok && isStamped<T>(said)) {
    say(response.status, said.decisionId, null)
    return { outcome: 'answered', body: said, sentAt, lifeMillis: lifeOf(said, response, sender.now()) }
  }
  if (!isProblem(said)) {
    say(response.status, null, 'not-understood')
    return failed(new Unreachable(`The directory answered ${response.status} with something else.`))
  }
  say(response.status, said.decisionId ?? null, said.reason)
  return failed(new Refused(said), response.headers.get('retry-after'))
}

const failed = (error: Refused | Unreachable, retryAfter: string | null = null) =>
  ({ outcome: 'failed', error, retryAfter }) as const

function requestOf(
  { method, body, organisation, signal }: Call,
  token: string,
  requestId: string,
): RequestInit {
  return {
    method,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      'x-request-id': requestId,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(organisation === undefined ? {} : { 'nhsd-end-user-organisation-ods': organisation }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
    // An answer may be in no cache, and a token goes to nobody else (AUP25-25).
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
  }
}

/**
 * How long an answer lives, milliseconds, by the directory's own clock, for this machine's may be wrong: from its Date
 * header, and without one from the moment it was confirmed to be current, which is a little sooner.
 */
function lifeOf({ validUntil, asOf }: Stamped, response: Response, now: number): number {
  const ends = Date.parse(validUntil)
  const date = Date.parse(response.headers.get('date') ?? asOf)
  const life = ends - (Number.isNaN(date) ? now : date)
  return Number.isNaN(life) ? 0 : Math.max(0, life)
}

const isStamped = <T extends Stamped>(said: unknown): said is T =>
  typeof said === 'object' && said !== null && 'decisionId' in said && 'asOf' in said && 'validUntil' in said

const isProblem = (said: unknown): said is Problem =>
  typeof said === 'object' &&
  said !== null &&
  'reason' in said &&
  typeof said.reason === 'string' &&
  'status' in said &&
  typeof said.status === 'number' &&
  'title' in said &&
  'remedy' in said
