import {
  createApplication,
  formOfChild,
  missing,
  readApplication,
  renewalOpensAt,
  reviewItems,
} from '../../../agreements/index.ts'
import { type Act, type ActContext, type ActOutcome, act } from '../act.ts'
import { iso } from '../words.ts'
import { actsAs, findAgreement } from './find.ts'
import { AgreementPath, Begun, ReasonBody, TAG } from './words.ts'

type Context = ActContext<{ id: string }, unknown, { reason: string }>

/** Applications that grow out of an agreement, whose scope goes on meanwhile. */
export const renewActs: readonly Act[] = [
  act({
    command: 'agreement renew',
    method: 'POST',
    path: '/agreements/:id/renewal',
    tag: TAG,
    summary: 'Open the yearly review of an agreement: everything it rests on, to be looked through',
    description:
      'Within the window before its end. Answers are carried over, but for those that age. When it is approved and accepted, the next year follows on this one.',
    roles: ['euo-admin'],
    clauses: ['AUP25-44', 'AUP25-45'],
    params: AgreementPath,
    body: ReasonBody,
    answer: Begun,
    run: context => begin(context, 'renewal'),
  }),
  act({
    command: 'agreement change-use',
    method: 'POST',
    path: '/agreements/:id/change-of-use',
    tag: TAG,
    summary: 'Apply for another use of a connection; the use agreed goes on meanwhile',
    description:
      'Everything is carried over, to be changed. When it is approved and accepted, the new agreement takes the place of this one in one step.',
    roles: ['euo-admin'],
    clauses: ['AUP18-10', 'AUP18-30'],
    params: AgreementPath,
    body: ReasonBody,
    answer: Begun,
    run: context => begin(context, 'change-of-use'),
  }),
]

async function begin(
  { rooms, actor, now, params, deed }: Context,
  kind: 'change-of-use' | 'renewal',
): Promise<ActOutcome> {
  const { query } = rooms.database
  const found = await findAgreement(query, actor, params.id)
  if (!found) return { outcome: 'no-such' }
  const { agreement, life, connection } = found
  if (connection === null || actsAs(actor, found, ['euo-admin']) === null) {
    return { outcome: 'not-entitled', detail: 'That is for an administrator of the organisation.' }
  }
  if (life.state !== 'in-force' && life.state !== 'reaccept-due') {
    return { outcome: 'not-legal', detail: `It is ${life.state}; only one in force is changed or renewed.` }
  }
  const { until } = agreement.facts
  if (kind === 'renewal') {
    if (until === null) return { outcome: 'not-legal', detail: 'It has no end, and needs no renewal.' }
    const opens = renewalOpensAt(until, rooms.policy(now).parameters.renewalWindowDays)
    if (now < opens) return { outcome: 'not-legal', detail: `Its renewal opens at ${iso(opens)}.` }
  }
  const before = life.applicationId === null ? undefined : await readApplication(query, life.applicationId)
  const form = formOfChild(kind, agreement.facts, connection, before?.form ?? null)
  const id = rooms.newId()
  const { odsCode } = connection
  const draft = { id, kind, odsCode, form, parentAgreementId: agreement.facts.id }
  const made = await createApplication(rooms.database, draft, deed('euo-admin', { onBehalfOf: odsCode }))
  if (made !== 'created') {
    const detail = 'A change of use or a renewal of it is under way already; withdraw that one first.'
    return { outcome: 'conflict', detail }
  }
  const body = {
    application: id,
    kind,
    items: reviewItems(form),
    missing: missing({ form, attestations: [] }),
  }
  return { outcome: 'done', status: 201, body }
}
