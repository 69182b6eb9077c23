import { basename } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../../vocabulary/index.ts'
import { londonMoment } from '../london.ts'
import type { FileAnswer } from './candidate.ts'
import { readCsv } from './csv.ts'
import type { CsvMap } from './csv-map.ts'
import { readFhir } from './fhir.ts'
import { readHsds } from './hsds.ts'
import { type Importing, type ImportStore, importBatch, type Row } from './import-batch.ts'
import type { ImportFormat, ImportReport } from './import-report.ts'
import { readNhsuk } from './nhsuk.ts'
import { readOds } from './ods.ts'
import { type OpeningIndex, readOpeningFiles } from './opening-file.ts'
import type { Locate } from './read-postcode-field.ts'
import type { ReadFormat, Reading } from './reading.ts'
import { readSourceText, type SourceText } from './source-text.ts'
import { Tally } from './tally.ts'
import { typeCodesOf } from './type-words.ts'

/** Rows settled and written at a time: a transaction of well under half a second, so that answers are not held up. */
const BATCH_ROWS = 500

const READERS: Readonly<Record<ImportFormat, ReadFormat>> = {
  ods: readOds,
  nhsuk: readNhsuk,
  fhir: readFhir,
  hsds: readHsds,
  csv: readCsv,
}

/** How far an import is. */
export type ImportProgress = {
  readonly file: string
  readonly fileNumber: number
  readonly files: number
  readonly rows: number
}

export type ImportJob = {
  readonly format: ImportFormat
  readonly files: readonly string[]
  /** For `csv`: what columns mean. Its `typeCodes` serve every format. */
  readonly map?: CsvMap
  /** Opening-times files to join to `nhsuk` and `csv` rows. */
  readonly opening?: readonly string[]
  readonly dryRun: boolean
  /** Source name of every record, in place of the format's own. Keep it the same from edition to edition. */
  readonly source?: string
  /** The type of rows that name none. */
  readonly typeId?: number
  /** Keys of services outside England to let in, and the reason, which is kept in their history. */
  readonly allowOutside?: { readonly keys: ReadonlySet<string>; readonly reason: string }
  readonly progress?: (progress: ImportProgress) => void
  /**
   * Awaited after each batch. A server that imports lets its own memory take the batch in here; else writing runs
   * ahead of reading, and the node stops answering because it can no longer say that it is current.
   */
  readonly settle?: () => Promise<unknown>
}

/** Runs an import on a store: what importServices does, without the database. */
export async function runImport(
  job: ImportJob,
  world: {
    readonly locate: Locate
    readonly clock: Clock
    readonly store: ImportStore
  },
): Promise<ImportReport> {
  const started = world.clock.now()
  const { date: today } = londonMoment(started)
  const opening = await readOpening(job.opening ?? [])
  const tally = new Tally()
  const importing: Importing = {
    store: world.store,
    world: {
      locate: world.locate,
      today,
      ...(job.allowOutside ? { allowOutside: job.allowOutside } : {}),
    },
    tally,
    dryRun: job.dryRun,
    written: { who: 'import', at: new Date(started), why: reasonOf(job) },
    taken: new Set(),
  }
  for (const [index, file] of job.files.entries()) {
    const progress = (rows: number): void =>
      job.progress?.({ file, fileNumber: index + 1, files: job.files.length, rows })
    await importFile(file, readingOf(job, today, opening?.index, file), job.format, importing, {
      progress,
      settle: job.settle,
    })
  }
  return {
    format: job.format,
    dryRun: job.dryRun,
    startedAt: new Date(started).toISOString(),
    finishedAt: new Date(world.clock.now()).toISOString(),
    files: tally.files,
    totals: tally.totals(),
    repairs: tally.repairs,
    rejections: tally.rejections,
    opening: opening ? openingReport(opening) : null,
    rejectedRows: tally.inOrder(tally.rejectedRows),
    repairedRows: tally.inOrder(tally.repairedRows),
  }
}

function reasonOf(job: ImportJob): string {
  const files = job.files.map(file => basename(file)).join(', ')
  const outside = job.allowOutside ? `; outside England allowed: ${job.allowOutside.reason}` : ''
  return `${job.format} import of ${files}${outside}`.slice(0, 500)
}

const readingOf = (
  job: ImportJob,
  today: string,
  opening: OpeningIndex | undefined,
  file: string,
): Reading => ({
  today,
  source: job.source,
  typeCodes: typeCodesOf(job.map?.typeCodes ?? {}),
  typeId: job.typeId,
  findOpening: keys => opening?.find(keys),
  map: job.map,
  fileName: basename(file)
    .replace(/\.(gz|csv|txt|tsv|json)$/gi, '')
    .replace(/\.(csv|txt|tsv|json)$/i, ''),
})

async function importFile(
  file: string,
  reading: Reading,
  format: ImportFormat,
  importing: Importing,
  { progress, settle }: { progress: (rows: number) => void; settle: ImportJob['settle'] | undefined },
): Promise<void> {
  const source = await readSourceText(file)
  const answer: FileAnswer =
    source.outcome === 'text'
      ? READERS[format](source.text, reading)
      : { outcome: 'fault', reason: source.reason }
  const { tally } = importing
  tally.begin({
    file,
    encoding: source.outcome === 'text' ? source.encoding : null,
    bytes: source.outcome === 'text' ? source.bytes : 0,
    header: answer.outcome === 'rows' ? (answer.header ?? null) : null,
    ignoredColumns: answer.outcome === 'rows' ? (answer.ignoredColumns ?? []) : [],
    fault: answer.outcome === 'fault' ? answer.reason : null,
  })
  if (answer.outcome === 'fault') return
  let batch: Row[] = []
  let read = 0
  const flush = async (): Promise<void> => {
    await importBatch(batch, importing)
    batch = []
    progress(tally.current.rows)
    // The server may be answering in this process meanwhile.
    await setImmediate()
    await settle?.()
  }
  for (const row of answer.rows) {
    read += 1
    if (row.outcome === 'candidate') batch.push(row)
    else tally.reject(row.at, row.key, row.reason, row.detail)
    if (batch.length >= BATCH_ROWS || read % (10 * BATCH_ROWS) === 0) await flush()
  }
  await flush()
}

type Opening = { readonly index: OpeningIndex; readonly faults: readonly string[] }

async function readOpening(files: readonly string[]): Promise<Opening | undefined> {
  if (files.length === 0) return undefined
  const read: SourceText[] = []
  for (const file of files) read.push(await readSourceText(file))
  const texts = read.flatMap(source => (source.outcome === 'text' ? [source.text] : []))
  const faults = read.flatMap((source, index) =>
    source.outcome === 'fault' ? [`${files[index]}: ${source.reason}`] : [],
  )
  return { index: readOpeningFiles(texts), faults }
}

const openingReport = ({ index, faults }: Opening) => ({
  faults,
  rows: index.rows,
  organisations: index.organisations,
  joined: index.joined(),
  problems: index.problems,
})
