import Type from 'typebox'
import { accountWatch, dayOf, type OtherWatch } from './other-watch.ts'

const MINUTE_MILLIS = 60_000
/** Minutes of an hour in which it asked more than once. */
const MINUTES_MAX = 5
/** Squares a probe asks about in one day: it watches that the directory answers, and the same place does for that. */
const SQUARES_MAX = 12

const State = Type.Object({
  minute: Type.Integer(),
  inMinute: Type.Integer(),
  hour: Type.Integer(),
  above: Type.Integer(),
  day: Type.Integer(),
  squares: Type.Array(Type.String()),
})

/** Monitoring that asks more than once a minute, or wanders: nobody counts what is asked in its name (sources, use D5). */
export const probes = (): OtherWatch =>
  accountWatch(
    'probes',
    State,
    () => ({ minute: -1, inMinute: 0, hour: -1, above: 0, day: -1, squares: [] }),
    (state, { at, entry }) => {
      if (!entry.flags.includes('monitoring')) return null
      const minute = Math.floor(at / MINUTE_MILLIS)
      if (minute !== state.minute) {
        state.minute = minute
        state.inMinute = 0
      }
      const hour = Math.floor(minute / 60)
      if (hour !== state.hour) {
        state.hour = hour
        state.above = 0
      }
      const day = dayOf(at)
      if (day !== state.day) {
        state.day = day
        state.squares = []
      }
      state.inMinute += 1
      const square = entry.watched?.square ?? entry.question.cell
      const isNew = square !== null && state.squares.length < SQUARES_MAX && !state.squares.includes(square)
      if (isNew) state.squares.push(square)
      if (isNew && state.squares.length === SQUARES_MAX) {
        return { detector: 'probes', evidence: { pattern: 'wandering', squaresOfTheDay: SQUARES_MAX } }
      }
      if (state.inMinute !== 2) return null
      state.above += 1
      if (state.above !== MINUTES_MAX) return null
      return {
        detector: 'probes',
        evidence: { pattern: 'more than once a minute', minutesOfTheHour: MINUTES_MAX },
      }
    },
  )
