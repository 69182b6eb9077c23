import type { ActivityEntry, LoggedEntry } from '../../activity/index.ts'
import type { Database } from '../../database/index.ts'
import type { CallerFacts } from '../../policy/index.ts'
import type { Clock, EpochMillis } from '../../vocabulary/index.ts'
import type { DeclaredEvent, Detection } from '../detection/types.ts'
import { readEvents } from '../findings/declared-event-store.ts'
import { findingsInForce, type Raising, readFinding, releasedSince } from '../findings/finding-store.ts'
import type { OtherWatches } from '../others/index.ts'
import { type Checkpoint, loadCheckpoint, saveCheckpoint } from './checkpoint.ts'
import type { LiveWatch } from './live-watch.ts'
import { isWatched } from './observation.ts'
import { mergedLog } from './replay-log.ts'

/** The activity log as the watch reads it. */
export type WatchLog = {
  readonly newest: () => Promise<ReadonlyMap<string, number>>
  readonly after: (node: string, after: number, limit: number, from?: Date) => Promise<LoggedEntry[]>
  readonly idsAfter: (
    node: string,
    after: number,
    limit: number,
  ) => Promise<readonly { readonly sequence: number; readonly id: string }[]>
  /** The facts an entry was decided on; null: it is from before they were kept. */
  readonly callerOf: (entry: ActivityEntry) => Promise<CallerFacts | null>
}

export type KeeperParts = {
  readonly database: Database
  readonly clock: Clock
  readonly node: string
  /** Name of the model the detectors work by: what one knows means nothing to another. */
  readonly model: string
  readonly detection: Detection
  readonly live: LiveWatch
  readonly others: OtherWatches
  readonly log: WatchLog
  /** Told of a checkpoint that does not read. */
  readonly failed: (error: unknown) => void
}

const PAGE = 500
/** Without a checkpoint the log is read from so long ago: as far back as the detectors remember. */
const MEMORY_MILLIS = 60 * 86_400_000

export type Keeper = ReturnType<typeof createKeeper>

/**
 * Keeps what the watch knows over restarts and between nodes: a checkpoint now and then, and from there the log, which
 * tells the detectors again exactly what they were told in the requests (AUP25-29: no blind time).
 */
export function createKeeper(parts: KeeperParts) {
  const { database, clock, node, model, detection, live, others, log } = parts
  const { query } = database
  const positions = new Map<string, number>()
  /** Told of in the request, and not yet met in the log: what is met there is not told twice. */
  const ahead = new Set<string>()
  const applied = new Set<string>()
  let savedAt: EpochMillis | null = null
  let replayed = 0

  const applyEvent = (event: DeclaredEvent): void => {
    if (applied.has(`event ${event.id}`)) return
    applied.add(`event ${event.id}`)
    detection.declare(event)
  }
  const applyRelease = (id: string, subject: Pick<Raising, 'scope' | 'subject'>, at: EpochMillis): void => {
    const name = `release ${id} ${at}`
    if (applied.has(name)) return
    applied.add(name)
    live.release(subject, at)
  }

  /** Takes one entry of the log in, unless it was told of in the request. */
  const takeIn = async ({ node: of, sequence, entry }: LoggedEntry): Promise<void> => {
    if (ahead.delete(entry.id)) {
      positions.set(of, sequence)
      return
    }
    const caller = isWatched(entry) || entry.decision === 'refuse' ? await log.callerOf(entry) : null
    if (caller !== null) {
      const at = Date.parse(entry.at)
      live.absorb({ ...entry, at, node: of }, () => caller, entry.watched?.findings ?? [])
      others.see({ at, entry, caller, network: null, inside: live.insideOf(entry) })
    }
    positions.set(of, sequence)
  }

  /** What people decided since then, to be repeated each at its time. */
  const interventionsSince = async (since: EpochMillis) => {
    const released = (await releasedSince(query, since)).map(finding => ({
      at: finding.releasedAt ?? 0,
      apply: () => applyRelease(finding.id, finding, finding.releasedAt ?? 0),
    }))
    const declared = (await readEvents(query, since)).map(event => ({
      at: event.declaredAt,
      apply: () => applyEvent(event),
    }))
    return [...released, ...declared].sort((a, b) => a.at - b.at)
  }

  const replay = async (since: EpochMillis, from: Date | undefined): Promise<void> => {
    const waiting = await interventionsSince(since)
    const nodes = [...(await log.newest()).keys()].map(one => ({ node: one, after: positions.get(one) ?? 0 }))
    for await (const logged of mergedLog(nodes, (of, after) => log.after(of, after, PAGE, from))) {
      const at = Date.parse(logged.entry.at)
      while ((waiting[0]?.at ?? Number.POSITIVE_INFINITY) <= at) waiting.shift()?.apply()
      await takeIn(logged)
      replayed += 1
    }
    for (const { apply } of waiting) apply()
    // Entries too old to matter are passed over, and the place is behind them all the same.
    for (const [of, newest] of await log.newest()) {
      if (from !== undefined && !positions.has(of)) positions.set(of, newest)
    }
  }

  const followNode = async (of: string): Promise<void> => {
    for (;;) {
      const after = positions.get(of) ?? 0
      if (of === node) {
        const page = await log.idsAfter(of, after, PAGE)
        for (const { id, sequence } of page) {
          ahead.delete(id)
          positions.set(of, sequence)
        }
        if (page.length < PAGE) return
      } else {
        const page = await log.after(of, after, PAGE)
        for (const logged of page) await takeIn(logged)
        if (page.length < PAGE) return
      }
    }
  }

  /** The checkpoint to begin from. One that does not read, as from another release, is passed over: the log has it all. */
  const readable = async (): Promise<Checkpoint | undefined> => {
    try {
      const checkpoint = await loadCheckpoint(query, node, model)
      if (checkpoint) {
        live.take(checkpoint.watch)
        detection.restore(checkpoint.detectors)
      }
      return checkpoint
    } catch (error) {
      parts.failed(error)
      live.take({ known: [], counts: { day: 0, counts: [] } })
      return undefined
    }
  }

  return {
    /** Brings everything back: the last checkpoint, and the log since. Answers how many entries were read again. */
    restore: async (): Promise<number> => {
      const checkpoint = await readable()
      if (checkpoint) {
        others.take(checkpoint.others)
        for (const [of, sequence] of checkpoint.positions) positions.set(of, sequence)
        for (const id of checkpoint.ahead) ahead.add(id)
        savedAt = checkpoint.at
        await replay(checkpoint.at, undefined)
      } else {
        const since = clock.now() - MEMORY_MILLIS
        await replay(since, new Date(since))
      }
      return replayed
    },
    /** In the request: told of now, so that the log does not tell it again. */
    told: (id: string): void => {
      ahead.add(id)
    },
    /** It could not be written, so the log will never tell of it. */
    forget: (id: string): void => {
      ahead.delete(id)
    },
    /** Takes in what the log has had since: of other nodes whole, of this one only that it is there. */
    follow: async (): Promise<void> => {
      for (const one of (await log.newest()).keys()) await followNode(one)
    },
    /** Writes a checkpoint down. */
    save: async (): Promise<void> => {
      // All of it in one turn: nothing is told between the one and the other.
      const checkpoint = {
        at: clock.now(),
        positions: new Map(positions),
        ahead: [...ahead],
        watch: live.keep(),
        others: others.keep(),
        detectors: detection.snapshot(),
      }
      await saveCheckpoint(query, node, model, checkpoint)
      savedAt = checkpoint.at
    },
    /** The change feed: findings and events that people have done something about; `*` reads all that holds. */
    reload: async (keys: readonly string[]): Promise<void> => {
      live.replaceBrakes(await findingsInForce(query))
      if (keys.includes('*')) return
      for (const event of await readEvents(query, clock.now())) applyEvent(event)
      for (const key of keys) {
        const finding = await readFinding(query, key)
        if (finding && finding.releasedAt !== null) applyRelease(finding.id, finding, finding.releasedAt)
      }
    },
    status: () => ({ model, savedAt, replayed, waiting: ahead.size, positions: new Map(positions) }),
  }
}
