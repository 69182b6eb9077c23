import type { Problem } from './api.ts'

/** Everything this client throws on purpose. `retryable`: the same call may succeed later though nobody changes anything. */
export abstract class SignpostError extends Error {
  abstract readonly retryable: boolean
}

/** The directory said no, and why: problem details (RFC 9457) with clause, remedy and contact. */
export class Refused extends SignpostError {
  override readonly name = 'Refused'
  readonly problem: Problem
  readonly retryable: boolean

  constructor(problem: Problem) {
    super(`${problem.title} (${problem.reason}): ${problem.remedy}`)
    this.problem = problem
    this.retryable = problem.status === 429 || problem.status === 503
  }

  /** The stable code to branch on. */
  get reason(): string {
    return this.problem.reason
  }

  get status(): number {
    return this.problem.status
  }
}

/** No access token could be had. `code` and `description` are the token endpoint's (RFC 6749 section 5.2). */
export class NotAuthenticated extends SignpostError {
  override readonly name = 'NotAuthenticated'
  readonly retryable = false
  readonly code: string

  constructor(code: string, description: string) {
    super(`No access token: ${description} (${code})`)
    this.code = code
  }
}

/** What was received may no longer be shown: its time is over (AUP25-27), or the right to use it (AUP25-37). */
export class AnswerOver extends SignpostError {
  override readonly name = 'AnswerOver'
  readonly retryable = true
  readonly because: 'expired' | 'withdrawn'

  constructor(because: 'expired' | 'withdrawn') {
    super(
      because === 'expired'
        ? 'This answer is past its valid-until: ask again, and show that.'
        : 'Access was stopped after this answer was given: it may not be used any more.',
    )
    this.because = because
  }
}

/** The directory has stopped this account, so nothing is sent until it may have been opened again. */
export class Stopped extends SignpostError {
  override readonly name = 'Stopped'
  readonly retryable: boolean
  readonly problem: Problem

  constructor(problem: Problem, retryable: boolean) {
    super(`Access is stopped: ${problem.title}. ${problem.remedy}`)
    this.problem = problem
    this.retryable = retryable
  }
}

/** No usable answer came: no connection, no end of the wait, or bytes that are not the directory's. */
export class Unreachable extends SignpostError {
  override readonly name = 'Unreachable'
  readonly retryable = true
  /** What Retry-After said, where it was said. */
  readonly retryAfter: string | null

  constructor(
    message: string,
    { cause, retryAfter = null }: { cause?: unknown; retryAfter?: string | null } = {},
  ) {
    super(message, cause === undefined ? {} : { cause })
    this.retryAfter = retryAfter
  }
}
