import Type from 'typebox'
import { readProduct } from '../../../accounts/index.ts'
import {
  APPLICATION_STATES,
  ApplicationForm,
  attest,
  createApplication,
  FORM_MEMBERS,
  indirectPurposes,
  missing,
  type PromiseName,
  promiseOf,
  readApplications,
  saveForm,
  submitApplication,
  withdrawApplication,
} from '../../../agreements/index.ts'
import { type Actor, holds, type Role } from '../../../vocabulary/index.ts'
import { type Act, type ActOutcome, type ActRooms, act } from '../act.ts'
import { choice, closed, Id, ListOf, OdsCode, Reason, Whole } from '../words.ts'
import { missingBeforeUse } from './missing-before-use.ts'
import { drafterOf, findApplication, sightOf } from './sight.ts'
import { answerOf, summary, view } from './view.ts'
import {
  ApplicationPath,
  ApplicationView,
  Changed,
  NamedPromise,
  READERS,
  ReasonBody,
  Summary,
  TAG,
} from './words.ts'

const DRAFTERS: readonly Role[] = ['euo-admin', 'supplier-admin']

/** Applications as those see them who apply: begun, answered, promised, handed in, taken back. */
export const draftActs: readonly Act[] = [
  act({
    command: 'application create',
    method: 'POST',
    path: '/applications',
    tag: TAG,
    summary: 'Begin an application, with as many answers as there are',
    description:
      'Every question may be answered later. A supplier may draft for an organisation that uses its product; the application stays a draft until an administrator of that organisation hands it in.',
    roles: DRAFTERS,
    clauses: ['AUP18-30', 'AUP25-38'],
    body: Type.Object({ odsCode: OdsCode, ...ApplicationForm.properties, reason: Reason }, closed),
    answer: Changed,
    run: async ({ rooms, actor, body, deed }) => {
      const { odsCode, reason: _reason, ...form } = body
      const role = await mayBegin(rooms, actor, odsCode, form)
      if (typeof role !== 'string') return role
      const unmet = indirectPurposes(form)
      if (unmet.length > 0) return { outcome: 'unmet', unmet }
      const id = rooms.newId()
      const draft = { id, kind: 'new', odsCode, form, parentAgreementId: null } as const
      await createApplication(rooms.database, draft, deed(role, { onBehalfOf: odsCode }))
      const answer = {
        id,
        state: 'draft',
        revision: 1,
        dueAt: null,
        missing: missing({ form, attestations: [] }),
      }
      return { outcome: 'done', status: 201, body: answer }
    },
  }),
  act({
    command: 'application update',
    method: 'PUT',
    path: '/applications/:id/form',
    tag: TAG,
    summary: 'Answer questions of the form, or open them again',
    description:
      'Answers given take the place of earlier ones, the others stay. Possible in a draft, and while the operator waits for answers. What is still missing is listed.',
    roles: DRAFTERS,
    clauses: ['AUP18-30', 'AUP25-12'],
    params: ApplicationPath,
    body: Type.Object(
      {
        revision: Whole(1, 2_000_000_000, 'The revision that was read; another one is refused.'),
        clear: Type.Optional(
          ListOf(choice(FORM_MEMBERS, 'A question.'), FORM_MEMBERS.length, 'Questions to be open again.'),
        ),
        ...ApplicationForm.properties,
        reason: Reason,
      },
      closed,
    ),
    answer: Changed,
    run: async ({ rooms, actor, now, params, body, deed }) => {
      const found = await findApplication(rooms.database.query, actor, params.id, now)
      if (!found) return { outcome: 'no-such' }
      const role = drafterOf(actor, found)
      if (role === null) return notYours
      const { revision, clear = [], reason: _reason, ...set } = body
      // A supplier cannot draft its way into an application for somebody else's product.
      const changes = set.supplierId !== undefined && set.supplierId !== found.form.supplierId
      if (role === 'supplier-admin' && (changes || clear.includes('supplierId'))) return notYours
      const by = deed(role, { onBehalfOf: found.odsCode })
      return answerOf(await saveForm(rooms.database, found.id, { set, clear, revision }, by))
    },
  }),
  act({
    command: 'application attest',
    method: 'POST',
    path: '/applications/:id/promises',
    tag: TAG,
    summary: 'Make promises for the organisation that no program can check',
    description:
      '"application show" has the words. Promises about what is shown to the public are for the clinical safety officer to make, and are to be made again when that changes.',
    roles: ['euo-admin', 'euo-signatory', 'clinical-safety-officer'],
    clauses: ['AUP25-16', 'AUP25-21', 'AUP25-23', 'AUP25-26', 'AUP25-37'],
    params: ApplicationPath,
    body: Type.Object(
      {
        promises: Type.Array(NamedPromise, {
          minItems: 1,
          maxItems: 20,
          uniqueItems: true,
          description: 'Which promises.',
        }),
        reason: Reason,
      },
      closed,
    ),
    answer: Changed,
    run: async ({ rooms, actor, now, params, body, deed }) => {
      const found = await findApplication(rooms.database.query, actor, params.id, now)
      if (!found) return { outcome: 'no-such' }
      const roles = body.promises.map(name => ({ name, role: roleFor(actor, name, found.odsCode) }))
      const not = roles.find(one => one.role === undefined)
      if (not) {
        const detail = `The promise ${not.name} is for ${promiseOf(not.name).by.join(' or ')} of the organisation to make.`
        return { outcome: 'not-entitled', detail, clauses: promiseOf(not.name).clauses }
      }
      const role = roles[0]?.role ?? 'euo-admin'
      return answerOf(await attest(rooms.database, found.id, body.promises, deed(role)))
    },
  }),
  act({
    command: 'application submit',
    method: 'POST',
    path: '/applications/:id/submission',
    tag: TAG,
    summary: 'Hand an application in',
    description: 'Only as a whole: everything that is missing is listed. The operator’s clock starts.',
    roles: ['euo-admin'],
    clauses: ['AUP25-38', 'AUP18-30'],
    params: ApplicationPath,
    body: ReasonBody,
    answer: Changed,
    run: async ({ rooms, actor, now, params, deed }) => {
      const found = await findApplication(rooms.database.query, actor, params.id, now)
      if (!found) return { outcome: 'no-such' }
      if (!holds(actor, 'euo-admin', [found.odsCode])) return notYours
      return answerOf(await submitApplication(rooms.database, found.id, deed('euo-admin')))
    },
  }),
  act({
    command: 'application withdraw',
    method: 'POST',
    path: '/applications/:id/withdrawal',
    tag: TAG,
    summary: 'Take an application back',
    roles: ['euo-admin', 'euo-signatory', 'supplier-admin'],
    clauses: ['AUP25-32'],
    params: ApplicationPath,
    body: ReasonBody,
    answer: Changed,
    run: async ({ rooms, actor, now, params, deed }) => {
      const found = await findApplication(rooms.database.query, actor, params.id, now)
      if (!found) return { outcome: 'no-such' }
      const signs = holds(actor, 'euo-signatory', [found.odsCode]) ? 'euo-signatory' : null
      const role = drafterOf(actor, found) ?? signs
      if (role === null) return notYours
      return answerOf(await withdrawApplication(rooms.database, found.id, deed(role)))
    },
  }),
  act({
    command: 'application list',
    method: 'GET',
    path: '/applications',
    tag: TAG,
    summary: 'The applications you may see, in the order they were begun',
    roles: READERS,
    clauses: ['AUP25-40'],
    query: Type.Object(
      {
        state: Type.Optional(choice(APPLICATION_STATES, 'Only those in that state.')),
        after: Type.Optional(Id('Only those after this one.')),
        limit: Type.Optional(Whole(1, 200, 'How many at most; 50 unless said.')),
      },
      closed,
    ),
    answer: Type.Object({ applications: ListOf(Summary, 200, 'Oldest first.') }, closed),
    run: async ({ rooms, actor, now, query: { state, after, limit = 50 } }) => {
      const { query } = rooms.database
      const seenBy = await sightOf(query, actor, now)
      const applications = await readApplications(query, {
        limit,
        ...(state === undefined ? {} : { states: [state] }),
        ...(after === undefined ? {} : { after }),
        ...(seenBy ? { seenBy } : {}),
      })
      return { outcome: 'done', body: { applications: applications.map(summary) } }
    },
  }),
  act({
    command: 'application show',
    method: 'GET',
    path: '/applications/:id',
    tag: TAG,
    summary: 'An application with all that was said about it, and what is still missing',
    roles: READERS,
    clauses: ['AUP25-40', 'AUP18-11'],
    params: ApplicationPath,
    answer: ApplicationView,
    run: async ({ rooms, actor, now, params }) => {
      const { query } = rooms.database
      const found = await findApplication(query, actor, params.id, now)
      if (!found) return { outcome: 'no-such' }
      const lacking =
        found.connectionId === null ? [] : await missingBeforeUse(query, found.connectionId, now)
      const { name, email, phone } = rooms.contact
      const body = { ...view(found), missingBeforeUse: lacking, contact: { name, email, phone } }
      return { outcome: 'done', body }
    },
  }),
]

const notYours: ActOutcome = {
  outcome: 'not-entitled',
  detail: 'That is for an administrator of the organisation that applies.',
}

/** In which role somebody may begin an application for that organisation; else why not, telling nothing of others. */
async function mayBegin(
  rooms: ActRooms,
  actor: Actor,
  odsCode: string,
  form: ApplicationForm,
): Promise<'euo-admin' | 'supplier-admin' | ActOutcome> {
  if (holds(actor, 'euo-admin', [odsCode])) return 'euo-admin'
  if (!holds(actor, 'supplier-admin')) return { outcome: 'no-such' }
  const { supplierId, productId } = form
  if (supplierId === undefined || productId === undefined) {
    const message = 'A supplier names itself and its product when it drafts for an organisation.'
    return { outcome: 'wrong', errors: [{ parameter: 'supplierId', in: 'body', message }] }
  }
  const product = await readProduct(rooms.database.query, productId)
  const own = holds(actor, 'supplier-admin', [supplierId]) && product?.supplierId === supplierId
  return own ? 'supplier-admin' : { outcome: 'no-such' }
}

const roleFor = (actor: Actor, name: PromiseName, odsCode: string): Role | undefined =>
  promiseOf(name).by.find(role => holds(actor, role, [odsCode]))
