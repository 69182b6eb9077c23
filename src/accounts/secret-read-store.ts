import type { Query } from '../database/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import type { SecretHash } from './secret-hash.ts'
import type { SecretHolder } from './secrets.ts'

/** One that was not revoked, as memory holds it. */
export type SecretRow = SecretHash & {
  readonly id: string
  readonly accountId: string
  readonly from: EpochMillis
  readonly until: EpochMillis
  readonly holder: SecretHolder
}

/** Of a secret, what its holder may be shown: all but what it is. */
export type SecretRecord = SecretHolder & {
  readonly id: string
  readonly from: EpochMillis
  readonly until: EpochMillis
  readonly revokedAt: EpochMillis | null
}

type Stored = SecretHolder &
  SecretHash & {
    readonly id: string
    readonly valid_from: Date
    readonly valid_until: Date
    readonly revoked_at: Date | null
  }

const COLUMNS = `s.id, s.account_id as "accountId", u.username, s.kind, s.interfaces, s.purpose, s.salt, s.hash,
  s.valid_from, s.valid_until, s.revoked_at`

const holderOf = ({ accountId, username, kind, interfaces, purpose }: Stored): SecretHolder => ({
  accountId,
  username,
  kind,
  interfaces: Object.freeze([...interfaces]),
  purpose,
})

/** The secrets of these accounts, or of all, that were not revoked; what is over or to come among them. */
export async function readLiveSecrets(
  query: Query,
  accountIds: readonly string[] | null,
): Promise<SecretRow[]> {
  const rows = await query<Stored>(
    `select ${COLUMNS} from accounts.secret s join accounts.username u on u.account_id = s.account_id
     where s.revoked_at is null and ($1::text[] is null or s.account_id = any($1::text[]))
     order by s.valid_from desc, s.id`,
    [accountIds],
  )
  return rows.map(row => ({
    id: row.id,
    accountId: row.accountId,
    salt: row.salt,
    hash: row.hash,
    from: row.valid_from.getTime(),
    until: row.valid_until.getTime(),
    holder: Object.freeze(holderOf(row)),
  }))
}

/** The secrets of an account, the newest first; those that are over or revoked among them. */
export async function readSecrets(query: Query, accountId: string, limit: number): Promise<SecretRecord[]> {
  const rows = await query<Stored>(
    `select ${COLUMNS} from accounts.secret s join accounts.username u on u.account_id = s.account_id
     where s.account_id = $1 order by s.valid_from desc, s.id desc limit $2`,
    [accountId, limit],
  )
  return rows.map(row => ({
    ...holderOf(row),
    id: row.id,
    from: row.valid_from.getTime(),
    until: row.valid_until.getTime(),
    revokedAt: row.revoked_at?.getTime() ?? null,
  }))
}
