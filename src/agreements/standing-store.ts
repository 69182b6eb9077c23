import type { Query } from '../database/index.ts'
import type { PermissionFacts } from '../policy/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import { readForm } from './applications/form.ts'
import { readAgreements } from './read-store.ts'
import type { ConnectionStanding } from './standing.ts'

/** How far a connection has come on the way to being used, at `now`. */
export async function standingOf(
  query: Query,
  connectionId: string,
  now: EpochMillis,
): Promise<ConnectionStanding> {
  const all = await readAgreements(query, [connectionId])
  const found = all.find(
    ({ facts }) =>
      facts.status === 'in-force' && facts.from <= now && (facts.until === null || now < facts.until),
  )
  if (!found) return { agreement: null, publication: 'open', publicDisplay: false }
  const { facts, issued, accepted } = found
  const permissions = (facts.permissions ?? []).filter(one => one.from <= now && now < one.until)
  const withheld = permissions.some(one => one.type === 'publication-opt-out')
  return {
    agreement: {
      id: facts.id,
      audience: facts.audience,
      issuedAt: issued?.at ?? null,
      acceptedVersion: facts.policyVersion,
      acceptedAt: accepted?.at ?? null,
      purposes: facts.purposes,
      useCase: facts.useCase,
    },
    // The wish not to be listed alone settles nothing: it takes the permission (AUP25-61).
    publication: withheld
      ? 'withhold'
      : (await mayPublish(query, facts.id, connectionId))
        ? 'publish'
        : 'open',
    publicDisplay: permissions.some(one => displays(one, now)),
  }
}

/** In force in some region at least, with a safety case in date. */
const displays = (permission: PermissionFacts, now: EpochMillis): boolean =>
  permission.type === 'public-display' &&
  now < permission.safetyCaseUntil &&
  permission.grants.some(grant => grant.from <= now && now < grant.until)

/** By the wish of its application; or, where there never was one, as it is listed already. */
async function mayPublish(query: Query, agreementId: string, connectionId: string): Promise<boolean> {
  const [row] = await query<{ form: unknown }>(
    `select x.form from agreements.application x join agreements.agreement a on a.application_id = x.id
     where a.id = $1`,
    [agreementId],
  )
  if (row) return readForm(row.form).publication === 'publish'
  const [newest] = await query<{ listed: boolean }>(
    'select after is not null as listed from agreements.listing where connection_id = $1 order by id desc limit 1',
    [connectionId],
  )
  return newest?.listed === true
}
