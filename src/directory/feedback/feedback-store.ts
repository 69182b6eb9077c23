import type { Query } from '../../database/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import { BELOW, type EditReach, reachValues } from '../editing/reach-store.ts'
import { type FeedbackState, OPEN_FEEDBACK } from './feedback-machine.ts'

/** What a report says: that a service was not taken up and why, or what is wrong in its entry. */
export type FeedbackContent =
  | { readonly kind: 'reject'; readonly reason: number; readonly text: string | null }
  | { readonly kind: 'error'; readonly member: string; readonly text: string }

/** A report about an entry. Reporters are told apart by organisation; the account is for the reporter's own eyes. */
export type Feedback = {
  readonly id: string
  readonly serviceId: number
  readonly typeId: number
  readonly regionId: string | null
  readonly account: string
  readonly organisation: string
  readonly content: FeedbackContent
  /** The decision to give the answer that it is about, as the reporter named it. */
  readonly decisionId: string | null
  readonly state: FeedbackState
  readonly receivedAt: EpochMillis
  readonly takenUp: { readonly at: EpochMillis; readonly by: string } | null
  /** What was done, or why nothing; `version` of the entry that put it right. */
  readonly closed: {
    readonly at: EpochMillis
    readonly by: string
    readonly answer: string
    readonly version: number | null
  } | null
}

type Row = {
  readonly id: string
  readonly service_id: number
  readonly type_id: number
  readonly region_id: string | null
  readonly account: string
  readonly organisation: string
  readonly kind: 'reject' | 'error'
  readonly reason: number | null
  readonly member: string | null
  readonly text: string | null
  readonly decision: string | null
  readonly state: FeedbackState
  readonly received_at: Date
  readonly taken_up_at: Date | null
  readonly taken_up_by: string | null
  readonly closed_at: Date | null
  readonly closed_by: string | null
  readonly answer: string | null
  readonly put_right: number | null
}

const COLUMNS = `id, service_id, type_id, region_id, account, organisation, kind, reason, member, text, decision, state,
  received_at, taken_up_at, taken_up_by, closed_at, closed_by, answer, put_right`

/** Writes a report as it now is: a new one, or one that this transaction holds. */
export async function putFeedback(query: Query, report: Feedback): Promise<void> {
  const { content, takenUp, closed } = report
  await query(
    `insert into directory.feedback (${COLUMNS})
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::uuid, $12, $13, $14, $15, $16, $17, $18, $19)
     on conflict (id) do update set state = excluded.state, taken_up_at = excluded.taken_up_at,
       taken_up_by = excluded.taken_up_by, closed_at = excluded.closed_at, closed_by = excluded.closed_by,
       answer = excluded.answer, put_right = excluded.put_right`,
    [
      report.id,
      report.serviceId,
      report.typeId,
      report.regionId,
      report.account,
      report.organisation,
      content.kind,
      content.kind === 'reject' ? content.reason : null,
      content.kind === 'error' ? content.member : null,
      content.text,
      report.decisionId,
      report.state,
      new Date(report.receivedAt),
      takenUp && new Date(takenUp.at),
      takenUp?.by ?? null,
      closed && new Date(closed.at),
      closed?.by ?? null,
      closed?.answer ?? null,
      closed?.version ?? null,
    ],
  )
}

/** One report, held for the length of the transaction when `hold` is set. */
export async function readFeedback(query: Query, id: string, hold = false): Promise<Feedback | undefined> {
  const [row] = await query<Row>(
    `select ${COLUMNS} from directory.feedback where id = $1 ${hold ? 'for update' : ''}`,
    [id],
  )
  return row && feedbackOf(row)
}

/** Reports of one account, the newest first. */
export async function listFeedbackOf(
  query: Query,
  account: string,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<Feedback[]> {
  const rows = await query<Row>(
    `select ${COLUMNS} from directory.feedback
     where account = $1 and ($2::text is null or id < $2) order by id desc limit $3`,
    [account, after, limit],
  )
  return rows.map(feedbackOf)
}

/**
 * The same report sent before, while it is open: a rejection of the same answer, or the same error in the same words. It
 * is then not taken twice, so that a request that is sent again counts once.
 */
export async function sentBefore(
  query: Query,
  { account, serviceId, content, decisionId }: Feedback,
): Promise<Feedback | undefined> {
  if (content.kind === 'reject' && decisionId === null) return undefined
  const [row] = await query<Row>(
    `select ${COLUMNS} from directory.feedback
     where service_id = $1 and kind = $2 and account = $3 and reason is not distinct from $4::int
       and member is not distinct from $5 and text is not distinct from $6 and decision is not distinct from $7::uuid
       and state = any($8::text[]) order by id limit 1`,
    [
      serviceId,
      content.kind,
      account,
      content.kind === 'reject' ? content.reason : null,
      content.kind === 'error' ? content.member : null,
      content.text,
      decisionId,
      OPEN_FEEDBACK,
    ],
  )
  return row && feedbackOf(row)
}

/** Whether anybody's report of an error in the entry is open. */
export async function hasOpenError(query: Query, serviceId: number): Promise<boolean> {
  const rows = await query(
    `select 1 from directory.feedback
     where service_id = $1 and kind = 'error' and state = any($2::text[]) limit 1`,
    [serviceId, OPEN_FEEDBACK],
  )
  return rows.length > 0
}

/** Reports alike: of the same member of the same entry, or of the same reason; the oldest first, at most `limit`. */
export async function alikeTo(
  query: Query,
  { serviceId, content }: Pick<Feedback, 'serviceId' | 'content'>,
  states: readonly FeedbackState[],
  limit: number,
): Promise<Feedback[]> {
  const rows = await query<Row>(
    `select ${COLUMNS} from directory.feedback
     where service_id = $1 and kind = $2 and reason is not distinct from $3::int and member is not distinct from $4
       and state = any($5::text[]) order by id limit $6`,
    [
      serviceId,
      content.kind,
      content.kind === 'reject' ? content.reason : null,
      content.kind === 'error' ? content.member : null,
      states,
      limit,
    ],
  )
  return rows.map(feedbackOf)
}

/** Reports alike in one state, shown as one. */
export type FeedbackGroup = {
  /** The oldest of them. */
  readonly first: Feedback
  readonly count: number
  /** Codes of the organisations they came from. */
  readonly organisations: readonly string[]
  readonly lastAt: EpochMillis
}

export type FeedbackFilter = {
  readonly reach: EditReach
  readonly states: readonly FeedbackState[]
  readonly kind: Feedback['content']['kind'] | null
  readonly regionId: string | null
  /** The first report of the last group of the page before. */
  readonly after: string | null
  readonly limit: number
}

/** Organisations named of one group: beyond them it is enough that there are many. */
const ORGANISATIONS_MAX = 100

/** What is reported of entries within somebody's reach, alike together, those first that have waited longest. */
export async function listFeedback(query: Query, filter: FeedbackFilter): Promise<FeedbackGroup[]> {
  const rows = await query<Row & { count: number; organisations: string[]; last_at: Date }>(
    `${BELOW}, alike as (
       select min(id) as first, count(*)::int as count, max(received_at) as last_at,
         (array_agg(distinct organisation order by organisation))[1:${ORGANISATIONS_MAX}] as organisations
       from directory.feedback
       where state = any($4::text[]) and ($5::text is null or kind = $5) and ($6::text is null or region_id = $6)
         and ($1 or region_id = any($2::text[]) or service_id in (select id from below))
       group by service_id, kind, reason, member, state)
     select ${COLUMNS}, alike.count, alike.organisations, alike.last_at
     from alike join directory.feedback on id = alike.first
     where $7::text is null or id > $7 order by id limit $8`,
    [...reachValues(filter.reach), filter.states, filter.kind, filter.regionId, filter.after, filter.limit],
  )
  return rows.map(row => ({
    first: feedbackOf(row),
    count: row.count,
    organisations: row.organisations,
    lastAt: row.last_at.getTime(),
  }))
}

const feedbackOf = (row: Row): Feedback => ({
  id: row.id,
  serviceId: row.service_id,
  typeId: row.type_id,
  regionId: row.region_id,
  account: row.account,
  organisation: row.organisation,
  content:
    row.kind === 'reject'
      ? { kind: 'reject', reason: row.reason ?? 0, text: row.text }
      : { kind: 'error', member: row.member ?? '', text: row.text ?? '' },
  decisionId: row.decision,
  state: row.state,
  receivedAt: row.received_at.getTime(),
  takenUp: row.taken_up_at && { at: row.taken_up_at.getTime(), by: row.taken_up_by ?? '' },
  closed: row.closed_at && {
    at: row.closed_at.getTime(),
    by: row.closed_by ?? '',
    answer: row.answer ?? '',
    version: row.put_right,
  },
})
