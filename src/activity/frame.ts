import { crc32 } from 'node:zlib'

/**
 * A frame is what one flush appends: a head of 28 bytes, then the entries as lines of JSON (so that a person can still
 * read a journal with a pager). Little-endian: magic `a7 53 4a 31` · payload bytes u32 · entries u32 · first sequence
 * u64 · CRC-32 of the payload u32 · CRC-32 of the 24 bytes before u32. The head has a check of its own, so a frame's
 * length can be trusted even where its payload is damaged.
 */
export const HEAD_BYTES = 28
const MAGIC = 0x314a53a7

export type Frame = {
  readonly first: number
  readonly count: number
  readonly payload: Buffer
  /** Offset of the byte after it. */
  readonly end: number
}

export type FrameReading =
  | { readonly is: 'frame'; readonly frame: Frame }
  /** The bytes end before the frame does; `end` is where it would end, as far as that is known. */
  | { readonly is: 'short'; readonly end: number }
  /** `end` is set where the head is sound and only the payload is damaged. */
  | { readonly is: 'bad'; readonly why: string; readonly end?: number }

/** Lays out the frame for lines of text, of which none may hold a line end. */
export function frameOf(first: number, lines: readonly string[]): Buffer {
  const text = lines.length === 0 ? '' : `${lines.join('\n')}\n`
  return frameOfText(first, lines.length, text)
}

/** The frame at the head of a segment: no entry, a line that says whose journal this is. */
export const headerFrameOf = (first: number, line: string): Buffer => frameOfText(first, 0, `${line}\n`)

function frameOfText(first: number, count: number, text: string): Buffer {
  const length = Buffer.byteLength(text)
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + length)
  bytes.write(text, HEAD_BYTES)
  bytes.writeUInt32LE(MAGIC, 0)
  bytes.writeUInt32LE(length, 4)
  bytes.writeUInt32LE(count, 8)
  bytes.writeBigUInt64LE(BigInt(first), 12)
  bytes.writeUInt32LE(crc32(bytes.subarray(HEAD_BYTES)), 20)
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 24)), 24)
  return bytes
}

/** Reads the frame at `offset`. Nothing is believed before its check agrees. */
export function readFrame(bytes: Buffer, offset: number): FrameReading {
  if (bytes.length - offset < HEAD_BYTES) return { is: 'short', end: offset + HEAD_BYTES }
  const head = bytes.subarray(offset, offset + HEAD_BYTES)
  if (head.readUInt32LE(0) !== MAGIC || crc32(head.subarray(0, 24)) !== head.readUInt32LE(24)) {
    return { is: 'bad', why: 'the head of a frame fails its check' }
  }
  const end = offset + HEAD_BYTES + head.readUInt32LE(4)
  if (end > bytes.length) return { is: 'short', end }
  const payload = bytes.subarray(offset + HEAD_BYTES, end)
  if (crc32(payload) !== head.readUInt32LE(20)) {
    return { is: 'bad', why: 'the entries of a frame fail their check', end }
  }
  const first = Number(head.readBigUInt64LE(12))
  return {
    is: 'frame',
    frame: { first, count: head.readUInt32LE(8), payload, end },
  }
}

/** The entries of a frame, as the texts they were written as. */
export const linesOf = (frame: Frame): string[] =>
  frame.count === 0 ? [] : frame.payload.toString('utf8').split('\n', frame.count)

/** The next offset at or after `from` where a frame with a sound head begins, or -1. */
export function findFrame(bytes: Buffer, from: number): number {
  const magic = Buffer.alloc(4)
  magic.writeUInt32LE(MAGIC)
  for (let at = bytes.indexOf(magic, from); at !== -1; at = bytes.indexOf(magic, at + 1)) {
    const reading = readFrame(bytes, at)
    if (reading.is === 'frame' || (reading.is === 'bad' && reading.end !== undefined)) return at
  }
  return -1
}
