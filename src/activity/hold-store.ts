import type { Database, Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'

/** What an inquiry needs kept (AUP25-51). */
export type HoldDraft = {
  /** Whose entries: an account's, an organisation's (ODS code); both null: everybody's. At most one is given. */
  readonly account: string | null
  readonly organisation: string | null
  readonly from: EpochMillis
  /** Null: also what is still to come. */
  readonly until: EpochMillis | null
  readonly reference: string
}

export type Hold = HoldDraft & {
  readonly id: string
  readonly placedBy: string
  readonly placedAt: EpochMillis
  readonly releasedBy: string | null
  readonly releasedAt: EpochMillis | null
}

type HoldRow = {
  readonly id: string
  readonly account: string | null
  readonly organisation: string | null
  readonly from_at: Date
  readonly until_at: Date | null
  readonly reference: string
  readonly placed_by: string
  readonly placed_at: Date
  readonly released_by: string | null
  readonly released_at: Date | null
}

const COLUMNS =
  'id, account, organisation, from_at, until_at, reference, placed_by, placed_at, released_by, released_at'

const holdOf = (row: HoldRow): Hold => ({
  id: row.id,
  account: row.account,
  organisation: row.organisation,
  from: row.from_at.getTime(),
  until: row.until_at?.getTime() ?? null,
  reference: row.reference,
  placedBy: row.placed_by,
  placedAt: row.placed_at.getTime(),
  releasedBy: row.released_by,
  releasedAt: row.released_at?.getTime() ?? null,
})

/** Called in the transaction that records the act. */
export async function insertHold(query: Query, id: string, hold: HoldDraft, deed: Deed): Promise<void> {
  await query(
    `insert into activity.hold (id, account, organisation, from_at, until_at, reference, placed_by, placed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      id,
      hold.account,
      hold.organisation,
      new Date(hold.from),
      hold.until === null ? null : new Date(hold.until),
      hold.reference,
      deed.who,
      new Date(deed.at),
    ],
  )
}

/** Holds the row until the transaction ends, so that two do not release it at once; undefined: there is none such. */
export async function holdForChange(query: Query, id: string): Promise<Hold | undefined> {
  const [row] = await query<HoldRow>(`select ${COLUMNS} from activity.hold where id = $1 for update`, [id])
  return row && holdOf(row)
}

export async function endHold(query: Query, id: string, deed: Deed): Promise<void> {
  await query('update activity.hold set released_by = $2, released_at = $3 where id = $1', [
    id,
    deed.who,
    new Date(deed.at),
  ])
}

/** Holds, the newest first, from behind `after` on. @param standing only those not released */
export async function readHolds(
  query: Query,
  {
    standing,
    after,
    limit,
  }: { readonly standing: boolean; readonly after: string | null; readonly limit: number },
): Promise<Hold[]> {
  const rows = await query<HoldRow>(
    `select ${COLUMNS} from activity.hold
     where (not $1::boolean or released_at is null) and ($2::text is null or id < $2)
     order by id desc limit $3`,
    [standing, after, limit],
  )
  return rows.map(holdOf)
}

/**
 * Whether a standing hold covers anything of that stretch, whoever's. Retention works by whole months, so a hold on one
 * account keeps the months it reaches for everybody.
 */
export async function isHeld(
  { query }: Pick<Database, 'query'>,
  from: EpochMillis,
  until: EpochMillis,
): Promise<boolean> {
  const [row] = await query<{ held: boolean }>(
    `select exists (
       select 1 from activity.hold
       where released_at is null and from_at < $2 and (until_at is null or until_at > $1)) as held`,
    [new Date(from), new Date(until)],
  )
  return row?.held ?? false
}
