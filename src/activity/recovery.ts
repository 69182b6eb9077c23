import { type JournalFile, type JournalFiles, readUpTo, writeAll } from './journal-files.ts'
import { JournalDamaged, readHeader, type SegmentHeader, scanSegment } from './segment.ts'

const SUFFIX = '.journal'
const HEADER_BYTES_MAX = 4096

/** A segment file: they are numbered as they are made, and each says which entry it begins with. */
export type Segment = { readonly name: string; readonly first: number }

export type Recovered = {
  /** In order; empty for a new journal. Segment i holds the entries up to where segment i + 1 begins. */
  readonly segments: Segment[]
  /** The last of them, open for appending at `end`. */
  readonly tail: { readonly file: JournalFile; readonly end: number } | undefined
  readonly next: number
  /** Bytes of a flush that never ended, cut off now. */
  readonly cutBytes: number
}

/** File name of the segment made as the `ordinal`-th, from 1. */
export const segmentName = (ordinal: number): string => `${String(ordinal).padStart(8, '0')}${SUFFIX}`

/** The ordinal in a file name of ours. */
export const ordinalOf = (name: string): number => Number.parseInt(name, 10)

/**
 * Opens what an earlier process left: reads the header of every segment and the whole of the last one, cuts the tail a
 * crash left behind, and puts what remains on the disk, since a killed process may have left it only in memory of the
 * operating system and from here on it counts as durable.
 * @param node whose journal this must be
 * @param first number of the first entry, when there is no journal yet
 * @throws JournalDamaged, or when the journal is another node's
 */
export async function recover(files: JournalFiles, node: string, first: number): Promise<Recovered> {
  const segments: Segment[] = []
  let last: { name: string; header: SegmentHeader } | undefined
  for (const name of (await files.list()).filter(name => name.endsWith(SUFFIX)).sort()) {
    const header = await headerIn(files, name)
    if (!header) {
      await files.remove(name)
      continue
    }
    if (header.node !== node) {
      throw new Error(
        `The activity journal ${name} was written by the node "${header.node}"; this is "${node}". ` +
          'Start it under its old name, or move the journal folder away.',
      )
    }
    const before = segments.at(-1)
    if (before && header.first < before.first) {
      throw new JournalDamaged(name, 0, `it begins with entry ${header.first}, before ${before.name} does`)
    }
    segments.push({ name, first: header.first })
    last = { name, header }
  }
  // A name may be seen and yet not be on the disk, when the process before ended between making a file and this.
  await files.syncFolder()
  if (!last) return { segments, tail: undefined, next: first, cutBytes: 0 }
  return { segments, ...(await openTail(files, last.name, last.header)) }
}

async function openTail(files: JournalFiles, name: string, header: SegmentHeader) {
  const file = await files.open(name)
  try {
    const size = await file.size()
    const bytes = await readUpTo(file, 0, size)
    const { lastAt, end, next } = scanSegment(name, bytes, header)
    if (end < size) await file.truncate(end)
    // The last frame may be one whose datasync failed: read from the cache, marked clean, and not on the disk
    // (journal.ts). Writing the same bytes again makes the datasync after it mean something.
    await writeAll(file, bytes.subarray(lastAt, end), lastAt)
    await file.datasync()
    return { tail: { file, end }, next, cutBytes: size - end }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function headerIn(files: JournalFiles, name: string): Promise<SegmentHeader | undefined> {
  const file = await files.open(name)
  try {
    const start = await readUpTo(file, 0, HEADER_BYTES_MAX)
    const header = startsWell(name, start)
    // Only one that reads badly is read whole, to tell a segment never finished from one that was damaged since.
    return header ?? readHeader(name, await readUpTo(file, 0, await file.size()))
  } finally {
    await file.close()
  }
}

function startsWell(name: string, start: Buffer): SegmentHeader | undefined {
  try {
    return readHeader(name, start)
  } catch (error) {
    if (error instanceof JournalDamaged) return undefined
    throw error
  }
}
