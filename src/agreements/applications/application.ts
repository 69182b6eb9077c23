import type { EpochMillis } from '../../vocabulary/index.ts'
import type { Unmet } from '../../workflow/index.ts'
import type { Check } from './eligibility.ts'
import { type ApplicationForm, clinicalHash, formHash } from './form.ts'
import type { ApplicationContext, ApplicationState, Review } from './machine.ts'
import { dueAfter, type Pause } from './paused-clock.ts'
import type { Attestation } from './promises.ts'
import { missingOf } from './questions.ts'

/** A request for access, for other use of it, or for another year of it, with all that was said about it. */
export type Application = {
  readonly id: string
  readonly kind: 'new' | 'change-of-use' | 'renewal'
  readonly odsCode: string
  readonly state: ApplicationState
  readonly form: ApplicationForm
  /** Counts the savings of the form. */
  readonly revision: number
  /** The agreement whose use it changes, or which it renews. */
  readonly parentAgreementId: string | null
  readonly created: { readonly at: EpochMillis; readonly by: string; readonly as: string }
  readonly submitted: { readonly at: EpochMillis; readonly by: string } | null
  readonly touchedAt: EpochMillis
  readonly overdueAt: EpochMillis | null
  readonly checks: readonly Check[]
  /** The form that was checked, by its hash. */
  readonly checkedHash: string | null
  readonly connectionId: string | null
  /** The agreement that was drafted from it. */
  readonly agreementId: string | null
  readonly decided: {
    readonly at: EpochMillis
    readonly by: string
    readonly secondPerson: string | null
  } | null
  readonly refusals: readonly string[]
  readonly questions: readonly AskedQuestion[]
  readonly reviews: readonly GivenReview[]
  readonly attestations: readonly Attestation[]
}

/** A question of one side to the other (AUP18-11). */
export type AskedQuestion = {
  readonly id: string
  readonly side: 'operator' | 'applicant'
  readonly question: string
  readonly asked: { readonly at: EpochMillis; readonly by: string; readonly as: string }
  readonly answer: {
    readonly text: string
    readonly at: EpochMillis
    readonly by: string
    readonly as: string
  } | null
}

export type GivenReview = Review & {
  /** What it is about, by its hash. */
  readonly aboutHash: string
  readonly openedAt: EpochMillis
  readonly escalatedAt: EpochMillis | null
  readonly decided: { readonly at: EpochMillis; readonly by: string; readonly reason: string } | null
  readonly conditions: string | null
}

/** How long things may take, in days of Europe/London; not set by any clause, and therefore not by the policy. */
export const PERIODS = {
  /** From submission to decision; time that waits for the applicant's answers does not count. */
  decisionDays: 28,
  /** A review that is silent for so long is escalated (sources, use 3.1). */
  reviewDays: 10,
  draftDays: 90,
  answerDays: 60,
  acceptanceDays: 90,
} as const

/** The stretches in which the operator waited for answers. */
export const pausesOf = ({ questions }: Pick<Application, 'questions'>): Pause[] =>
  questions.flatMap(({ side, asked, answer }) =>
    side === 'operator' ? [{ from: asked.at, until: answer?.at ?? null }] : [],
  )

/** By when it should be decided; null before it is submitted, and while the clock stands still. */
export const decisionDueAt = (application: Application): EpochMillis | null =>
  application.submitted === null
    ? null
    : dueAfter(application.submitted.at, PERIODS.decisionDays, pausesOf(application))

/** By when a review should be given; null once it is, and while the clock stands still. */
export const reviewDueAt = (application: Application, review: GivenReview): EpochMillis | null =>
  review.state === 'open' ? dueAfter(review.openedAt, PERIODS.reviewDays, pausesOf(application)) : null

/** The dates that are open for an application as it stands. Pure: they are worked out anew after every step. */
export function datesOf(application: Application): readonly { event: string; dueAt: EpochMillis }[] {
  const { state, touchedAt, decided, overdueAt } = application
  const at = (event: string, dueAt: EpochMillis | null) => (dueAt === null ? [] : [{ event, dueAt }])
  const inDays = (from: EpochMillis, days: number) => dueAfter(from, days, [])
  const decision = overdueAt === null ? at('decision-due', decisionDueAt(application)) : []
  switch (state) {
    case 'draft':
      return at('expire', inDays(touchedAt, PERIODS.draftDays))
    case 'questions':
      return at('expire', inDays(touchedAt, PERIODS.answerDays))
    case 'submitted':
    case 'eligibility-check':
      return decision
    case 'review':
      return [...decision, ...at('review-overdue', nextReviewDue(application))]
    case 'approved':
    case 'issued':
      return at('expire', decided === null ? null : inDays(decided.at, PERIODS.acceptanceDays))
    default:
      return []
  }
}

function nextReviewDue(application: Application): EpochMillis | null {
  const dates = neededReviews(application).flatMap(review => {
    const dueAt = review.escalatedAt === null ? reviewDueAt(application, review) : null
    return dueAt === null ? [] : [dueAt]
  })
  return dates.length === 0 ? null : Math.min(...dates)
}

/**
 * Whose review a form needs: the DoS Lead of each region named, and, where the public sees what is found, a clinical
 * safety officer. A national form names no region: what is shown to the public is then granted region by region
 * beside the agreement (AUP18-16).
 */
export function reviewsFor(form: ApplicationForm): readonly Pick<Review, 'kind' | 'regionId'>[] {
  const regions = form.footprint === 'national' ? [] : (form.regionIds ?? [])
  return [
    ...regions.map(regionId => ({ kind: 'region' as const, regionId })),
    ...(form.publicDisplay === true ? [{ kind: 'clinical-safety' as const, regionId: '' }] : []),
  ]
}

/** The reviews that count; one of a region that is named no more does not. */
export const neededReviews = ({ form, reviews }: Pick<Application, 'form' | 'reviews'>): GivenReview[] =>
  reviewsFor(form).flatMap(({ kind, regionId }) =>
    reviews.filter(review => review.kind === kind && review.regionId === regionId),
  )

/** Reviews a form needs that are not there, or are about something else than it says now. */
export const reviewsToOpen = (application: Application): readonly Pick<Review, 'kind' | 'regionId'>[] => {
  const about = clinicalHash(application.form)
  const standing = neededReviews(application).filter(review => review.aboutHash === about)
  return reviewsFor(application.form).filter(
    ({ kind, regionId }) => !standing.some(review => review.kind === kind && review.regionId === regionId),
  )
}

export const openQuestions = ({ questions }: Application): number =>
  questions.filter(question => question.side === 'operator' && question.answer === null).length

/** What the guards of the machine look at. */
export const contextOf = (
  application: Application,
  more: { readonly judged?: readonly string[]; readonly secondPerson?: string | null } = {},
): ApplicationContext => ({
  missing: missing(application),
  openQuestions: openQuestions(application),
  checks: application.checks,
  checkedAsItIs: application.checkedHash === formHash(application.form),
  judged: more.judged ?? [],
  reviews: neededReviews(application),
  publicDisplay: application.form.publicDisplay === true,
  national: application.form.footprint === 'national',
  secondPerson: more.secondPerson ?? null,
})

/** Everything that the form and its promises still lack. */
export const missing = ({
  form,
  attestations,
}: Pick<Application, 'form' | 'attestations'>): readonly Unmet[] => missingOf(form, attestations)

/**
 * Whether somebody would judge in a cause of their own: they drafted it, wrote into it, made a promise in it or handed
 * it in, or act for the organisation that applies, or for the supplier of its product (sources, use 3.2).
 * @param writers who saved the form, as the record of acts has it
 */
export const isOwnCause = (
  { odsCode, created, submitted, attestations, form }: Application,
  writers: readonly string[],
  person: {
    readonly id: string
    readonly organisations: readonly string[]
    readonly suppliers: readonly string[]
  },
): boolean =>
  created.by === person.id ||
  submitted?.by === person.id ||
  writers.includes(person.id) ||
  attestations.some(({ by }) => by === person.id) ||
  person.organisations.includes(odsCode) ||
  person.suppliers.some(supplier => supplier === form.supplierId)
