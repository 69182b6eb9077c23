import type { Database, Query } from '../../database/index.ts'
import type { Deed } from '../../vocabulary/index.ts'
import { recordAct, type Step, step } from '../../workflow/index.ts'
import type { Service, StoredService } from '../service.ts'
import { readService } from '../store.ts'
import { difference } from './difference.ts'
import { DRAFT, type DraftEvent, type DraftState } from './draft-machine.ts'
import { countOpenDrafts, type Draft, putDraft, readDraft } from './draft-store.ts'
import type { Stale } from './entry.ts'
import { type Findings, findingsOf } from './findings.ts'
import { newService, type Profile, type ProfileFault, profileOf, withProfile } from './profile.ts'
import { lineOf, readVersion } from './reach-store.ts'

/** Open drafts that one entry may have, and new entries that one person may have begun. */
export const OPEN_DRAFTS_MAX = 20

/** What somebody writes: the profile as it is to be, against which version, and whose DoS Lead it is for. */
export type DraftContent = Pick<Draft, 'profile' | 'baseVersion' | 'regionId'>

export type DraftStep = Exclude<Step<DraftState, DraftEvent>, { outcome: 'moved' }>
export type DraftChange =
  | { readonly outcome: 'changed'; readonly draft: Draft; readonly findings: Findings }
  | { readonly outcome: 'unknown-draft' }
  | { readonly outcome: 'too-many' }
  /** Another revision than those that were read. */
  | { readonly outcome: 'stale-draft'; readonly revision: number }
  | { readonly outcome: 'faulty'; readonly faults: readonly ProfileFault[] }
  | DraftStep
  | Stale

/** A stand-in for the id that a new entry is given when it is approved. */
const UNNUMBERED = Number.MAX_SAFE_INTEGER

/** Begins a draft. What is faulty is not kept: a draft is always one that could be stored as an entry. */
export async function createDraft(
  database: Database,
  { id, serviceId, ...content }: DraftContent & Pick<Draft, 'id' | 'serviceId'>,
  deed: Deed,
  today: string,
): Promise<DraftChange> {
  return database.transaction(async query => {
    const of = serviceId === null ? { newBy: deed.who } : { serviceId }
    if ((await countOpenDrafts(query, of)) >= OPEN_DRAFTS_MAX) return { outcome: 'too-many' }
    const draft: Draft = {
      id,
      serviceId,
      ...content,
      state: 'draft',
      revision: 1,
      createdAt: deed.at,
      createdBy: deed.who,
      authors: [deed.who],
      submitted: null,
      decided: null,
      becameVersion: null,
    }
    const moved = await outOfDate(query, draft)
    if (moved) return moved
    const { findings } = await candidateOf(query, draft, today)
    if (findings.faults.length > 0) return { outcome: 'faulty', faults: findings.faults }
    await putDraft(query, draft)
    const after = { state: 'draft', service: serviceId, baseVersion: content.baseVersion }
    await recordAct(query, 'service-draft', id, 'create', deed, null, after)
    return { outcome: 'changed', draft, findings }
  })
}

/** What a step changes of a draft besides its state, and what goes on record of it. */
type Taking = {
  readonly set?: Partial<Draft>
  readonly after?: Readonly<Record<string, unknown>>
}

/**
 * Holds a draft and takes a step of it, after what `judge` says has come to no other outcome.
 * @param revisions those that were read, any of which may be the present one
 */
async function takeStep(
  database: Database,
  id: string,
  revisions: readonly number[],
  event: DraftEvent,
  deed: Deed,
  today: string,
  taking: (held: Draft) => Taking = () => ({}),
): Promise<DraftChange> {
  return database.transaction(async query => {
    const held = await readDraft(query, id, true)
    if (!held) return { outcome: 'unknown-draft' }
    if (!revisions.includes(held.revision)) return { outcome: 'stale-draft', revision: held.revision }
    const { set = {}, after = {} } = taking(held)
    const next: Draft = { ...held, ...set, revision: held.revision + 1 }
    if (event === 'save' || event === 'submit') {
      const moved = step(DRAFT, held.state, event, { faults: [] }).outcome === 'moved'
      const stale = moved ? await outOfDate(query, next) : undefined
      if (stale) return stale
    }
    const { findings } = await candidateOf(query, next, today)
    const taken = step(DRAFT, held.state, event, { faults: findings.faults })
    if (taken.outcome === 'unmet') return { outcome: 'faulty', faults: findings.faults }
    if (taken.outcome !== 'moved') return taken
    await keepStep(query, held, { ...next, state: taken.to }, event, deed, after)
    return { outcome: 'changed', draft: { ...next, state: taken.to }, findings }
  })
}

/** Writes a draft after a step and puts the act on record. */
export async function keepStep(
  query: Query,
  held: Draft,
  next: Draft,
  event: DraftEvent,
  deed: Deed,
  after: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await putDraft(query, next)
  const was = { state: held.state, revision: held.revision }
  const is = { state: next.state, revision: next.revision, ...after }
  await recordAct(query, 'service-draft', held.id, event, deed, was, is)
}

/** Writes a draft anew, against the entry as it now is. */
export const saveDraft = (
  database: Database,
  id: string,
  revisions: readonly number[],
  content: DraftContent,
  deed: Deed,
  today: string,
): Promise<DraftChange> =>
  takeStep(database, id, revisions, 'save', deed, today, held => ({
    set: { ...content, authors: [...new Set([...held.authors, deed.who])] },
    after: { baseVersion: content.baseVersion },
  }))

/** Hands a draft in: from then on it waits in the queue of its region. */
export const submitDraft = (
  database: Database,
  id: string,
  revisions: readonly number[],
  deed: Deed,
  today: string,
): Promise<DraftChange> =>
  takeStep(database, id, revisions, 'submit', deed, today, () => ({
    set: {
      submitted: { at: deed.at, by: deed.who, as: deed.actingAs, why: deed.why },
      decided: null,
    },
  }))

/** Says no, with the reason; whoever wrote it may write it anew. */
export const rejectDraft = (
  database: Database,
  id: string,
  revisions: readonly number[],
  deed: Deed,
  today: string,
): Promise<DraftChange> =>
  takeStep(database, id, revisions, 'reject', deed, today, () => ({
    set: { decided: { at: deed.at, by: deed.who, why: deed.why } },
  }))

/** Back to the desk, or away for good. */
export const moveDraft = (
  database: Database,
  id: string,
  revisions: readonly number[],
  event: 'reopen' | 'withdraw',
  deed: Deed,
  today: string,
): Promise<DraftChange> => takeStep(database, id, revisions, event, deed, today)

export type Candidate = {
  /** The entry as it stands; undefined where it is new. */
  readonly present: StoredService | undefined
  /** The service as it is to be. */
  readonly after: Service
  readonly findings: Findings
}

/** What would be written if a draft were approved now, and what is wrong or weak in it. */
export async function candidateOf(query: Query, draft: Draft, today: string): Promise<Candidate> {
  const present = draft.serviceId === null ? undefined : await readService(query, draft.serviceId)
  const after = present
    ? withProfile(present.service, draft.profile)
    : newService(draft.profile, draft.serviceId ?? UNNUMBERED)
  const { faults, warnings } = findingsOf(present?.service ?? null, after, today)
  const above = await hierarchyFaults(query, present?.service.id ?? null, draft.profile)
  return { present, after, findings: { faults: [...faults, ...above], warnings } }
}

/**
 * Whether what editors keep of the entry has changed since the version that a draft was written against, and how. What
 * is kept by acts of its own, capacity and verification, changes all the time and is not held against it.
 */
export async function outOfDate(query: Query, draft: Draft): Promise<Stale | undefined> {
  if (draft.serviceId === null) return undefined
  const present = await readService(query, draft.serviceId)
  const base = await readVersion(query, draft.serviceId, draft.baseVersion)
  if (!present) throw new Error(`The draft ${draft.id} is of an entry that is not there.`)
  if (!base) return { outcome: 'changed-meanwhile', version: present.version, differs: [] }
  const differs = difference(profileOf(base.service), profileOf(present.service))
  return differs.length === 0
    ? undefined
    : { outcome: 'changed-meanwhile', version: present.version, differs }
}

/** The entry above must be there, and must not hang below this one. */
async function hierarchyFaults(
  query: Query,
  id: number | null,
  { parentId }: Profile,
): Promise<ProfileFault[]> {
  if (parentId === undefined) return []
  const line = await lineOf(query, parentId)
  const fault = (problem: string): ProfileFault => ({ at: '/parentId', problem })
  if (line.length === 0) return [fault('is no entry')]
  return id !== null && line.includes(id) ? [fault('is the entry itself, or hangs below it')] : []
}
