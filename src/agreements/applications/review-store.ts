import type { Database, Query } from '../../database/index.ts'
import type { Deed } from '../../vocabulary/index.ts'
import { step } from '../../workflow/index.ts'
import {
  type Application,
  type GivenReview,
  neededReviews,
  reviewDueAt,
  reviewsToOpen,
} from './application.ts'
import { clinicalHash } from './form.ts'
import { REVIEW, type ReviewEvent } from './machine.ts'
import { type ApplicationStep, setDates, takeStep } from './step-store.ts'
import { type ApplicationChange, changeApplication, type NotDone } from './store.ts'

/**
 * Lets an application that is eligible go on to its reviews, and opens those it needs. One that was given before and is
 * about the same still stands; one about something else is open again.
 * @param judged names of the checks that were left to judgement and are judged in the applicant's favour
 */
export const passToReview = (
  database: Database,
  id: string,
  judged: readonly string[],
  deed: Deed,
): Promise<ApplicationChange> =>
  changeApplication(database, id, (query, held) => {
    const open = reviewsToOpen(held)
    return takeStep(query, held, 'pass', deed, {
      context: { judged },
      after: { judged, reviews: open.map(({ kind, regionId }) => (kind === 'region' ? regionId : kind)) },
      beside: async () => {
        for (const review of open) await openReview(query, held, review, deed)
      },
    })
  })

const openReview = (
  query: Query,
  held: Application,
  { kind, regionId }: Pick<GivenReview, 'kind' | 'regionId'>,
  deed: Deed,
): Promise<unknown> =>
  query(
    `insert into agreements.application_review (application_id, kind, region_id, reviewer_region_id, state, about_hash,
       opened_at) values ($1, $2, $3, $3, 'open', $4, $5)
     on conflict (application_id, kind, region_id) do update set state = 'open', about_hash = excluded.about_hash,
       opened_at = excluded.opened_at, escalated_at = null, decided_at = null, decided_by = null, reason = null,
       conditions = null`,
    [held.id, kind, regionId, clinicalHash(held.form), new Date(deed.at)],
  )

export type ReviewGiven = {
  readonly kind: GivenReview['kind']
  /** Empty for clinical safety. */
  readonly regionId: string
  readonly decision: Extract<ReviewEvent, 'agree' | 'agree-with-conditions' | 'decline'>
  readonly conditions: string | null
}

/** What a reviewer says of it, with the reason of the deed. */
export const giveReview = (
  database: Database,
  id: string,
  given: ReviewGiven,
  deed: Deed,
): Promise<ApplicationChange> =>
  reviewStep(
    database,
    id,
    given,
    given.decision,
    deed,
    (query, _review, state) => ({
      beside: () =>
        query(
          `update agreements.application_review set state = $4, decided_at = $5, decided_by = $6, reason = $7,
             conditions = $8 where application_id = $1 and kind = $2 and region_id = $3`,
          [
            id,
            given.kind,
            given.regionId,
            state,
            new Date(deed.at),
            deed.who,
            deed.why,
            state === 'agreed-with-conditions' ? given.conditions : null,
          ],
        ),
      after: { review: state, conditions: given.conditions },
    }),
    given.conditions,
  )

/** Gives the review of a region to the DoS Lead of another, who is not in two minds about it (sources, use 3.2). */
export const handOverReview = (
  database: Database,
  id: string,
  regionId: string,
  toRegionId: string,
  deed: Deed,
): Promise<ApplicationChange> =>
  reviewStep(database, id, { kind: 'region', regionId }, 'hand-over', deed, (query, review) => ({
    beside: () =>
      query(
        `update agreements.application_review set reviewer_region_id = $3, opened_at = $4, escalated_at = null
         where application_id = $1 and kind = 'region' and region_id = $2`,
        [id, regionId, toRegionId, new Date(deed.at)],
      ),
    after: { handedOver: { from: review.reviewerRegionId, to: toRegionId } },
  }))

/** Marks reviews that are silent past their date. They stay open: silence grants nothing (sources, use 3.1). */
export async function escalateReviews(
  query: Query,
  held: Application,
  deed: Deed,
): Promise<readonly GivenReview[]> {
  const late = neededReviews(held).filter(review => {
    const dueAt = review.escalatedAt === null ? reviewDueAt(held, review) : null
    return dueAt !== null && dueAt <= deed.at
  })
  if (late.length === 0) {
    await setDates(query, held.id)
    return late
  }
  const taken = await takeStep(query, held, 'review', deed, {
    touched: false,
    after: { escalated: late.map(({ kind, regionId }) => (kind === 'region' ? regionId : kind)) },
    beside: async () => {
      for (const { kind, regionId } of late) {
        await query(
          `update agreements.application_review set escalated_at = $4
           where application_id = $1 and kind = $2 and region_id = $3`,
          [held.id, kind, regionId, new Date(deed.at)],
        )
      }
    },
  })
  return taken.outcome === 'moved' ? late : []
}

/** One step of a review, inside one of its application. */
function reviewStep(
  database: Database,
  id: string,
  of: Pick<GivenReview, 'kind' | 'regionId'>,
  event: ReviewEvent,
  deed: Deed,
  change: (
    query: Query,
    review: GivenReview,
    state: string,
  ) => {
    readonly beside: () => Promise<unknown>
    readonly after: Readonly<Record<string, unknown>>
  },
  conditions: string | null = null,
): Promise<ApplicationChange> {
  return changeApplication(database, id, async (query, held): Promise<ApplicationStep | NotDone> => {
    const review = neededReviews(held).find(one => one.kind === of.kind && one.regionId === of.regionId)
    if (!review) return { outcome: 'no-such-part' }
    const taken = step(REVIEW, review.state, event, { conditions })
    if (taken.outcome !== 'moved') return taken
    const { beside, after } = change(query, review, taken.to)
    const { kind, regionId } = of
    return takeStep(query, held, 'review', deed, {
      beside,
      after: { event, kind, regionId, ...after },
      touched: false,
    })
  })
}
