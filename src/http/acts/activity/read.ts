import Type from 'typebox'
import { readPage, readUseSums } from '../../../activity/index.ts'
import { londonInstant, londonMoment } from '../../../directory/index.ts'
import { type Act, type ActOutcome, act } from '../act.ts'
import { OPERATOR } from '../reach.ts'
import { After, Limit, Next, PAGE, paged } from '../register-words.ts'
import { Count, closed, Day, Flag, Id, Instant, ListOf, OdsCode } from '../words.ts'
import { recordLook, whoseEntries } from './reach.ts'
import { ACTIVITY, ActionName, DecisionName, EntryView, entryView } from './words.ts'

/** The operator's, and those who run an organisation: the account holder's own view (AUP25-36). */
const READERS = [...OPERATOR, 'euo-admin', 'euo-signatory'] as const

const DAYS_MAX = 92
const ROWS_MAX = 5000

const UseRow = Type.Object(
  {
    day: Day('The day, in London.'),
    account: Id('The account.'),
    action: ActionName,
    answered: Count,
    refused: Count,
  },
  closed,
)

/** Seeing what was asked: the record that use and disuse are judged by. Each look is on record. */
export const activityReadActs: readonly Act[] = [
  act({
    command: 'activity list',
    method: 'GET',
    path: '/activity',
    tag: ACTIVITY,
    summary: 'Recorded questions: your organisation’s own, or all for the operator',
    description:
      'Oldest first. What is shown is the whole of what is held of a question; answers are not held. Each entry’s place in the ledger can be proved: /ledger/proof/{id}.',
    roles: READERS,
    clauses: ['AUP25-36'],
    query: Type.Object(
      {
        account: Type.Optional(Id('Only of this account.')),
        organisation: Type.Optional(OdsCode),
        from: Type.Optional(Instant('From this time on.')),
        until: Type.Optional(Instant('Before this time.')),
        action: Type.Optional(ActionName),
        decision: Type.Optional(DecisionName),
        after: After,
        limit: Limit,
      },
      closed,
    ),
    answer: Type.Object({ entries: ListOf(EntryView, PAGE, 'One page.'), next: Next }, closed),
    run: async context => {
      const { rooms, query: asked } = context
      const whose = whoseEntries(context, asked)
      const { account, organisations } = whose
      const filter = {
        ...(account === null ? {} : { account }),
        ...(organisations === null ? {} : { organisations }),
        ...(asked.from === undefined ? {} : { from: new Date(asked.from) }),
        ...(asked.until === undefined ? {} : { to: new Date(asked.until) }),
        ...(asked.action === undefined ? {} : { action: asked.action }),
        ...(asked.decision === undefined ? {} : { decision: asked.decision }),
      }
      const limit = asked.limit ?? PAGE
      const found = await readPage(rooms.database.query, filter, asked.after ?? null, limit + 1)
      const { page, next } = paged(found, limit, ({ entry }) => entry.id)
      await recordLook(context, 'list', whose)
      return { outcome: 'done', body: { entries: page.map(entryView), next } }
    },
  }),
  act({
    command: 'activity use',
    method: 'GET',
    path: '/activity/use',
    tag: ACTIVITY,
    summary: 'How much was asked, by day, account and action',
    description: `The last 28 days unless told, at most ${DAYS_MAX}.`,
    roles: READERS,
    clauses: ['AUP25-36'],
    query: Type.Object(
      {
        account: Type.Optional(Id('Only of this account.')),
        organisation: Type.Optional(OdsCode),
        from: Type.Optional(Day('The first day, in London.')),
        until: Type.Optional(Day('The last day, in London; today unless told.')),
      },
      closed,
    ),
    answer: Type.Object(
      {
        from: Day('The first day.'),
        until: Day('The last day.'),
        rows: ListOf(UseRow, ROWS_MAX, 'By day, account and action.'),
        cut: Flag('Whether there is more than one answer holds: ask for less time, or one account.'),
      },
      closed,
    ),
    run: async context => {
      const { rooms, now, query: asked } = context
      const days = daysOf(asked, now)
      if (days.outcome === 'wrong') return days.answer
      const whose = whoseEntries(context, asked)
      const { from, until } = days
      const bounds = {
        from: new Date(londonInstant(from, 0)),
        to: new Date(londonInstant(dayAfter(until, 1), 0)),
      }
      const rows = await readUseSums(rooms.database.query, { ...whose, ...bounds }, ROWS_MAX + 1)
      await recordLook(context, 'use', whose)
      const body = { from, until, rows: rows.slice(0, ROWS_MAX), cut: rows.length > ROWS_MAX }
      return { outcome: 'done', body }
    },
  }),
]

const DAY = 86_400_000
const DAYS = 28

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10)

/** The days asked for. */
function daysOf(
  asked: { readonly from?: string; readonly until?: string },
  now: number,
):
  | { readonly outcome: 'days'; readonly from: string; readonly until: string }
  | { readonly outcome: 'wrong'; readonly answer: ActOutcome } {
  const until = asked.until ?? londonMoment(now).date
  const from = asked.from ?? dayAfter(until, 1 - DAYS)
  const days = (Date.parse(until) - Date.parse(from)) / DAY + 1
  if (days >= 1 && days <= DAYS_MAX) return { outcome: 'days', from, until }
  const message = `It must not be after "until", nor more than ${DAYS_MAX} days before.`
  return {
    outcome: 'wrong',
    answer: { outcome: 'wrong', errors: [{ parameter: 'from', in: 'query', message }] },
  }
}
