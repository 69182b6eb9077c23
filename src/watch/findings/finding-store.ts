import type { Query } from '../../database/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import type { Brake, FindingScope } from '../detection/types.ts'
import type { FindingState } from './finding-machine.ts'

/** `crawl`: what the detectors raise; `conduct`: the other watches. */
export type FindingKind = 'crawl' | 'conduct'

/** A finding as it is kept, with what people made of it. */
export type FindingRecord = {
  readonly id: string
  readonly kind: FindingKind
  readonly scope: FindingScope
  /** An account, an organisation or a product, by the scope; `all` where it is everybody. */
  readonly subject: string
  readonly account: string
  readonly organisation: string
  readonly product: string
  readonly detector: string
  readonly brake: Brake
  readonly evidence: Readonly<Record<string, unknown>>
  /** The decision that raised it first. */
  readonly decision: string
  readonly node: string
  readonly raisedAt: EpochMillis
  readonly lastRaisedAt: EpochMillis
  readonly times: number
  readonly state: FindingState
  readonly note: string | null
  readonly caseId: string | null
  readonly releasedAt: EpochMillis | null
  readonly closedAt: EpochMillis | null
}

type Row = {
  readonly id: string
  readonly kind: FindingKind
  readonly scope: FindingScope
  readonly subject: string
  readonly account: string
  readonly organisation: string
  readonly product: string
  readonly detector: string
  readonly brake: Brake
  readonly evidence: Readonly<Record<string, unknown>>
  readonly decision: string
  readonly node: string
  readonly raised_at: Date
  readonly last_raised_at: Date
  readonly times: number
  readonly state: FindingState
  readonly note: string | null
  readonly case_id: string | null
  readonly released_at: Date | null
  readonly closed_at: Date | null
}

const COLUMNS = `id, kind, scope, subject, account, organisation, product, detector, brake, evidence, decision, node,
  raised_at, last_raised_at, times, state, note, case_id, released_at, closed_at`

/** One finding, by its own id or that of any of its raisings; held for the length of the transaction when `hold` is set. */
export async function readFinding(
  query: Query,
  id: string,
  hold = false,
): Promise<FindingRecord | undefined> {
  const [row] = await query<Row>(
    `select ${COLUMNS} from watch.finding
     where id = coalesce((select finding_id from watch.raising where id = $1), $1) ${hold ? 'for update' : ''}`,
    [id],
  )
  return row && findingOf(row)
}

export type FindingFilter = {
  readonly states: readonly FindingState[] | null
  readonly kind: FindingKind | null
  readonly account: string | null
  /** Only those of these organisations; null: of all. */
  readonly organisations: readonly string[] | null
  /** The last of the page before. */
  readonly after: string | null
  readonly limit: number
}

/** Findings, the newest first. */
export async function listFindings(query: Query, filter: FindingFilter): Promise<FindingRecord[]> {
  const rows = await query<Row>(
    `select ${COLUMNS} from watch.finding
     where ($1::text[] is null or state = any($1::text[])) and ($2::text is null or kind = $2)
       and ($3::text is null or account = $3 or subject = $3)
       and ($4::text[] is null or (organisation = any($4::text[]) and scope in ('account', 'organisation')))
       and ($5::text is null or id < $5)
     order by id desc limit $6`,
    [filter.states, filter.kind, filter.account, filter.organisations, filter.after, filter.limit],
  )
  return rows.map(findingOf)
}

/** Findings whose brake holds. */
export async function findingsInForce(query: Query): Promise<FindingRecord[]> {
  const rows = await query<Row>(
    `select ${COLUMNS} from watch.finding where released_at is null and brake <> 'none' order by id`,
  )
  return rows.map(findingOf)
}

/** Findings released since an instant, in the order in which they were: what a node that restarts has to repeat. */
export async function releasedSince(query: Query, since: EpochMillis): Promise<FindingRecord[]> {
  const rows = await query<Row>(
    `select ${COLUMNS} from watch.finding where released_at > $1 order by released_at, id`,
    [new Date(since)],
  )
  return rows.map(findingOf)
}

/** How many there are in each state. */
export async function countFindings(query: Query): Promise<Readonly<Record<string, number>>> {
  const rows = await query<{ state: string; number: number }>(
    'select state, count(*)::int as number from watch.finding group by state order by state',
  )
  return Object.fromEntries(rows.map(row => [row.state, row.number]))
}

/** Writes what a step changes of a finding that this transaction holds. */
export async function putJudgement(
  query: Query,
  { id, state, note, caseId, releasedAt, closedAt }: FindingRecord,
): Promise<void> {
  await query(
    `update watch.finding set state = $2, note = $3, case_id = $4, released_at = $5, closed_at = $6 where id = $1`,
    [id, state, note, caseId, releasedAt && new Date(releasedAt), closedAt && new Date(closedAt)],
  )
}

/** A finding on its way to the table. `id` is that of the raising, which the activity entry names. */
export type Raising = Pick<
  FindingRecord,
  | 'id'
  | 'kind'
  | 'scope'
  | 'subject'
  | 'account'
  | 'organisation'
  | 'product'
  | 'detector'
  | 'brake'
  | 'evidence'
  | 'decision'
  | 'node'
> & { readonly at: EpochMillis }

/** `isNew`: nobody has heard of it yet. */
export type Raised = { readonly findingId: string; readonly isNew: boolean }

/**
 * Keeps a raising, and the finding it begins or belongs to: the same of the same subject is one while it is not closed.
 * One that is there already is left alone: after a restart the log raises again what it raised before.
 */
export async function keepRaising(query: Query, raising: Raising): Promise<Raised> {
  const { id, scope, subject, detector, brake, at, account, decision } = raising
  const before = await readFinding(query, id)
  if (before) return { findingId: before.id, isNew: false }
  const [row] = await query<{ id: string; times: number }>(
    `insert into watch.finding as known (${COLUMNS})
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12, $13, $13, 1, 'open', null, null, null, null)
     on conflict (scope, subject, detector) where closed_at is null do update set
       times = known.times + 1, last_raised_at = greatest(known.last_raised_at, excluded.last_raised_at),
       evidence = excluded.evidence,
       brake = case when ${RANK('excluded')} > ${RANK('known')} then excluded.brake else known.brake end,
       released_at = null
     returning id, times`,
    [
      id,
      raising.kind,
      scope,
      subject,
      account,
      raising.organisation,
      raising.product,
      detector,
      brake,
      JSON.stringify(raising.evidence),
      decision,
      raising.node,
      new Date(at),
    ],
  )
  if (!row) throw new Error(`The finding ${id} was not kept.`)
  await query(
    'insert into watch.raising (id, finding_id, at, account, decision) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [id, row.id, new Date(at), account, decision],
  )
  return { findingId: row.id, isNew: row.times === 1 }
}

/** How strong a brake is, in SQL. */
const RANK = (table: string): string =>
  `array_position(array['none', 'smaller-k', 'footprint-only', 'throttle'], ${table}.brake)`

const findingOf = (row: Row): FindingRecord => ({
  id: row.id,
  kind: row.kind,
  scope: row.scope,
  subject: row.subject,
  account: row.account,
  organisation: row.organisation,
  product: row.product,
  detector: row.detector,
  brake: row.brake,
  evidence: row.evidence,
  decision: row.decision,
  node: row.node,
  raisedAt: row.raised_at.getTime(),
  lastRaisedAt: row.last_raised_at.getTime(),
  times: row.times,
  state: row.state,
  note: row.note,
  caseId: row.case_id,
  releasedAt: row.released_at?.getTime() ?? null,
  closedAt: row.closed_at?.getTime() ?? null,
})
