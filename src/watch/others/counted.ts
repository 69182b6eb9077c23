import Type from 'typebox'
import { accountWatch, type OtherWatch, type Seen } from './other-watch.ts'

const State = Type.Object({ window: Type.Integer(), count: Type.Integer() })

/** What is to be counted, over how long, and how much of it a person should look at. */
type Counted = {
  readonly name: string
  readonly windowMillis: number
  readonly max: number
  readonly counts: (seen: Seen) => boolean
}

/** A watch that counts one kind of question in windows of time, and speaks once in each when there are too many. */
const counted = ({ name, windowMillis, max, counts }: Counted): OtherWatch =>
  accountWatch(
    name,
    State,
    () => ({ window: -1, count: 0 }),
    (state, seen) => {
      if (!counts(seen)) return null
      const window = Math.floor(seen.at / windowMillis)
      if (window !== state.window) {
        state.window = window
        state.count = 0
      }
      state.count += 1
      if (state.count !== max) return null
      return { detector: name, evidence: { times: max, withinMinutes: Math.round(windowMillis / 60_000) } }
    },
  )

const HOUR_MILLIS = 3_600_000

/** A display for the public that goes on asking for what only professionals see (AUP25-20). */
export const publicAsksProfessional = (): OtherWatch =>
  counted({
    name: 'public-asks-professional',
    windowMillis: 24 * HOUR_MILLIS,
    max: 5,
    counts: ({ entry, caller }) =>
      caller.agreement?.audience === 'public' && entry.refusal === 'audience-wider-than-agreed',
  })

/** Trials in production: what is tried out belongs into the integration environment (sources, use 2.1). */
export const trialsInProduction = (): OtherWatch =>
  counted({
    name: 'trials-in-production',
    windowMillis: 24 * HOUR_MILLIS,
    max: 50,
    counts: ({ entry, caller }) =>
      entry.flags.includes('test') && caller.connection.environment === 'production',
  })

/** Refused again and again: software that is broken, or somebody who tries doors. A used-up volume has its own answer. */
export const repeatedRefusals = (): OtherWatch =>
  counted({
    name: 'repeated-refusals',
    windowMillis: HOUR_MILLIS,
    max: 50,
    counts: ({ entry }) => entry.decision === 'refuse' && entry.refusal !== 'quota-exhausted',
  })
