import type { Database, Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { recordAct, schedule, type Unmet, unschedule } from '../workflow/index.ts'
import { type HoldersOf, tell } from './account-notices.ts'
import {
  type AccountMove,
  type AccountStep,
  type StoredAccount,
  takeStep,
  withAccount,
} from './step-store.ts'
import { restrictionsOpen } from './suspension-store.ts'

/** In which respects an account is narrowed (AUP25-41); null: in that one it is not. */
export type Limits = {
  readonly regions: readonly string[] | null
  readonly typeIds: readonly number[] | null
  readonly resultsMax: number | null
  /** Both, or neither. */
  readonly perMinute: number | null
  readonly perDay: number | null
  readonly audience: 'public' | null
  /** Days 1 Monday to 7 Sunday; minutes since midnight, `fromMinute` ≤ t < `untilMinute`, Europe/London. */
  readonly hours: {
    readonly days: readonly number[]
    readonly fromMinute: number
    readonly untilMinute: number
  } | null
}

export type Restriction = Limits & {
  readonly id: string
  readonly accountId: string
  readonly reason: string
  readonly from: EpochMillis
  readonly until: EpochMillis | null
  readonly reviewBy: EpochMillis
  readonly imposedAs: 'operator' | 'employer'
}

export type NewRestriction = Limits & {
  readonly id: string
  readonly until: EpochMillis | null
  readonly reviewBy: EpochMillis
}

type Row = {
  readonly id: string
  readonly account_id: string
  readonly regions: readonly string[] | null
  readonly type_ids: readonly number[] | null
  readonly results_max: number | null
  readonly per_minute: number | null
  readonly per_day: number | null
  readonly audience: 'public' | null
  readonly hours: Limits['hours']
  readonly reason: string
  readonly held_from: Date
  readonly held_until: Date | null
  readonly review_by: Date
  readonly imposed_as: Restriction['imposedAs']
}

const restrictionOf = (row: Row): Restriction => ({
  id: row.id,
  accountId: row.account_id,
  regions: row.regions,
  typeIds: row.type_ids,
  resultsMax: row.results_max,
  perMinute: row.per_minute,
  perDay: row.per_day,
  audience: row.audience,
  hours: row.hours,
  reason: row.reason,
  from: row.held_from.getTime(),
  until: row.held_until?.getTime() ?? null,
  reviewBy: row.review_by.getTime(),
  imposedAs: row.imposed_as,
})

/** The restrictions of an account that have not been lifted, oldest first. */
export async function readRestrictions(query: Query, accountId: string): Promise<Restriction[]> {
  const rows = await query<Row>(
    'select * from accounts.restriction where account_id = $1 and lifted_at is null order by held_from, id',
    [accountId],
  )
  return rows.map(restrictionOf)
}

/** One that has not been lifted. */
export async function readRestriction(query: Query, id: string): Promise<Restriction | undefined> {
  const [row] = await query<Row>('select * from accounts.restriction where id = $1 and lifted_at is null', [
    id,
  ])
  return row && restrictionOf(row)
}

/** The ids of every restriction an account ever had. */
export const restrictionIds = async (query: Query, accountId: string): Promise<string[]> =>
  (
    await query<{ id: string }>('select id from accounts.restriction where account_id = $1 order by id', [
      accountId,
    ])
  ).map(({ id }) => id)

/**
 * Narrows what an account may ask, at once and beside what narrows it already. The account is `restricted` for as long
 * as any restriction of it stands.
 */
export const restrictAccount = (
  database: Database,
  accountId: string,
  restriction: NewRestriction,
  by: Restriction['imposedAs'],
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<AccountMove> =>
  withAccount(database, accountId, async (query, account): Promise<AccountStep> => {
    const { id, until, reviewBy, ...limits } = restriction
    const facts = { kind: account.kind, by, limits: countOf(limits), now: deed.at, reviewBy, until }
    const step = await takeStep(query, account, 'restrict', facts, deed, { after: { restriction: id } })
    if (step.outcome !== 'moved') return step
    await insertRestriction(query, accountId, restriction, by, deed)
    await recordAct(query, 'restriction', id, 'create', deed, null, { accountId, by, ...restriction })
    await schedule(query, 'restriction', id, 'review', reviewBy)
    if (until !== null) await schedule(query, 'restriction', id, 'end', until)
    await tell(query, holdersOf, account, 'account-restricted', `Reason: ${deed.why}`, deed.at)
    return step
  })

/** In how many respects something is narrowed. */
const countOf = (limits: Limits): number => Object.values(limits).filter(limit => limit !== null).length

async function insertRestriction(
  query: Query,
  accountId: string,
  restriction: NewRestriction,
  by: Restriction['imposedAs'],
  deed: Deed,
): Promise<void> {
  await query(
    `insert into accounts.restriction (id, account_id, regions, type_ids, results_max, per_minute, per_day, audience,
       hours, reason, held_from, held_until, review_by, imposed_as)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11, $12, $13, $14)`,
    [
      restriction.id,
      accountId,
      restriction.regions,
      restriction.typeIds,
      restriction.resultsMax,
      restriction.perMinute,
      restriction.perDay,
      restriction.audience,
      restriction.hours === null ? null : JSON.stringify(restriction.hours),
      deed.why,
      new Date(deed.at),
      restriction.until === null ? null : new Date(restriction.until),
      new Date(restriction.reviewBy),
      by,
    ],
  )
}

export type Lifted =
  | AccountMove
  | { readonly outcome: 'no-such-restriction' }
  | { readonly outcome: 'unmet'; readonly unmet: readonly Unmet[] }

/**
 * Ends a restriction of an account, which with the last of them is active again. What the operator imposed is the
 * operator's to lift, what an employer imposed the employer's; `end` is the calendar's.
 */
export const liftRestriction = (
  database: Database,
  restriction: Pick<Restriction, 'id' | 'accountId'>,
  by: Restriction['imposedAs'] | 'end',
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<Lifted> =>
  withAccount(database, restriction.accountId, async (query, account): Promise<Lifted> => {
    const found = await readRestriction(query, restriction.id)
    if (found?.accountId !== account.id) return { outcome: 'no-such-restriction' }
    if (by !== 'end' && by !== found.imposedAs) return { outcome: 'unmet', unmet: [notTheirs(found)] }
    await query('update accounts.restriction set lifted_at = $2 where id = $1', [found.id, new Date(deed.at)])
    await unschedule(query, 'restriction', found.id)
    await recordAct(query, 'restriction', found.id, 'lift', deed, { from: found.from }, { lifted: deed.at })
    await tell(query, holdersOf, account, 'restriction-lifted', `Reason: ${deed.why}`, deed.at)
    return afterLifting(query, account, found, deed)
  })

const notTheirs = ({ imposedAs }: Restriction): Unmet => ({
  what: `The ${imposedAs} imposed it, and lifts it.`,
  clauses: ['AUP25-41', 'AUP25-18'],
  whoCanFix:
    imposedAs === 'operator'
      ? 'the decision owner of the operator'
      : 'the administrator of the End User Organisation',
})

/** Only a restricted account moves, and only with the last restriction. */
async function afterLifting(
  query: Query,
  account: StoredAccount,
  { id }: Restriction,
  deed: Deed,
): Promise<AccountStep> {
  const othersOpen = await restrictionsOpen(query, account.id)
  if (account.status !== 'restricted' || othersOpen > 0) {
    return { outcome: 'moved', from: account.status, to: account.status, clauses: ['AUP25-41'] }
  }
  const step = await takeStep(query, account, 'lift', { othersOpen }, deed, { after: { restriction: id } })
  if (step.outcome !== 'moved') throw new Error(`The account ${account.id} cannot be lifted.`)
  return step
}
