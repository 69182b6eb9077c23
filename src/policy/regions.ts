import type { Case } from './case.ts'
import { shownRegions } from './display.ts'
import type { AgreementFacts } from './facts.ts'
import { narrowed } from './restrictions.ts'

/** ODS codes of regions, or the whole of England. */
export type Regions = readonly string[] | 'national'

/** Whether the agreement covers places of that region. */
export const agreedIn = (agreement: AgreementFacts, regionId: string): boolean =>
  agreement.regions === 'national' || agreement.regions.includes(regionId)

/**
 * The regions in which DoS Leads have authorised the account. Interpretation D1: every individual needs it, and is
 * authorised nowhere without; a web service account has the scope of its agreement unless it was narrowed.
 */
export function authorisedRegions({ caller: { account }, terms }: Case): Regions {
  if (account.regionIds !== undefined) return account.regionIds
  return account.kind === 'individual' && terms.parameters.individualsNeedRegions ? [] : 'national'
}

export const isNowhere = (regions: Regions): boolean => regions !== 'national' && regions.length === 0

export const isIn = (regions: Regions, regionId: string): boolean =>
  regions === 'national' || regions.includes(regionId)

/** The regions agreed in which the account is authorised. */
export const authorisedAndAgreed = (facts: Case): Regions =>
  inBoth(authorisedRegions(facts), facts.agreement.regions)

/** The regions the caller may ask about now: agreed, authorised, and left by every restriction in force. */
export function regionsOf(facts: Case): Regions {
  const regions = authorisedAndAgreed(facts)
  if (facts.restrictions.length === 0) return regions
  const left = narrowed(
    regions === 'national' ? null : regions,
    facts.restrictions,
    restriction => restriction.regions,
  )
  return left ?? 'national'
}

/**
 * The regions that services in the answer must belong to. A search by professionals is not cut at a regional border: a
 * person who lives there needs the nearest service, whichever region it belongs to, and leaving it out would make the
 * answer wrong. What is shown to the public is, because there the leave of each region's DoS Lead is what is asked.
 */
export function answeredRegions(facts: Case): Regions {
  const { question, display } = facts
  switch (question.action) {
    case 'search':
      return shownRegions(display)
    case 'look-up': {
      const shown = shownRegions(display)
      return question.recentlyReturned ? shown : inBoth(regionsOf(facts), shown)
    }
    default:
      return 'national'
  }
}

function inBoth(some: Regions, others: Regions): Regions {
  if (some === 'national') return others
  return others === 'national' ? some : some.filter(regionId => others.includes(regionId))
}

/** Regions in words. */
export const inWords = (regions: Regions): string =>
  regions === 'national' ? 'all of England' : regions.join(', ') || 'none'
