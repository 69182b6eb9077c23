import type { Clock, EpochMillis } from '../vocabulary/index.ts'

type Generations = { startedAt: EpochMillis; now: Set<number>; before: Set<number> }

/**
 * Which services each account was lately told of, so that a look-up can be known as the follow-up of a search
 * (AUP25-08, D2). Two generations of `minutes` each: a service is remembered for at least `minutes` after it was
 * returned and for at most twice that. In this process only; what another node returned is found in the activity log.
 */
export function createRecentResults(clock: Clock, minutes: number) {
  const length = minutes * 60_000
  const accounts = new Map<string, Generations>()
  const turn = (generations: Generations, now: EpochMillis): void => {
    const turns = Math.floor((now - generations.startedAt) / length)
    if (turns < 1) return
    generations.before = turns === 1 ? generations.now : new Set()
    generations.now = new Set()
    // Not `now`: a generation that nobody asked to end would live on, and what is in it with it.
    generations.startedAt += turns * length
  }
  return {
    note(account: string, services: readonly number[]): void {
      const now = clock.now()
      let generations = accounts.get(account)
      if (!generations) {
        generations = { startedAt: now, now: new Set(), before: new Set() }
        accounts.set(account, generations)
      }
      turn(generations, now)
      for (const service of services) generations.now.add(service)
    },
    has(account: string, service: number): boolean {
      const generations = accounts.get(account)
      if (!generations) return false
      turn(generations, clock.now())
      return generations.now.has(service) || generations.before.has(service)
    },
  }
}

export type RecentResults = ReturnType<typeof createRecentResults>
