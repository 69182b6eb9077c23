import { appendChanges, type Database, type Query } from '../../database/index.ts'
import type { ClauseId } from '../../vocabulary/index.ts'
import { recordAct } from '../../workflow/index.ts'
import { keepRaising, type Raising } from './finding-store.ts'

/** Tells those who look at findings, in the transaction in which one is kept. */
export type TellReviewers = (query: Query, findingId: string, raising: Raising) => Promise<void>

const CLAUSES: Readonly<Record<Raising['kind'], readonly ClauseId[]>> = {
  crawl: ['AUP25-28', 'AUP25-29', 'AUP25-30'],
  conduct: ['AUP25-36'],
}

/**
 * Writes findings down as they are raised, a moment after the answer they were raised by. None is lost when that moment
 * does not come: the entry names them, and the log raises them again (keeper.ts).
 */
export function keepFindings(parts: {
  readonly database: Database
  readonly tell: TellReviewers
  /** It is in the table. */
  readonly written: (id: string) => void
  readonly failed: (error: unknown) => void
}) {
  const { database, tell, written, failed } = parts
  let waiting: Raising[] = []
  let running: Promise<void> | undefined

  const keep = async (raising: Raising): Promise<void> => {
    await database.transaction(async query => {
      const { findingId, isNew } = await keepRaising(query, raising)
      if (isNew) {
        const { kind, detector, at } = raising
        const deed = {
          who: 'signpost',
          actingAs: 'system',
          why: `Raised by the watch: ${detector}.`,
          clauses: CLAUSES[kind],
          at,
        } as const
        const { scope, subject, brake, decision } = raising
        await recordAct(query, 'finding', findingId, 'raise', deed, null, {
          kind,
          scope,
          subject,
          detector,
          brake,
          decision,
        })
        await tell(query, findingId, raising)
      }
      await appendChanges(query, 'watch', [findingId])
    })
    written(raising.id)
  }
  const work = async (): Promise<void> => {
    for (let raising = waiting[0]; raising !== undefined; raising = waiting[0]) {
      await keep(raising)
      waiting = waiting.slice(1)
    }
  }
  const flush = (): Promise<void> => {
    running ??= work().finally(() => {
      running = undefined
    })
    return running
  }
  return {
    /** To be written as soon as this turn is over. */
    add: (raising: Raising): void => {
      waiting.push(raising)
      setImmediate(() => void flush().catch(failed))
    },
    /** Writes all that waits; what fails stays, and is tried again. */
    flush,
    waiting: () => waiting.length,
  }
}

export type KeepFindings = ReturnType<typeof keepFindings>
