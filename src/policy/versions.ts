import type { EpochMillis } from '../vocabulary/index.ts'
import { CLAUSES_2018 } from './clauses-2018.ts'
import { CLAUSES_2025 } from './clauses-2025.ts'
import type { PolicyParameters } from './parameters.ts'
import { type PolicyVersion, policyVersion } from './policy-version.ts'
import { TEXT_2018 } from './text-2018.ts'
import { CHANGES_2025, TEXT_2025 } from './text-2025.ts'

/**
 * The 2018 policy speaks neither of direct care nor of geographic search nor of disuse; leave to cache was by permission
 * alone. What the directory can bear (results, distance, freshness), and how long its own processes take, does not
 * depend on the policy.
 */
const PARAMETERS_2018: PolicyParameters = {
  directCareOnly: false,
  geographicOnly: false,
  // Silent on it, and still on: closed until opened (decision 11).
  individualsNeedRegions: true,
  inactivityMonths: null,
  inactivityWarnings: [],
  machineUseCounts: false,
  individualUseCounts: 'named-organisation',
  freshnessSecondsMax: 2,
  answerValidSeconds: 60,
  resultsMax: 100,
  resultsDefault: 20,
  distanceMetresMax: 160_934,
  distanceMetresDefault: 60_000,
  lookUpAfterSearchMinutes: 30,
  volumePerMinuteDefault: 300,
  volumePerDayDefault: 20_000,
  publicDisplayNationalContact: true,
  publicDisplaySafetyCase: true,
  publicDisplayRegionGrants: true,
  safetyCaseWarningDays: 14,
  cacheNeedsDerogation: false,
  cacheMaxAgeSecondsMax: 900,
  cacheReviewMonths: 6,
  monitoringPerMinute: 1,
  monitoringResultsMax: 1,
  monitoringDistanceMetresMax: 1609,
  reacceptGraceDays: 30,
  reacceptHardGate: false,
  emailValidationDays: 28,
  agreementTermMonths: 12,
  renewalWindowDays: 60,
  permissionNoticeDays: [30, 7],
  referenceReviewMonths: 6,
  triageWorkingDays: 1,
  contactWorkingDays: 2,
  remediationWorkingDays: 10,
  evidenceWorkingDays: 20,
  challengeWorkingDays: 5,
  cessationWorkingDays: 20,
  suspensionConfirmHours: 4,
  retentionYears: 8,
}

/**
 * What February 2025 changed for the machine. The double contact of 2018 is off, its two bodies having become one, while
 * safety case and regional grants stay on: they are the only way to check what the newer policy asks (sources, use 1.3).
 */
const PARAMETERS_2025: PolicyParameters = {
  ...PARAMETERS_2018,
  directCareOnly: true,
  geographicOnly: true,
  inactivityMonths: 6,
  inactivityWarnings: [
    { months: 4, days: 0 },
    { months: 5, days: 0 },
    { months: 5, days: 14 },
  ],
  publicDisplayNationalContact: false,
  cacheNeedsDerogation: true,
}

/** The text carries no date; the public history of its page gives 3 July 2018 (sources, use 1). */
const POLICY_2018 = policyVersion({
  id: '2018-07-03',
  title: 'Acceptable use policy, July 2018',
  effectiveFrom: Date.parse('2018-07-03T00:00:00+01:00'),
  parameters: PARAMETERS_2018,
  clauses: CLAUSES_2018.map(clause => clause.id),
  supplements: [],
  waivable: ['AUP18-14', 'AUP18-15', 'AUP18-16', 'AUP18-18'],
  changes: 'The first version that this directory holds.',
  text: TEXT_2018,
})

/** In force. Clauses of 2018 that it does not replace stand beside it (sources, use 1.3). */
const POLICY_2025 = policyVersion({
  id: '2025-02-25',
  title: 'Acceptable use policy, February 2025',
  effectiveFrom: Date.parse('2025-02-25T09:55:00Z'),
  parameters: PARAMETERS_2025,
  clauses: CLAUSES_2025.map(clause => clause.id),
  supplements: CLAUSES_2018.filter(clause => clause.supersededBy === undefined).map(clause => clause.id),
  // A must of 2025 is waived by a derogation only, and there is one for keeping answers (sources, use 1.3, rule 4).
  waivable: ['AUP25-25', 'AUP18-16'],
  changes: CHANGES_2025,
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
