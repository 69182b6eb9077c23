import { type Change, type ChangeTopic, listenForChanges, newestChange, readChanges } from './changes.ts'
import type { Database } from './database.ts'

/**
 * Brings something in memory up to date: `keys` have changed, each named once; `*` among them means read it all
 * again. It should read the present state of what it is told of, so that being told twice does no harm. It is not
 * called again before its promise settles. If that rejects, the same changes come again.
 * While it works nothing else is followed, and this node's claim to be current grows old: one that takes seconds
 * (a new table of postcodes) should begin and return, and look after its own failures.
 */
export type ChangeHandler = (keys: readonly string[], upTo: number) => Promise<void>

export type FollowOptions = {
  readonly database: Database
  /** Milliseconds since the epoch. */
  readonly clock: { readonly now: () => number }
  /** Topics that are not among them are passed over. */
  readonly handlers: { readonly [topic in ChangeTopic]?: ChangeHandler }
  /** How often to ask even when no notification is heard; 250 ms unless told. */
  readonly pollMillis?: number
  /** Told of the first failure in a row, and with undefined when it is over. */
  readonly report: (failure: unknown) => void
}

export type Follower = {
  /**
   * All changes up to number `change` are applied, and there was no later one at `confirmedAt`, when the database
   * was last asked with success. While it is away `confirmedAt` stands still.
   */
  readonly freshness: () => { readonly change: number; readonly confirmedAt: number }
  /** Asks at once. Answers whether all that was committed before the call is now applied. */
  readonly catchUp: () => Promise<boolean>
  readonly stop: () => Promise<void>
}

const POLL_MILLIS = 250
const BATCH = 1000

/**
 * Follows the change feed: calls every handler with `*`, then with the changes since, in order, until stopped. Wakes
 * by notification, and by a poll as a net, for a notification may be lost. What fails is tried again from the
 * last change applied, at the next poll: after an outage nothing is missing and nothing comes out of order.
 * @throws when the first reading fails: a node starts with everything or not at all
 */
export async function followChanges(options: FollowOptions): Promise<Follower> {
  const { database, clock, handlers, pollMillis = POLL_MILLIS, report } = options
  let confirmedAt = clock.now()
  let applied = await newestChange(database.query)
  let stopped = false
  let failing = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<boolean> | undefined
  let waiting: Promise<boolean> | undefined

  /** The time is taken before the question: what is committed after the database has answered is not in it. */
  const applyAll = async (): Promise<void> => {
    for (let more = true; more && !stopped; ) {
      const askedAt = clock.now()
      const changes = await readChanges(database.query, applied, BATCH)
      for (const { topic, keys, upTo } of runsOf(changes)) {
        if (stopped) return
        await handlers[topic]?.(keys, upTo)
        applied = upTo
      }
      more = changes.length === BATCH
      if (!more) confirmedAt = askedAt
    }
  }
  const round = async (): Promise<boolean> => {
    clearTimeout(timer)
    try {
      await applyAll()
      if (failing) report(undefined)
      failing = false
    } catch (error) {
      if (!failing) report(error)
      failing = true
    }
    running = undefined
    if (!stopped) timer = setTimeout(() => void catchUp(), pollMillis).unref()
    return !failing && !stopped
  }
  /** A round that has begun may have asked too early for the caller, who then gets the next one, with all who wait. */
  const catchUp = (): Promise<boolean> => {
    if (stopped) return Promise.resolve(false)
    if (running === undefined) {
      running = round()
      return running
    }
    waiting ??= running.then(() => {
      waiting = undefined
      return catchUp()
    })
    return waiting
  }

  for (const handler of Object.values(handlers)) await handler(['*'], applied)
  const stopListening = await listenForChanges(database, () => void catchUp())
  await catchUp()
  return {
    freshness: () => ({ change: applied, confirmedAt }),
    catchUp,
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await stopListening()
      await running
    },
  }
}

type Run = { readonly topic: ChangeTopic; readonly keys: readonly string[]; readonly upTo: number }

/** Neighbouring changes of one topic are told together, so that a bulk write costs few calls and order still holds. */
function runsOf(changes: readonly Change[]): Run[] {
  const runs: { topic: ChangeTopic; keys: Set<string>; upTo: number }[] = []
  for (const { topic, key, number } of changes) {
    const last = runs.at(-1)
    if (last?.topic === topic) {
      last.keys.add(key)
      last.upTo = number
    } else {
      runs.push({ topic, keys: new Set([key]), upTo: number })
    }
  }
  return runs.map(run => ({ ...run, keys: [...run.keys] }))
}
