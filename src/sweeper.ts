import type { Database } from './database/index.ts'
import type { Clock } from './vocabulary/index.ts'
import { type Due, type DueHandler, workThroughDue } from './workflow/index.ts'

/** Work that comes by the calendar, done once a minute by whichever node gets to it first. */
export type Sweeper = {
  /** Does now what is due now; answers how many deadlines were worked off. Never two at a time in one process. */
  readonly sweep: () => Promise<number>
  readonly stop: () => Promise<void>
}

const EVERY_MILLIS = 60_000

/**
 * @param chores further work of each round, by name; one that fails does not keep the others from theirs
 * @param failed hears what went wrong; deadlines stay open and are tried again in the next round
 */
export function startSweeper(parts: {
  readonly database: Database
  readonly clock: Clock
  readonly handlers: Readonly<Record<string, DueHandler>>
  readonly chores: Readonly<Record<string, () => Promise<unknown>>>
  readonly failed: (what: string, error: unknown) => void
}): Sweeper {
  const { database, clock, handlers, chores, failed } = parts
  const round = async (): Promise<number> => {
    const done = await workThroughDue(database, clock.now(), handlers, (due, error) =>
      failed(nameOf(due), error),
    )
    for (const [name, chore] of Object.entries(chores)) {
      await chore().catch((error: unknown) => failed(name, error))
    }
    return done
  }
  let running: Promise<number> | undefined
  const sweep = (): Promise<number> => {
    running ??= round().finally(() => {
      running = undefined
    })
    return running
  }
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => failed('sweep', error))
  }, EVERY_MILLIS)
  timer.unref()
  return {
    sweep,
    stop: async () => {
      clearInterval(timer)
      await running?.catch(() => {})
    },
  }
}

const nameOf = ({ entity, entityId, event }: Due): string => `${entity} ${entityId}: ${event}`
