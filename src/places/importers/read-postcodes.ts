import type { Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { ROWS_MAX, type TableBuilder } from '../table-builder.ts'
import { detectLayout, type Layout } from './layout.ts'
import { cellsOf } from './line.ts'
import { readRow } from './read-row.ts'
import type { Source, SourceFile } from './source.ts'

/** One row that could not be used. `line` counts from 1. */
export type RowProblem = { readonly file: string; readonly line: number; readonly reason: string }

/** What was read so far. `rejected` counts every bad row; `problems` describes the first thousand. */
export type ReadCount = {
  read: number
  rejected: number
  problems: RowProblem[]
}

export type ReadProgress = {
  readonly file: string
  readonly filesDone: number
  readonly files: number
  readonly rows: number
}

export type ReadOutcome =
  | { readonly outcome: 'read'; readonly count: ReadCount }
  | { readonly outcome: 'failed'; readonly reason: string; readonly count: ReadCount }

const PROBLEMS_MAX = 1000
/** A file with fewer good rows than this is not the file it was taken for. */
const GOOD_SHARE_MIN = 0.5
/** A line longer than this is no line of a postcode file (the widest has about 500 characters). */
const LINE_CHARACTERS_MAX = 100_000

/**
 * Reads every file of a source into the builder, good rows kept and bad ones reported, giving way to other work after
 * each block. A file with nothing usable, or too little, fails the whole import.
 */
export async function readPostcodes(
  source: Source,
  builder: TableBuilder,
  progress: (at: ReadProgress) => void,
): Promise<ReadOutcome> {
  const count: ReadCount = { read: 0, rejected: 0, problems: [] }
  const fail = (reason: string): ReadOutcome => ({ outcome: 'failed', reason, count })
  if (source.files.length === 0) return fail('There is no .csv or .csv.gz file in it.')
  for (const [filesDone, file] of source.files.entries()) {
    const before = { read: count.read, rejected: count.rejected }
    const reason = await readFile(file, builder, count, () =>
      progress({ file: file.name, filesDone, files: source.files.length, rows: count.read }),
    )
    if (reason !== null) return fail(`${file.name}: ${reason}`)
    const read = count.read - before.read
    const good = read - (count.rejected - before.rejected)
    if (good < read * GOOD_SHARE_MIN) return fail(`${file.name}: only ${good} of ${read} rows can be used.`)
  }
  if (builder.size() === 0) return fail('It holds no postcode.')
  return { outcome: 'read', count }
}

/** Reads one file; answers why it cannot be read at all, or null. */
async function readFile(
  file: SourceFile,
  builder: TableBuilder,
  count: ReadCount,
  progress: () => void,
): Promise<string | null> {
  let layout: Layout | null = null
  let line = 0
  /** Lines before the one that tells the layout: a title, or bad rows at the top of a file without header. */
  const before: string[] = []
  for await (const lines of blocksOfLines(await file.open())) {
    for (const raw of lines) {
      line += 1
      const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw
      if (text.trim() === '') continue
      if (layout === null) {
        layout = detectLayout(cellsOf(withoutMark(text), COLUMNS_MAX) ?? [])
        if (layout === null) before.push(text)
        if (before.length > LINES_BEFORE_MAX) return NOT_KNOWN
        if (layout === null || layout.hasHeader) continue
        const first = line - before.length
        for (const [index, early] of before.entries())
          takeRow(early, layout, { file: file.name, line: first + index }, builder, count)
      }
      if (builder.size() >= ROWS_MAX) return `it has more than ${ROWS_MAX} rows.`
      takeRow(text, layout, { file: file.name, line }, builder, count)
    }
    progress()
    await nextTurn()
  }
  return layout === null ? NOT_KNOWN : null
}

const LINES_BEFORE_MAX = 20
const COLUMNS_MAX = 200
const NOT_KNOWN =
  'not a postcode file known here. Code-Point Open, ONSPD, NSPL and a CSV with the columns postcode, easting, northing and country are.'

const withoutMark = (text: string): string => text.replace(/^(\u00EF\u00BB\u00BF|\uFEFF)/, '')

function takeRow(
  text: string,
  layout: Layout,
  at: { readonly file: string; readonly line: number },
  builder: TableBuilder,
  count: ReadCount,
): void {
  const cells = cellsOf(text, layout.width)
  const row = cells === null ? 'a quotation mark is left open' : readRow(cells, layout)
  // Ordnance Survey's file of column names has two lines of them and no row.
  if (typeof row === 'string' && detectLayout(cellsOf(text, COLUMNS_MAX) ?? [])?.hasHeader) return
  count.read += 1
  if (typeof row === 'string') {
    count.rejected += 1
    if (count.problems.length < PROBLEMS_MAX) count.problems.push({ ...at, reason: row })
    return
  }
  builder.add(row)
}

/**
 * The lines of a stream, a block of them at a time. Read as Latin-1, which never fails and never splits a character:
 * all that is used of these files is ASCII.
 */
async function* blocksOfLines(stream: Readable): AsyncGenerator<string[]> {
  let rest = ''
  for await (const block of stream.setEncoding('latin1')) {
    const lines = (rest + block).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LINE_CHARACTERS_MAX) throw new Error('A line without end: this is not a text file.')
    yield lines
  }
  if (rest !== '') yield [rest]
}
