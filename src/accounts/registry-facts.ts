import type { CallerFacts, RestrictionFacts } from '../policy/index.ts'
import type { RegistryRow, RestrictionRow } from './registry-store.ts'

/** The account's half of CallerFacts; its agreement is the other. */
export type AccountFacts = Omit<CallerFacts, 'agreement'> & {
  /**
   * Where more than one said in which regions it may ask, the regions of each: `account.regionIds` is what they have
   * in common by name, which leaves out what a merger has since made one.
   */
  readonly regionParts?: readonly (readonly string[])[]
}

/** One row of the register as policy sees it. */
export function factsOf(row: RegistryRow): AccountFacts {
  return Object.freeze({
    account: Object.freeze({
      id: row.id,
      name: row.name,
      // The client of a product stands for the organisations' own web service accounts.
      kind: row.kind === 'individual' ? row.kind : 'web-service',
      status: row.status,
      ...withRegions(regionsOf(row)),
      ...withRestrictions(row.restrictions.map(restrictionOf)),
    }),
    organisation: organisationOf(row),
    product: Object.freeze({
      id: row.product_id,
      name: row.product_name,
      status: row.product_status,
      version: row.product_version,
    }),
    connection: Object.freeze({
      id: row.kind === 'product' ? '' : row.connection_id,
      environment: row.environment,
    }),
    ...(row.maintains.length === 0 ? {} : { maintains: Object.freeze([...row.maintains]) }),
    referralRoleIds: row.referral_role_ids === null ? null : Object.freeze([...row.referral_role_ids]),
  })
}

/**
 * The facts of an account that is asked for, or asks, through a client: narrowed as the client is as well. Else the
 * way round a restriction would be to name another organisation, or to ask as a person. The same object when the
 * client narrows nothing.
 */
export function narrowed(facts: AccountFacts, client: AccountFacts): AccountFacts {
  const { account } = facts
  const { status, regionIds, restrictions = [] } = client.account
  const restricts = status === 'restricted' && account.status === 'active'
  const plain = restrictions.length === 0 && regionIds === undefined && client.referralRoleIds === null
  if (plain && !restricts) return facts
  return Object.freeze({
    ...facts,
    account: Object.freeze({
      ...account,
      status: restricts ? 'restricted' : account.status,
      ...withRegions(both(account.regionIds ?? null, regionIds ?? null)),
      ...withRestrictions([...(account.restrictions ?? []), ...restrictions]),
    }),
    referralRoleIds: both(facts.referralRoleIds, client.referralRoleIds),
    ...withParts([...partsOf(facts), ...partsOf(client)]),
  })
}

const partsOf = ({ account: { regionIds }, regionParts }: AccountFacts): readonly (readonly string[])[] =>
  regionParts ?? (regionIds === undefined ? [] : [regionIds])

const withParts = (parts: readonly (readonly string[])[]) =>
  parts.length < 2 ? {} : { regionParts: Object.freeze(parts) }

function organisationOf(row: RegistryRow): AccountFacts['organisation'] {
  if (row.kind === 'product') return Object.freeze({ odsCode: '', name: '', status: 'not-named' })
  // A connection on hold stops its one organisation as if that were suspended, whatever else is said of it.
  const onHold = row.organisation_status === 'active' && row.connection_status !== 'open'
  return Object.freeze({
    odsCode: row.ods_code,
    name: row.organisation_name,
    status: onHold ? 'suspended' : row.organisation_status,
  })
}

/** Individuals are authorised region by region (AUP25-06); a web service account is narrowed only if somebody did (D1). */
function regionsOf(row: RegistryRow): readonly string[] | null {
  if (row.kind === 'individual') return row.authorised_regions
  if (row.region_ids !== null) return row.region_ids
  return row.authorised_regions.length > 0 ? row.authorised_regions : null
}

const restrictionOf = ({ perMinute, perDay, ...row }: RestrictionRow): RestrictionFacts =>
  Object.freeze({
    ...row,
    volume: perMinute === null || perDay === null ? null : Object.freeze({ perMinute, perDay }),
  })

const withRegions = (regionIds: readonly string[] | null) =>
  regionIds === null ? {} : { regionIds: Object.freeze([...regionIds]) }

const withRestrictions = (restrictions: readonly RestrictionFacts[]) =>
  restrictions.length === 0 ? {} : { restrictions: Object.freeze(restrictions) }

/** What both allow; null allows everything. */
function both<T>(one: readonly T[] | null, other: readonly T[] | null): readonly T[] | null {
  if (one === null || other === null) return one ?? other
  return Object.freeze(one.filter(value => other.includes(value)))
}
