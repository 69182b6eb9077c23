import Type from 'typebox'
import { footprintOf } from '../../policy/index.ts'
import { accountWatch, dayOf, type OtherWatch } from './other-watch.ts'

/** Below this share of the searches it declared, an account that is used every day is probably answered from a copy. */
const SHARE_MIN = 0.02
const DAYS_IN_A_ROW = 10
/** Of so few declared a quiet fortnight says nothing. */
const DECLARED_MIN = 200

const State = Type.Object({ day: Type.Integer(), today: Type.Integer(), low: Type.Integer() })

/** Too few questions for the footfall it declared: answers are probably kept (AUP25-25). Weekends do not count against it. */
export const tooFew = (): OtherWatch =>
  accountWatch(
    'too-few',
    State,
    () => ({ day: -1, today: 0, low: 0 }),
    (state, { at, entry, caller }) => {
      if (entry.flags.length > 0 || caller.agreement === null) return null
      const { derived, volumePerDay } = footprintOf(caller.agreement)
      if (derived || volumePerDay < DECLARED_MIN) return null
      const day = dayOf(at)
      if (day === state.day) {
        state.today += 1
        return null
      }
      const quiet = state.day >= 0 && !isWeekend(state.day) && state.today < volumePerDay * SHARE_MIN
      // A day without a question, but a weekend's, breaks no row: the account may be closed that day.
      if (quiet) state.low += 1
      else if (state.day >= 0 && !isWeekend(state.day)) state.low = 0
      const lastDay = state.today
      state.day = day
      state.today = 1
      if (state.low < DAYS_IN_A_ROW) return null
      state.low = 0
      return {
        detector: 'too-few',
        evidence: { declaredPerDay: volumePerDay, daysInARow: DAYS_IN_A_ROW, onTheLastOfThem: lastDay },
      }
    },
  )

/** Day 0 of the epoch was a Thursday. */
const isWeekend = (day: number): boolean => (day + 4) % 7 === 0 || (day + 4) % 7 === 6
