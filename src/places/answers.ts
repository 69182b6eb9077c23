import { ASK_INSTEAD } from './nations.ts'
import type { Nation, PlaceAnswer } from './place.ts'

/** The answer for what is another nation's, or has its name in several, with whom to ask there. */
export const outsideEngland = (label: string, nation: Nation, ...others: readonly Nation[]): PlaceAnswer => ({
  outcome: 'outside-england',
  label,
  nation,
  askInstead: [nation, ...others].map(each => ASK_INSTEAD[each]).join(' '),
})

export const notRecognised = (text: string, reason: string): PlaceAnswer => ({
  outcome: 'not-recognised',
  text: text.trim(),
  reason,
})
