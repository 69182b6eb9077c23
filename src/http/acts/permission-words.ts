import Type, { type Static } from 'typebox'
import {
  CHECKLIST_IDS,
  PERMISSION_STATES,
  type Permission,
  type PermissionScope,
} from '../../agreements/index.ts'
import { PERMISSION_TYPES, type PermissionType } from '../../policy/index.ts'
import { unreachable } from '../../vocabulary/index.ts'
import type { Unmet } from '../../workflow/index.ts'
import type { ParameterError } from '../problem.ts'
import {
  ClauseRef,
  choice,
  closed,
  DirectPurpose,
  Flag,
  Id,
  Instant,
  iso,
  isoOrNull,
  ListOf,
  Nullable,
  Prose,
  RegionId,
  Text,
  Whole,
} from './words.ts'

/** Words that acts on permissions share. */

export const PermissionPath = Type.Object({ id: Id('The permission.') }, closed)
export const RegionPath = Type.Object({ id: Id('The permission.'), region: RegionId }, closed)
export const TypeName = choice(PERMISSION_TYPES, 'What kind of permission.')
export const StateName = choice(PERMISSION_STATES, 'How far it has come.')
export const Conditions = ListOf(Text(500, 'A condition.'), 20, 'Under these conditions.')
export const Fields = ListOf(
  Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z][A-Za-z0-9.]*$', description: 'A field.' }),
  50,
  'Members of a service: for caching those that are kept, for a record of care any of id, name, time, advice.',
)
const Regions = ListOf(RegionId, 50, 'Regions whose services are to be shown.')

/** What only permissions of some type have; flat, so that a command line can give them. */
const SCOPE = {
  regions: Type.Optional(Regions),
  checklist: Type.Optional(
    ListOf(choice(CHECKLIST_IDS, 'An item.'), 20, 'Items of the presentation checklist that are done.'),
  ),
  summary: Type.Optional(Text(300, 'In plain words, for the published list.')),
  pattern: Type.Optional(Text(1000, 'Who asks when, and why it cannot ask anew.')),
  fields: Type.Optional(Fields),
  purposes: Type.Optional(ListOf(DirectPurpose, 20, 'Purposes it is for.')),
  maxAgeSeconds: Type.Optional(Whole(1, 86_400, 'For how long answers would be kept, seconds.')),
  purgeOnSignal: Type.Optional(Flag('What is kept is thrown away at once when the directory says so.')),
  derogation: Type.Optional(Id('The derogation it rests on.')),
  perMinute: Type.Optional(Whole(1, 10_000_000, 'Questions a minute.')),
  perDay: Type.Optional(Whole(1, 2_000_000_000, 'Questions a day.')),
  everyMinutes: Type.Optional(Whole(1, 1440, 'Minutes between two probes.')),
}
export const ScopeMembers = Type.Object(SCOPE, closed)
export type ScopeMembers = Static<typeof ScopeMembers>
export const SCOPE_PROPERTIES = SCOPE

/** Which members each type has. */
const MEMBERS: Record<PermissionType, readonly (keyof ScopeMembers)[]> = {
  'public-display': ['regions', 'checklist'],
  'cache-exception': ['pattern', 'fields', 'purposes', 'maxAgeSeconds', 'purgeOnSignal', 'derogation'],
  'unattended-service': ['summary'],
  'care-record-extract': ['fields'],
  'synthetic-monitoring': ['everyMinutes'],
  'raised-quota': ['perMinute', 'perDay'],
  'dataset-snapshot': ['derogation'],
  'publication-opt-out': [],
}

const isMember = (name: string): name is keyof ScopeMembers => Object.hasOwn(SCOPE, name)

/** Members given that a permission of that type does not have: refused by name, as an unknown one would be. */
export const strangeMembers = (type: PermissionType, given: object): ParameterError[] =>
  Object.keys(given)
    .filter(isMember)
    .filter(name => !MEMBERS[type].includes(name))
    .map(name => ({
      parameter: name,
      in: 'body',
      message: `A permission of type ${type} has no such member; it has: ${MEMBERS[type].join(', ') || 'none'}.`,
    }))

/** A permission of that type that says nothing yet. */
export function emptyScope(type: PermissionType): PermissionScope {
  switch (type) {
    case 'public-display':
      return { type, regionIds: [], checklist: [] }
    case 'cache-exception':
      return {
        type,
        pattern: null,
        fields: [],
        purposes: [],
        maxAgeSeconds: null,
        purgeOnSignal: false,
        derogationId: null,
      }
    case 'unattended-service':
      return { type, summary: null }
    case 'care-record-extract':
      return { type, fields: [] }
    case 'synthetic-monitoring':
      return { type, everyMinutes: null }
    case 'raised-quota':
      return { type, perMinute: null, perDay: null }
    case 'dataset-snapshot':
      return { type, derogationId: null }
    case 'publication-opt-out':
      return { type }
    default:
      return unreachable(type)
  }
}

/** The scope with what is given laid over it; members that its type does not have are passed over. */
export function withMembers(scope: PermissionScope, given: ScopeMembers): PermissionScope {
  const { regions, checklist, summary, pattern, fields, purposes, maxAgeSeconds, purgeOnSignal } = given
  const { derogation, perMinute, perDay, everyMinutes } = given
  switch (scope.type) {
    case 'public-display':
      return {
        ...scope,
        regionIds: unique(regions ?? scope.regionIds),
        checklist: unique(checklist ?? scope.checklist),
      }
    case 'cache-exception':
      return {
        ...scope,
        pattern: pattern ?? scope.pattern,
        fields: unique(fields ?? scope.fields),
        purposes: unique(purposes ?? scope.purposes),
        maxAgeSeconds: maxAgeSeconds ?? scope.maxAgeSeconds,
        purgeOnSignal: purgeOnSignal ?? scope.purgeOnSignal,
        derogationId: derogation ?? scope.derogationId,
      }
    case 'unattended-service':
      return { ...scope, summary: summary ?? scope.summary }
    case 'care-record-extract':
      return { ...scope, fields: unique(fields ?? scope.fields) }
    case 'synthetic-monitoring':
      return { ...scope, everyMinutes: everyMinutes ?? scope.everyMinutes }
    case 'raised-quota':
      return { ...scope, perMinute: perMinute ?? scope.perMinute, perDay: perDay ?? scope.perDay }
    case 'dataset-snapshot':
      return { ...scope, derogationId: derogation ?? scope.derogationId }
    case 'publication-opt-out':
      return scope
    default:
      return unreachable(scope)
  }
}

const unique = <T>(items: readonly T[]): readonly T[] => [...new Set(items)]

const Grant = Type.Object(
  {
    region: RegionId,
    conditions: Conditions,
    from: Instant('From when.'),
    until: Instant('Until when.'),
    endedAt: Nullable(Instant('When it was taken back, or another followed it.')),
    inheritedFrom: ListOf(Id('A grant.'), 50, 'Where regions were merged: the grants it comes from.'),
    reviewBy: Nullable(Instant('When the lead who answers for it now is to look at it.')),
  },
  closed,
)

export const PermissionView = Type.Object(
  {
    id: Id('The permission.'),
    agreement: Id('The agreement it stands beside.'),
    connection: Id('The connection.'),
    type: TypeName,
    state: StateName,
    reason: Prose(1000, 'What it is wanted for.'),
    requestedAt: Instant('When it was asked for.'),
    outOfTime: Flag('Asked for after the first production use, when that was too late (AUP25-61).'),
    ...Type.Partial(ScopeMembers).properties,
    conditions: Conditions,
    from: Nullable(Instant('From when it holds.')),
    until: Nullable(Instant('Until when it holds.')),
    decidedAt: Nullable(Instant('When it was last decided.')),
    evidence: Nullable(Id('The safety case it rests on.')),
    grants: ListOf(Grant, 200, 'Grants of regions, oldest first.'),
  },
  closed,
)

export const permissionView = (permission: Permission): Static<typeof PermissionView> => ({
  id: permission.id,
  agreement: permission.agreementId,
  connection: permission.connectionId,
  type: permission.scope.type,
  state: permission.state,
  reason: permission.reason,
  requestedAt: iso(permission.requestedAt),
  outOfTime: permission.outOfTime,
  ...membersOf(permission.scope),
  conditions: [...permission.conditions],
  from: isoOrNull(permission.from),
  until: isoOrNull(permission.until),
  decidedAt: isoOrNull(permission.decidedAt),
  evidence: permission.evidenceId,
  grants: permission.grants.map(grant => ({
    region: grant.regionId,
    conditions: [...grant.conditions],
    from: iso(grant.from),
    until: iso(grant.until),
    endedAt: isoOrNull(grant.endedAt),
    inheritedFrom: [...grant.inheritedFrom],
    reviewBy: isoOrNull(grant.reviewBy),
  })),
})

/** What was said of it, by the names in which it was given. */
function membersOf(scope: PermissionScope): ScopeMembers {
  const said = { ...scope, regions: undefined, derogation: undefined }
  const named = {
    ...said,
    ...('regionIds' in scope ? { regions: scope.regionIds } : {}),
    ...('derogationId' in scope ? { derogation: scope.derogationId } : {}),
  }
  const kept = Object.entries(named).filter(
    ([name, value]) => isMember(name) && value !== null && value !== undefined,
  )
  return Object.fromEntries(kept)
}

export const UnmetView = Type.Object(
  {
    what: Text(500, 'What is missing.'),
    clauses: ListOf(ClauseRef, 20, 'By these clauses.'),
    whoCanFix: Text(200, 'Who can put it right.'),
  },
  closed,
)
export const unmetView = ({ what, clauses, whoCanFix }: Unmet): Static<typeof UnmetView> => ({
  what,
  clauses: [...clauses],
  whoCanFix,
})
