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
  /** @throws Stopped while nothing may be sent */
  readonly check: () => void
  /** Learns from a refusal; answers whether it changed how the account stands. */
  readonly refused: (problem: Problem) => boolean
  readonly answered: () => void
  /** Answers given out are held weakly, so that those still about can be withdrawn when access stops. */
  readonly holds: <T extends Stamped>(answer: Answer<T>) => Answer<T>
  readonly on: (listener: (standing: Standing) => void) => () => void
  readonly reopen: () => void
}

export function keepStanding(elapsed: () => number, stopped: () => void): StandingKeeper {
  let standing: Standing = { state: 'open' }
  let quietUntil = 0
  let given: WeakRef<Answer<Stamped>>[] = []
  const listeners = new Set<(standing: Standing) => void>()

  const become = (next: Standing): void => {
    standing = next
    for (const listener of listeners) listener(next)
  }
  const stop = (state: 'suspended' | 'ended', problem: Problem): void => {
    quietUntil = state === 'ended' ? Number.POSITIVE_INFINITY : elapsed() + QUIET_MILLIS
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
    },
    refused: problem => {
      if (ENDED.has(problem.reason)) stop('ended', problem)
      else if (SUSPENDED.has(problem.reason)) stop('suspended', problem)
      else return false
      return true
    },
    answered: () => {
      if (standing.state !== 'open') become({ state: 'open' })
    },
    holds: answer => {
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
