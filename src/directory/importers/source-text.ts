import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

const unpack = promisify(gunzip)

/** Above this many bytes once unpacked, a file must be divided: a JavaScript string ends at 512 MB. */
const BYTES_MAX = 400_000_000

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

export type SourceText =
  | { readonly outcome: 'text'; readonly text: string; readonly encoding: Encoding; readonly bytes: number }
  | { readonly outcome: 'fault'; readonly reason: string }

/** Reads a plain or gzipped file as text. A file that cannot be read is an answer, not an exception. */
export async function readSourceText(path: string): Promise<SourceText> {
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch (error) {
    return { outcome: 'fault', reason: `The file cannot be read: ${messageOf(error)}` }
  }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03) {
    return { outcome: 'fault', reason: 'This is a zip archive: unpack it and give the files inside.' }
  }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      bytes = await unpack(bytes, { maxOutputLength: BYTES_MAX })
    } catch (error) {
      return { outcome: 'fault', reason: `The gzip file cannot be unpacked: ${messageOf(error)}` }
    }
  }
  if (bytes.length > BYTES_MAX)
    return { outcome: 'fault', reason: `The file is larger than ${BYTES_MAX} bytes: divide it.` }
  return { outcome: 'text', bytes: bytes.length, ...decodeText(bytes) }
}

/**
 * Byte order mark, else strict UTF-8, else Windows-1252: it gives every byte a character, and is what the NHS.UK
 * files are in (their delimiter is the one byte 0xAC; sources, data 3).
 */
export function decodeText(bytes: Uint8Array): { text: string; encoding: Encoding } {
  const marked = byteOrderMark(bytes)
  if (marked) return { text: new TextDecoder(marked).decode(bytes), encoding: marked }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' }
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' }
  }
}

function byteOrderMark(bytes: Uint8Array): Encoding | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return undefined
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
