import type { Clock } from '../vocabulary/index.ts'
import { flushWatch } from './flush-watch.ts'
import { frameOf } from './frame.ts'
import { type GroupLimits, groupCommit } from './group-commit.ts'
import { type JournalFile, type JournalFiles, writeAll } from './journal-files.ts'
import { ordinalOf, recover, type Segment, segmentName } from './recovery.ts'
import { headerOf } from './segment.ts'

export type JournalOptions = {
  readonly files: JournalFiles
  readonly node: string
  readonly clock: Clock
  /** Number of the first entry when there is no journal yet; 1 unless the database knows more of this node. */
  readonly first?: number
  /** A new segment begins when one has grown to this many bytes. */
  readonly segmentBytes?: number
  readonly limits?: GroupLimits
}

export type Journal = {
  /** Resolves when the text, one line of JSON, is on the disk; rejects when it could not be put there. */
  readonly append: (text: string) => Promise<void>
  /** Number of the last entry on the disk, 0 when there is none. */
  readonly durable: () => number
  /** The segments, in order; the list grows. */
  readonly segments: () => readonly Segment[]
  /** Why nothing can be written just now, or undefined when all is well. */
  readonly fault: () => string | undefined
  /** Tries in the background whether writing works again. */
  readonly probe: () => void
  readonly pending: () => number
  /** Removes the segments that hold no entry numbered above `upTo`; never the last. Answers how many. */
  readonly forget: (upTo: number) => Promise<number>
  /** Calls `heard` after each flush. */
  readonly onDurable: (heard: () => void) => void
  readonly close: () => Promise<void>
}

const SEGMENT_BYTES = 64 * 1024 * 1024
/** A batch is also what the shipper puts into one transaction, so it stays near 500 rows. */
const LIMITS: GroupLimits = { pendingMax: 10_000, batchMax: 512 }

type Tail = { readonly file: JournalFile; end: number }

/**
 * The embedded writer: an entry is durable when its bytes are in a segment file and fdatasync(2) has returned.
 *
 * Failures. A write that fails (disk full) rejects its batch; the half-written bytes are cut before the next write.
 * A datasync that fails is another matter: Linux may mark the unwritten pages clean and drop them, so that a second
 * fsync succeeds without the data being anywhere (Rebello et al., "Can Applications Recover from fsync Failures?",
 * USENIX ATC 2020; PostgreSQL stops the whole server for it since 2018), and reading back proves nothing, since it is
 * served from the same cache. So such a handle is never used again: its batch is refused and the next one begins a new
 * segment, in new blocks, whose own syncs must succeed first. What the old segment may still hold of the refused batch
 * is ignored ever after, because a segment ends where the next begins.
 *
 * Segments are kept until retention drops the months they are of: on the embedded engine they, not the database, are
 * the record.
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { files, node, clock, segmentBytes = SEGMENT_BYTES } = options
  const recovered = await recover(files, node, options.first ?? 1)
  const segments = recovered.segments
  let tail: Tail | undefined = recovered.tail
  let next = recovered.next
  let ordinal = Math.max(0, ...segments.map(segment => ordinalOf(segment.name)))
  let torn = false
  let heard = (): void => {}

  const beginSegment = async (): Promise<Tail> => {
    ordinal += 1
    const name = segmentName(ordinal)
    const file = await files.create(name)
    const header = headerOf(node, next, new Date(clock.now()))
    try {
      await writeAll(file, header, 0)
      await file.datasync()
      await files.syncFolder()
    } catch (error) {
      // Whatever stays behind of it holds no entry, and recovery removes it or passes over it.
      await file.close().catch(() => {})
      await files.remove(name).catch(() => {})
      throw error
    }
    await tail?.file.close().catch(() => {})
    segments.push({ name, first: next })
    return { file, end: header.length }
  }

  /** Makes what was written durable, or gives the handle up for good. */
  const sync = async (into: Tail): Promise<void> => {
    try {
      await into.file.datasync()
    } catch (error) {
      tail = undefined
      await into.file.close().catch(() => {})
      throw error
    } finally {
      torn = false
    }
  }

  const fitTail = async (): Promise<Tail> => {
    if (tail && torn) {
      await tail.file.truncate(tail.end)
      // Synced by itself: else a power cut could mix old bytes beyond the cut with the frame written next.
      await sync(tail)
    }
    if (tail === undefined || tail.end >= segmentBytes) tail = await beginSegment()
    return tail
  }

  const write = async (batch: readonly string[]): Promise<void> => {
    const into = await fitTail()
    const frame = frameOf(next, batch)
    torn = true
    await writeAll(into.file, frame, into.end)
    await sync(into)
    into.end += frame.length
    next += batch.length
  }

  const watch = flushWatch(clock)
  const group = groupCommit<string>(async batch => {
    await watch.over(() => write(batch))
    heard()
  }, options.limits ?? LIMITS)

  if (!tail) tail = await beginSegment()
  return {
    append: text => group.add(text),
    durable: () => next - 1,
    segments: () => segments,
    fault: () => watch.fault(),
    probe: () => group.probe(),
    pending: () => group.pending(),
    forget: async upTo => {
      let count = 0
      for (let second = segments[1]; second && second.first - 1 <= upTo; second = segments[1]) {
        const [oldest] = segments
        if (oldest) await files.remove(oldest.name)
        segments.shift()
        count += 1
      }
      if (count > 0) await files.syncFolder()
      return count
    },
    onDurable: listener => {
      heard = listener
    },
    close: async () => {
      await group.close()
      await tail?.file.close()
    },
  }
}
