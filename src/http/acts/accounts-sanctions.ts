import Type from 'typebox'
import {
  ceaseUse,
  readSuspensions,
  reinstateAccount,
  revokeAccount,
  type Suspension,
  type SuspensionGround,
  suspendAccount,
} from '../../accounts/index.ts'
import { endAgreementsOf } from '../../agreements/index.ts'
import { holdersOf } from '../../people/index.ts'
import { type Role, unreachable } from '../../vocabulary/index.ts'
import { inside } from '../../workflow/index.ts'
import { answerMove, seenAccount, sideOf, standingFor, withAccountAs } from './accounts-reach.ts'
import { ACCOUNTS, AccountPath, GROUNDS, StepAnswer } from './accounts-words.ts'
import { type Act, type ActOutcome, act } from './act.ts'
import { actorOf } from './people-reach.ts'
import { choice, closed, Prose, Reason } from './words.ts'

/** Stopping and ending accounts. An employer does so with its own people; the rest is the operator's. */

export const accountSanctionActs: readonly Act[] = [
  act({
    command: 'account suspend',
    method: 'POST',
    path: '/accounts/:id/suspension',
    tag: ACCOUNTS,
    summary: 'Suspend an account, at once and without prior notice',
    description:
      'An administrator suspends people of the organisation by instruction; the decision owner anybody, on the impact assessment or expired notice given as reference; the access team where a key was lost. A further ground joins those that stand.',
    roles: ['decision-owner', 'access-manager', 'euo-admin'],
    clauses: ['AUP25-42', 'AUP25-53', 'AUP25-55', 'AUP25-18'],
    params: AccountPath,
    body: Type.Object(
      {
        ground: choice(
          GROUNDS.filter(ground => ground !== 'no-region-left'),
          'Why.',
        ),
        reference: Type.Optional(Prose(200, 'The impact assessment, or the notice of intention.')),
        reason: Reason,
      },
      closed,
    ),
    answer: StepAnswer,
    run: context => {
      const { rooms, body, deed } = context
      return withAccountAs(
        context,
        () => suspends(body.ground),
        async ({ id }, as) => {
          const suspension = suspensionOf(body.ground, body.reference ?? '')
          const move = await suspendAccount(rooms.database, id, suspension, sideOf(as), holdersOf, deed(as))
          return answerMove(move, id)
        },
      )
    },
  }),
  act({
    command: 'account reinstate',
    method: 'POST',
    path: '/accounts/:id/reinstatement',
    tag: ACCOUNTS,
    summary: 'Settle a ground of suspension; with the last one the account is answered again',
    roles: ['decision-owner', 'access-manager', 'euo-admin'],
    clauses: ['AUP25-42', 'AUP25-54', 'AUP25-18'],
    params: AccountPath,
    body: Type.Object(
      {
        ground: Type.Optional(choice(GROUNDS, 'Which one, when there are several.')),
        closedCase: Type.Optional(Prose(200, 'The case that was closed as remedied.')),
        reason: Reason,
      },
      closed,
    ),
    answer: StepAnswer,
    run: async context => {
      const { rooms, now, body, deed } = context
      const seen = await seenAccount(context, context.params.id)
      const open = seen ? await readSuspensions(rooms.database.query, seen.id) : []
      const ground = body.ground ?? (open.length === 1 ? (open[0]?.ground ?? null) : null)
      return withAccountAs(
        context,
        () =>
          ground === null && open.length > 0
            ? ['decision-owner', 'access-manager', 'euo-admin']
            : suspends(ground),
        async (account, as) => {
          // An administrator whom another switched off does not let themselves in again.
          if (account.personId === context.actor.personId) return OWN_CAUSE
          return rooms.database.transaction(async query => {
            const standing = await standingFor(query, account, now)
            const closedCase = body.closedCase ?? null
            const how = { ground, by: sideOf(as), closedCase, standing, finding: null }
            const within = inside(rooms.database, query)
            const done = await reinstateAccount(within, account.id, how, holdersOf, deed(as))
            if (done.outcome !== 'which-ground') return answerMove(done, account.id)
            const message = `is one of: ${done.open.join(', ')}`
            return { outcome: 'wrong', errors: [{ parameter: 'ground', in: 'body', message }] }
          })
        },
      )
    },
  }),
  act({
    command: 'account cease',
    method: 'POST',
    path: '/accounts/:id/cessation',
    tag: ACCOUNTS,
    summary: 'Stop using the directory with an account, at once and without having to say why',
    description:
      'For the holder of a personal account; for administrators of their organisation’s accounts, and of its people; for suppliers of their own clients. There is no way back: coming back is a new application.',
    roles: 'anyone',
    clauses: ['AUP25-32', 'AUP25-37', 'AUP25-38'],
    params: AccountPath,
    body: Type.Object({ reason: Type.Optional(Reason) }, closed),
    answer: StepAnswer,
    run: context =>
      withAccountAs(
        context,
        ({ kind }) =>
          kind === 'individual' ? ['holder', 'euo-admin'] : ['euo-admin', 'euo-signatory', 'supplier-admin'],
        async ({ id }, as) =>
          answerMove(
            await ceaseUse(context.rooms.database, id, holdersOf, endAgreementsOf, context.deed(as)),
            id,
          ),
      ),
  }),
  act({
    command: 'account revoke',
    method: 'POST',
    path: '/accounts/:id/revocation',
    tag: ACCOUNTS,
    summary: 'End an account for good',
    roles: ['decision-owner', 'compliance-reviewer'],
    secondPerson: ['decision-owner'],
    clauses: ['AUP25-31', 'AUP18-06'],
    params: AccountPath,
    body: Type.Object({ reason: Reason }, closed),
    answer: StepAnswer,
    run: async context => {
      const { rooms, params, deed } = context
      // Judged by the roles the first person holds by the time the second agrees.
      const actor = await actorOf(context, rooms.database.query)
      return withAccountAs(
        { ...context, actor, params },
        () => ['decision-owner', 'compliance-reviewer'],
        async ({ id, personId }, as) => {
          if (personId === actor.personId || personId === context.approvedBy) return OWN_CAUSE
          return answerMove(await revokeAccount(rooms.database, id, holdersOf, endAgreementsOf, deed(as)), id)
        },
      )
    },
  }),
]

const OWN_CAUSE: ActOutcome = { outcome: 'own-cause', detail: 'Nobody decides about their own account.' }

/** Who suspends on a ground, and settles it. */
function suspends(ground: SuspensionGround | null): readonly Role[] {
  switch (ground) {
    case 'employer-instruction':
      return ['euo-admin']
    case 'credential-compromise':
    case 'no-region-left':
      return ['decision-owner', 'access-manager']
    case 'significant-risk':
    case 'expired-intention-notice':
    case null:
      return ['decision-owner']
    default:
      return unreachable(ground)
  }
}

function suspensionOf(ground: Exclude<SuspensionGround, 'no-region-left'>, reference: string): Suspension {
  switch (ground) {
    case 'significant-risk':
      return { ground, assessment: reference }
    case 'expired-intention-notice':
      return { ground, notice: reference }
    case 'employer-instruction':
    case 'credential-compromise':
      return { ground }
    default:
      return unreachable(ground)
  }
}
