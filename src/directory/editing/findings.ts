import { isDeepStrictEqual } from 'node:util'
import { openingProblems } from '../opening-problems.ts'
import { recordFaults } from '../record-faults.ts'
import { serviceTypeById } from '../reference/service-types.ts'
import type { Service } from '../service.ts'
import type { ProfileFault } from './profile.ts'

/** What was found: a fault keeps it from being written, a warning is for people to weigh. */
export type Findings = {
  readonly faults: readonly ProfileFault[]
  readonly warnings: readonly ProfileFault[]
}

/**
 * What is wrong with a service that is to be written, and what looks wrong. What was wrong already and is left as it
 * was is a warning and no fault: else nobody could mend one thing before mending all.
 * @param before as it stands; null: it is new
 * @param today a date in London
 */
export function findingsOf(before: Service | null, after: Service, today: string): Findings {
  const changed = (member: keyof Service): boolean =>
    before === null || !isDeepStrictEqual(before[member], after[member])
  const faults: ProfileFault[] = recordFaults(after, JSON.stringify(after)).map(({ at, problem }) => ({
    at,
    problem,
  }))
  const warnings = weak(after, today)
  const hours = openingProblems(after.openingTimes).map(problem => ({ at: '/openingTimes', problem }))
  ;(changed('openingTimes') ? faults : warnings).push(...hours)
  if (serviceTypeById(after.typeId) === undefined) {
    const type = { at: '/typeId', problem: 'is no type of service' }
    ;(changed('typeId') ? faults : warnings).push(type)
  }
  return { faults, warnings }
}

/** What would keep people from finding or reaching it. */
function weak(service: Service, today: string): ProfileFault[] {
  const searchable = serviceTypeById(service.typeId)?.searchable === true
  if (service.status !== 'active' || !searchable) return []
  const { place, eligibility, openingTimes, verification } = service
  const never =
    !openingTimes.allHours &&
    openingTimes.weekly.every(({ sessions }) => sessions.length === 0) &&
    openingTimes.specifiedDates.every(({ date, sessions }) => date < today || sessions.length === 0)
  const found: readonly (readonly [boolean, string, string])[] = [
    [service.referralRoles.length === 0, '/referralRoles', 'are none: nobody finds it'],
    [
      place.easting === undefined || place.northing === undefined,
      '/place',
      'has no point: no search finds it',
    ],
    [eligibility.ageRanges.length === 0, '/eligibility/ageRanges', 'are none: no age is served'],
    [eligibility.sexes.length === 0, '/eligibility/sexes', 'are none: nobody is served'],
    [never, '/openingTimes', 'are none from today on: it is never open'],
    [
      service.audience === 'public' && !service.contacts.some(({ audience }) => audience === 'public'),
      '/contacts',
      'hold none for the public, who may find it',
    ],
    [
      verification.nextDueOn !== undefined && verification.nextDueOn < today,
      '/verification/nextDueOn',
      'is past: somebody is to verify it',
    ],
  ]
  return found.flatMap(([is, at, problem]) => (is ? [{ at, problem }] : []))
}
