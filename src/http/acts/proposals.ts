import Type from 'typebox'
import { readActor } from '../../people/index.ts'
import { holds } from '../../vocabulary/index.ts'
import {
  inside,
  type Proposal,
  readOpenProposals,
  readProposal,
  settleProposal,
} from '../../workflow/index.ts'
import { type Act, type ActContext, type ActOutcome, act } from './act.ts'
import { mayTry, perform } from './door.ts'
import { closed, Id, Instant, iso, ListOf, Nullable, Reason, Text } from './words.ts'

const ProposalView = Type.Object(
  {
    id: Id('The proposal.'),
    command: Text(60, 'The act proposed.'),
    why: Text(1000, 'Why.'),
    proposedBy: Id('Who proposed it.'),
    proposedAt: Instant('When.'),
    expiresAt: Instant('Until when it can be approved.'),
    state: Text(20, 'open, approved, declined, withdrawn or expired.'),
    settledBy: Nullable(Id('Who settled it.')),
    params: Type.Object({}, { additionalProperties: true }),
    body: Type.Object({}, { additionalProperties: true }),
  },
  closed,
)
const view = ({ proposedAt, expiresAt, proposedAs: _, query: _query, pin: _pin, ...rest }: Proposal) => ({
  ...rest,
  proposedAt: iso(proposedAt),
  expiresAt: iso(expiresAt),
})

const ProposalPath = Type.Object({ id: Id('The proposal.') }, closed)
const TAG = 'Second person'

/**
 * The second of two people (★ in sources, use 3): sees what is proposed, and approves or declines it. Approving does
 * the act, in the name of the first and with the second on record, in one transaction with the approval.
 * @param acts every act, for those that take two people are among them
 */
export function proposalActs(acts: () => readonly Act[]): readonly Act[] {
  const actOf = (proposal: Proposal): Act | undefined => acts().find(one => one.command === proposal.command)

  const mine = async (
    context: ActContext<{ id: string }, unknown, unknown>,
    work: (
      proposal: Proposal,
      proposed: Act,
      hold: ActContext<unknown, unknown, unknown>['rooms'],
    ) => Promise<ActOutcome>,
  ): Promise<ActOutcome> => {
    const { rooms, now, params, actor } = context
    return rooms.database.transaction(async query => {
      const proposal = await readProposal(query, params.id, now, true)
      const proposed = proposal && actOf(proposal)
      if (!proposal || !proposed || !maySee(proposed, proposal, actor)) return { outcome: 'no-such' }
      if (proposal.state !== 'open') {
        return { outcome: 'not-legal', detail: `The proposal is ${proposal.state}.` }
      }
      return work(proposal, proposed, { ...rooms, database: inside(rooms.database, query) })
    })
  }

  return [
    act({
      command: 'proposal list',
      method: 'GET',
      path: '/proposals',
      tag: TAG,
      summary: 'What waits for a second person',
      roles: 'anyone',
      clauses: ['AUP18-03'],
      answer: Type.Object({ proposals: ListOf(ProposalView, 1000, 'Oldest first.') }, closed),
      run: async ({ rooms, now, actor }) => {
        const open = await readOpenProposals(rooms.database.query, now)
        const seen = open.filter(proposal => {
          const proposed = actOf(proposal)
          return proposed !== undefined && maySee(proposed, proposal, actor)
        })
        return { outcome: 'done', body: { proposals: seen.map(view) } }
      },
    }),
    act({
      command: 'proposal approve',
      method: 'POST',
      path: '/proposals/:id/approval',
      tag: TAG,
      summary: 'Agree to what somebody else proposed, and have it done',
      roles: 'anyone',
      clauses: ['AUP18-03'],
      params: ProposalPath,
      body: Type.Object({ reason: Reason }, closed),
      answer: Type.Object({}, { additionalProperties: true }),
      run: async context => {
        const { actor } = context
        return mine(context, async (proposal, proposed, rooms) => {
          if (proposal.proposedBy === actor.personId) {
            return { outcome: 'own-cause', detail: 'Whoever proposes an act cannot be its second person.' }
          }
          if (!proposed.secondPerson?.some(role => holds(actor, role))) {
            const detail = `It takes one of these roles to agree: ${proposed.secondPerson?.join(', ')}.`
            return { outcome: 'not-entitled', detail }
          }
          // In the first one's name, and with the roles that they hold now.
          const first = await readActor(rooms.database.query, proposal.proposedBy, context.now)
          if (!first || !mayTry(proposed.roles, first)) {
            const detail =
              'Whoever proposed it no longer holds a role for it. Decline it, and propose it anew.'
            return { outcome: 'not-legal', detail }
          }
          const input = { params: proposal.params, query: proposal.query, body: proposal.body }
          if ((await proposed.pin(rooms, input)) !== proposal.pin) {
            const detail =
              'What was proposed has changed since. Decline the proposal, and have it proposed anew as it stands now.'
            return { outcome: 'stale', detail }
          }
          const done = await perform(proposed, rooms, first, input, {
            approvedBy: actor.personId,
            requestId: proposal.id,
          })
          if (done.outcome !== 'done') throw new NotDone(done)
          const role = proposed.secondPerson.find(one => holds(actor, one)) ?? 'holder'
          await settleProposal(rooms.database.query, proposal.id, 'approved', context.deed(role))
          return { outcome: 'done', body: done.body, ...(done.status ? { status: done.status } : {}) }
        }).catch((error: unknown) => {
          // Rolled back with all that the act had written before it refused.
          if (error instanceof NotDone) return error.why
          throw error
        })
      },
    }),
    act({
      command: 'proposal decline',
      method: 'POST',
      path: '/proposals/:id/refusal',
      tag: TAG,
      summary: 'Decline what somebody proposed, or take back what you proposed',
      roles: 'anyone',
      clauses: ['AUP18-03'],
      params: ProposalPath,
      body: Type.Object({ reason: Reason }, closed),
      answer: Type.Object({ state: Text(20, 'declined or withdrawn.') }, closed),
      run: async context =>
        mine(context, async (proposal, proposed, rooms) => {
          const own = proposal.proposedBy === context.actor.personId
          const role = proposed.secondPerson?.find(one => holds(context.actor, one))
          if (!own && !role) {
            const detail = `It takes one of these roles: ${proposed.secondPerson?.join(', ')}.`
            return { outcome: 'not-entitled', detail }
          }
          const state = own ? 'withdrawn' : 'declined'
          await settleProposal(
            rooms.database.query,
            proposal.id,
            state,
            context.deed(own ? 'holder' : (role ?? 'holder')),
          )
          return { outcome: 'done', body: { state } }
        }),
    }),
  ]
}

/** Carries a refusal out of a transaction, which it ends. */
class NotDone extends Error {
  readonly why: ActOutcome
  constructor(why: ActOutcome) {
    super('A proposed act was not done.')
    this.why = why
  }
}

/** Those who may propose it, those who may agree to it, and auditors. */
const maySee = (proposed: Act, proposal: Proposal, actor: Parameters<typeof mayTry>[1]): boolean =>
  proposal.proposedBy === actor.personId ||
  holds(actor, 'auditor') ||
  mayTry(proposed.secondPerson ?? [], actor) ||
  (proposed.roles !== 'anyone' && mayTry(proposed.roles, actor))
