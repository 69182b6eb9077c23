import type { Database } from '../database/index.ts'
import type { Clock } from '../vocabulary/index.ts'
import type { Journal } from './journal.ts'
import type { JournalFiles } from './journal-files.ts'
import { journalReader } from './journal-reader.ts'
import { monthMaker } from './month-store.ts'
import { readRun, type ShipRun, shipRun } from './ship-run.ts'
import { countBetween, droppedUpTo, shippedUpTo } from './ship-store.ts'

export type ShipperOptions = {
  readonly database: Database
  readonly files: JournalFiles
  readonly journal: Journal
  readonly node: string
  readonly clock: Clock
  /** The highest number the database knows of this node. */
  readonly known: number
  /** How long after a flush shipping begins; lets a burst gather and keeps out of the way of the answer just recorded. */
  readonly shipAfterMillis?: number
}

export type Shipper = {
  /** Ships in the background, soon; called after each flush. */
  readonly wake: () => void
  /** Ships now, without rests, and resolves when everything durable at the call is in the database. */
  readonly settle: () => Promise<void>
  readonly lagEntries: () => number
  /** Why the last try failed, or undefined when it did not. */
  readonly fault: () => string | undefined
  readonly close: () => Promise<void>
}

/** One insert of these holds the answering thread for some 15 ms on the embedded engine; of 500, for 50. */
const BATCH = 150
/** How far back a start looks for entries the database has lost. */
const LOOK_BACK = 200_000
const LOOK_BACK_STEP = 10_000
/** Long enough to gather many entries: each batch costs the embedded engine a transaction. */
const SHIP_AFTER_MILLIS = 500
const RETRY_MILLIS = 1000
/**
 * The embedded engine runs on the thread that answers, so after a batch it rests nine times as long as the batch took:
 * shipping then takes a tenth of the thread at most, where it had taken a fifth at 1,000 entries a second. Under lasting
 * load the database falls behind; nothing rests on it, the journal is the record, and whoever reads settles first.
 */
const REST_SHARE = 9

/**
 * Carries the journal into the database in the background, each entry exactly once by (node, sequence): a batch, its
 * leaves in the tree and the position after it are one transaction, and a number that is there already is left alone.
 *
 * The embedded engine never calls fsync, so a power cut may take back what it had committed. The journal stays the
 * source of truth: at each start the newest 200,000 numbers up to the recorded position are counted (5 ms of CPU for
 * 10,000), and from the first gap on everything is shipped again. Linux writes its cache back after 30 s by default, so
 * that covers a power cut at up to 6,000 entries a second; to have everything compared, empty `activity.shipped`.
 * @throws when the database knows entries of this node that the journal does not hold: a journal was lost or put back
 */
export async function openShipper(options: ShipperOptions): Promise<Shipper> {
  const { database, files, journal, node, clock, shipAfterMillis = SHIP_AFTER_MILLIS } = options
  if (options.known > journal.durable()) {
    throw new Error(
      `The database holds entries of the node "${node}" up to ${options.known}, its journal ends at ${journal.durable()}. ` +
        'The journal is older than the database: restore it, or start under another node name.',
    )
  }
  const oldest = journal.segments()[0]?.first ?? 1
  const shipped = Math.max(oldest - 1, await shippedUpTo(database.query, node))
  const kept = (await droppedUpTo(database.query, node)) + 1
  let position = await firstGap(options, Math.max(oldest, kept, shipped - LOOK_BACK + 1), shipped)
  const months = monthMaker(database)
  const reader = journalReader(files, journal, position + 1)
  let fault: string | undefined
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> = Promise.resolve()
  let closed = false

  let run: ShipRun | undefined

  const readOn = async (): Promise<ShipRun | undefined> => {
    try {
      const texts = await reader.read(BATCH)
      return texts && readRun(texts)
    } catch (error) {
      reader.seek(position + 1)
      throw error
    }
  }

  const shipNext = async (): Promise<boolean> => {
    // What was read and not accepted is kept, so that a database that is away for long costs no reading.
    run ??= await readOn()
    if (!run) return false
    const now = run
    try {
      await months.ensure(now.batch.map(entry => entry.columns.at))
      await database.transaction(query => shipRun(query, node, now, new Date(clock.now())))
    } catch (error) {
      months.forget()
      throw error
    }
    position = now.first + now.batch.length - 1
    run = undefined
    return true
  }

  /** One at a time, whoever asks: the promise of the last to ask stands for all before it. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = working.then(work)
    working = turn.catch(() => {})
    return turn.then(
      () => {
        fault = undefined
      },
      (error: unknown) => {
        fault = error instanceof Error ? error.message : String(error)
        throw error
      },
    )
  }

  const restAfter = (workedMillis: number): number =>
    Math.max(workedMillis * REST_SHARE, journal.durable() - position < BATCH ? shipAfterMillis : 0)

  const wakeIn = (millis: number): void => {
    if (closed) return
    timer ??= setTimeout(() => {
      timer = undefined
      const start = performance.now()
      inTurn(async () => void (await shipNext())).then(
        () => position < journal.durable() && wakeIn(restAfter(performance.now() - start)),
        () => wakeIn(RETRY_MILLIS),
      )
    }, millis).unref()
  }

  if (position < journal.durable()) wakeIn(shipAfterMillis)
  return {
    wake: () => wakeIn(shipAfterMillis),
    settle: () =>
      inTurn(async () => {
        const goal = journal.durable()
        while (position < goal && (await shipNext())) {}
      }),
    lagEntries: () => journal.durable() - position,
    fault: () => fault,
    close: async () => {
      closed = true
      clearTimeout(timer)
      await working
      await reader.close()
    },
  }
}

/** The last number before the first gap between `first` and `position`; `position` where there is none. */
async function firstGap(options: ShipperOptions, first: number, position: number): Promise<number> {
  for (let from = first; from <= position; from += LOOK_BACK_STEP) {
    const to = Math.min(position, from + LOOK_BACK_STEP - 1)
    const found = await countBetween(options.database.query, options.node, from, to)
    if (found < to - from + 1) return from - 1
  }
  return position
}
