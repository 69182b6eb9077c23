import { unreachable } from '../vocabulary/index.ts'
import { type Case, type Check, refuseCase } from './case.ts'
import type { Refused } from './decision.ts'
import { shownRegions } from './display.ts'
import type { OriginFacts } from './facts.ts'
import { restricted } from './narrow.ts'
import {
  agreedIn,
  answeredRegions,
  authorisedAndAgreed,
  authorisedRegions,
  inWords,
  isIn,
  isNowhere,
  regionsOf,
} from './regions.ts'

/** Whether the question keeps to the places it may be asked about (AUP25-06, 08, 09, 41; AUP18-16). */
export const CHECKS_OF_PLACE: readonly Check<Case>[] = [
  {
    name: 'origin',
    reasons: [
      'origin-not-given',
      'outside-england',
      'origin-no-fixed-abode',
      'origin-non-geographic',
      'origin-unlocated',
      'origin-ambiguous',
      'origin-not-recognised',
    ],
    refuse: facts => {
      const origin = originOf(facts)
      return origin && refusedByOrigin(origin, facts)
    },
    because: facts => {
      const origin = originOf(facts)
      return origin?.outcome === 'located'
        ? `The place is in England, in region ${origin.regionId}.`
        : 'It is no search.'
    },
  },
  {
    name: 'kind of origin',
    reasons: ['origin-kind-not-agreed'],
    refuse: facts => {
      const origin = originOf(facts)
      return origin?.outcome === 'located' &&
        origin.kind === 'coordinate' &&
        facts.agreement.origins !== 'any'
        ? refuseCase(
            facts,
            'origin-kind-not-agreed',
            'The origin is a coordinate; postcodes and towns are agreed.',
          )
        : null
    },
    because: ({ agreement: { origins } }) =>
      origins === 'any' ? 'Any kind of origin is agreed.' : 'The origin is no coordinate.',
  },
  {
    name: 'region agreed',
    reasons: ['region-not-agreed'],
    refuse: refusedByAgreedRegions,
    because: ({ agreement }) => `Agreed: ${inWords(agreement.regions)}.`,
  },
  {
    name: 'region authorised',
    reasons: ['region-not-authorised'],
    refuse: refusedByAuthorisation,
    because: facts => `Authorised: ${inWords(authorisedRegions(facts))}.`,
  },
  {
    name: 'region not restricted',
    reasons: ['restricted'],
    refuse: refusedByRestriction,
    because: facts => `Left by every restriction in force: ${inWords(regionsOf(facts))}.`,
  },
  {
    name: 'region granted for display',
    reasons: ['public-display-not-granted-here'],
    refuse: refusedByGrants,
    because: facts =>
      facts.display.outcome === 'shown'
        ? `Granted: ${inWords(facts.display.regions)}.`
        : 'Showing to the public is not agreed, or needs no permission.',
  },
]

const originOf = ({ question }: Case): OriginFacts | null =>
  question.action === 'search' ? question.origin : null

/** The region of the origin of a search; null for any other question. */
function regionOf(facts: Case): string | null {
  const origin = originOf(facts)
  return origin?.outcome === 'located' ? origin.regionId : null
}

function refusedByOrigin(origin: OriginFacts, facts: Case): Refused | null {
  switch (origin.outcome) {
    case 'not-given':
      return refuseCase(facts, 'origin-not-given', 'The question names no place.')
    case 'outside-england':
      return refuseCase(facts, 'outside-england', `${origin.label} is outside England. ${origin.askInstead}`)
    case 'unusable':
      return refuseCase(facts, `origin-${origin.because}`, origin.detail)
    case 'located':
      return null
    default:
      return unreachable(origin)
  }
}

/** A look-up names no place, but who may ask nowhere may not look up either. */
function refusedByAgreedRegions(facts: Case): Refused | null {
  const { agreement, question } = facts
  const region = regionOf(facts)
  if (region !== null) {
    return agreedIn(agreement, region)
      ? null
      : refuseCase(
          facts,
          'region-not-agreed',
          `The place is in region ${region}; agreed: ${inWords(agreement.regions)}.`,
        )
  }
  return question.action === 'look-up' && isNowhere(agreement.regions)
    ? refuseCase(facts, 'region-not-agreed', 'The agreement names no region.')
    : null
}

function refusedByAuthorisation(facts: Case): Refused | null {
  const region = regionOf(facts)
  if (region !== null) {
    return isIn(authorisedRegions(facts), region)
      ? null
      : refuseCase(facts, 'region-not-authorised', `The place is in region ${region}.`)
  }
  return facts.question.action === 'look-up' && isNowhere(authorisedAndAgreed(facts))
    ? refuseCase(facts, 'region-not-authorised', 'The account is authorised in no region of its agreement.')
    : null
}

function refusedByRestriction(facts: Case): Refused | null {
  const { restrictions, question } = facts
  if (restrictions.length === 0) return null
  const region = regionOf(facts)
  if (region !== null) {
    const shut = restrictions.find(({ regions }) => regions !== null && !regions.includes(region))
    return shut ? restricted(facts, shut, `regions to ${inWords(shut.regions ?? [])}`) : null
  }
  if (question.action !== 'look-up' || !isNowhere(regionsOf(facts))) return null
  const narrowing = restrictions.find(({ regions }) => regions !== null)
  return narrowing
    ? restricted(facts, narrowing, `regions to ${inWords(narrowing.regions ?? [])}, which leaves none`)
    : null
}

/**
 * A search from a region whose DoS Lead has not granted public display is refused, though services of granted regions
 * may be near. Answering with those alone would leave out everything in the region where the person is, and the first
 * in the list would be taken for the nearest. A refusal can be acted on; a list with a hole in it cannot be seen.
 */
function refusedByGrants(facts: Case): Refused | null {
  const shown = shownRegions(facts.display)
  if (shown === 'national') return null
  const region = regionOf(facts)
  if (region !== null) {
    return shown.includes(region)
      ? null
      : notGranted(facts, `The place is in region ${region}; granted: ${inWords(shown)}.`)
  }
  return facts.question.action === 'look-up' && isNowhere(answeredRegions(facts))
    ? notGranted(facts, `None of your regions is granted; granted: ${inWords(shown)}.`)
    : null
}

const notGranted = (facts: Case, detail: string): Refused =>
  refuseCase(facts, 'public-display-not-granted-here', detail)
