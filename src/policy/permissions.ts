import type { DirectPurposeCode, EpochMillis } from '../vocabulary/index.ts'
import type { AgreementFacts, PermissionFacts, PermissionType, Volume } from './facts.ts'
import type { Terms } from './terms.ts'

type Permission<Type extends PermissionType> = Extract<PermissionFacts, { readonly type: Type }>

/** Permissions of one kind that hold at `now`: from their first instant up to, but not including, their last. */
export function permissionsAt<Type extends PermissionType>(
  { permissions }: Pick<AgreementFacts, 'permissions'>,
  type: Type,
  now: EpochMillis,
): readonly Permission<Type>[] {
  if (permissions === undefined || permissions.length === 0) return NONE
  return permissions.filter(
    (permission): permission is Permission<Type> => permission.type === type && holdsAt(permission, now),
  )
}

const NONE: readonly never[] = Object.freeze([])

/** Written so that dates that are no numbers give no permission. */
export const holdsAt = (
  dated: { readonly from: EpochMillis; readonly until: EpochMillis },
  now: EpochMillis,
): boolean => dated.from <= now && now < dated.until

/** The volume agreed, or what a permission raises it to, whichever is the more in the minute and in the day. */
export function volumeOf(agreement: AgreementFacts, now: EpochMillis): Volume {
  let volume = agreement.volume
  for (const { volume: raised } of permissionsAt(agreement, 'raised-quota', now)) {
    volume = {
      perMinute: Math.max(volume.perMinute, raised.perMinute),
      perDay: Math.max(volume.perDay, raised.perDay),
    }
  }
  return volume
}

/**
 * For how long an answer may be kept, seconds; null: not at all. It may only where the question names the members it
 * wants, and one exception in force covers each of them and the purpose (AUP18-20). Never longer than the terms let any.
 */
export function maxAgeSeconds(
  fields: readonly string[] | null | undefined,
  purpose: DirectPurposeCode | null,
  agreement: AgreementFacts,
  { parameters }: Terms,
  now: EpochMillis,
): number | null {
  if (!fields || fields.length === 0 || purpose === null) return null
  let longest = 0
  for (const exception of permissionsAt(agreement, 'cache-exception', now)) {
    const stands = !parameters.cacheNeedsDerogation || exception.derogation !== ''
    if (
      stands &&
      exception.purposes.includes(purpose) &&
      fields.every(field => exception.fields.includes(field))
    )
      longest = Math.max(longest, exception.maxAgeSeconds)
  }
  const seconds = Math.floor(Math.min(longest, parameters.cacheMaxAgeSecondsMax))
  return seconds >= 1 ? seconds : null
}

/** Members that may be kept as a record of care, by every such permission in force together (D9); null: none. */
export function keptInCareRecord(agreement: AgreementFacts, now: EpochMillis): readonly string[] | null {
  const extracts = permissionsAt(agreement, 'care-record-extract', now)
  if (extracts.length === 0) return null
  const [only] = extracts
  const fields =
    extracts.length === 1 && only ? only.fields : [...new Set(extracts.flatMap(extract => extract.fields))]
  return fields.length === 0 ? null : fields
}
