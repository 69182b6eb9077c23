import { unreachable } from '../../vocabulary/index.ts'
import { type Fault, faultProblem, type Problem, type ProblemExtras } from '../problem.ts'
import type { Act, ActOutcome, ActRooms } from './act.ts'

type NotDone = Exclude<ActOutcome, { outcome: 'done' }>

/** Why an act was not done, as problem details. */
export function problemOf(act: Act, outcome: NotDone, rooms: ActRooms, requestId: string): Problem {
  const say = (fault: Fault, detail: string, extras: ProblemExtras = {}): Problem =>
    faultProblem(fault, detail, rooms.contact, { requestId, ...extras })
  const clauses = { clauses: ('clauses' in outcome ? outcome.clauses : undefined) ?? act.clauses }
  switch (outcome.outcome) {
    case 'no-such':
      return say('no-such-record', outcome.detail ?? 'Nothing of that name is yours to see.')
    case 'not-entitled':
      return say('role-missing', outcome.detail, clauses)
    case 'own-cause':
      return say('own-cause', outcome.detail, clauses)
    case 'not-legal':
      return say('not-possible-now', outcome.detail, clauses)
    case 'unmet': {
      const { unmet } = outcome
      const all = [...new Set(unmet.flatMap(item => item.clauses))]
      return say('requirements-unmet', unmet.map(item => item.what).join(' '), {
        clauses: all,
        unmet: unmet.map(({ what, clauses: of, whoCanFix }) => ({ what, clauses: of, whoCanFix })),
      })
    }
    case 'conflict':
      return say('conflict', outcome.detail, clauses)
    case 'stale':
      return say('changed-meanwhile', outcome.detail, {
        ...clauses,
        ...(outcome.errors ? { errors: outcome.errors } : {}),
      })
    case 'wrong':
      return say(
        'parameter-invalid',
        outcome.errors.map(item => `${item.parameter}: ${item.message}`).join(' '),
        {
          errors: outcome.errors,
        },
      )
    default:
      return unreachable(outcome)
  }
}
