import type { ClauseId } from '../../vocabulary/index.ts'
import type { Machine, Unmet } from '../../workflow/index.ts'
import type { Circumstances } from './circumstances.ts'
import { unmetForGrant } from './guards.ts'
import { PERMISSION_STATES, type PermissionState } from './permission.ts'

/** What can happen to a permission (sources, use 4.3). */
export const PERMISSION_EVENTS = [
  'amend',
  'discuss',
  'grant',
  'refuse',
  'take-up',
  'suspend',
  'reaffirm',
  'withdraw',
  'supersede',
  'expire',
  'grant-region',
  'withdraw-region',
] as const
export type PermissionEvent = (typeof PERMISSION_EVENTS)[number]

/** What a step is judged by: the circumstances, and of a region's grant which region it is. */
export type PermissionStep = Circumstances & { readonly regionId?: string }

const STANDS: readonly PermissionState[] = ['granted', 'suspended']
const OPEN: readonly PermissionState[] = ['requested', 'discussing']

export const PERMISSION_MACHINE: Machine<PermissionState, PermissionEvent, PermissionStep> = {
  name: 'permission',
  states: PERMISSION_STATES,
  start: 'requested',
  final: ['expired', 'withdrawn', 'superseded'],
  transitions: [
    { event: 'amend', from: OPEN, to: 'same', clauses: [] },
    { event: 'discuss', from: OPEN, to: 'discussing', clauses: [] },
    { event: 'grant', from: OPEN, to: 'granted', clauses: [], guard: unmetForGrant },
    { event: 'refuse', from: OPEN, to: 'refused', clauses: ['AUP25-40'] },
    { event: 'take-up', from: ['refused'], to: 'discussing', clauses: ['AUP25-61'], guard: unmetForTakingUp },
    { event: 'suspend', from: ['granted'], to: 'suspended', clauses: ['AUP25-41'] },
    // Looks at everything anew, and rests on the newest evidence from then on; also the way out of a suspension.
    { event: 'reaffirm', from: STANDS, to: 'granted', clauses: [], guard: unmetForGrant },
    { event: 'withdraw', from: [...OPEN, ...STANDS], to: 'withdrawn', clauses: [] },
    { event: 'supersede', from: STANDS, to: 'superseded', clauses: [] },
    { event: 'expire', from: STANDS, to: 'expired', clauses: [], guard: unmetForExpiry },
    {
      event: 'grant-region',
      from: [...OPEN, ...STANDS],
      to: 'same',
      clauses: ['AUP18-16'],
      guard: unmetForRegion,
    },
    {
      event: 'withdraw-region',
      from: [...OPEN, ...STANDS],
      to: 'same',
      clauses: ['AUP18-16'],
      guard: unmetForRegionsEnd,
    },
  ],
}

/** Late requests not to be listed are refused as they come; the operator may look at one all the same (D14). */
function unmetForTakingUp({ scope, outOfTime }: PermissionStep): readonly Unmet[] {
  if (scope.type === 'publication-opt-out' && outOfTime) return []
  return [
    no('Only a request not to be listed that came out of time can be taken up; ask anew.', ['AUP25-61']),
  ]
}

function unmetForExpiry({ now, until }: PermissionStep): readonly Unmet[] {
  return now < until ? [no('Its last day has not come.', [])] : []
}

function unmetForRegion({ scope, regionId, grants, now }: PermissionStep): readonly Unmet[] {
  if (scope.type !== 'public-display')
    return [no('Regions grant public display, and nothing else.', ['AUP18-16'])]
  if (regionId === undefined || !scope.regionIds.includes(regionId)) {
    return [no('The request does not name that region.', ['AUP18-16'])]
  }
  return grants.some(grant => grant.regionId === regionId && grant.endedAt === null && now < grant.until)
    ? [no('That region has granted it; withdraw that grant first to set other terms.', ['AUP18-16'])]
    : []
}

function unmetForRegionsEnd({ regionId, grants }: PermissionStep): readonly Unmet[] {
  return grants.some(grant => grant.regionId === regionId && grant.endedAt === null)
    ? []
    : [no('That region has not granted it.', ['AUP18-16'])]
}

const no = (what: string, clauses: readonly ClauseId[]): Unmet => ({
  what,
  clauses,
  whoCanFix: 'whoever asked for the permission',
})
