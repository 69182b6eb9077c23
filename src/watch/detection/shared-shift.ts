import type { EpochMillis } from '../../vocabulary/index.ts'

/**
 * What everybody asks for of late: an outbreak, a launch, a campaign moves the mix of types for many organisations at
 * once, and none of them is a crawl. Counts fade with a half-life of a day; an organisation counts for so much at most,
 * so that no one can make its own crawl ordinary, and with too few organisations nothing is shared.
 */
export type SharedShift = {
  readonly add: (organisation: string, type: number, at: EpochMillis) => void
  /** Share of a type among what is asked of late; -1: too few organisations to say. */
  readonly share: (type: number) => number
  /** By how much the share of any type is above what is usual; 0: by nothing, or too few organisations to say. */
  readonly rise: (usual: (type: number) => number) => number
  readonly state: SharedState
}

export type SharedState = {
  counts: Float64Array
  total: number
  from: EpochMillis
  organisations: Map<string, number>
}

const FADE_MILLIS = 21_600_000
const FADE = 0.84
const PER_ORGANISATION = 60
const ORGANISATIONS_MIN = 12

export const createSharedState = (): SharedState => ({
  counts: new Float64Array(64),
  total: 0,
  from: -1,
  organisations: new Map(),
})

export function sharedShift(state: SharedState): SharedShift {
  return {
    state,
    add: (organisation, type, at) => {
      if (state.from < 0) state.from = at
      while (at - state.from >= FADE_MILLIS) {
        state.from = at - state.from > 40 * FADE_MILLIS ? at : state.from + FADE_MILLIS
        state.total *= FADE
        for (let index = 0; index < state.counts.length; index += 1)
          state.counts[index] = (state.counts[index] ?? 0) * FADE
        for (const [name, count] of state.organisations) {
          if (count < 0.5) state.organisations.delete(name)
          else state.organisations.set(name, count * FADE)
        }
      }
      const sofar = state.organisations.get(organisation) ?? 0
      if (sofar >= PER_ORGANISATION) return
      state.organisations.set(organisation, sofar + 1)
      if (type >= state.counts.length) {
        const longer = new Float64Array(type + 64)
        longer.set(state.counts)
        state.counts = longer
      }
      state.counts[type] = (state.counts[type] ?? 0) + 1
      state.total += 1
    },
    rise: usual => {
      if (state.organisations.size < ORGANISATIONS_MIN || state.total < 100) return 0
      let most = 0
      for (let type = 0; type < state.counts.length; type += 1)
        most = Math.max(most, (state.counts[type] ?? 0) / state.total - usual(type))
      return most
    },
    share: type =>
      state.organisations.size < ORGANISATIONS_MIN || state.total < 100
        ? -1
        : (state.counts[type] ?? 0) / state.total,
  }
}
