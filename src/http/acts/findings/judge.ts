import { unreachable } from '../../../vocabulary/index.ts'
import { type FindingEvent, type Judgement, judgeFinding } from '../../../watch/index.ts'
import { type Act, type ActContext, type ActOutcome, act, notTaken } from '../act.ts'
import { Changed, FindingPath, HandOverBody, JUDGES, JudgeBody, ReasonBody, TAG } from './words.ts'

/** What people make of a finding (sources, use 3.7 and 4.4). */
export const judgeFindingActs: readonly Act[] = [
  act({
    command: 'finding take-up',
    method: 'POST',
    path: '/findings/:id/take-up',
    tag: TAG,
    summary: 'Take a finding up: say that you are looking into it',
    roles: JUDGES,
    clauses: ['AUP25-30'],
    params: FindingPath,
    body: ReasonBody,
    answer: Changed,
    run: context => judged(context, 'take-up', {}),
  }),
  act({
    command: 'finding dismiss',
    method: 'POST',
    path: '/findings/:id/dismissal',
    tag: TAG,
    summary: 'Dismiss a finding that was taken up: it was nothing; its brake ends on every node',
    roles: JUDGES,
    clauses: ['AUP25-30'],
    params: FindingPath,
    body: JudgeBody,
    answer: Changed,
    run: context => judged(context, 'dismiss', context.body),
  }),
  act({
    command: 'finding uphold',
    method: 'POST',
    path: '/findings/:id/upholding',
    tag: TAG,
    summary: 'Uphold a finding that was taken up: it is what it looks like; its brake stays',
    roles: JUDGES,
    clauses: ['AUP25-30', 'AUP25-31'],
    params: FindingPath,
    body: JudgeBody,
    answer: Changed,
    run: context => judged(context, 'uphold', context.body),
  }),
  act({
    command: 'finding hand-over',
    method: 'POST',
    path: '/findings/:id/case',
    tag: TAG,
    summary: 'Hand a finding over to a case, which goes on with it',
    roles: JUDGES,
    clauses: ['AUP25-30', 'AUP25-31'],
    params: FindingPath,
    body: HandOverBody,
    answer: Changed,
    run: context => judged(context, 'hand-over', context.body),
  }),
  act({
    command: 'finding lift',
    method: 'POST',
    path: '/findings/:id/lifting',
    tag: TAG,
    summary: 'Lift the brake of a finding, and go on looking into it',
    roles: JUDGES,
    clauses: ['AUP25-28'],
    params: FindingPath,
    body: ReasonBody,
    answer: Changed,
    run: context => judged(context, 'lift', {}),
  }),
  act({
    command: 'finding close',
    method: 'POST',
    path: '/findings/:id/closure',
    tag: TAG,
    summary: 'Close a finding that was upheld or handed over: it is over, and so is its brake',
    roles: JUDGES,
    clauses: ['AUP25-30', 'AUP25-31'],
    params: FindingPath,
    body: JudgeBody,
    answer: Changed,
    run: context => judged(context, 'close', context.body),
  }),
]

type Said = { readonly note?: string | undefined; readonly caseId?: string | undefined }

async function judged(
  { rooms, params, deed }: ActContext<{ id: string }, unknown, unknown>,
  event: FindingEvent,
  { note, caseId }: Said,
): Promise<ActOutcome> {
  const said = { note: note ?? null, caseId: caseId ?? null }
  return answer(await judgeFinding(rooms.database, params.id, event, deed('compliance-reviewer'), said))
}

function answer(judgement: Judgement): ActOutcome {
  switch (judgement.outcome) {
    case 'changed': {
      const { id, state, brake, releasedAt } = judgement.finding
      return { outcome: 'done', body: { id, state, inForce: brake !== 'none' && releasedAt === null } }
    }
    case 'unknown-finding':
      return { outcome: 'no-such' }
    case 'not-legal':
    case 'unmet':
      return notTaken(judgement)
    default:
      return unreachable(judgement)
  }
}
