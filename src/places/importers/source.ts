import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type Entry, openPromise } from 'yauzl'

/** One file that may hold postcodes, by its name inside the source. */
export type SourceFile = { readonly name: string; readonly open: () => Promise<Readable> }

/** What was given to import: its candidate files in order of name, and a name for the edition. */
export type Source = {
  readonly files: readonly SourceFile[]
  readonly edition: string
  readonly close: () => Promise<void>
}

/** Opens a folder, a zip, a `.csv` or a `.csv.gz`. Which it is, its first bytes say and not its name. @throws when unreadable */
export async function openSource(path: string): Promise<Source> {
  if ((await stat(path)).isDirectory()) return openFolder(path)
  const start = await firstBytes(path)
  if (start.length >= 4 && start.readUInt32LE(0) === ZIP_MARK) return openZip(path)
  const file: SourceFile = {
    name: basename(path),
    open: async () => inflated(createReadStream(path, { highWaterMark: BLOCK }), start),
  }
  return { files: [file], edition: editionOf([file.name], null), close: async () => {} }
}

const ZIP_MARK = 0x04034b50
const GZIP_MARK = 0x8b1f
const BLOCK = 256 * 1024

async function firstBytes(path: string): Promise<Buffer> {
  for await (const bytes of createReadStream(path, { end: 3 })) {
    if (Buffer.isBuffer(bytes)) return bytes
  }
  return Buffer.alloc(0)
}

function inflated(stream: Readable, start: Buffer): Readable {
  if (start.length < 2 || start.readUInt16LE(0) !== GZIP_MARK) return stream
  const gunzip = createGunzip({ chunkSize: BLOCK })
  stream.on('error', error => gunzip.destroy(error))
  gunzip.on('close', () => stream.destroy())
  return stream.pipe(gunzip)
}

async function openFolder(folder: string): Promise<Source> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = found
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
  const metadata = paths.find(isMetadata)
  return {
    files: postcodeFiles(paths).map(name => ({
      name,
      open: async () => {
        const path = join(folder, name)
        return inflated(createReadStream(path, { highWaterMark: BLOCK }), await firstBytes(path))
      },
    })),
    edition: editionOf(
      [basename(folder), ...postcodeFiles(paths)],
      metadata === undefined ? null : await readFile(join(folder, metadata), 'latin1'),
    ),
    close: async () => {},
  }
}

/** Entries a zip may have; Code-Point Open has some 130. A guard against one made to exhaust us. */
const ENTRIES_MAX = 5000
const METADATA_BYTES_MAX = 65_536

async function openZip(path: string): Promise<Source> {
  const zip = await openPromise(path, { autoClose: false, lazyEntries: true })
  const entries = new Map<string, Entry>()
  for await (const entry of zip.eachEntry()) {
    if (entries.size === ENTRIES_MAX) throw new Error(`${basename(path)} has more than ${ENTRIES_MAX} files.`)
    if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry)
  }
  const names = [...entries.keys()]
  const metadata = entries.get(names.find(isMetadata) ?? '')
  const open = (entry: Entry): Promise<Readable> => zip.openReadStreamPromise(entry)
  const files = postcodeFiles(names).flatMap(name => {
    const entry = entries.get(name)
    return entry ? [{ name, open: () => open(entry) }] : []
  })
  const words =
    metadata && metadata.uncompressedSize <= METADATA_BYTES_MAX ? await textOf(await open(metadata)) : null
  return {
    files,
    edition: editionOf([basename(path), ...files.map(file => file.name)], words),
    close: async () => zip.close(),
  }
}

async function textOf(stream: Readable): Promise<string> {
  let text = ''
  for await (const part of stream.setEncoding('latin1')) text += part
  return text
}

const isMetadata = (name: string): boolean => /(^|\/)metadata\.txt$/i.test(name)

/**
 * The files worth reading among those of a product. Folders of documents also hold tables of codes, and National
 * Statistics give every postcode twice, in one large file and again by area in `multi_csv`.
 */
function postcodeFiles(names: readonly string[]): string[] {
  const tables = names.filter(
    name => /\.csv(\.gz)?$/i.test(name) && !/(^|\/)(docs?|documents?|user guide|__macosx)\//i.test(name),
  )
  const whole = tables.filter(name => !/(^|\/)multi_csv\//i.test(name))
  return (whole.length > 0 ? whole : tables).toSorted()
}

const MONTHS: Readonly<Record<string, string>> = {
  FEB: 'February',
  MAY: 'May',
  AUG: 'August',
  NOV: 'November',
}

/** What to call the edition: by the metadata of Code-Point Open, by the name of a National Statistics file, or as given. */
export function editionOf(names: readonly string[], metadata: string | null): string {
  const version = /DATASET VERSION NUMBER:\s*([\d.]+)/i.exec(metadata ?? '')?.[1]
  if (version !== undefined) return `Code-Point Open ${version}`
  for (const name of names) {
    const match = /(ONSPD|NSPL)_([A-Z]{3})[A-Z]*_(\d{4})/i.exec(name)
    if (!match) continue
    const [, product = '', month = '', year = ''] = match
    return `${product.toUpperCase()} ${MONTHS[month.toUpperCase()] ?? month} ${year}`
  }
  return names[0] ?? 'unnamed'
}
