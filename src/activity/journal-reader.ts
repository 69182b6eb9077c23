import { type Frame, linesOf, readFrame } from './frame.ts'
import type { Journal } from './journal.ts'
import { type JournalFile, type JournalFiles, readUpTo } from './journal-files.ts'
import type { Segment } from './recovery.ts'
import { JournalDamaged } from './segment.ts'

const WINDOW_BYTES = 256 * 1024

/** Consecutive entries: the first has the number `first`. Never empty. */
export type EntryRun = {
  readonly first: number
  readonly texts: readonly string[]
}

export type JournalReader = {
  /**
   * The next entries that are on the disk, about `countMax` of them, or undefined when there are no more for now.
   * @throws JournalDamaged where what was durable no longer reads
   */
  readonly read: (countMax: number) => Promise<EntryRun | undefined>
  /** Reads on from the entry of this number. */
  readonly seek: (sequence: number) => void
  readonly close: () => Promise<void>
}

type Open = {
  readonly segment: Segment
  readonly file: JournalFile
  offset: number
}

/** Follows a journal from the entry numbered `from`, never past what is durable. */
export function journalReader(
  files: JournalFiles,
  journal: Pick<Journal, 'durable' | 'segments'>,
  from: number,
): JournalReader {
  let next = from
  let current: Open | undefined
  let window: Buffer = Buffer.alloc(0)
  let windowAt = 0

  const leave = async (): Promise<void> => {
    await current?.file.close()
    current = undefined
    window = Buffer.alloc(0)
    windowAt = 0
  }

  /** The segment that holds `next`: the last that begins at or before it. */
  const enter = async (): Promise<Open> => {
    const segment = journal.segments().findLast(each => each.first <= next)
    if (!segment) throw new Error(`The activity journal no longer holds entry ${next}.`)
    if (current?.segment.name === segment.name) return current
    await leave()
    current = { segment, file: await files.open(segment.name), offset: 0 }
    return current
  }

  const fill = async (open: Open, length: number): Promise<void> => {
    window = await readUpTo(open.file, open.offset, length)
    windowAt = open.offset
  }

  const frameIn = async (open: Open): Promise<Frame> => {
    let reading = readFrame(window, open.offset - windowAt)
    if (reading.is === 'short') {
      await fill(open, WINDOW_BYTES)
      reading = readFrame(window, 0)
    }
    if (reading.is === 'short' && reading.end > WINDOW_BYTES) {
      await fill(open, reading.end)
      reading = readFrame(window, 0)
    }
    if (reading.is === 'frame') return reading.frame
    const why = reading.is === 'bad' ? reading.why : `entry ${next} is expected and the file ends`
    throw new JournalDamaged(open.segment.name, open.offset, why)
  }

  return {
    read: async countMax => {
      const first = next
      const texts: string[] = []
      // Only what was durable before anything is read: a frame still being written may yet fail and be replaced.
      const last = journal.durable()
      window = Buffer.alloc(0)
      while (texts.length < countMax && next <= last) {
        const open = await enter()
        const frame = await frameIn(open)
        if (frame.first > next) {
          const why = `entry ${next} is expected and ${frame.first} is there`
          throw new JournalDamaged(open.segment.name, open.offset, why)
        }
        open.offset = windowAt + frame.end
        const lines = linesOf(frame).slice(next - frame.first)
        texts.push(...lines)
        next += lines.length
      }
      return texts.length === 0 ? undefined : { first, texts }
    },
    seek: sequence => {
      next = sequence
      if (current) current.offset = 0
    },
    close: leave,
  }
}
