import type { Case } from './case.ts'
import type { Allowed } from './decision.ts'
import { volumeOf } from './permissions.ts'
import { answeredRegions } from './regions.ts'
import { narrowed, resultsLeft, volumeLeft } from './restrictions.ts'
import { isMonitoring } from './traffic.ts'

/** The most results one answer may hold: the least of what is agreed, what the terms let anybody have, and monitoring's. */
export function resultsAgreed(facts: Case): number {
  const { resultsMax, monitoringResultsMax } = facts.terms.parameters
  const most = Math.min(facts.agreement.resultsMax, resultsMax)
  return isMonitoring(facts) ? Math.min(most, monitoringResultsMax) : most
}

/** The same, as restrictions in force leave it. */
function resultsMax(facts: Case): number {
  const agreed = resultsAgreed(facts)
  const left = resultsLeft(facts.restrictions)
  return left === null ? agreed : Math.min(agreed, left)
}

/** The furthest a search may reach, metres: likewise. */
export function distanceMetresMax(facts: Case): number {
  const { distanceMetresMax: furthest, monitoringDistanceMetresMax } = facts.terms.parameters
  const agreed = Math.min(facts.agreement.distanceMetresMax, furthest)
  return isMonitoring(facts) ? Math.min(agreed, monitoringDistanceMetresMax) : agreed
}

/** Service types agreed that every restriction in force leaves; null: all. */
export const typesLeft = (facts: Case): readonly number[] | null =>
  narrowed(facts.agreement.typeIds, facts.restrictions, restriction => restriction.typeIds)

/**
 * The limits of an answer to a question that no check refused: what was asked for, else the default, which shrinks to
 * what is left.
 */
export function limitsOf(facts: Case, maxAgeSeconds: number | null): Allowed['limits'] {
  const { resultsDefault, distanceMetresDefault, answerValidSeconds } = facts.terms.parameters
  const most = resultsMax(facts)
  const furthest = distanceMetresMax(facts)
  const search = facts.question.action === 'search' ? facts.question : null
  const monitoring = isMonitoring(facts)
  return {
    results: search?.limit ?? Math.min(resultsDefault, most),
    resultsMax: most,
    distanceMetres: search?.withinMetres ?? Math.min(distanceMetresDefault, furthest),
    distanceMetresMax: furthest,
    referralRoleIds: facts.caller.referralRoleIds,
    typeIds: typesLeft(facts),
    regions: answeredRegions(facts),
    volume: monitoring
      ? monitoringVolume(facts)
      : volumeLeft(volumeOf(facts.agreement, facts.now), facts.restrictions),
    counts: monitoring ? 'monitoring' : 'usual',
    handlesFor: facts.agreement.serviceIds === 'handles' ? facts.caller.connection.id : null,
    listMembers: search === null ? null : (facts.agreement.listMembers ?? null),
    // An answer that may be kept for a while may be acted on for as long.
    answerValidSeconds: Math.max(answerValidSeconds, maxAgeSeconds ?? 0),
  }
}

const MINUTES_OF_A_DAY = 1440

/** What its own count lets through, and never more than the account has altogether. */
function monitoringVolume(facts: Case): Allowed['limits']['volume'] {
  const perMinute = facts.terms.parameters.monitoringPerMinute
  return volumeLeft({ perMinute, perDay: perMinute * MINUTES_OF_A_DAY }, facts.restrictions)
}
