import type { Database, Query } from '../../database/index.ts'
import type { Deed } from '../../vocabulary/index.ts'
import { inside, step } from '../../workflow/index.ts'
import type { StoredService } from '../service.ts'
import { nextServiceIds, readService } from '../store.ts'
import { type WriteAnswer, writeServices } from '../write-store.ts'
import { DRAFT } from './draft-machine.ts'
import { type Draft, readDraft } from './draft-store.ts'
import { type Candidate, candidateOf, type DraftChange, keepStep, outOfDate } from './drafts.ts'
import { noteWrite } from './entry.ts'
import { newService } from './profile.ts'
import { holdHierarchy } from './reach-store.ts'

export type Approval = DraftChange | { readonly outcome: 'own-cause' }

/** Numbers of ours that happen to be somebody's own uid: the next will do. */
const ID_TRIES = 5

/**
 * Approves a draft, which is live at once: in one transaction the new version of the service, by whoever submitted it,
 * and the draft's end. Not for those who wrote or submitted it. An entry that changed meanwhile is not overwritten.
 * @param deed the approver's
 */
export async function approveDraft(
  database: Database,
  id: string,
  revisions: readonly number[],
  deed: Deed,
  today: string,
): Promise<Approval> {
  return database.transaction(async query => {
    const held = await readDraft(query, id, true)
    if (!held) return { outcome: 'unknown-draft' }
    if (!revisions.includes(held.revision)) return { outcome: 'stale-draft', revision: held.revision }
    const { submitted } = held
    if (held.state === 'submitted' && isOwn(held, deed.who)) return { outcome: 'own-cause' }
    const legal = step(DRAFT, held.state, 'approve', { faults: [] })
    if (legal.outcome !== 'moved' || submitted === null) {
      return legal.outcome === 'not-legal' ? legal : { outcome: 'unknown-draft' }
    }
    if (held.profile.parentId !== undefined) await holdHierarchy(query)
    const stale = await outOfDate(query, held)
    if (stale) return stale
    const candidate = await candidateOf(query, held, today)
    if (candidate.findings.faults.length > 0) {
      return { outcome: 'faulty', faults: candidate.findings.faults }
    }
    const byAuthor: Deed = {
      ...deed,
      who: submitted.by,
      actingAs: submitted.as,
      why: submitted.why,
      approvedBy: deed.who,
    }
    const written = await writeCandidate(inside(database, query), held, candidate, byAuthor)
    if (written.outcome !== 'written') return refused(written, candidate)
    const entry = await entryWritten(query, held, written)
    await noteWrite(query, 'approve-draft', byAuthor, candidate.present ?? null, entry)
    const next: Draft = {
      ...held,
      state: legal.to,
      revision: held.revision + 1,
      serviceId: entry.service.id,
      becameVersion: entry.version,
      decided: { at: deed.at, by: deed.who, why: deed.why },
    }
    const after = { service: entry.service.id, version: entry.version }
    await keepStep(query, held, next, 'approve', deed, after)
    return { outcome: 'changed', draft: next, findings: candidate.findings }
  })
}

/** Whether somebody wrote any of it or handed it in. */
export const isOwn = (draft: Draft, personId: string): boolean =>
  draft.authors.includes(personId) || draft.submitted?.by === personId

async function writeCandidate(
  database: Database,
  draft: Draft,
  { present, after }: Candidate,
  deed: Deed,
): Promise<WriteAnswer> {
  const by = { who: deed.who, at: new Date(deed.at), why: deed.why }
  const write = (service: StoredService['service'], version: number): Promise<WriteAnswer> =>
    writeServices(database, [service], by, { expectedVersions: new Map([[service.id, version]]) })
  if (present) return write(after, present.version)
  for (let attempt = 1; ; attempt += 1) {
    const [id] = await nextServiceIds(database.query, 1)
    if (id === undefined) throw new Error('There is no number for a new entry.')
    const answer = await write(newService(draft.profile, id), 0)
    if (answer.outcome !== 'taken' || attempt === ID_TRIES) return answer
  }
}

/** Nothing was written: whoever was in between is read by the next attempt. */
function refused(answer: Exclude<WriteAnswer, { outcome: 'written' }>, { present }: Candidate): Approval {
  switch (answer.outcome) {
    case 'invalid':
      return { outcome: 'faulty', faults: answer.faults }
    case 'conflict':
      return { outcome: 'changed-meanwhile', version: answer.version, differs: [] }
    case 'taken':
      throw new Error(`The entry ${present?.service.id ?? 'to be'} finds its ${answer.what} taken.`)
  }
}

async function entryWritten(
  query: Query,
  draft: Draft,
  { added }: Extract<WriteAnswer, { outcome: 'written' }>,
): Promise<StoredService> {
  const entry = await readService(query, draft.serviceId ?? added[0] ?? 0)
  if (!entry) throw new Error(`What the draft ${draft.id} became is not there.`)
  return entry
}
