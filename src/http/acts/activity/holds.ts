import Type from 'typebox'
import { endHold, holdForChange, insertHold, readHolds } from '../../../activity/index.ts'
import { holds } from '../../../vocabulary/index.ts'
import { recordAct } from '../../../workflow/index.ts'
import { type Act, type ActOutcome, act } from '../act.ts'
import { After, JustReason, Limit, Next, PAGE, paged } from '../register-words.ts'
import { closed, Flag, Id, Instant, ListOf, OdsCode, Reason } from '../words.ts'
import { ACTIVITY, HoldPath, HoldView, holdView, Reference } from './words.ts'

/** Those who answer for what authorities are given (AUP25-51). */
const KEEPERS = ['ig-officer', 'decision-owner'] as const

const wrong = (parameter: string, message: string): ActOutcome => ({
  outcome: 'wrong',
  errors: [{ parameter, in: 'body', message }],
})

/** Legal holds on the activity log: what they cover, retention leaves alone. */
export const holdActs: readonly Act[] = [
  act({
    command: 'hold list',
    method: 'GET',
    path: '/activity-holds',
    tag: ACTIVITY,
    summary: 'Legal holds on the activity log',
    roles: [...KEEPERS, 'auditor', 'compliance-reviewer'],
    clauses: ['AUP25-51'],
    query: Type.Object(
      {
        released: Type.Optional(Flag('Also those that were released.')),
        after: After,
        limit: Limit,
      },
      closed,
    ),
    answer: Type.Object({ holds: ListOf(HoldView, PAGE, 'The newest first.'), next: Next }, closed),
    run: async ({ rooms, query: asked }) => {
      const limit = asked.limit ?? PAGE
      const standing = asked.released !== true
      const found = await readHolds(rooms.database.query, {
        standing,
        after: asked.after ?? null,
        limit: limit + 1,
      })
      const { page, next } = paged(found, limit, ({ id }) => id)
      return { outcome: 'done', body: { holds: page.map(holdView), next } }
    },
  }),
  act({
    command: 'hold place',
    method: 'POST',
    path: '/activity-holds',
    tag: ACTIVITY,
    summary: 'Keep entries for an inquiry: retention leaves them alone until the hold is released',
    description:
      'At once, by one person: what is gone cannot be held any more. Releasing takes two. A hold on one account keeps every month it reaches, since entries go by whole months.',
    roles: KEEPERS,
    clauses: ['AUP25-51'],
    body: Type.Object(
      {
        account: Type.Optional(Id('Only entries of this account.')),
        organisation: Type.Optional(OdsCode),
        from: Instant('Entries from this moment on.'),
        until: Type.Optional(Instant('Up to this moment; also those still to come, unless told.')),
        reference: Reference,
        reason: Reason,
      },
      closed,
    ),
    answer: HoldView,
    run: async ({ rooms, actor, now, body, deed }) => {
      const { account = null, organisation = null, reference } = body
      if (account !== null && organisation !== null)
        return wrong('organisation', 'A hold is on an account or on an organisation, not on both.')
      const from = Date.parse(body.from)
      const until = body.until === undefined ? null : Date.parse(body.until)
      if (until !== null && until <= from) return wrong('until', 'It must be after "from".')
      const id = rooms.newId()
      const done = deed(KEEPERS.find(role => holds(actor, role)) ?? 'ig-officer')
      const draft = { account, organisation, from, until, reference }
      await rooms.database.transaction(async query => {
        await insertHold(query, id, draft, done)
        await recordAct(query, 'activity-hold', id, 'placed', done, null, draft)
      })
      const placed = { ...draft, id, placedBy: done.who, placedAt: now, releasedBy: null, releasedAt: null }
      return { outcome: 'done', status: 201, body: holdView(placed) }
    },
  }),
  act({
    command: 'hold release',
    method: 'POST',
    path: '/activity-holds/:id/release',
    tag: ACTIVITY,
    summary: 'Release a hold: retention may take what it covered',
    roles: ['ig-officer'],
    clauses: ['AUP25-51'],
    secondPerson: ['decision-owner'],
    params: HoldPath,
    body: JustReason,
    answer: HoldView,
    run: async ({ rooms, now, params, deed }) => {
      const done = deed('ig-officer')
      return rooms.database.transaction(async (query): Promise<ActOutcome> => {
        const hold = await holdForChange(query, params.id)
        if (!hold) return { outcome: 'no-such' }
        if (hold.releasedAt !== null) return { outcome: 'not-legal', detail: 'It is released already.' }
        const released = { ...hold, releasedBy: done.who, releasedAt: now }
        await endHold(query, hold.id, done)
        await recordAct(query, 'activity-hold', hold.id, 'released', done, hold, released)
        return { outcome: 'done', body: holdView(released) }
      })
    },
  }),
]
