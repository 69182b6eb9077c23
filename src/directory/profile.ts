import type { Audience } from '../vocabulary/index.ts'
import { type AgeRange, servesAge, servesPractice } from './eligibility.ts'
import type { Service, Sex } from './service.ts'
import { mayBeTold } from './shape.ts'

/** All that decides whether a service may be offered to somebody but for time and capacity. Shared by equal services. */
export type Profile = {
  readonly audience: Service['audience']
  readonly ageRanges: readonly AgeRange[]
  readonly sexes: readonly Sex[]
  readonly practices: readonly string[] | undefined
  readonly referralRoles: readonly number[]
  /** The region whose DoS Lead answers for it; undefined: none does. */
  readonly regionId: string | undefined
  /** It is offered only while open or opening soon (`returnIfOpenWithinMinutes`), so its hours must be looked at. */
  readonly asksForHours: boolean
}

/** Who asks. What is not given is not held against a service, but a practice is where a service is kept for some. */
export type Asker = {
  readonly audience: Audience
  /** Whole days, see ageInDays. */
  readonly ageDays?: number | null | undefined
  readonly sex?: Sex | null | undefined
  /** Services that take referrals from any of these; null or absent: from whomever. */
  readonly referralRoleIds?: readonly number[] | null | undefined
  /** Services of these regions only (AUP18-16); null or absent: of any, and of none. */
  readonly regionIds?: readonly string[] | null | undefined
  /** ODS code of the person's GP practice. */
  readonly practice?: string | null | undefined
}

/** The order of sexes, roles and practices means nothing, so equal ones in another order are the same profile. */
export function profileOf(service: Service): Profile {
  const { ageRanges, sexes, practices } = service.eligibility
  return {
    audience: service.audience,
    ageRanges: ageRanges.map(({ fromDays, toDays }) => ({ fromDays, toDays })),
    sexes: [...sexes].sort(),
    practices: practices && [...practices].sort(),
    referralRoles: [...service.referralRoles].sort((a, b) => a - b),
    regionId: service.regionId,
    asksForHours: service.openingTimes.returnIfOpenWithinMinutes !== undefined,
  }
}

export function admitsAsker(profile: Profile, asker: Asker): boolean {
  const { ageDays, sex, referralRoleIds, regionIds, practice } = asker
  return (
    mayBeTold(profile, asker.audience) &&
    (regionIds === undefined ||
      regionIds === null ||
      (profile.regionId !== undefined && regionIds.includes(profile.regionId))) &&
    (sex === undefined || sex === null || profile.sexes.includes(sex)) &&
    (ageDays === undefined || ageDays === null || servesAge(profile.ageRanges, ageDays)) &&
    (referralRoleIds === undefined ||
      referralRoleIds === null ||
      profile.referralRoles.some(role => referralRoleIds.includes(role))) &&
    servesPractice(profile.practices, practice ?? undefined)
  )
}
