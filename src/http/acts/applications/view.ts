import {
  type Application,
  type ApplicationChange,
  decisionDueAt,
  formHash,
  type GivenReview,
  missing,
  neededReviews,
  PROMISE_NAMES,
  promiseNeeded,
  promiseOf,
  reviewDueAt,
  stands,
} from '../../../agreements/index.ts'
import { unreachable } from '../../../vocabulary/index.ts'
import { type ActOutcome, notTaken } from '../act.ts'
import { iso, isoOrNull } from '../words.ts'

/** What a change came to, as an act answers it. */
export function answerOf(change: ApplicationChange, status: 200 | 201 = 200): ActOutcome {
  switch (change.outcome) {
    case 'changed':
      return { outcome: 'done', status, body: changed(change.application) }
    case 'unknown-application':
      return { outcome: 'no-such' }
    case 'no-such-part':
      return { outcome: 'no-such', detail: 'It has none like that which is open.' }
    case 'stale':
      return {
        outcome: 'stale',
        detail: `Somebody saved the form meanwhile; it is now at revision ${change.revision}. Read it again.`,
      }
    case 'not-legal':
    case 'unmet':
      return notTaken(change)
    default:
      return unreachable(change)
  }
}

export const changed = (application: Application) => ({
  id: application.id,
  state: application.state,
  revision: application.revision,
  dueAt: isoOrNull(dueAt(application)),
  missing: missingNow(application),
})

const OPEN = ['submitted', 'eligibility-check', 'review']
const dueAt = (application: Application): number | null =>
  OPEN.includes(application.state) ? decisionDueAt(application) : null

/** What the form lacks, for as long as anybody can still write into it. */
const missingNow = (application: Application) =>
  application.state === 'draft' || application.state === 'questions' ? missing(application) : []

export const summary = (application: Application) => ({
  id: application.id,
  kind: application.kind,
  odsCode: application.odsCode,
  state: application.state,
  productId: application.form.productId ?? null,
  useCase: application.form.useCase ?? null,
  publicDisplay: application.form.publicDisplay ?? null,
  createdAt: iso(application.created.at),
  submittedAt: isoOrNull(application.submitted?.at ?? null),
  dueAt: isoOrNull(dueAt(application)),
  overdue: application.overdueAt !== null,
})

export const view = (application: Application) => ({
  ...summary(application),
  revision: application.revision,
  parentAgreementId: application.parentAgreementId,
  agreementId: application.agreementId,
  connectionId: application.connectionId,
  createdBy: application.created.by,
  createdAs: application.created.as,
  submittedBy: application.submitted?.by ?? null,
  decidedAt: isoOrNull(application.decided?.at ?? null),
  decidedBy: application.decided?.by ?? null,
  secondPerson: application.decided?.secondPerson ?? null,
  refusals: application.refusals,
  form: application.form,
  missing: missingNow(application),
  checks: application.checks,
  checkedAsItIs: application.checkedHash === formHash(application.form),
  reviews: application.reviews.map(review => reviewView(application, review)),
  questions: application.questions.map(({ id, side, question, asked, answer }) => ({
    id,
    side,
    question,
    askedAt: iso(asked.at),
    askedBy: asked.by,
    answer: answer?.text ?? null,
    answeredAt: isoOrNull(answer?.at ?? null),
    answeredBy: answer?.by ?? null,
  })),
  promises: PROMISE_NAMES.map(name => {
    const { words, clauses } = promiseOf(name)
    const made = application.attestations.findLast(one => one.promise === name)
    return {
      promise: name,
      words,
      clauses,
      needed: promiseNeeded(name, application.form),
      stands: stands(name, application.form, application.attestations),
      madeBy: made?.by ?? null,
      madeAs: made?.as ?? null,
      madeAt: isoOrNull(made?.at ?? null),
    }
  }),
})

function reviewView(application: Application, review: GivenReview) {
  const { kind, regionId, reviewerRegionId, state, openedAt, escalatedAt, decided, conditions } = review
  const dueAt = application.state === 'review' ? reviewDueAt(application, review) : null
  return {
    kind,
    regionId: kind === 'region' ? regionId : null,
    reviewerRegionId: kind === 'region' ? reviewerRegionId : null,
    state,
    needed: neededReviews(application).includes(review),
    openedAt: iso(openedAt),
    dueAt: isoOrNull(dueAt),
    escalatedAt: isoOrNull(escalatedAt),
    decidedAt: isoOrNull(decided?.at ?? null),
    decidedBy: decided?.by ?? null,
    reason: decided?.reason ?? null,
    conditions,
  }
}
