import { closeSync, openSync, readSync } from 'node:fs'
import { CommandError } from './operation.ts'

const CHUNK_BYTES = 4 * 1024 * 1024

/** A line, as bytes of a buffer that is used again for the next ones. */
export type LineOf = (bytes: Buffer, start: number, end: number, line: number) => void

/**
 * Reads a file line by line without making anything of the lines. Synchronous: a log of 4 GB goes by at the speed of
 * whoever looks at it. Answers the number of lines; empty ones are counted and not shown.
 */
export function eachLine(path: string, show: LineOf, progress: (bytes: number) => void = () => {}): number {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    throw new CommandError(
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  try {
    let buffer = Buffer.allocUnsafe(CHUNK_BYTES)
    let held = 0
    let line = 0
    let read = 0
    const give = (start: number, end: number): void => {
      line += 1
      const last = end > start && buffer[end - 1] === 13 ? end - 1 : end
      if (last > start) show(buffer, start, last, line)
    }
    for (;;) {
      // A line longer than the buffer: room for it.
      if (held === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)])
      const got = readSync(file, buffer, held, buffer.length - held, null)
      if (got === 0) {
        if (held > 0) give(0, held)
        return line
      }
      read += got
      const filled = held + got
      let start = 0
      for (;;) {
        const end = buffer.indexOf(10, start)
        if (end < 0 || end >= filled) break
        give(start, end)
        start = end + 1
      }
      buffer.copyWithin(0, start, filled)
      held = filled - start
      progress(read)
    }
  } finally {
    closeSync(file)
  }
}
