import { createHash } from 'node:crypto'
import { endianness } from 'node:os'
import { TABLE_NATIONS } from './nations.ts'
import type { PlaceAreas } from './place.ts'
import { type PostcodeTable, postcodeTable, type TableEdition } from './postcode-table.ts'
import type { TableColumns } from './table-columns.ts'

/**
 * A table as bytes: `SGPC`, a version, the length of a JSON header, the header, the columns one after another, and
 * SHA-256 of all that. Numbers are little-endian, as every machine we run on keeps them. Version 1 had no areas, and
 * is still read: a table imported before goes on serving, without them, until a file is imported again.
 */
const MAGIC = 'SGPC'
const VERSION = 2
const VERSION_WITHOUT_AREAS = 1
const PREAMBLE = 12
const DIGEST = 32

type Header = {
  readonly edition: TableEdition
  readonly outcodes: readonly string[]
  readonly ends: boolean
  readonly areaPairs: readonly PlaceAreas[]
}

export function tableToBytes(table: PostcodeTable): Uint8Array {
  if (endianness() !== 'LE') throw new Error('Postcode tables are stored on little-endian machines only.')
  const { columns, edition } = table
  const { outcodes, ends, areaPairs } = columns
  const header: Header = { edition, outcodes, ends: ends.length > 0, areaPairs }
  const head = Buffer.from(JSON.stringify(header), 'utf8')
  const preamble = Buffer.alloc(PREAMBLE)
  preamble.write(MAGIC, 0, 'latin1')
  preamble.writeUInt32LE(VERSION, 4)
  preamble.writeUInt32LE(head.length, 8)
  const body = Buffer.concat([preamble, head, ...columnList(columns).map(bytesOf)])
  return Buffer.concat([body, digestOf(body)])
}

/** @throws when the bytes are not a whole, unharmed table of this version */
export function tableFromBytes(bytes: Uint8Array): PostcodeTable {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer.length < PREAMBLE + DIGEST || buffer.toString('latin1', 0, 4) !== MAGIC)
    throw new Error('These bytes are not a postcode table.')
  const version = buffer.readUInt32LE(4)
  if (version !== VERSION && version !== VERSION_WITHOUT_AREAS)
    throw new Error(`A postcode table of version ${version}; this program reads up to ${VERSION}.`)
  const body = buffer.subarray(0, -DIGEST)
  if (!digestOf(body).equals(buffer.subarray(-DIGEST)))
    throw new Error('The postcode table is damaged: its checksum does not match. Import the file again.')
  const length = buffer.readUInt32LE(8)
  const header = readHeader(JSON.parse(buffer.toString('utf8', PREAMBLE, PREAMBLE + length)))
  return postcodeTable(header.edition, readColumns(header, body.subarray(PREAMBLE + length)))
}

const digestOf = (body: Uint8Array): Buffer => createHash('sha256').update(body).digest()

const columnList = (columns: TableColumns) => [
  columns.starts,
  columns.inwards,
  columns.eastings,
  columns.northings,
  columns.flags,
  columns.ends,
  columns.areas,
]

const bytesOf = (column: ReturnType<typeof columnList>[number]): Uint8Array =>
  new Uint8Array(column.buffer, column.byteOffset, column.byteLength)

function readColumns(header: Header, body: Uint8Array): TableColumns {
  let offset = 0
  /** Copies, because a column's bytes must lie at a multiple of its width. */
  const take = (length: number): ArrayBuffer => {
    const part = new Uint8Array(length)
    part.set(body.subarray(offset, offset + length))
    offset += length
    return part.buffer
  }
  const rows = header.edition.postcodes
  return {
    outcodes: header.outcodes,
    starts: new Uint32Array(take((header.outcodes.length + 1) * 4)),
    inwards: new Uint16Array(take(rows * 2)),
    eastings: new Int32Array(take(rows * 4)),
    northings: new Int32Array(take(rows * 4)),
    flags: new Uint8Array(take(rows)),
    ends: new Uint16Array(take(header.ends ? rows * 2 : 0)),
    areas: new Uint16Array(take(header.areaPairs.length > 0 ? rows * 2 : 0)),
    areaPairs: header.areaPairs,
  }
}

function readHeader(value: unknown): Header {
  if (!isRecord(value) || !isRecord(value['edition']) || !Array.isArray(value['outcodes'])) throw unreadable()
  const { name, postcodes, located, terminated, nations } = value['edition']
  if (typeof name !== 'string' || !isRecord(nations)) throw unreadable()
  const counts: Record<string, number> = {}
  for (const nation of [...TABLE_NATIONS, 'unknown']) {
    if (nation !== null && nations[nation] !== undefined) counts[nation] = count(nations[nation])
  }
  return {
    edition: {
      name,
      postcodes: count(postcodes),
      located: count(located),
      terminated: count(terminated),
      nations: counts,
    },
    outcodes: value['outcodes'].map(outcode => `${outcode}`),
    ends: value['ends'] === true,
    areaPairs: readPairs(value['areaPairs'] ?? []),
  }
}

function readPairs(value: unknown): PlaceAreas[] {
  if (!Array.isArray(value)) throw unreadable()
  return value.map(pair => {
    if (!isRecord(pair)) throw unreadable()
    return { district: readCode(pair['district']), board: readCode(pair['board']) }
  })
}

function readCode(value: unknown): string | null {
  if (typeof value !== 'string' && value !== null) throw unreadable()
  return value
}

function count(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw unreadable()
  return value
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const unreadable = (): Error => new Error('The header of the postcode table cannot be read.')
