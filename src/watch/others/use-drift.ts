import Type from 'typebox'
import { footprintOf } from '../../policy/index.ts'
import { accountWatch, type OtherWatch } from './other-watch.ts'

/** Searches looked at together. */
const WINDOW = 200
/** Of them, outside what was declared: more than any class of honest use was seen to have (remote clinicians: 25 %). */
const OUTSIDE_SHARE = 0.6
/** Of an agreement for this many types or more … */
const TYPES_MIN = 5
/** … so many of all searches were for one of them. */
const ONE_TYPE_SHARE = 0.97

const State = Type.Object({
  searches: Type.Integer(),
  outside: Type.Integer(),
  ofType: Type.Record(Type.String(), Type.Integer()),
})

/**
 * A use that has become another than was agreed (AUP18-30, AUP25-10): most of it elsewhere than declared, or of one of
 * the many types that were said to be needed. Window by window, so that the first of a new use is found after it.
 */
export const useDrift = (): OtherWatch =>
  accountWatch(
    'use-drift',
    State,
    () => ({ searches: 0, outside: 0, ofType: {} }),
    (state, { entry, caller, inside }) => {
      const { agreement } = caller
      if (entry.action !== 'search' || entry.decision !== 'allow' || inside === null || !agreement)
        return null
      if (entry.flags.length > 0) return null
      state.searches += 1
      if (!inside) state.outside += 1
      const [type, ...more] = entry.question.typeIds ?? []
      if (type !== undefined && more.length === 0) state.ofType[type] = (state.ofType[type] ?? 0) + 1
      if (state.searches < WINDOW) return null
      const { outside, ofType } = state
      const [mostType = '', most = 0] = Object.entries(ofType).sort(([, a], [, b]) => b - a)[0] ?? []
      state.searches = 0
      state.outside = 0
      state.ofType = {}
      const { derived } = footprintOf(agreement)
      if (!derived && outside / WINDOW >= OUTSIDE_SHARE) {
        return {
          detector: 'use-drift',
          evidence: { pattern: 'elsewhere than declared', searches: WINDOW, outside },
        }
      }
      const declared = agreement.typeIds?.length ?? 0
      if (declared >= TYPES_MIN && most / WINDOW >= ONE_TYPE_SHARE) {
        const type = Number(mostType)
        return {
          detector: 'use-drift',
          evidence: {
            pattern: 'one type of many',
            type,
            searches: WINDOW,
            ofThatType: most,
            typesDeclared: declared,
          },
        }
      }
      return null
    },
  )
