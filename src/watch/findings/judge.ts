import { appendChanges, type Database } from '../../database/index.ts'
import type { Deed } from '../../vocabulary/index.ts'
import { recordAct, type Step, step } from '../../workflow/index.ts'
import { FINDING, type FindingEvent, type FindingState } from './finding-machine.ts'
import { type FindingRecord, putJudgement, readFinding } from './finding-store.ts'

export type Judgement =
  | { readonly outcome: 'changed'; readonly finding: FindingRecord }
  | { readonly outcome: 'unknown-finding' }
  | Exclude<Step<FindingState, FindingEvent>, { outcome: 'moved' }>

/**
 * Takes a step of a finding, on record for ever (AUP25-30). What ends it, and a brake lifted, reach every node by the
 * change feed, and with them the detectors of its subject begin again.
 */
export async function judgeFinding(
  database: Pick<Database, 'transaction'>,
  id: string,
  event: FindingEvent,
  deed: Deed,
  { note = null, caseId = null }: { readonly note?: string | null; readonly caseId?: string | null } = {},
): Promise<Judgement> {
  return database.transaction(async query => {
    const held = await readFinding(query, id, true)
    if (!held) return { outcome: 'unknown-finding' }
    const context = { kind: held.kind, note: note ?? held.note, caseId: caseId ?? held.caseId }
    const taken = step(FINDING, held.state, event, context)
    if (taken.outcome !== 'moved') return taken
    const ends = FINDING.final.includes(taken.to)
    const releases = ends || event === 'lift'
    const finding: FindingRecord = {
      ...held,
      state: taken.to,
      note: context.note,
      caseId: context.caseId,
      releasedAt: releases ? (held.releasedAt ?? deed.at) : held.releasedAt,
      closedAt: ends ? deed.at : null,
    }
    await putJudgement(query, finding)
    const told = { note, caseId, released: releases }
    const clauses = [...new Set([...(deed.clauses ?? []), ...taken.clauses])]
    await recordAct(
      query,
      'finding',
      held.id,
      event,
      { ...deed, clauses },
      { state: held.state },
      { state: taken.to, ...told },
    )
    if (releases) await appendChanges(query, 'watch', [held.id])
    return { outcome: 'changed', finding }
  })
}
