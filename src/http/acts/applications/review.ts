import Type from 'typebox'
import {
  type Application,
  giveReview,
  handOverReview,
  isOwnCause,
  neededReviews,
  readApplications,
  reviewDueAt,
} from '../../../agreements/index.ts'
import type { Query } from '../../../database/index.ts'
import { type Actor, holds } from '../../../vocabulary/index.ts'
import { type Act, type ActOutcome, act } from '../act.ts'
import {
  choice,
  closed,
  Flag,
  Id,
  Instant,
  isoOrNull,
  ListOf,
  Nullable,
  OdsCode,
  Reason,
  RegionId,
  Text,
} from '../words.ts'
import { findApplication, isOwn, regionsOf, sightOf, writersOf } from './sight.ts'
import { answerOf } from './view.ts'
import { ApplicationPath, Changed, OPERATOR, State, TAG } from './words.ts'

/** What DoS Leads and clinical safety officers say of an application, and what happens when they say nothing. */
export const reviewActs: readonly Act[] = [
  act({
    command: 'application review',
    method: 'POST',
    path: '/applications/:id/reviews',
    tag: TAG,
    summary: 'Agree to an application, agree on conditions, or decline',
    description:
      'A DoS Lead names the region; without one it is the review of clinical safety, for a clinical safety officer who neither drafted nor handed in the application. Until the application is decided, a review may be given anew.',
    roles: ['dos-lead', 'clinical-safety-officer'],
    clauses: ['AUP18-16', 'AUP25-22'],
    params: ApplicationPath,
    body: Type.Object(
      {
        regionId: Type.Optional(RegionId),
        decision: choice(['agree', 'agree-with-conditions', 'decline'], 'What you say.'),
        conditions: Type.Optional(Text(2000, 'On which conditions.')),
        reason: Reason,
      },
      closed,
    ),
    answer: Changed,
    run: async ({ rooms, actor, now, params, body, deed }) => {
      const { query } = rooms.database
      const found = await findApplication(query, actor, params.id, now)
      if (!found) return { outcome: 'no-such' }
      const { regionId = '', decision, conditions = null } = body
      const kind = regionId === '' ? 'clinical-safety' : 'region'
      const review = neededReviews(found).find(one => one.kind === kind && one.regionId === regionId)
      const regions = await regionsOf(query, actor, now)
      const mine =
        kind === 'region'
          ? review !== undefined && regions.includes(review.reviewerRegionId)
          : holds(actor, 'clinical-safety-officer', [found.odsCode])
      if (!review || !mine) return { outcome: 'no-such', detail: 'There is no such review for you to give.' }
      const own = await (kind === 'region' ? conflict(query, found, actor) : drafted(query, found, actor))
      if (own) return own
      const by = deed(kind === 'region' ? 'dos-lead' : 'clinical-safety-officer')
      const given = { kind, regionId, decision, conditions } as const
      return answerOf(await giveReview(rooms.database, found.id, given, by))
    },
  }),
  act({
    command: 'application hand-over',
    method: 'POST',
    path: '/applications/:id/hand-over',
    tag: TAG,
    summary: 'Hand the review of a region over to the DoS Lead of another',
    description:
      'For a lead who acts for the applicant as well, and for access managers when a lead is silent.',
    roles: ['dos-lead', 'access-manager'],
    clauses: ['AUP18-16'],
    params: ApplicationPath,
    body: Type.Object({ regionId: RegionId, toRegionId: RegionId, reason: Reason }, closed),
    answer: Changed,
    run: async ({ rooms, actor, now, params, body, deed }) => {
      const { query } = rooms.database
      const found = await findApplication(query, actor, params.id, now)
      if (!found) return { outcome: 'no-such' }
      const { regionId, toRegionId } = body
      const review = neededReviews(found).find(one => one.kind === 'region' && one.regionId === regionId)
      const leads =
        review !== undefined && (await regionsOf(query, actor, now)).includes(review.reviewerRegionId)
      const role = leads ? 'dos-lead' : holds(actor, 'access-manager') ? 'access-manager' : null
      if (!review || role === null) return { outcome: 'no-such', detail: 'There is no such review of yours.' }
      if (review.reviewerRegionId === toRegionId) {
        return { outcome: 'conflict', detail: 'The lead of that region has it already.' }
      }
      return answerOf(await handOverReview(rooms.database, found.id, regionId, toRegionId, deed(role)))
    },
  }),
  act({
    command: 'application escalations',
    method: 'GET',
    path: '/application-escalations',
    tag: TAG,
    summary: 'Reviews and decisions that are overdue; silence grants nothing',
    roles: [...OPERATOR, 'dos-lead'],
    clauses: ['AUP18-16', 'AUP25-40'],
    answer: Type.Object({ escalations: ListOf(Escalation(), 1000, 'By application.') }, closed),
    run: async ({ rooms, actor, now }) => {
      const { query } = rooms.database
      const seenBy = await sightOf(query, actor, now)
      const open = await readApplications(query, {
        states: ['submitted', 'eligibility-check', 'review'],
        limit: 1000,
        ...(seenBy ? { seenBy } : {}),
      })
      return { outcome: 'done', body: { escalations: open.flatMap(escalationsOf).slice(0, 1000) } }
    },
  }),
]

function Escalation() {
  return Type.Object(
    {
      application: Id('The application.'),
      odsCode: OdsCode,
      state: State,
      what: choice(['decision', 'review-of-region', 'review-of-clinical-safety'], 'What is overdue.'),
      regionId: Nullable(RegionId),
      dueAt: Nullable(Instant('Since when it is overdue.')),
      waitsForLead: Flag('Whether a DoS Lead has to speak.'),
    },
    closed,
  )
}

function escalationsOf(application: Application) {
  const { id, odsCode, state } = application
  const of = { application: id, odsCode, state }
  const late = application.state === 'review' ? neededReviews(application) : []
  const reviews = late.flatMap(review =>
    review.state !== 'open' || review.escalatedAt === null
      ? []
      : [
          {
            ...of,
            what: review.kind === 'region' ? 'review-of-region' : 'review-of-clinical-safety',
            regionId: review.kind === 'region' ? review.reviewerRegionId : null,
            dueAt: isoOrNull(reviewDueAt(application, review)),
            waitsForLead: review.kind === 'region',
          },
        ],
  )
  const decision = { ...of, what: 'decision', regionId: null, dueAt: isoOrNull(application.overdueAt) }
  return application.overdueAt === null ? reviews : [...reviews, { ...decision, waitsForLead: false }]
}

/** A lead who acts for the applicant, or drafted the application, hands it over (sources, use 3.2). */
async function conflict(
  query: Query,
  application: Application,
  actor: Actor,
): Promise<ActOutcome | undefined> {
  if (!(await isOwn(query, application, actor))) return undefined
  const detail =
    'You act for the organisation that applies, or for its supplier. Hand the review over to the lead of another region.'
  return { outcome: 'own-cause', detail, clauses: ['AUP18-16'] }
}

/**
 * An officer who wrote into the form does not review it. To promise what is an officer's to promise is no drafting: the
 * one officer of an organisation does both.
 */
async function drafted(
  query: Query,
  application: Application,
  actor: Actor,
): Promise<ActOutcome | undefined> {
  const person = { id: actor.personId, organisations: [], suppliers: [] }
  const writers = await writersOf(query, application.id)
  if (!isOwnCause({ ...application, attestations: [] }, writers, person)) return undefined
  const detail =
    'You drafted this application, wrote into it or handed it in; another clinical safety officer reviews it.'
  return { outcome: 'own-cause', detail, clauses: ['AUP25-22'] }
}
