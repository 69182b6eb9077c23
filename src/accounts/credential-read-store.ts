import type { Query } from '../database/index.ts'
import type { AccountStatus, Environment } from '../policy/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import type { PublicJwk } from './public-key.ts'
import { type AccountKind, FINAL_STATUSES } from './records.ts'

/** Of a public key, what its holder may be shown. There is no private part anywhere in the register. */
export type CredentialRecord = {
  readonly kid: string
  readonly kty: PublicJwk['kty']
  /** RFC 7638, base64url. */
  readonly thumbprint: string
  readonly source: 'upload' | 'url'
  readonly from: EpochMillis
  readonly until: EpochMillis | null
  readonly revokedAt: EpochMillis | null
}

/** The keys of an account, the newest first; those that are over among them. */
export async function readCredentials(
  query: Query,
  accountId: string,
  limit: number,
): Promise<CredentialRecord[]> {
  const rows = await query<CredentialRow>(
    `select kid, jwk ->> 'kty' as kty, thumbprint, source, valid_from, valid_until, revoked_at
     from accounts.credential where account_id = $1 order by valid_from desc, kid limit $2`,
    [accountId, limit],
  )
  return rows.map(({ valid_from, valid_until, revoked_at, ...rest }) => ({
    ...rest,
    from: valid_from.getTime(),
    until: valid_until?.getTime() ?? null,
    revokedAt: revoked_at?.getTime() ?? null,
  }))
}

type CredentialRow = Omit<CredentialRecord, 'from' | 'until' | 'revokedAt'> & {
  readonly valid_from: Date
  readonly valid_until: Date | null
  readonly revoked_at: Date | null
}

/** Who stands behind the keys of an account, for judging who may manage them. */
export type KeyHolder = {
  readonly id: string
  readonly kind: AccountKind
  readonly status: AccountStatus
  readonly environment: Environment
  /** Null for the client of a product. */
  readonly odsCode: string | null
  readonly productId: string
  readonly supplierId: string
}

export async function readKeyHolder(query: Query, accountId: string): Promise<KeyHolder | undefined> {
  const [row] = await query<KeyHolder>(
    `select a.id, a.kind, a.status, coalesce(c.environment, a.environment) as environment, c.ods_code as "odsCode",
            p.id as "productId", p.supplier_id as "supplierId"
     from accounts.account a
     left join accounts.connection c on c.id = a.connection_id
     join accounts.product p on p.id = coalesce(c.product_id, a.product_id)
     where a.id = $1`,
    [accountId],
  )
  return row
}

/**
 * How many keys that hold at `now` an organisation's web service account can be asked for with: its own, and those of
 * the client of its product, which asks for it (AUP25-02).
 * @param since only those that hold from then on, or later
 */
export async function keysServing(
  query: Query,
  accountId: string,
  now: EpochMillis,
  since: EpochMillis | null = null,
): Promise<number> {
  const [row] = await query<{ held: number }>(
    `select count(*)::int as held from accounts.credential k
     where k.revoked_at is null and k.valid_from <= $2 and (k.valid_until is null or k.valid_until > $2)
       and ($4::timestamptz is null or k.valid_from >= $4)
       and (k.account_id = $1 or k.account_id in (
         select client.id from accounts.account a
         join accounts.connection c on c.id = a.connection_id
         join accounts.account client on client.kind = 'product' and client.product_id = c.product_id
           and client.environment = c.environment and client.status <> all($3::text[])
         where a.id = $1 and a.kind = 'web-service'))`,
    [accountId, new Date(now), FINAL_STATUSES, since === null ? null : new Date(since)],
  )
  return row?.held ?? 0
}
