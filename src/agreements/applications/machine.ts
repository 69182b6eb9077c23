import type { Machine, Unmet } from '../../workflow/index.ts'
import type { Check } from './eligibility.ts'

/** The life of an application (sources, use 3.1 and 3.3). */
export const APPLICATION_STATES = [
  'draft',
  'submitted',
  'eligibility-check',
  'questions',
  'review',
  'approved',
  'issued',
  'accepted',
  'live',
  'refused',
  'withdrawn',
  'expired',
] as const
export type ApplicationState = (typeof APPLICATION_STATES)[number]

export const APPLICATION_EVENTS = [
  'save',
  'attest',
  'submit',
  'take-up',
  'check',
  'ask',
  'answer',
  'resume',
  'enquire',
  'pass',
  'review',
  'note-overdue',
  'approve',
  'issue',
  'accept',
  'go-live',
  'refuse',
  'withdraw',
  'expire',
] as const
export type ApplicationEvent = (typeof APPLICATION_EVENTS)[number]

/** What the guards look at. */
export type ApplicationContext = {
  /** What the form and the promises still lack. */
  readonly missing: readonly Unmet[]
  readonly openQuestions: number
  /** What the eligibility check found, and whether on the form as it now is. */
  readonly checks: readonly Check[]
  readonly checkedAsItIs: boolean
  /** Checks left to judgement that the access manager has judged in the applicant's favour. */
  readonly judged: readonly string[]
  readonly reviews: readonly Review[]
  readonly publicDisplay: boolean
  /** A national footprint names no region, so no DoS Lead is asked. */
  readonly national: boolean
  readonly secondPerson: string | null
}

export const REVIEW_STATES = ['open', 'agreed', 'agreed-with-conditions', 'declined'] as const
export type ReviewState = (typeof REVIEW_STATES)[number]

/** What one reviewer has to say: the DoS Lead of a region, or a clinical safety officer. */
export type Review = {
  readonly kind: 'region' | 'clinical-safety'
  /** The region that is reviewed; empty for clinical safety. */
  readonly regionId: string
  /** The region whose DoS Lead reviews: another one after a hand-over. */
  readonly reviewerRegionId: string
  readonly state: ReviewState
}

const OPERATOR = 'an access manager'
const DECIDES = ['submitted', 'eligibility-check', 'questions', 'review', 'approved', 'issued'] as const

export const APPLICATION: Machine<ApplicationState, ApplicationEvent, ApplicationContext> = {
  name: 'application',
  states: APPLICATION_STATES,
  start: 'draft',
  final: ['live', 'refused', 'withdrawn', 'expired'],
  transitions: [
    { event: 'save', from: ['draft', 'questions'], to: 'same', clauses: [] },
    { event: 'attest', from: ['draft', 'questions'], to: 'same', clauses: [] },
    {
      event: 'submit',
      from: ['draft'],
      to: 'submitted',
      clauses: ['AUP25-38', 'AUP18-30'],
      guard: ({ missing }) => missing,
    },
    { event: 'take-up', from: ['submitted'], to: 'eligibility-check', clauses: ['AUP25-40'] },
    { event: 'check', from: ['eligibility-check'], to: 'same', clauses: ['AUP25-40'] },
    // A question stops the operator's clock (sources, use 3.1): it is not late while it waits.
    {
      event: 'ask',
      from: ['submitted', 'eligibility-check', 'review'],
      to: 'questions',
      clauses: ['AUP18-11'],
    },
    { event: 'ask', from: ['questions'], to: 'same', clauses: ['AUP18-11'] },
    { event: 'answer', from: ['questions'], to: 'same', clauses: ['AUP18-11'] },
    {
      event: 'resume',
      from: ['questions'],
      to: 'eligibility-check',
      clauses: ['AUP18-11'],
      guard: ({ missing, openQuestions }) => [
        ...(openQuestions > 0
          ? [
              {
                what: `${openQuestions} of the operator's questions wait for an answer.`,
                clauses: ['AUP18-11'] as const,
                whoCanFix: 'an administrator of the organisation',
              },
            ]
          : []),
        ...missing,
      ],
    },
    // The applicant's own questions stop nothing, and are answered by the operator.
    {
      event: 'enquire',
      from: ['draft', 'questions', 'submitted', 'eligibility-check', 'review', 'approved', 'issued'],
      to: 'same',
      clauses: ['AUP18-11', 'AUP25-07'],
    },
    { event: 'pass', from: ['eligibility-check'], to: 'review', clauses: ['AUP25-40'], guard: notEligible },
    { event: 'review', from: ['review'], to: 'same', clauses: ['AUP18-16'] },
    // The operator is late: it goes on record, and grants nothing.
    { event: 'note-overdue', from: ['submitted', 'eligibility-check', 'review'], to: 'same', clauses: [] },
    {
      event: 'approve',
      from: ['review'],
      to: 'approved',
      clauses: ['AUP25-40', 'AUP18-30'],
      guard: notAgreed,
    },
    { event: 'issue', from: ['approved', 'issued'], to: 'issued', clauses: ['AUP18-08'] },
    { event: 'accept', from: ['issued'], to: 'accepted', clauses: ['AUP18-08', 'AUP25-59'] },
    { event: 'go-live', from: ['accepted'], to: 'live', clauses: ['AUP25-60'] },
    { event: 'refuse', from: DECIDES, to: 'refused', clauses: ['AUP25-40'] },
    { event: 'withdraw', from: ['draft', ...DECIDES], to: 'withdrawn', clauses: ['AUP25-32'] },
    {
      event: 'expire',
      from: ['draft', 'questions', 'approved', 'issued'],
      to: 'expired',
      clauses: ['AUP25-38'],
    },
  ],
}

/** The checks that stand in the way: failed ones, and those left to judgement that nobody has judged yet. */
function notEligible({ checks, checkedAsItIs, judged }: ApplicationContext): readonly Unmet[] {
  if (!checkedAsItIs) {
    const what = 'The form has changed since its eligibility was checked.'
    return [{ what, clauses: ['AUP25-40'], whoCanFix: OPERATOR }]
  }
  return checks.flatMap((check): Unmet[] => {
    const { name, outcome, finding, clauses, whoCanFix } = check
    if (outcome === 'passed' || (outcome === 'to-judge' && judged.includes(name))) return []
    const open = outcome === 'to-judge' ? ' An access manager has to judge it.' : ''
    return [{ what: `${name}: ${finding}${open}`, clauses, whoCanFix: open === '' ? whoCanFix : OPERATOR }]
  })
}

function notAgreed(context: ApplicationContext): readonly Unmet[] {
  const { reviews, publicDisplay, national, secondPerson, checkedAsItIs } = context
  const unmet = reviews.flatMap((review): Unmet[] => {
    if (review.state === 'agreed' || review.state === 'agreed-with-conditions') return []
    const who =
      review.kind === 'region' ? `the DoS Lead of ${review.reviewerRegionId}` : 'a clinical safety officer'
    const about = review.kind === 'region' ? `for region ${review.regionId}` : 'of clinical safety'
    const what = `The review ${about} is ${review.state}.`
    return [{ what, clauses: ['AUP18-16', 'AUP25-40'], whoCanFix: who }]
  })
  if (!checkedAsItIs) {
    const what = 'The form has changed since its eligibility was checked.'
    unmet.push({ what, clauses: ['AUP25-40'], whoCanFix: OPERATOR })
  }
  if (publicDisplay && secondPerson === null) {
    const what = 'Showing to the public takes the approval of two people.'
    unmet.push({ what, clauses: ['AUP25-22', 'AUP18-14'], whoCanFix: 'a decision owner' })
  }
  if (national && secondPerson === null) {
    const what = 'Use in all of England, which no DoS Lead reviews, takes the approval of two people.'
    unmet.push({ what, clauses: ['AUP18-16', 'AUP25-40'], whoCanFix: 'a decision owner' })
  }
  return unmet
}

export const REVIEW_EVENTS = [
  'agree',
  'agree-with-conditions',
  'decline',
  'hand-over',
  'escalate',
  'reopen',
] as const
export type ReviewEvent = (typeof REVIEW_EVENTS)[number]

const CLAUSES = ['AUP18-16'] as const

/** One review. Silence never grants: an open one that is due is escalated, and stays open (sources, use 3.1). */
export const REVIEW: Machine<ReviewState, ReviewEvent, { readonly conditions: string | null }> = {
  name: 'review',
  states: REVIEW_STATES,
  start: 'open',
  // Until the application is decided, whoever reviewed may think again.
  final: [],
  transitions: [
    { event: 'agree', from: REVIEW_STATES, to: 'agreed', clauses: CLAUSES },
    {
      event: 'agree-with-conditions',
      from: REVIEW_STATES,
      to: 'agreed-with-conditions',
      clauses: CLAUSES,
      guard: ({ conditions }) =>
        conditions === null
          ? [{ what: 'The conditions are not named.', clauses: CLAUSES, whoCanFix: 'whoever reviews' }]
          : [],
    },
    { event: 'decline', from: REVIEW_STATES, to: 'declined', clauses: CLAUSES },
    { event: 'hand-over', from: ['open'], to: 'same', clauses: CLAUSES },
    { event: 'escalate', from: ['open'], to: 'same', clauses: CLAUSES },
    { event: 'reopen', from: ['agreed', 'agreed-with-conditions', 'declined'], to: 'open', clauses: CLAUSES },
  ],
}
