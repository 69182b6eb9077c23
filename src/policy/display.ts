import { type EpochMillis, unreachable } from '../vocabulary/index.ts'
import type { AgreementFacts, CallerFacts, PermissionFacts } from './facts.ts'
import type { PolicyParameters } from './parameters.ts'
import { holdsAt, permissionsAt } from './permissions.ts'
import type { Terms } from './terms.ts'

/** Whether a consumer may show services to the public now, and of which regions (AUP18-14 to 17, AUP25-22). */
export type Display =
  | { readonly outcome: 'not-asked' }
  | { readonly outcome: 'shown'; readonly regions: readonly string[] | 'national' }
  | { readonly outcome: 'not-permitted' }
  | { readonly outcome: 'other-version'; readonly versions: readonly string[] }
  | { readonly outcome: 'out-of-date'; readonly ended: EpochMillis }

type DisplayPermission = Extract<PermissionFacts, { readonly type: 'public-display' }>

const NOT_ASKED: Display = Object.freeze({ outcome: 'not-asked' })
const NOT_PERMITTED: Display = Object.freeze({ outcome: 'not-permitted' })
const EVERYWHERE: Display = Object.freeze({ outcome: 'shown', regions: 'national' })

/**
 * Only an agreement for the public needs permission to show. A professional who asks as the public would receives less
 * than agreed, and what is shown to nobody but that professional needs nobody's leave.
 *
 * Several permissions in force stand together: a renewal overlaps what it renews, and each counts with its own safety
 * case and its own grants.
 */
export function displayOf(
  { product, agreement }: { readonly product: CallerFacts['product']; readonly agreement: AgreementFacts },
  { parameters, waived }: Terms,
  now: EpochMillis,
): Display {
  if (agreement.audience !== 'public' || !needsPermission(parameters)) return NOT_ASKED
  const permissions = permissionsAt(agreement, 'public-display', now)
  if (permissions.length === 0) return NOT_PERMITTED
  const safe = parameters.publicDisplaySafetyCase
    ? permissions.filter(permission => isSafe(permission, product.version, now))
    : permissions
  if (safe.length === 0) return unsafe(permissions, product.version)
  if (!parameters.publicDisplayRegionGrants || waived.has('AUP18-16')) return EVERYWHERE
  return { outcome: 'shown', regions: grantedRegions(safe, now) }
}

/** The regions that services of an answer to the public must belong to; `national` where nothing narrows them. */
export function shownRegions(display: Display): readonly string[] | 'national' {
  switch (display.outcome) {
    case 'not-asked':
      return 'national'
    case 'shown':
      return display.regions
    case 'not-permitted':
    case 'other-version':
    case 'out-of-date':
      return []
    default:
      return unreachable(display)
  }
}

const needsPermission = (parameters: PolicyParameters): boolean =>
  parameters.publicDisplaySafetyCase ||
  parameters.publicDisplayRegionGrants ||
  parameters.publicDisplayNationalContact

/** A product whose version nobody has registered has no safety case. */
const isSafe = (
  permission: DisplayPermission,
  version: string | null | undefined,
  now: EpochMillis,
): boolean => permission.productVersion === version && now < permission.safetyCaseUntil

function unsafe(permissions: readonly DisplayPermission[], version: string | null | undefined): Display {
  const own = permissions.filter(permission => permission.productVersion === version)
  return own.length > 0
    ? { outcome: 'out-of-date', ended: Math.max(...own.map(permission => permission.safetyCaseUntil)) }
    : { outcome: 'other-version', versions: permissions.map(permission => permission.productVersion) }
}

function grantedRegions(permissions: readonly DisplayPermission[], now: EpochMillis): readonly string[] {
  const regions: string[] = []
  for (const { grants } of permissions)
    for (const grant of grants)
      if (holdsAt(grant, now))
        for (const region of grant.regionIds) if (!regions.includes(region)) regions.push(region)
  return regions
}
