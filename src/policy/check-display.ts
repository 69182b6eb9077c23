import { unreachable } from '../vocabulary/index.ts'
import { type Case, type Check, refuseCase } from './case.ts'
import type { Refused } from './decision.ts'
import { iso } from './iso.ts'
import { inWords } from './regions.ts'

/** Whether services may be shown to the public at all (AUP18-14 to 17, AUP25-22); which ones is judged by place. */
export const CHECK_OF_DISPLAY: Check<Case> = {
  name: 'public display',
  reasons: ['public-display-not-permitted', 'safety-case-other-version', 'safety-case-out-of-date'],
  refuse: refusedByDisplay,
  because: facts => {
    const { display } = facts
    if (!servesData(facts)) return 'The answer holds no service.'
    return display.outcome === 'shown'
      ? `Showing to the public is permitted; granted: ${inWords(display.regions)}.`
      : 'Showing to the public is not agreed, or needs no permission.'
  },
}

export const servesData = ({ question }: Case): boolean =>
  question.action === 'search' || question.action === 'look-up'

function refusedByDisplay(facts: Case): Refused | null {
  if (!servesData(facts)) return null
  const { display, agreement } = facts
  const { product } = facts.caller
  switch (display.outcome) {
    case 'not-asked':
    case 'shown':
      return null
    case 'not-permitted':
      return refuseCase(
        facts,
        'public-display-not-permitted',
        `Agreement ${agreement.id} has no permission in force to show services to the public.`,
      )
    case 'other-version':
      return refuseCase(
        facts,
        'safety-case-other-version',
        `${product.name} is in use as version ${product.version ?? '(not registered)'}; the safety case is for ${display.versions.join(', ')}.`,
      )
    case 'out-of-date':
      return refuseCase(
        facts,
        'safety-case-out-of-date',
        `The safety case of ${product.name} ran out at ${iso(display.ended)}.`,
      )
    default:
      return unreachable(display)
  }
}
