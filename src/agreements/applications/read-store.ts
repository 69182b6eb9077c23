import type { Query } from '../../database/index.ts'
import type { Application, AskedQuestion, GivenReview } from './application.ts'
import type { Check } from './eligibility.ts'
import { readForm } from './form.ts'
import type { ApplicationState, ReviewState } from './machine.ts'
import { type Attestation, isPromise } from './promises.ts'

/** Columns as typed here are what the check constraints of migration 0012 let in. */
type Row = {
  readonly id: string
  readonly kind: Application['kind']
  readonly ods_code: string
  readonly state: ApplicationState
  readonly form: unknown
  readonly revision: number
  readonly parent_agreement_id: string | null
  readonly created_at: Date
  readonly created_by: string
  readonly created_as: string
  readonly submitted_at: Date | null
  readonly submitted_by: string | null
  readonly touched_at: Date
  readonly overdue_at: Date | null
  readonly checks: readonly Check[]
  readonly checked_hash: string | null
  readonly connection_id: string | null
  readonly agreement_id: string | null
  readonly decided_at: Date | null
  readonly decided_by: string | null
  readonly second_person: string | null
  readonly refusals: readonly string[]
}
type QuestionRow = {
  readonly id: string
  readonly application_id: string
  readonly side: AskedQuestion['side']
  readonly question: string
  readonly asked_at: Date
  readonly asked_by: string
  readonly asked_as: string
  readonly answer: string | null
  readonly answered_at: Date | null
  readonly answered_by: string | null
  readonly answered_as: string | null
}
type ReviewRow = {
  readonly application_id: string
  readonly kind: GivenReview['kind']
  readonly region_id: string
  readonly reviewer_region_id: string
  readonly state: ReviewState
  readonly about_hash: string
  readonly opened_at: Date
  readonly escalated_at: Date | null
  readonly decided_at: Date | null
  readonly decided_by: string | null
  readonly reason: string | null
  readonly conditions: string | null
}
type AttestationRow = {
  readonly application_id: string
  readonly promise: string
  readonly words_hash: string
  readonly about_hash: string
  readonly at: Date
  readonly by_person: string
  readonly acting_as: string
}

/** Which applications; what is not said does not narrow. */
export type ApplicationFilter = {
  readonly ids?: readonly string[]
  readonly states?: readonly ApplicationState[]
  /** Only those after this id. Ids made by the program sort by time. */
  readonly after?: string
  /** Null: of everybody. Else those that meet one of its members. */
  readonly seenBy?: {
    readonly odsCodes: readonly string[]
    readonly supplierIds: readonly string[]
    /** Regions that review it, or did before they handed it over. */
    readonly regionIds: readonly string[]
  } | null
  readonly limit: number
}

const AGREEMENT_ID = '(select g.id from agreements.agreement g where g.application_id = a.id) as agreement_id'

/** Applications in the order of their ids, with all that was said about them. */
export async function readApplications(query: Query, filter: ApplicationFilter): Promise<Application[]> {
  const { ids = null, states = null, after = null, seenBy = null, limit } = filter
  const rows = await query<Row>(
    `select a.*, ${AGREEMENT_ID} from agreements.application a
     where ($1::text[] is null or id = any($1::text[])) and ($2::text[] is null or state = any($2::text[]))
       and ($3::text is null or id > $3)
       and ($4::text[] is null or ods_code = any($4::text[]) or form->>'supplierId' = any($5::text[])
         or exists (select 1 from agreements.application_review r where r.application_id = a.id
           and (r.region_id = any($6::text[]) or r.reviewer_region_id = any($6::text[]))))
     order by id limit $7`,
    [
      ids,
      states,
      after,
      seenBy?.odsCodes ?? null,
      seenBy?.supplierIds ?? null,
      seenBy?.regionIds ?? null,
      limit,
    ],
  )
  return withParts(query, rows)
}

/** One application, held for the length of the transaction when `hold` is set. */
export async function readApplication(
  query: Query,
  id: string,
  hold = false,
): Promise<Application | undefined> {
  const rows = await query<Row>(
    `select a.*, ${AGREEMENT_ID} from agreements.application a where id = $1 ${hold ? 'for update of a' : ''}`,
    [id],
  )
  const [application] = await withParts(query, rows)
  return application
}

async function withParts(query: Query, rows: readonly Row[]): Promise<Application[]> {
  const ids = rows.map(row => row.id)
  if (ids.length === 0) return []
  const questions = await query<QuestionRow>(
    'select * from agreements.application_question where application_id = any($1::text[]) order by asked_at, id',
    [ids],
  )
  const reviews = await query<ReviewRow>(
    `select * from agreements.application_review where application_id = any($1::text[])
     order by application_id, kind, region_id`,
    [ids],
  )
  const attestations = await query<AttestationRow>(
    'select * from agreements.attestation where application_id = any($1::text[]) order by id',
    [ids],
  )
  const of = <R extends { readonly application_id: string }>(all: readonly R[], id: string): R[] =>
    all.filter(row => row.application_id === id)
  return rows.map(row => ({
    id: row.id,
    kind: row.kind,
    odsCode: row.ods_code,
    state: row.state,
    form: readForm(row.form),
    revision: row.revision,
    parentAgreementId: row.parent_agreement_id,
    created: { at: row.created_at.getTime(), by: row.created_by, as: row.created_as },
    submitted:
      row.submitted_at === null || row.submitted_by === null
        ? null
        : { at: row.submitted_at.getTime(), by: row.submitted_by },
    touchedAt: row.touched_at.getTime(),
    overdueAt: row.overdue_at?.getTime() ?? null,
    checks: row.checks,
    checkedHash: row.checked_hash,
    connectionId: row.connection_id,
    agreementId: row.agreement_id,
    decided:
      row.decided_at === null || row.decided_by === null
        ? null
        : { at: row.decided_at.getTime(), by: row.decided_by, secondPerson: row.second_person },
    refusals: row.refusals,
    questions: of(questions, row.id).map(questionOf),
    reviews: of(reviews, row.id).map(reviewOf),
    attestations: of(attestations, row.id).flatMap(attestationOf),
  }))
}

const questionOf = (row: QuestionRow): AskedQuestion => ({
  id: row.id,
  side: row.side,
  question: row.question,
  asked: { at: row.asked_at.getTime(), by: row.asked_by, as: row.asked_as },
  answer:
    row.answer === null || row.answered_at === null
      ? null
      : {
          text: row.answer,
          at: row.answered_at.getTime(),
          by: row.answered_by ?? '',
          as: row.answered_as ?? '',
        },
})

const reviewOf = (row: ReviewRow): GivenReview => ({
  kind: row.kind,
  regionId: row.region_id,
  reviewerRegionId: row.reviewer_region_id,
  state: row.state,
  aboutHash: row.about_hash,
  openedAt: row.opened_at.getTime(),
  escalatedAt: row.escalated_at?.getTime() ?? null,
  decided:
    row.decided_at === null || row.decided_by === null
      ? null
      : { at: row.decided_at.getTime(), by: row.decided_by, reason: row.reason ?? '' },
  conditions: row.conditions,
})

/** A promise this program no longer asks for counts for nothing. */
const attestationOf = (row: AttestationRow): Attestation[] =>
  isPromise(row.promise)
    ? [
        {
          promise: row.promise,
          wordsHash: row.words_hash,
          aboutHash: row.about_hash,
          at: row.at.getTime(),
          by: row.by_person,
          as: row.acting_as,
        },
      ]
    : []
