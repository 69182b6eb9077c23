import type { Database, Query } from '../../database/index.ts'
import type { Deed } from '../../vocabulary/index.ts'
import { recordAct } from '../../workflow/index.ts'
import type { Application } from './application.ts'
import type { Check } from './eligibility.ts'
import { type ApplicationForm, type FormMember, formHash } from './form.ts'
import type { ApplicationEvent } from './machine.ts'
import { hashesOf, type PromiseName, promiseOf } from './promises.ts'
import { indirectPurposes } from './questions.ts'
import { readApplication } from './read-store.ts'
import { type ApplicationStep, type NotTaken, setDates, type Taking, takeStep } from './step-store.ts'

export type ApplicationDraft = Pick<Application, 'id' | 'kind' | 'odsCode' | 'form' | 'parentAgreementId'>

/** Begins an application, in state `draft`, with as many answers as there are. */
export async function createApplication(
  database: Database,
  draft: ApplicationDraft,
  deed: Deed,
): Promise<'created' | 'id-taken' | 'unknown-agreement' | 'already-open'> {
  return database.transaction(async query => {
    if (draft.parentAgreementId !== null) {
      const parent = await query('select 1 from agreements.agreement where id = $1', [
        draft.parentAgreementId,
      ])
      if (parent.length === 0) return 'unknown-agreement'
    }
    const made = await query(
      `insert into agreements.application (id, kind, ods_code, state, form, form_hash, revision, parent_agreement_id,
         created_at, created_by, created_as, touched_at)
       values ($1, $2, $3, 'draft', $4::jsonb, $5, 1, $6, $7, $8, $9, $7) on conflict do nothing returning id`,
      [
        draft.id,
        draft.kind,
        draft.odsCode,
        JSON.stringify(draft.form),
        formHash(draft.form),
        draft.parentAgreementId,
        new Date(deed.at),
        deed.who,
        deed.actingAs,
      ],
    )
    if (made.length === 0) {
      const taken = await query('select 1 from agreements.application where id = $1', [draft.id])
      return taken.length > 0 ? 'id-taken' : 'already-open'
    }
    const { kind, odsCode, parentAgreementId, form } = draft
    const after = { state: 'draft', kind, odsCode, parentAgreementId, answered: Object.keys(form) }
    await recordAct(query, 'application', draft.id, 'create', deed, null, after)
    await setDates(query, draft.id)
    return 'created'
  })
}

export type ApplicationChange =
  | { readonly outcome: 'changed'; readonly application: Application }
  | { readonly outcome: 'unknown-application' }
  | NotDone

export type NotDone =
  | NotTaken
  /** Somebody saved the form in between. */
  | { readonly outcome: 'stale'; readonly revision: number }
  /** It has no such question, or review. */
  | { readonly outcome: 'no-such-part' }

/** One transaction: holds the application, does what `work` says, answers how it then is. */
export async function changeApplication(
  database: Database,
  id: string,
  work: (query: Query, held: Application) => Promise<ApplicationStep | NotDone>,
): Promise<ApplicationChange> {
  return database.transaction(async query => {
    const held = await readApplication(query, id, true)
    if (!held) return { outcome: 'unknown-application' }
    const done = await work(query, held)
    if (done.outcome !== 'moved') return done
    const application = await readApplication(query, id)
    if (!application) throw new Error(`The application ${id}, held, is gone.`)
    return { outcome: 'changed', application }
  })
}

/** A step that changes the application and nothing beside it. */
export const plainStep = (
  database: Database,
  id: string,
  event: ApplicationEvent,
  deed: Deed,
  taking: (held: Application) => Taking = () => ({}),
): Promise<ApplicationChange> =>
  changeApplication(database, id, (query, held) => takeStep(query, held, event, deed, taking(held)))

/**
 * Saves answers: those given take the place of earlier ones, those in `clear` are open again. Purposes that are not
 * direct care are refused by name and never stored (AUP25-12).
 * @param revision the one that was read, so that nobody overwrites what they have not seen
 */
export const saveForm = (
  database: Database,
  id: string,
  answers: {
    readonly set: ApplicationForm
    readonly clear: readonly FormMember[]
    readonly revision: number
  },
  deed: Deed,
): Promise<ApplicationChange> =>
  changeApplication(database, id, async (query, held) => {
    if (held.revision !== answers.revision) return { outcome: 'stale', revision: held.revision }
    const unmet = indirectPurposes(answers.set)
    if (unmet.length > 0) return { outcome: 'unmet', from: held.state, event: 'save', unmet }
    const form = { ...held.form, ...answers.set }
    for (const member of answers.clear) delete form[member]
    const revision = held.revision + 1
    const set = Object.keys(answers.set)
    return takeStep(query, held, 'save', deed, {
      set: { form, revision },
      after: { revision, formHash: formHash(form), set, cleared: answers.clear },
    })
  })

/** Makes promises in the words of promises.ts; that the role may make them is for the caller to know. */
export const attest = (
  database: Database,
  id: string,
  names: readonly PromiseName[],
  deed: Deed,
): Promise<ApplicationChange> =>
  changeApplication(database, id, (query, held) =>
    takeStep(
      query,
      held,
      'attest',
      { ...deed, clauses: names.flatMap(name => promiseOf(name).clauses) },
      {
        after: { promises: names },
        beside: async () => {
          for (const name of names) {
            const { wordsHash, aboutHash } = hashesOf(name, held.form)
            await query(
              `insert into agreements.attestation (application_id, promise, words_hash, about_hash, at, by_person,
                 acting_as) values ($1, $2, $3, $4, $5, $6, $7)`,
              [id, name, wordsHash, aboutHash, new Date(deed.at), deed.who, deed.actingAs],
            )
          }
        },
      },
    ),
  )

/** Hands the application in: from then on the operator's clock runs. Only when nothing is missing. */
export const submitApplication = (database: Database, id: string, deed: Deed): Promise<ApplicationChange> =>
  plainStep(database, id, 'submit', deed, () => ({ set: { submitted: { at: deed.at, by: deed.who } } }))

/** Puts on record what the eligibility check found, and of which form. */
export const noteChecks = (
  database: Database,
  id: string,
  checks: readonly Check[],
  checkedHash: string,
  deed: Deed,
): Promise<ApplicationChange> =>
  changeApplication(database, id, async (query, held) => {
    const event = held.state === 'submitted' ? 'take-up' : 'check'
    return takeStep(query, held, event, deed, {
      set: { checks, checkedHash },
      after: { checks: checks.map(({ name, outcome }) => ({ name, outcome })), formHash: checkedHash },
      touched: false,
    })
  })

/**
 * Notes that the account of a connection is active: the application whose agreement is in force there is live. Nothing
 * happens where there is none, or where it is noted already; it may be called again at any time.
 */
export async function noteLive(
  database: Database,
  connectionId: string,
  deed: Deed,
): Promise<'noted' | 'nothing-to-note'> {
  const [row] = await database.query<{ application_id: string | null }>(
    `select application_id from agreements.agreement where connection_id = $1 and status = 'in-force'`,
    [connectionId],
  )
  if (!row?.application_id) return 'nothing-to-note'
  const change = await plainStep(database, row.application_id, 'go-live', deed)
  return change.outcome === 'changed' ? 'noted' : 'nothing-to-note'
}
