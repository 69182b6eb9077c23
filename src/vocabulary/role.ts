import type { EpochMillis } from './clock.ts'

/**
 * What a role reaches: everything, one region, one End User Organisation (ODS code), one supplier, one entry of the
 * directory (its id as text) with every entry below it.
 */
export type Scope =
  | { readonly kind: 'operator' }
  | { readonly kind: 'region' | 'organisation' | 'supplier' | 'service'; readonly id: string }

/** Roles of people (sources, use 3), each with the kind of scope it is held for. A public reader needs none. */
export const ROLES = {
  'individual-end-user': { scope: 'organisation', title: 'Individual end user' },
  'euo-admin': { scope: 'organisation', title: 'End User Organisation administrator' },
  'euo-signatory': { scope: 'organisation', title: 'End User Organisation signatory' },
  'clinical-safety-officer': { scope: 'organisation', title: 'Clinical safety officer' },
  'supplier-admin': { scope: 'supplier', title: 'Supplier administrator' },
  'service-editor': { scope: 'service', title: 'Service editor' },
  'dos-lead': { scope: 'region', title: 'DoS Lead' },
  'access-manager': { scope: 'operator', title: 'Access manager' },
  'compliance-reviewer': { scope: 'operator', title: 'Compliance reviewer' },
  'decision-owner': { scope: 'operator', title: 'Decision owner' },
  'ig-officer': { scope: 'operator', title: 'Information governance officer' },
  auditor: { scope: 'operator', title: 'Auditor' },
} as const satisfies Record<string, { readonly scope: Scope['kind']; readonly title: string }>

export type Role = keyof typeof ROLES

export const ROLE_NAMES: readonly Role[] = Object.keys(ROLES).filter(isRole)

export function isRole(text: string): text is Role {
  return Object.hasOwn(ROLES, text)
}

/** A role of a person, from `from` up to, but not including, `until`. */
export type HeldRole = {
  readonly role: Role
  readonly scope: Scope
  readonly from: EpochMillis
  readonly until: EpochMillis | null
}

/** A person who acts, with the roles that hold at that moment. */
export type Actor = {
  readonly personId: string
  /** For people to read; never written into a register or log. */
  readonly name: string
  readonly roles: readonly HeldRole[]
}

/** Whether somebody holds that role at all, or, with ids, for one of these (a region's, an organisation's …). */
export const holds = (actor: Actor, role: Role, ids?: readonly string[]): boolean =>
  actor.roles.some(
    held =>
      held.role === role &&
      (ids === undefined || held.scope.kind === 'operator' || ids.includes(held.scope.id)),
  )

/** The ids of the scopes somebody holds a role for: of a DoS Lead, the regions. */
export const scopesOf = (actor: Actor, role: Role): readonly string[] =>
  actor.roles.flatMap(held => (held.role === role && held.scope.kind !== 'operator' ? [held.scope.id] : []))
