import Type from 'typebox'
import { readConnection } from '../../../accounts/index.ts'
import {
  acceptAgreement,
  endAgreement,
  issueAgreement,
  noteLive,
  noteRead,
  putInForce,
  reacceptAgreement,
} from '../../../agreements/index.ts'
import type { PolicyVersion } from '../../../policy/index.ts'
import { privacyNoticeAt } from '../../../policy-versions/index.ts'
import { type Actor, type EpochMillis, holds } from '../../../vocabulary/index.ts'
import { inside } from '../../../workflow/index.ts'
import { type Act, type ActContext, type ActOutcome, act } from '../act.ts'
import { closed, iso, Reason, Text } from '../words.ts'
import { actsAs, answerOf, type Found, findAgreement } from './find.ts'
import { AcceptanceBody, AgreementPath, Changed, PolicyToRead, ReasonBody, TAG } from './words.ts'

type OnAgreement<B> = ActContext<{ id: string }, unknown, B>

/** Issue, reading, acceptance and end of agreements (sources, use 4.2). */
export const acceptActs: readonly Act[] = [
  act({
    command: 'agreement issue',
    method: 'POST',
    path: '/agreements/:id/issue',
    tag: TAG,
    summary: 'Send the policy in force to the organisation, for its signatory to accept',
    roles: ['access-manager'],
    clauses: ['AUP18-08', 'AUP18-09'],
    params: AgreementPath,
    body: Type.Object(
      {
        channel: Type.Optional(Text(60, 'By which way it was sent; "directory" unless said.')),
        reason: Reason,
      },
      closed,
    ),
    answer: Changed,
    run: context =>
      onAgreement(context, async found => {
        const { rooms, now, body, actor, deed } = context
        if (actsForIt(actor, found)) return ownCause
        const policy = rooms.policy(now)
        const text = { version: policy.id, hash: policy.hash }
        const by = deed('access-manager')
        const { id } = found.life
        return answer(
          context,
          id,
          'issue',
          await issueAgreement(rooms.database, id, text, by, body.channel ?? 'directory'),
        )
      }),
  }),
  act({
    command: 'agreement read',
    method: 'POST',
    path: '/agreements/:id/reading',
    tag: TAG,
    summary: 'Open the policy that was issued, or the newer version that is to be accepted',
    description:
      'That a signatory opened it is kept, as the receipt. The answer has the hash to accept it by.',
    roles: ['euo-signatory'],
    clauses: ['AUP18-08', 'AUP25-19'],
    params: AgreementPath,
    answer: PolicyToRead,
    run: context =>
      onAgreement(context, async found => {
        const { rooms, now, actor, deed } = context
        const role = actsAs(actor, found, ['euo-signatory'])
        if (role === null) return notASignatory
        const { id } = found.life
        const text = found.life.asked ?? found.agreement.issued
        const policy = text && rooms.policyOf(text.version)
        const change = await noteRead(rooms.database, id, deed(role))
        if (change.outcome !== 'changed') return answer(context, id, 'read', change)
        if (!policy || policy.hash !== text.hash) {
          const detail = 'The text that was issued is not held any more; ask for it to be issued anew.'
          return { outcome: 'conflict', detail }
        }
        return { outcome: 'done', body: toRead(id, policy, privacyNoticeAt(now).id) }
      }),
  }),
  act({
    command: 'agreement accept',
    method: 'POST',
    path: '/agreements/:id/acceptance',
    tag: TAG,
    summary: 'Accept, for the organisation, the very text that was issued',
    description:
      'By its version and hash, as "agreement read" gives them. The agreement is in force from then on and takes the place of the one before it, in one step.',
    roles: ['euo-signatory'],
    clauses: ['AUP18-08', 'AUP25-19', 'AUP25-59'],
    params: AgreementPath,
    body: AcceptanceBody,
    answer: Changed,
    run: context =>
      onAgreement(context, async found => {
        const { rooms, now, body, actor, deed } = context
        const role = actsAs(actor, found, ['euo-signatory'])
        if (role === null) return notASignatory
        const { version, hash, privacyNotice } = body
        if (privacyNotice !== privacyNoticeAt(now).id) return otherNotice(now)
        const { id } = found.life
        const by = deed(role)
        const windowDays = rooms.policy(now).parameters.renewalWindowDays
        const change = await rooms.database.transaction(async query => {
          const within = inside(rooms.database, query)
          const accepted = await acceptAgreement(within, id, { version, hash }, by, privacyNotice)
          if (accepted.outcome !== 'changed') return accepted
          const { outcome } = await putInForce(within, id, by, windowDays)
          // Where another serves until this one's first day, it stays accepted until then.
          if (outcome !== 'changed') return accepted
          const { connectionId } = found.agreement
          const status = (await readConnection(query, connectionId))?.accountStatus
          if (status === 'active' || status === 'restricted') await noteLive(within, connectionId, by)
          return accepted
        })
        return answer(context, id, 'accept', change)
      }),
  }),
  act({
    command: 'agreement reaccept',
    method: 'POST',
    path: '/agreements/:id/reacceptance',
    tag: TAG,
    summary: 'Accept a newer version of the policy for an agreement in force',
    roles: ['euo-signatory'],
    clauses: ['AUP18-05', 'AUP25-59'],
    params: AgreementPath,
    body: AcceptanceBody,
    answer: Changed,
    run: context =>
      onAgreement(context, async found => {
        const { rooms, now, body, actor, deed } = context
        const role = actsAs(actor, found, ['euo-signatory'])
        if (role === null) return notASignatory
        const { version, hash, privacyNotice } = body
        if (privacyNotice !== privacyNoticeAt(now).id) return otherNotice(now)
        const { id } = found.life
        const change = await reacceptAgreement(
          rooms.database,
          id,
          { version, hash },
          deed(role),
          privacyNotice,
        )
        return answer(context, id, 'reaccept', change)
      }),
  }),
  act({
    command: 'agreement end',
    method: 'POST',
    path: '/agreements/:id/end',
    tag: TAG,
    summary: 'End an agreement; there is no way back',
    description:
      'The organisation may at any time. The operator may while it is not in force; afterwards it suspends or revokes the account.',
    roles: ['euo-admin', 'euo-signatory', 'access-manager'],
    clauses: ['AUP25-32', 'AUP25-38'],
    params: AgreementPath,
    body: ReasonBody,
    answer: Changed,
    run: context =>
      onAgreement(context, async found => {
        const { rooms, actor, deed } = context
        const { id, state } = found.life
        const inForce = state === 'in-force' || state === 'reaccept-due'
        const own = actsAs(actor, found, ['euo-signatory', 'euo-admin'])
        const role = own ?? (holds(actor, 'access-manager') && !inForce ? 'access-manager' : null)
        if (role === null) {
          const detail = 'An agreement in force is for the organisation to end.'
          return { outcome: 'not-entitled', detail, clauses: ['AUP25-32'] }
        }
        return answer(context, id, 'end', await endAgreement(rooms.database, id, deed(role)))
      }),
  }),
]

async function onAgreement<B>(
  { rooms, actor, params }: OnAgreement<B>,
  work: (found: Found) => Promise<ActOutcome>,
): Promise<ActOutcome> {
  const found = await findAgreement(rooms.database.query, actor, params.id)
  return found ? work(found) : { outcome: 'no-such' }
}

const answer = (
  { rooms, now }: OnAgreement<unknown>,
  id: string,
  event: Parameters<typeof answerOf>[2],
  change: Parameters<typeof answerOf>[3],
): Promise<ActOutcome> => answerOf(rooms.database.query, id, event, change, now)

const notASignatory: ActOutcome = {
  outcome: 'not-entitled',
  detail: 'It takes a signatory of the organisation, with that authority at this moment.',
  clauses: ['AUP18-08'],
}

const actsForIt = (actor: Actor, { connection }: Found): boolean =>
  connection !== null && holds(actor, 'euo-signatory', [connection.odsCode])

const ownCause: ActOutcome = {
  outcome: 'own-cause',
  detail: 'You sign for the organisation: somebody else issues the policy to it.',
  clauses: ['AUP18-08'],
}

const AS_IS =
  'The directory is provided as it is and as it is available, without warranty of any kind, express or implied.'

const otherNotice = (now: EpochMillis): ActOutcome => {
  const detail = `The privacy notice in force is ${privacyNoticeAt(now).id}; read that one, and name it.`
  return { outcome: 'conflict', detail, clauses: ['AUP25-59'] }
}

const toRead = (
  id: string,
  { id: version, hash, title, effectiveFrom, text }: PolicyVersion,
  privacyNotice: string,
) => ({
  id,
  privacyNotice,
  version,
  hash,
  title,
  effectiveFrom: iso(effectiveFrom),
  asIs: AS_IS,
  sections: text,
})
