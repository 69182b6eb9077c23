import type { Database } from '../database/index.ts'
import type { Clock, EpochMillis } from '../vocabulary/index.ts'

/** What the provider keeps: JSON, with a few members it also looks things up by. */
export type OidcPayload = Record<string, unknown>

/** The seven methods the OAuth provider asks of its storage, for one of its models. */
export type OidcRecords = {
  readonly upsert: (id: string, payload: OidcPayload, expiresInSeconds?: number) => Promise<void>
  readonly find: (id: string) => Promise<OidcPayload | undefined>
  readonly findByUserCode: (userCode: string) => Promise<OidcPayload | undefined>
  readonly findByUid: (uid: string) => Promise<OidcPayload | undefined>
  readonly consume: (id: string) => Promise<void>
  readonly destroy: (id: string) => Promise<void>
  readonly revokeByGrantId: (grantId: string) => Promise<void>
}

/** The model in which the provider notes assertions that were used. */
export const USED_ASSERTION = 'ReplayDetection'
/** A record consumed twice, or an assertion used twice: exactly one of several at once does not meet this. */
export class AlreadyUsed extends Error {
  override readonly name = 'AlreadyUsed'
}

/** Expired records stay this long, so that nodes whose clocks differ do not sweep away what another still needs. */
const KEPT_AFTER_EXPIRY_MILLIS = 600_000
const SWEEP_EVERY_WRITES = 200
const SWEEP_ROWS = 1000

const WRITE = `
  insert into accounts.oidc_record (model, id, payload, grant_id, user_code, uid, expires_at)
  values ($1, $2, $3::jsonb, $4, $5, $6, $7)
  on conflict (model, id) do update set payload = excluded.payload, grant_id = excluded.grant_id,
    user_code = excluded.user_code, uid = excluded.uid, expires_at = excluded.expires_at
  returning id`
/**
 * An assertion counts once: its row is only taken over when it has expired. One statement, so that of any number
 * at once, on any number of nodes, one wins.
 */
const WRITE_ONCE = WRITE.replace('returning id', 'where oidc_record.expires_at <= $8 returning id')

type Found = { readonly payload: OidcPayload; readonly consumed_at: Date | null }

/**
 * The provider's storage in the database, shared by all nodes.
 * @returns for the name of a model, its records
 */
export function openOidcStore(database: Database, clock: Clock): (model: string) => OidcRecords {
  let writes = 0
  const sweepNowAndThen = async (): Promise<void> => {
    writes += 1
    if (writes % SWEEP_EVERY_WRITES === 0) await sweepOidcRecords(database, clock.now())
  }
  return model => recordsOf(database, clock, model, sweepNowAndThen)
}

function recordsOf(
  database: Database,
  clock: Clock,
  model: string,
  afterWrite: () => Promise<void>,
): OidcRecords {
  const { query } = database
  const findBy = async (
    column: 'id' | 'user_code' | 'uid',
    value: string,
  ): Promise<OidcPayload | undefined> => {
    const [row] = await query<Found>(
      `select payload, consumed_at from accounts.oidc_record
       where model = $1 and ${column} = $2 and (expires_at is null or expires_at > $3)`,
      [model, value, new Date(clock.now())],
    )
    if (!row) return undefined
    if (row.consumed_at === null) return row.payload
    return { ...row.payload, consumed: Math.floor(row.consumed_at.getTime() / 1000) }
  }
  return {
    upsert: async (id, payload, expiresInSeconds) => {
      const now = clock.now()
      const expiresAt = expiresInSeconds === undefined ? null : new Date(now + expiresInSeconds * 1000)
      const values = [
        model,
        id,
        JSON.stringify(payload),
        textOf(payload, 'grantId'),
        textOf(payload, 'userCode'),
        textOf(payload, 'uid'),
        expiresAt,
      ]
      const written =
        model === USED_ASSERTION
          ? await query(WRITE_ONCE, [...values, new Date(now)])
          : await query(WRITE, values)
      if (written.length === 0) throw new AlreadyUsed('This assertion has been used before.')
      await afterWrite()
    },
    // The write decides whether an assertion is new. Looking first would cost a question and decide nothing.
    find: async id => (model === USED_ASSERTION ? undefined : findBy('id', id)),
    findByUserCode: userCode => findBy('user_code', userCode),
    findByUid: uid => findBy('uid', uid),
    consume: async id => {
      const consumed = await query(
        `update accounts.oidc_record set consumed_at = $3
         where model = $1 and id = $2 and consumed_at is null returning id`,
        [model, id, new Date(clock.now())],
      )
      if (consumed.length === 0) throw new AlreadyUsed(`This ${model} has been consumed before.`)
    },
    destroy: async id => {
      await query('delete from accounts.oidc_record where model = $1 and id = $2', [model, id])
    },
    revokeByGrantId: async grantId => {
      await query('delete from accounts.oidc_record where model = $1 and grant_id = $2', [model, grantId])
    },
  }
}

/** Deletes what has long expired, a bounded number. Answers how many. */
export async function sweepOidcRecords(database: Database, now: EpochMillis): Promise<number> {
  const gone = await database.query(
    `delete from accounts.oidc_record where (model, id) in (
       select model, id from accounts.oidc_record where expires_at < $1 order by expires_at limit $2
     ) returning id`,
    [new Date(now - KEPT_AFTER_EXPIRY_MILLIS), SWEEP_ROWS],
  )
  return gone.length
}

function textOf(payload: OidcPayload, member: string): string | null {
  const value = payload[member]
  return typeof value === 'string' ? value : null
}
