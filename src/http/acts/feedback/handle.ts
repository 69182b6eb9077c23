import Type from 'typebox'
import {
  type FeedbackChange,
  type FeedbackEvent,
  moveFeedback,
  readsAsPatient,
} from '../../../directory/index.ts'
import { unreachable } from '../../../vocabulary/index.ts'
import { type Act, type ActContext, type ActOutcome, act, notTaken } from '../act.ts'
import { DRAFTERS, drafterOf } from '../services/reach.ts'
import { WRITES } from '../services/words.ts'
import { closed, Reason, Whole } from '../words.ts'
import { seenReport } from './reach.ts'
import { Alike, Changed, FeedbackPath, TAG } from './words.ts'

const Answered = { ...Reason, description: 'What was done about it; the reporter is told.' }
const Unanswered = { ...Reason, description: 'Why nothing is done about it; the reporter is told.' }

/** What is done about a report: somebody takes it up, and answers it. */
export const handleActs: readonly Act[] = [
  act({
    command: 'feedback take-up',
    method: 'POST',
    path: '/feedback-reports/:id/take-up',
    tag: TAG,
    summary: 'Take a report up: its reporter sees that somebody is looking into it',
    roles: DRAFTERS,
    clauses: WRITES,
    params: FeedbackPath,
    body: Type.Object({ alike: Alike }, closed),
    answer: Changed,
    run: context => moved(context, 'take-up', { alike: context.body.alike }),
  }),
  act({
    command: 'feedback resolve',
    method: 'POST',
    path: '/feedback-reports/:id/resolution',
    tag: TAG,
    summary: 'Resolve a report that was taken up: say what was done',
    roles: DRAFTERS,
    clauses: WRITES,
    params: FeedbackPath,
    body: Type.Object(
      {
        reason: Answered,
        version: Type.Optional(Whole(1, 2_000_000_000, 'The version of the entry that put it right.')),
        alike: Alike,
      },
      closed,
    ),
    answer: Changed,
    run: context => moved(context, 'resolve', context.body),
  }),
  act({
    command: 'feedback dismiss',
    method: 'POST',
    path: '/feedback-reports/:id/dismissal',
    tag: TAG,
    summary: 'Dismiss a report that was taken up: say why nothing is done about it',
    roles: DRAFTERS,
    clauses: WRITES,
    params: FeedbackPath,
    body: Type.Object({ reason: Unanswered, alike: Alike }, closed),
    answer: Changed,
    run: context => moved(context, 'dismiss', context.body),
  }),
]

type Wanted = {
  readonly reason?: string
  readonly version?: number | undefined
  readonly alike?: boolean | undefined
}

async function moved(
  context: ActContext<{ id: string }, unknown, unknown>,
  event: FeedbackEvent,
  { reason = '', version = undefined, alike = false }: Wanted,
): Promise<ActOutcome> {
  const { rooms, params, actor } = context
  const seen = await seenReport(context, params.id)
  if (!seen) return { outcome: 'no-such' }
  const role = drafterOf(seen.standing, actor)
  if (!role) {
    const detail = 'It takes the DoS Lead of the region, whoever keeps the entry, or an access manager.'
    return { outcome: 'not-entitled', detail }
  }
  if (readsAsPatient(reason)) return wrong('reason', 'It reads as the details of a patient.')
  const how = { alike, version: version ?? null }
  return answer(await moveFeedback(rooms.database, params.id, event, context.deed(role), how))
}

const wrong = (parameter: string, message: string): ActOutcome => ({
  outcome: 'wrong',
  errors: [{ parameter, in: 'body', message }],
})

function answer(change: FeedbackChange): ActOutcome {
  switch (change.outcome) {
    case 'changed': {
      const { report, alike } = change
      return { outcome: 'done', body: { id: report.id, state: report.state, alike } }
    }
    case 'unknown-report':
      return { outcome: 'no-such' }
    case 'unknown-version':
      return wrong('version', 'The entry has no such version.')
    case 'not-legal':
    case 'unmet':
      return notTaken(change)
    default:
      return unreachable(change)
  }
}
