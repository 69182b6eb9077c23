import type { Query } from '../../database/index.ts'
import type { Deed } from '../../vocabulary/index.ts'
import type { Due, DueHandler } from '../../workflow/index.ts'
import type { HoldersOf } from '../connection-notice.ts'
import { type RoleNotice, tellRoles } from '../tell.ts'
import { type Application, datesOf } from './application.ts'
import { close } from './close-store.ts'
import { readApplication } from './read-store.ts'
import { escalateReviews } from './review-store.ts'
import { setDates, takeStep } from './step-store.ts'

/** What becomes due for applications, for whoever works through what is due. */
export function applicationDueHandlers(holdersOf: HoldersOf): Readonly<Record<string, DueHandler>> {
  return {
    'application:expire': when(async (query, held, deed) => {
      const taken = await close(query, held, 'expire', deed)
      if (taken.outcome === 'moved')
        await tellRoles(query, holdersOf, notice('application-expired', held, APPLICANT), deed.at)
    }),
    // The operator is late. That goes on record, once, and to whoever can hurry; it grants nothing.
    'application:decision-due': when(async (query, held, deed) => {
      await takeStep(query, held, 'note-overdue', deed, { set: { overdueAt: deed.at }, touched: false })
      await tellRoles(query, holdersOf, notice('application-overdue', held, OPERATOR), deed.at)
    }),
    'application:review-overdue': when(async (query, held, deed) => {
      const late = await escalateReviews(query, held, deed)
      const reviewers = late.map(({ kind, reviewerRegionId }) =>
        kind === 'region'
          ? ({ role: 'dos-lead', scopeId: reviewerRegionId } as const)
          : ({ role: 'clinical-safety-officer', scopeId: held.odsCode } as const),
      )
      const to = () => [...reviewers, ...OPERATOR()]
      if (late.length > 0) await tellRoles(query, holdersOf, notice('review-overdue', held, to), deed.at)
    }),
  }
}

type Recipients = (application: Application) => RoleNotice['to']
const APPLICANT: Recipients = ({ odsCode }) => [{ role: 'euo-admin', scopeId: odsCode }]
const OPERATOR = () => [{ role: 'access-manager', scopeId: null }] as const

const WORDS = {
  'application-expired': {
    subject: 'An application has run out',
    text: 'Nothing more was heard in the time allowed, so the application has ended. To have access after all, apply again.',
  },
  'application-overdue': {
    subject: 'An application waits for its decision',
    text: 'The time for a decision is over, not counting the time in which the applicant was asked. Nothing is granted by waiting.',
  },
  'review-overdue': {
    subject: 'A review of an application is overdue',
    text: 'The time for a review is over. Nothing is granted by silence: give the review, or hand it over.',
  },
} as const

const notice = (kind: keyof typeof WORDS, application: Application, to: Recipients): RoleNotice => ({
  kind,
  to: to(application),
  about: { entity: 'application', id: application.id },
  subject: WORDS[kind].subject,
  text: `${WORDS[kind].text}\n\nApplication: ${application.id}`,
})

const WHY: Readonly<Record<string, string>> = {
  expire: 'nothing more was heard in the time allowed',
  'decision-due': 'the time for a decision is over',
  'review-overdue': 'the time for a review is over',
}

/** Holds the application and makes sure that the date still stands: it may have moved while this waited. */
const when =
  (work: (query: Query, held: Application, deed: Deed) => Promise<void>): DueHandler =>
  (inside, due: Due, now) =>
    inside.transaction(async query => {
      const held = await readApplication(query, due.entityId, true)
      if (!held) return
      const why = WHY[due.event] ?? due.event
      const deed: Deed = { who: 'system', actingAs: 'system', why, at: now }
      const stands = datesOf(held).some(({ event, dueAt }) => event === due.event && dueAt <= now)
      await (stands ? work(query, held, deed) : setDates(query, held.id))
    })
