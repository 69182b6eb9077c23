import type { Database, Query } from '../../database/index.ts'
import type { Deed } from '../../vocabulary/index.ts'
import { recordAct, type Step, step } from '../../workflow/index.ts'
import { readVersion } from '../editing/reach-store.ts'
import { FEEDBACK, type FeedbackEvent, type FeedbackState } from './feedback-machine.ts'
import {
  alikeTo,
  type Feedback,
  hasOpenError,
  putFeedback,
  readFeedback,
  sentBefore,
} from './feedback-store.ts'

/** What came of a report: `isFirst`, it is the only error of its entry that is open. */
export type FeedbackTaken = {
  readonly report: Feedback
  readonly isNew: boolean
  readonly isFirst: boolean
}

/**
 * Takes a report in, unless it was sent before and is still open.
 * @param also done in the same transaction, such as telling somebody
 */
export async function receiveFeedback(
  database: Pick<Database, 'transaction'>,
  draft: Omit<Feedback, 'state' | 'takenUp' | 'closed'>,
  also: (query: Query, taken: FeedbackTaken) => Promise<void> = async () => {},
): Promise<FeedbackTaken> {
  const report: Feedback = { ...draft, state: FEEDBACK.start, takenUp: null, closed: null }
  return database.transaction(async query => {
    const before = await sentBefore(query, report)
    if (before) return { report: before, isNew: false, isFirst: false }
    const isFirst = report.content.kind === 'error' && !(await hasOpenError(query, report.serviceId))
    await putFeedback(query, report)
    const taken = { report, isNew: true, isFirst }
    await also(query, taken)
    return taken
  })
}

/** Reports alike that are closed with one answer, at most. */
export const ALIKE_MAX = 1000

export type FeedbackChange =
  | { readonly outcome: 'changed'; readonly report: Feedback; readonly alike: number }
  | { readonly outcome: 'unknown-report' }
  /** The entry has no such version. */
  | { readonly outcome: 'unknown-version' }
  | Exclude<Step<FeedbackState, FeedbackEvent>, { outcome: 'moved' }>

/**
 * Takes a step of a report, and with `alike` of all in its state that say the same of the same entry.
 * @param version of the entry that put it right, of a report that is resolved
 */
export async function moveFeedback(
  database: Pick<Database, 'transaction'>,
  id: string,
  event: FeedbackEvent,
  deed: Deed,
  { alike, version }: { readonly alike: boolean; readonly version: number | null },
): Promise<FeedbackChange> {
  return database.transaction(async query => {
    const held = await readFeedback(query, id, true)
    if (!held) return { outcome: 'unknown-report' }
    const taken = step(FEEDBACK, held.state, event, null)
    if (taken.outcome !== 'moved') return taken
    if (version !== null && !(await readVersion(query, held.serviceId, version))) {
      return { outcome: 'unknown-version' }
    }
    const changed = changedBy(held, taken.to, deed, version)
    await keep(query, held, changed, event, deed)
    const others = alike ? await alikeTo(query, held, [held.state], ALIKE_MAX) : []
    let count = 0
    for (const { id: other } of others) {
      const same = other === id ? undefined : await readFeedback(query, other, true)
      // Somebody else may have taken it a step further meanwhile.
      if (same?.state !== held.state) continue
      await keep(query, same, changedBy(same, taken.to, deed, version), event, deed)
      count += 1
    }
    return { outcome: 'changed', report: changed, alike: count }
  })
}

function changedBy(
  held: Feedback,
  state: FeedbackState,
  { at, who: by, why }: Deed,
  version: number | null,
): Feedback {
  switch (state) {
    case 'received':
      return held
    case 'taken-up':
      return { ...held, state, takenUp: { at, by } }
    case 'resolved':
    case 'dismissed':
      return { ...held, state, closed: { at, by, answer: why, version } }
  }
}

async function keep(
  query: Query,
  held: Feedback,
  next: Feedback,
  event: FeedbackEvent,
  deed: Deed,
): Promise<void> {
  await putFeedback(query, next)
  const after = { state: next.state, service: next.serviceId, version: next.closed?.version ?? null }
  await recordAct(query, 'feedback', held.id, event, deed, { state: held.state }, after)
}
