import type { Answer, Stamped } from './answer.ts'
import type { Problem } from './api.ts'
import { Stopped } from './errors.ts'

/** How the account stands, as far as the directory has said. */
export type Standing =
  | { readonly state: 'open' }
  /** For now; asked again by itself after a while. */
  | { readonly state: 'suspended'; readonly problem: Problem }
  /** For good: only onboarding leads back. */
  | { readonly state: 'ended'; readonly problem: Problem }

const SUSPENDED: ReadonlySet<string> = new Set([
  'account-suspended',
  'organisation-suspended',
  'product-suspended',
])
const ENDED: ReadonlySet<string> = new Set([
  'account-terminated',
  'organisation-closed',
  'product-withdrawn',
  'agreement-ended',
])

/** How long a suspended account keeps quiet before it asks again, milliseconds. */
const QUIET_MILLIS = 5 * 60_000

export type StandingKeeper = {
  readonly now: () => Standing
  /** How often access has been stopped so far. @throws Stopped while nothing may be sent */
  readonly check: () => number
  /** Learns from a refusal; answers whether it changed how the account stands. */
  readonly refused: (problem: Problem) => boolean
  /**
   * The answer, as it may be given out: held weakly, so that it can be withdrawn when access stops. One asked for before
   * a stop that came meanwhile says nothing of how the account stands now, and is withdrawn at once.
   * @param stops what `check` said before it was asked for
   */
  readonly answered: <T extends Stamped>(answer: Answer<T>, stops: number) => Answer<T>
  readonly on: (listener: (standing: Standing) => void) => () => void
  readonly reopen: () => void
}

export function keepStanding(elapsed: () => number, stopped: () => void): StandingKeeper {
  let standing: Standing = { state: 'open' }
  let quietUntil = 0
  let stops = 0
  let given: WeakRef<Answer<Stamped>>[] = []
  const listeners = new Set<(standing: Standing) => void>()

  const become = (next: Standing): void => {
    standing = next
    for (const listener of listeners) listener(next)
  }
  const stop = (state: 'suspended' | 'ended', problem: Problem): void => {
    quietUntil = state === 'ended' ? Number.POSITIVE_INFINITY : elapsed() + QUIET_MILLIS
    stops += 1
    for (const one of given) one.deref()?.withdraw()
    given = []
    stopped()
    become({ state, problem })
  }
  return {
    now: () => standing,
    check: () => {
      if (standing.state !== 'open' && elapsed() < quietUntil)
        throw new Stopped(standing.problem, standing.state === 'suspended')
      return stops
    },
    refused: problem => {
      if (ENDED.has(problem.reason)) stop('ended', problem)
      else if (SUSPENDED.has(problem.reason)) stop('suspended', problem)
      else return false
      return true
    },
    answered: (answer, before) => {
      if (before !== stops) {
        answer.withdraw()
        return answer
      }
      if (standing.state !== 'open') become({ state: 'open' })
      given = [...given.filter(one => one.deref()?.isCurrent), new WeakRef(answer)]
      return answer
    },
    on: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    reopen: () => {
      quietUntil = 0
    },
  }
}
