import Type from 'typebox'
import { alikeTo, listFeedback, OPEN_FEEDBACK, readServices } from '../../../directory/index.ts'
import { type Act, act } from '../act.ts'
import { After, Next, paged } from '../register-words.ts'
import { editReach, READERS, recordReading } from '../services/reach.ts'
import { READS } from '../services/words.ts'
import { closed, ListOf, RegionId, Whole } from '../words.ts'
import { seenReport } from './reach.ts'
import {
  ALIKE_SHOWN,
  FeedbackPath,
  FeedbackView,
  feedbackView,
  GroupRow,
  groupRow,
  KindName,
  StateName,
  TAG,
} from './words.ts'

const PAGE = 100

/** Seeing what is reported of the entries one looks after. Each reading is on record, as of the entries themselves. */
export const readFeedbackActs: readonly Act[] = [
  act({
    command: 'feedback list',
    method: 'GET',
    path: '/feedback-reports',
    tag: TAG,
    summary: 'What is reported of the entries you look after, the same of the same entry together',
    description: 'The longest waiting first. Reporters are told apart by their organisation only.',
    roles: READERS,
    clauses: READS,
    query: Type.Object(
      {
        region: Type.Optional(RegionId),
        kind: Type.Optional(KindName),
        state: Type.Optional(StateName),
        after: After,
        limit: Type.Optional(Whole(1, PAGE, `How many at most; ${PAGE} unless told.`)),
      },
      closed,
    ),
    answer: Type.Object({ reports: ListOf(GroupRow, PAGE, 'Open ones unless told.'), next: Next }, closed),
    run: async context => {
      const { rooms, query: asked } = context
      const { query } = rooms.database
      const limit = asked.limit ?? PAGE
      const found = await listFeedback(query, {
        reach: await editReach(context),
        states: asked.state === undefined ? OPEN_FEEDBACK : [asked.state],
        kind: asked.kind ?? null,
        regionId: asked.region ?? null,
        after: asked.after ?? null,
        limit: limit + 1,
      })
      const { page, next } = paged(found, limit, ({ first }) => first.id)
      const ids = [...new Set(page.map(({ first }) => first.serviceId))]
      const names = new Map((await readServices(query, ids)).map(({ service }) => [service.id, service.name]))
      await recordReading(context, 'feedback', ids, { reports: page.map(({ first }) => first.id) })
      const reports = page.map(group => groupRow(group, names.get(group.first.serviceId) ?? null))
      return { outcome: 'done', body: { reports, next } }
    },
  }),
  act({
    command: 'feedback show',
    method: 'GET',
    path: '/feedback-reports/:id',
    tag: TAG,
    summary: 'A report in the words of whoever sent it, with others that say the same',
    roles: READERS,
    clauses: READS,
    params: FeedbackPath,
    answer: FeedbackView,
    run: async context => {
      const seen = await seenReport(context, context.params.id)
      if (!seen) return { outcome: 'no-such' }
      const { report } = seen
      const { query } = context.rooms.database
      const alike = await alikeTo(query, report, [report.state], ALIKE_SHOWN + 1)
      const others = alike.filter(({ id }) => id !== report.id).slice(0, ALIKE_SHOWN)
      const [stored] = await readServices(query, [report.serviceId])
      await recordReading(context, 'feedback', [report.serviceId], { report: report.id })
      return { outcome: 'done', body: feedbackView(report, stored?.service.name ?? null, others) }
    },
  }),
]
