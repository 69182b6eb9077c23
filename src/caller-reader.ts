import type { AccountFacts, AccountRegistry, Regions } from './accounts/index.ts'
import type { Agreements } from './agreements/index.ts'
import type { AgreementFacts, CallerFacts, PermissionFacts, RestrictionFacts } from './policy/index.ts'
import type { Clock } from './vocabulary/index.ts'

/**
 * Everything known of who asks: of a client, in the name of the organisation the request names, through the account of
 * a person where there is one.
 * @param namedOds null: the request names none
 * @param personId null: nobody signed in
 * @param role in which that person asks, as chosen at sign-in
 */
export type CallerReader = (
  clientId: string,
  namedOds?: string | null,
  personId?: string | null,
  role?: string | null,
) => CallerFacts | undefined

type Kept = {
  readonly agreement: AgreementFacts | null
  readonly mergers: number
  readonly caller: CallerFacts
}

/**
 * Account and agreement as one set of facts, the same object for as long as neither changes and no merger of regions
 * takes effect. What either says of a region it says of all that region has become or taken in.
 */
export function callerReader(
  registry: Pick<AccountRegistry, 'find' | 'findIndividual'>,
  agreements: Pick<Agreements, 'agreementFor'>,
  regions: Pick<Regions, 'covering' | 'mergersInEffect' | 'map'>,
  clock: Clock,
): CallerReader {
  const kept = new WeakMap<AccountFacts, Kept>()
  return (clientId, namedOds = null, personId = null, role = null) => {
    const facts =
      personId === null
        ? registry.find(clientId, namedOds)
        : registry.findIndividual(clientId, personId, role, namedOds)
    if (!facts) return undefined
    const now = clock.now()
    const agreement = agreements.agreementFor(facts.connection.id, now)
    const mergers = regions.mergersInEffect(now)
    const known = kept.get(facts)
    if (known && known.agreement === agreement && known.mergers === mergers) return known.caller
    const caller =
      mergers === 0
        ? { ...withoutParts(facts), agreement }
        : covered(facts, agreement, {
            covering: ids => regions.covering(ids, now),
            reach: ids => [...regions.map().reach(ids, now)].sort(),
          })
    kept.set(facts, { agreement, mergers, caller })
    return caller
  }
}

type Covering = (ids: readonly string[]) => readonly string[]
type Mergers = { readonly covering: Covering; readonly reach: Covering }

function covered(facts: AccountFacts, agreement: AgreementFacts | null, mergers: Mergers): CallerFacts {
  const { account, regionParts } = facts
  const { covering } = mergers
  const { regionIds, restrictions } = account
  return {
    ...withoutParts(facts),
    account: {
      ...account,
      ...(regionIds === undefined ? {} : { regionIds: common((regionParts ?? [regionIds]).map(covering)) }),
      ...(restrictions === undefined
        ? {}
        : { restrictions: restrictions.map(one => coveredRestriction(one, covering)) }),
    },
    agreement: agreement && coveredAgreement(agreement, mergers),
  }
}

function withoutParts({ regionParts: _, ...facts }: AccountFacts): Omit<AccountFacts, 'regionParts'> {
  return facts
}

/** What is in each of the lists. */
const common = ([first = [], ...others]: readonly (readonly string[])[]): readonly string[] =>
  first.filter(id => others.every(ids => ids.includes(id)))

const coveredRestriction = (restriction: RestrictionFacts, covering: Covering): RestrictionFacts =>
  restriction.regions === null ? restriction : { ...restriction, regions: covering(restriction.regions) }

function coveredAgreement(agreement: AgreementFacts, { covering, reach }: Mergers): AgreementFacts {
  const { regions, permissions } = agreement
  return {
    ...agreement,
    regions: regions === 'national' ? regions : covering(regions),
    ...(permissions === undefined
      ? {}
      : { permissions: permissions.map(one => coveredPermission(one, reach)) }),
  }
}

/** What one lead granted for one patch opens no other lead's services; that grants are inherited is written down. */
const coveredPermission = (permission: PermissionFacts, reach: Covering): PermissionFacts =>
  permission.type === 'public-display'
    ? {
        ...permission,
        grants: permission.grants.map(grant => ({ ...grant, regionIds: reach(grant.regionIds) })),
      }
    : permission
