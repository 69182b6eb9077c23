import type { EpochMillis } from '../../vocabulary/index.ts'
import { advance, SHARES } from './bank.ts'

/**
 * Two hundred accounts that crawl one question a day each are, one by one, people who now and then ask about somewhere
 * else. Together they are not: of what local accounts ask outside their footprints, a part goes where services are and
 * not where people are. One bank over all those questions; who gave the evidence is ranked.
 */
export type GlobalState = {
  /** Two kinds of crawl, with and without asking on top of services, by the shares of `bank.ts`. */
  bank: Float64Array
  means: Float64Array
  questions: number
  /** By account: evidence of its own questions outside, natural logarithm, never below nought. */
  suspicion: Map<string, number>
  since: EpochMillis
  toldAt: EpochMillis
}

export type GlobalSensor = {
  readonly state: GlobalState
  readonly add: (account: string, onTop: number, plain: number) => void
  readonly excess: () => number
  readonly standing: () => boolean
  /** Whether an alarm, or a new ranking while it stands, is to be told now. */
  readonly due: (at: EpochMillis) => boolean
  readonly ranked: () => { account: string; evidence: number }[]
}

export const GLOBAL_ENTRIES = 2 * SHARES.length

export const createGlobalState = (): GlobalState => ({
  bank: new Float64Array(GLOBAL_ENTRIES).fill(1),
  means: new Float64Array(2).fill(1),
  questions: 0,
  suspicion: new Map(),
  since: -1,
  toldAt: -1,
})

/** Of one account's questions outside, the part that may be crawl. */
const PART = 0.5
const RATIO_MAX = 150
const MEAN_RATIO_MAX = 5
/** A false alarm of the whole country in years of honest traffic, before what calibration reached. */
const LIMIT_MIN = 22
const LIMIT_MARGIN = 14
const RANKED_MAX = 400
/** Below this an account is among those who merely travel. */
const RANKED_MIN = 2
const TOLD_AGAIN_MILLIS = 86_400_000

export function globalSensor(
  state: GlobalState,
  reached: readonly number[],
  strictness: number,
): GlobalSensor {
  const limits = state.bank.map(
    (_, entry) => Math.max(LIMIT_MIN, (reached[entry] ?? 0) + LIMIT_MARGIN) * strictness,
  )
  const excess = (): number => {
    let most = -Infinity
    for (let entry = 0; entry < limits.length; entry += 1)
      most = Math.max(most, Math.log(state.bank[entry] ?? 1) - (limits[entry] ?? 0))
    return most
  }
  return {
    state,
    excess,
    standing: () => state.since >= 0,
    add: (account, onTop, plain) => {
      const ratios = [Math.min(RATIO_MAX, onTop), Math.min(RATIO_MAX, plain)]
      state.questions += 1
      const pace = 1 / (Math.min(state.questions, 50_000) + 500)
      for (const [kind, ratio] of ratios.entries()) {
        const mean = state.means[kind] ?? 1
        advance(state.bank, kind, ratio / Math.max(1, mean))
        state.means[kind] = mean + pace * (Math.min(ratio, MEAN_RATIO_MAX) - mean)
      }
      const before = state.suspicion.get(account) ?? 0
      const after = before + Math.log(1 - PART + PART * Math.max(ratios[0] ?? 0, 0.7 * (ratios[1] ?? 0)))
      if (after > 0) state.suspicion.set(account, after)
      else state.suspicion.delete(account)
    },
    due: at => {
      const over = excess()
      if (state.since >= 0 && over < -LIMIT_MIN + 1) state.since = -1
      if (over > 0 && state.since < 0) {
        state.since = at
        state.toldAt = at
        return true
      }
      if (state.since < 0 || at - state.toldAt < TOLD_AGAIN_MILLIS || over < 0) return false
      state.toldAt = at
      return true
    },
    ranked: () =>
      [...state.suspicion]
        .filter(([, evidence]) => evidence >= RANKED_MIN)
        .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
        .slice(0, RANKED_MAX)
        .map(([account, evidence]) => ({ account, evidence: Math.round(evidence * 100) / 100 })),
  }
}
