import Type from 'typebox'
import {
  type Application,
  checkEligibility,
  formHash,
  isComplete,
  missing,
  noteChecks,
  passToReview,
  readApplication,
  refuseApplication,
} from '../../../agreements/index.ts'
import { readActor } from '../../../people/index.ts'
import type { Actor } from '../../../vocabulary/index.ts'
import { type Act, type ActContext, type ActOutcome, act } from '../act.ts'
import { closed, Email, ListOf, Reason, Text } from '../words.ts'
import { approve } from './approve.ts'
import { eligibilityFacts } from './eligibility-facts.ts'
import { findApplication, isOwn } from './sight.ts'
import { answerOf } from './view.ts'
import { ApplicationPath, Changed, CheckName, CheckView, ReasonBody, TAG } from './words.ts'

type OnApplication<B> = ActContext<{ id: string }, unknown, B>

/** Applications as the operator decides them (sources, use 3.1). */
export const decideActs: readonly Act[] = [
  act({
    command: 'application check',
    method: 'POST',
    path: '/applications/:id/checks',
    tag: TAG,
    summary: 'Check the eligibility of an application, and put on record what was found',
    description:
      'Takes up one that was handed in. May be done again after the form or the registers changed.',
    roles: ['access-manager'],
    clauses: ['AUP25-40', 'AUP25-10', 'AUP25-14', 'AUP25-61'],
    params: ApplicationPath,
    body: ReasonBody,
    answer: Type.Object(
      { ...Changed.properties, checks: ListOf(CheckView, 50, 'Each check, and what was found.') },
      closed,
    ),
    run: context =>
      onApplication(context, async found => {
        const { rooms, now, deed } = context
        // Only what is whole was handed in; what is said to be missing here came in with a newer version of the form.
        if (!isComplete(found.form)) return { outcome: 'unmet', unmet: missing(found) }
        const checks = checkEligibility(await eligibilityFacts(rooms.database.query, found, found.form, now))
        const hash = formHash(found.form)
        const change = await noteChecks(rooms.database, found.id, checks, hash, deed('access-manager'))
        const answer = answerOf(change)
        if (change.outcome !== 'changed' || answer.outcome !== 'done') return answer
        return { ...answer, body: { ...bodyOf(answer), checks: change.application.checks } }
      }),
  }),
  act({
    command: 'application pass',
    method: 'POST',
    path: '/applications/:id/reviews/opening',
    tag: TAG,
    summary: 'Let an application that is eligible go to its reviewers',
    description:
      'A failed check stands in the way; one that is left to judgement is named in "judged" when you judge it in the applicant’s favour. The DoS Lead of each region named is asked and, for public display, a clinical safety officer.',
    roles: ['access-manager'],
    clauses: ['AUP25-40', 'AUP18-16'],
    params: ApplicationPath,
    body: Type.Object(
      {
        judged: Type.Optional(ListOf(CheckName, 50, 'Checks you judge in the applicant’s favour.')),
        reason: Reason,
      },
      closed,
    ),
    answer: Changed,
    run: context =>
      onApplication(context, async found => {
        const { rooms, body, deed } = context
        return answerOf(
          await passToReview(rooms.database, found.id, body.judged ?? [], deed('access-manager')),
        )
      }),
  }),
  act({
    command: 'application approve',
    method: 'POST',
    path: '/applications/:id/approval',
    tag: TAG,
    summary: 'Approve an application for named regions that shows nothing to the public',
    description:
      'Makes the connection where there is none, and drafts the agreement. Not for whoever drafted, handed in or reviewed it, nor for one who acts for the organisation.',
    roles: ['access-manager'],
    clauses: ['AUP25-40', 'AUP18-10', 'AUP18-30'],
    params: ApplicationPath,
    body: ReasonBody,
    answer: Changed,
    run: context =>
      onApplication(context, async found => {
        if (found.form.publicDisplay === true) {
          const detail = 'Showing to the public takes two people: use "application approve-public-display".'
          return { outcome: 'conflict', detail, clauses: ['AUP25-22', 'AUP18-14'] }
        }
        if (found.form.footprint === 'national') {
          const detail =
            'Use in all of England, which no DoS Lead reviews, takes two people: use "application approve-public-display".'
          return { outcome: 'conflict', detail, clauses: ['AUP18-16', 'AUP25-40'] }
        }
        return reviewedBy(found, context.actor) ?? approve(context, found)
      }),
  }),
  act({
    command: 'application approve-public-display',
    method: 'POST',
    path: '/applications/:id/public-display-approval',
    tag: TAG,
    summary: 'Approve an application that shows services to the public, or is for all of England',
    description:
      'As "application approve", by two people: for public display, and for a national footprint, which names no region whose DoS Lead would be asked. What is shown in which region still takes the permission for public display.',
    roles: ['access-manager'],
    secondPerson: ['decision-owner'],
    pin: async ({ rooms, params }) => {
      const found = await readApplication(rooms.database.query, params.id, true)
      return found ? formHash(found.form) : null
    },
    clauses: ['AUP25-22', 'AUP25-24', 'AUP25-40', 'AUP18-14', 'AUP18-30'],
    params: ApplicationPath,
    body: ReasonBody,
    answer: Changed,
    run: context =>
      onApplication(context, async found => {
        const { approvedBy, actor, rooms, now } = context
        const second =
          approvedBy === null ? undefined : await readActor(rooms.database.query, approvedBy, now)
        if (!second || (await isOwn(rooms.database.query, found, second))) return ownCause
        return reviewedBy(found, actor) ?? reviewedBy(found, second) ?? approve(context, found)
      }),
  }),
  act({
    command: 'application refuse',
    method: 'POST',
    path: '/applications/:id/refusal',
    tag: TAG,
    summary: 'Refuse an application, with reasons',
    description: 'The applicant sees the reasons and whom to ask. An agreement drafted from it ends.',
    roles: ['access-manager'],
    clauses: ['AUP25-40'],
    params: ApplicationPath,
    body: Type.Object(
      {
        reasons: Type.Array(Text(2000, 'A reason.'), {
          minItems: 1,
          maxItems: 20,
          description: 'Each reason for itself.',
        }),
        reason: Reason,
      },
      closed,
    ),
    answer: Type.Object(
      {
        ...Changed.properties,
        reasons: ListOf(Text(2000, 'A reason.'), 20, 'Why.'),
        contact: Type.Object(
          { name: Text(200, 'Whom to ask.'), email: Email, phone: Text(60, 'Telephone number.') },
          closed,
        ),
      },
      closed,
    ),
    run: context =>
      onApplication(context, async found => {
        const { rooms, body, deed } = context
        const change = await refuseApplication(
          rooms.database,
          found.id,
          body.reasons,
          deed('access-manager', { onBehalfOf: found.odsCode }),
        )
        const answer = answerOf(change)
        if (answer.outcome !== 'done') return answer
        const { name, email, phone } = rooms.contact
        const contact = { name, email, phone }
        return { ...answer, body: { ...bodyOf(answer), reasons: body.reasons, contact } }
      }),
  }),
]

/** Finds the application, and keeps its own people from deciding on it. */
async function onApplication<B>(
  { rooms, actor, params, now }: OnApplication<B>,
  work: (found: Application) => Promise<ActOutcome>,
): Promise<ActOutcome> {
  const found = await findApplication(rooms.database.query, actor, params.id, now)
  if (!found) return { outcome: 'no-such' }
  return (await isOwn(rooms.database.query, found, actor)) ? ownCause : work(found)
}

const ownCause: ActOutcome = {
  outcome: 'own-cause',
  detail:
    'You drafted this application, wrote or promised something in it, handed it in, or act for one of its sides: somebody else decides.',
  clauses: ['AUP25-40'],
}

/** Whoever reviewed it has had their say. */
function reviewedBy(application: Application, actor: Actor): ActOutcome | undefined {
  const own = application.reviews.some(review => review.decided?.by === actor.personId)
  const detail = 'You reviewed this application: somebody else approves it.'
  return own ? { outcome: 'own-cause', detail, clauses: ['AUP25-40'] } : undefined
}

const bodyOf = (answer: Extract<ActOutcome, { outcome: 'done' }>): object =>
  typeof answer.body === 'object' && answer.body !== null ? answer.body : {}
