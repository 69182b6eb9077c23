import type { EpochMillis } from '../vocabulary/index.ts'
import { CLAUSES_2018 } from './clauses-2018.ts'
import { CLAUSES_2025 } from './clauses-2025.ts'
import { type PolicyParameters, type PolicyVersion, policyVersion } from './policy-version.ts'
import { TEXT_2018 } from './text-2018.ts'
import { TEXT_2025 } from './text-2025.ts'

/**
 * The 2018 policy speaks neither of direct care nor of geographic search nor of disuse; what the directory can
 * bear (results, distance, freshness) does not depend on the policy.
 */
const PARAMETERS_2018: PolicyParameters = {
  directCareOnly: false,
  geographicOnly: false,
  inactivityMonths: null,
  freshnessSecondsMax: 2,
  answerValidSeconds: 60,
  resultsMax: 100,
  resultsDefault: 20,
  distanceMetresMax: 160_934,
  distanceMetresDefault: 60_000,
  lookUpAfterSearchMinutes: 30,
}

/** The text carries no date; the public history of its page gives 3 July 2018 (sources, use 1). */
const POLICY_2018 = policyVersion({
  id: '2018-07-03',
  title: 'Acceptable use policy, July 2018',
  effectiveFrom: Date.parse('2018-07-03T00:00:00+01:00'),
  parameters: PARAMETERS_2018,
  clauses: CLAUSES_2018.map(clause => clause.id),
  supplements: [],
  text: TEXT_2018,
})

/** In force. Clauses of 2018 that it does not replace stand beside it (sources, use 1.3). */
const POLICY_2025 = policyVersion({
  id: '2025-02-25',
  title: 'Acceptable use policy, February 2025',
  effectiveFrom: Date.parse('2025-02-25T09:55:00Z'),
  parameters: { ...PARAMETERS_2018, directCareOnly: true, geographicOnly: true, inactivityMonths: 6 },
  clauses: CLAUSES_2025.map(clause => clause.id),
  supplements: CLAUSES_2018.filter(clause => clause.supersededBy === undefined).map(clause => clause.id),
  text: TEXT_2025,
})

/** Every published version, oldest first. */
export const POLICY_VERSIONS: readonly [PolicyVersion, ...PolicyVersion[]] = [POLICY_2018, POLICY_2025]

/** The version of that id, or undefined when none was published. */
export const policyVersionOf = (id: string): PolicyVersion | undefined =>
  POLICY_VERSIONS.find(version => version.id === id)

/**
 * The newest version in force at `now`; by using the directory everybody agrees to it (AUP18-05).
 * @throws RangeError before the first version: without a policy nothing may be answered, and the clock is wrong.
 */
export function policyInForce(now: EpochMillis): PolicyVersion {
  const inForce = POLICY_VERSIONS.findLast(version => version.effectiveFrom <= now)
  if (inForce === undefined) throw new RangeError(`No policy was in force at ${now} ms since the epoch`)
  return inForce
}
