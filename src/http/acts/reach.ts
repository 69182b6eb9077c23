import { type Actor, holds, ROLE_NAMES, ROLES, type Role, scopesOf } from '../../vocabulary/index.ts'
import type { ActContext } from './act.ts'

/** Roles of the operator, who sees everything. */
export const OPERATOR: readonly Role[] = ROLE_NAMES.filter(role => ROLES[role].scope === 'operator')
/** Those who speak for an End User Organisation, and see what is that organisation's. */
export const EUO: readonly Role[] = ['euo-admin', 'euo-signatory', 'clinical-safety-officer']

/** How far somebody sees into the register; null: all of it. */
export type Reach = {
  readonly odsCodes: readonly string[]
  readonly supplierIds: readonly string[]
} | null

export const reachOf = (actor: Actor): Reach =>
  OPERATOR.some(role => holds(actor, role))
    ? null
    : {
        odsCodes: EUO.flatMap(role => scopesOf(actor, role)),
        supplierIds: scopesOf(actor, 'supplier-admin'),
      }

export const reachesOrganisation = (reach: Reach, odsCode: string | null): boolean =>
  reach === null || (odsCode !== null && reach.odsCodes.includes(odsCode))

export const reachesSupplier = (reach: Reach, supplierId: string): boolean =>
  reach === null || reach.supplierIds.includes(supplierId)

/**
 * In which of their roles somebody manages something of an organisation and of a supplier's product; undefined when it
 * is not theirs to manage.
 */
export function manages(
  { actor }: Pick<ActContext<unknown, unknown, unknown>, 'actor'>,
  of: { readonly odsCode?: string | null; readonly supplierId?: string },
): 'access-manager' | 'euo-admin' | 'supplier-admin' | undefined {
  if (holds(actor, 'access-manager')) return 'access-manager'
  if (of.odsCode && holds(actor, 'euo-admin', [of.odsCode])) return 'euo-admin'
  if (of.supplierId !== undefined && holds(actor, 'supplier-admin', [of.supplierId])) return 'supplier-admin'
  return undefined
}
