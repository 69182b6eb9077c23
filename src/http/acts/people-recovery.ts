import Type from 'typebox'
import { type CodeIssued, recover, recoveryTakesTwo, SECOND_PERSON } from '../../people/index.ts'
import { unreachable } from '../../vocabulary/index.ts'
import { type Act, type ActContext, type ActOutcome, act } from './act.ts'
import { managed } from './people-reach.ts'
import { CodeView, codeView, PersonPath } from './people-words.ts'
import { closed, Reason } from './words.ts'

const TAG = 'People'
const DESCRIPTION =
  'Their password and second factor lead in no more, all their sessions end, and they are told. The one-time code leads to a new password and a new second factor within a day.'
const body = Type.Object({ reason: Reason }, closed)

type Context = ActContext<{ readonly id: string }, unknown, unknown>

/**
 * Whoever holds a recovery code can sign in as the person it is for. So it takes two people where that person holds a
 * role which takes two to give: else one access manager could act as any of the others.
 */
const recovering = (context: Context): Promise<ActOutcome> =>
  managed(context, context.params.id, async ({ database, as, roles }) => {
    if (recoveryTakesTwo(roles) && context.approvedBy === null) {
      return {
        outcome: 'unmet',
        unmet: [
          {
            what: 'They hold a role that takes two people to give: recover them with "person recover-operator".',
            clauses: ['AUP18-03'],
            whoCanFix: 'an access manager and a decision owner',
          },
        ],
      }
    }
    const { rooms, params, deed } = context
    const issued = await recover(database, params.id, deed(as), rooms.random)
    return issued.outcome === 'issued'
      ? { outcome: 'done', status: 201, body: codeView(issued) }
      : notIssued(issued.outcome)
  })

function notIssued(because: Exclude<CodeIssued['outcome'], 'issued'>): ActOutcome {
  switch (because) {
    case 'unknown-person':
      return { outcome: 'no-such' }
    case 'not-active':
      return { outcome: 'not-legal', detail: 'They are locked or have left.' }
    case 'signs-in-elsewhere':
      return { outcome: 'not-legal', detail: 'They sign in at another provider, which recovers them.' }
    case 'no-sign-in':
      return { outcome: 'not-legal', detail: 'They have no user name here.' }
    case 'user-name-faulty':
    case 'user-name-taken':
      throw new Error('A recovery gives no user name.')
    default:
      return unreachable(because)
  }
}

export const recoveryActs: readonly Act[] = [
  act({
    command: 'person recover',
    method: 'POST',
    path: '/people/:id/recovery',
    tag: TAG,
    summary: 'Let somebody begin again who lost their password or second factor',
    description: DESCRIPTION,
    roles: ['access-manager', 'euo-admin'],
    clauses: ['AUP25-05'],
    params: PersonPath,
    body,
    answer: CodeView,
    run: recovering,
  }),
  act({
    command: 'person recover-operator',
    method: 'POST',
    path: '/people/:id/operator-recovery',
    tag: TAG,
    summary: 'The same for somebody with a role of the operator, or the lead of a region',
    description: `${DESCRIPTION} The second person is given the code.`,
    roles: ['access-manager'],
    secondPerson: SECOND_PERSON,
    clauses: ['AUP25-05', 'AUP18-03'],
    params: PersonPath,
    body,
    answer: CodeView,
    run: recovering,
  }),
]
