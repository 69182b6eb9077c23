import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { type Frame, type FrameReading, findFrame, headerFrameOf, readFrame } from './frame.ts'

const FORMAT = 1
const SECTOR_BYTES = 512

const header = Compile(
  Type.Object({
    format: Type.Literal(FORMAT),
    node: Type.String(),
    first: Type.Integer({ minimum: 1 }),
    createdAt: Type.String(),
  }),
)

export type SegmentHeader = {
  readonly node: string
  /** Sequence number of the first entry that belongs here. */
  readonly first: number
  /** Offset of the byte after it. */
  readonly end: number
}

/** The journal is damaged where it had been made durable. Nothing is repaired by guessing: a person decides. */
export class JournalDamaged extends Error {
  constructor(segment: string, offset: number, why: string) {
    super(
      `The activity journal is damaged in ${segment} at byte ${offset}: ${why}. ` +
        'Keep a copy of the folder and restore this file from a backup before starting again.',
    )
    this.name = 'JournalDamaged'
  }
}

/** The bytes a segment begins with. */
export const headerOf = (node: string, first: number, createdAt: Date): Buffer =>
  headerFrameOf(
    first,
    JSON.stringify({
      format: FORMAT,
      node,
      first,
      createdAt: createdAt.toISOString(),
    }),
  )

/**
 * Reads the header of a segment.
 * @returns undefined when the making of the segment never ended; it then holds no acknowledged entry
 * @throws JournalDamaged when it did end and does not read
 */
export function readHeader(name: string, bytes: Buffer): SegmentHeader | undefined {
  const reading = readFrame(bytes, 0)
  if (reading.is !== 'frame') {
    if (isUnfinished(bytes, 0, reading)) return undefined
    throw new JournalDamaged(name, 0, reading.is === 'bad' ? reading.why : 'its header is cut short')
  }
  const value: unknown = JSON.parse(reading.frame.payload.toString('utf8'))
  if (!header.Check(value)) throw new JournalDamaged(name, 0, 'its header is not one this version knows')
  return { node: value.node, first: value.first, end: reading.frame.end }
}

export type SegmentScan = {
  /** Offset of the last sound frame, the header when there is no other. */
  readonly lastAt: number
  /** Offset after the last sound frame; what lies beyond was never acknowledged. */
  readonly end: number
  /** Sequence number the next entry will have. */
  readonly next: number
}

/**
 * Walks a whole segment from its header on.
 *
 * A flush begins only when the datasync of the one before has returned, so a crash can leave at most one frame that
 * was not acknowledged, at the very end: cut short, or with sectors the disk never wrote, which read as zeros (a file
 * system shows no other old bytes in newly grown space). That is cut off. Anything else that fails its check was
 * durable once and has changed since; throwing is right, cutting would lose answers that were given.
 * @param visit is shown each frame of entries in order
 * @throws JournalDamaged
 */
export function scanSegment(
  name: string,
  bytes: Buffer,
  from: SegmentHeader,
  visit: (frame: Frame) => void = () => {},
): SegmentScan {
  let lastAt = 0
  let end = from.end
  let next = from.first
  while (end < bytes.length) {
    const reading = readFrame(bytes, end)
    if (reading.is !== 'frame') {
      if (isUnfinished(bytes, end, reading)) break
      throw new JournalDamaged(name, end, reading.is === 'bad' ? reading.why : 'a frame is cut short')
    }
    const { frame } = reading
    if (frame.first !== next) {
      throw new JournalDamaged(name, end, `entry ${next} is expected and ${frame.first} is there`)
    }
    visit(frame)
    next += frame.count
    lastAt = end
    end = frame.end
  }
  return { lastAt, end, next }
}

/** Whether what is at `offset` looks like a last flush that never ended, rather than damage to one that did. */
function isUnfinished(
  bytes: Buffer,
  offset: number,
  reading: Exclude<FrameReading, { is: 'frame' }>,
): boolean {
  if (findFrame(bytes, offset + 1) !== -1) return false
  if (reading.is === 'short') return true
  if (reading.end !== undefined && reading.end < bytes.length) return false
  return hasUnwrittenSector(bytes, offset, reading.end ?? bytes.length)
}

/** A sound frame begins with a byte other than zero and ends with a line end, so no share of a sector in it is all zeros. */
function hasUnwrittenSector(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; ) {
    const end = Math.min(to, (Math.floor(at / SECTOR_BYTES) + 1) * SECTOR_BYTES)
    if (bytes.subarray(at, end).every(byte => byte === 0)) return true
    at = end
  }
  return false
}
