import type { Database } from '../database/index.ts'
import { type ReadCount, type RowProblem, readPostcodes } from './importers/read-postcodes.ts'
import { openSource } from './importers/source.ts'
import type { Nation, PlaceAreas } from './place.ts'
import type { PostcodeTable } from './postcode-table.ts'
import { type StoredEdition, servingEdition, storeTable } from './store.ts'
import { tableBuilder } from './table-builder.ts'

/** How far an import is. `rows` are those read so far, or the table's when it is stored. */
export type ImportProgress = {
  readonly phase: 'reading' | 'building' | 'storing'
  readonly file: string | null
  readonly filesDone: number
  readonly files: number
  readonly rows: number
}

export type ImportReport = {
  readonly edition: string
  readonly rows: {
    readonly read: number
    /** Postcodes in the table: rows read, less the rejected and the duplicates. */
    readonly kept: number
    readonly located: number
    readonly terminated: number
    readonly rejected: number
    readonly duplicates: number
  }
  /** The first thousand bad rows. */
  readonly problems: readonly RowProblem[]
  readonly nations: Readonly<Partial<Record<Nation | 'unknown', number>>>
  /** How many districts and boards (of areas, not postcodes) the file names; what is limited to an area needs them. */
  readonly areas: { readonly districts: number; readonly boards: number }
}

export type ImportOutcome =
  /** `editionId` is null for a dry run, which stores nothing. The table is for `places.use` in this process. */
  | {
      readonly outcome: 'imported'
      readonly report: ImportReport
      readonly editionId: number | null
      readonly table: PostcodeTable
    }
  /** Nothing was stored; the table that served before goes on serving. */
  | { readonly outcome: 'failed'; readonly reason: string; readonly report: ImportReport }

export type ImportOptions = {
  readonly database: Database
  /** A folder, a zip, a `.csv` or a `.csv.gz`. */
  readonly path: string
  readonly progress?: (at: ImportProgress) => void
  /** Reads and reports, and stores nothing. */
  readonly dryRun?: boolean
  /** Lets a file with less than half the postcodes of the serving table replace it, which is a mistake as a rule. */
  readonly allowSmaller?: boolean
}

/**
 * Imports a postcode file: reads, packs and stores it, and makes it the table that serves, on every node.
 * A file that cannot be used is a `failed` outcome. @throws when the database fails; the old table then still serves
 */
export async function importPostcodes(options: ImportOptions): Promise<ImportOutcome> {
  const { database, path, progress = () => {}, dryRun = false, allowSmaller = false } = options
  const builder = tableBuilder()
  const opened = await attempt(() => openSource(path))
  if ('failure' in opened) return failed(opened.failure, path, NOTHING_READ)
  const source = opened.value
  try {
    const read = await attempt(() =>
      readPostcodes(source, builder, at => progress({ phase: 'reading', ...at })),
    )
    if ('failure' in read) return failed(read.failure, source.edition, NOTHING_READ)
    const { count } = read.value
    if (read.value.outcome === 'failed') return failed(read.value.reason, source.edition, count)
    const tell = (phase: ImportProgress['phase']): void =>
      progress({
        phase,
        file: null,
        filesDone: source.files.length,
        files: source.files.length,
        rows: count.read,
      })
    tell('building')
    const table = await builder.build(source.edition)
    const report = reportOf(table, count)
    const mayReplace = (serving: StoredEdition): boolean => allowSmaller || !isMuchSmaller(table, serving)
    const tooSmallFor = (serving: StoredEdition): ImportOutcome => ({
      outcome: 'failed',
      reason: `It holds ${table.edition.postcodes} postcodes, the table that serves ${serving.postcodes}. Nothing was replaced; if that is what you want, say so (allow smaller).`,
      report,
    })
    // Asked before anything is stored, and once more when it is to serve: another import may have finished meanwhile.
    const serving = await servingEdition(database.query)
    if (serving !== null && !mayReplace(serving)) return tooSmallFor(serving)
    if (dryRun) return { outcome: 'imported', report, editionId: null, table }
    const { problems: _, ...kept } = report
    const progressed = () => tell('storing')
    const stored = await storeTable(database, table, { report: kept, mayReplace, progress: progressed })
    if (stored.outcome === 'not-taken') return tooSmallFor(stored.serving)
    return { outcome: 'imported', report, editionId: stored.editionId, table }
  } finally {
    await source.close()
  }
}

const NO_AREAS: ImportReport['areas'] = { districts: 0, boards: 0 }
const NOTHING_READ: ReadCount = { read: 0, rejected: 0, problems: [] }

/** A file that is absent, damaged or no text is something to say, not something to crash on. */
async function attempt<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly failure: string }> {
  try {
    return { value: await work() }
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) }
  }
}

function failed(reason: string, edition: string, count: ReadCount): ImportOutcome {
  const rows = {
    read: count.read,
    kept: 0,
    located: 0,
    terminated: 0,
    rejected: count.rejected,
    duplicates: 0,
  }
  return {
    outcome: 'failed',
    reason,
    report: { edition, rows, problems: count.problems, nations: {}, areas: NO_AREAS },
  }
}

function reportOf(table: PostcodeTable, count: ReadCount): ImportReport {
  const { name, postcodes, located, terminated, nations } = table.edition
  return {
    edition: name,
    rows: {
      read: count.read,
      kept: postcodes,
      located,
      terminated,
      rejected: count.rejected,
      duplicates: count.read - count.rejected - postcodes,
    },
    problems: count.problems,
    nations,
    areas: areasNamed(table),
  }
}

function areasNamed({ columns: { areaPairs } }: PostcodeTable): ImportReport['areas'] {
  const codes = (kind: keyof PlaceAreas) => new Set(areaPairs.flatMap(pair => pair[kind] ?? []))
  return { districts: codes('district').size, boards: codes('board').size }
}

/** One area's file where the whole country served would leave nearly everybody with approximate answers. */
const isMuchSmaller = ({ edition }: PostcodeTable, serving: StoredEdition): boolean =>
  edition.postcodes * 2 < serving.postcodes
