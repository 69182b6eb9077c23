import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Database } from '../../database/index.ts'
import { readSourceText } from '../importers/source-text.ts'
import { codesIn, type GoneWith } from './difference.ts'
import { type ListProblem, readListFile } from './import-file.ts'
import { LIST_SHAPES } from './import-row.ts'
import { LIST_NAMES, type ListName, type Lists } from './lists.ts'
import { type ListCounts, readLists, replaceLists } from './reference-store.ts'

export type ListFileReport = {
  readonly file: string
  readonly list: ListName
  /** Rows beside the first line: kept, repeated or among the problems. */
  readonly rows: number
  readonly kept: number
  readonly repeated: number
  readonly problems: readonly ListProblem[]
}

export type ClinicalImportReport = {
  readonly dryRun: boolean
  readonly files: readonly ListFileReport[]
  /** Files of a folder whose names are of no list; nothing was read of them. */
  readonly passedOver: readonly string[]
  /** What became of each list; what would, of a dry run. Empty when nothing was replaced. */
  readonly lists: ListCounts
  readonly goneWith: GoneWith
}

export type ClinicalImportOutcome =
  | { readonly outcome: 'imported'; readonly report: ClinicalImportReport }
  /** Nothing was replaced; the lists that served before go on serving. */
  | { readonly outcome: 'failed'; readonly reason: string; readonly report: ClinicalImportReport }

export type ClinicalImport = {
  readonly database: Database
  /** Folders, and files named after a list: `pairs.csv`, also `.gz`. */
  readonly paths: readonly string[]
  readonly dryRun?: boolean
  /** Lets a list of more than a hundred rows be replaced by one of less than half of them, a mistake as a rule. */
  readonly allowSmaller?: boolean
}

/**
 * Imports clinical lists: each list that is given replaces the one that serves, whole, and all of them at once, on every
 * node. Rows that cannot be used are left out and reported; a file that is none, or of which most rows cannot be used,
 * leaves everything as it was. The same files can be given again. @throws when the database fails
 */
export async function importClinicalLists(job: ClinicalImport): Promise<ClinicalImportOutcome> {
  const { database, dryRun = false, allowSmaller = false } = job
  const found = await findFiles(job.paths)
  const nothing = { dryRun, files: [], passedOver: found.passedOver, lists: {}, goneWith: NONE_GONE }
  if (found.fault !== null) return { outcome: 'failed', reason: found.fault, report: nothing }
  const read = await readFiles(found.files, await readLists(database.query))
  const report = { ...nothing, files: read.files }
  if (read.fault !== null) return { outcome: 'failed', reason: read.fault, report }
  const replaced = await replaceLists(database, read.lists, {
    dryRun,
    unless: allowSmaller ? () => null : muchSmaller,
  })
  if (replaced.outcome === 'refused') return { outcome: 'failed', reason: replaced.reason, report }
  const { counts, goneWith } = replaced
  return { outcome: 'imported', report: { ...report, lists: counts, goneWith } }
}

const NONE_GONE: GoneWith = { pairs: 0, members: 0 }

/** The columns of each list's file, for whoever makes one; those in brackets may be left out. */
export const listColumns = (list: ListName): string => {
  const { columns, optional } = LIST_SHAPES[list]
  return columns.map(column => (optional.includes(column) ? `[${column}]` : column)).join(', ')
}

type Found = {
  readonly files: ReadonlyMap<ListName, string>
  readonly passedOver: readonly string[]
  readonly fault: string | null
}

async function findFiles(paths: readonly string[]): Promise<Found> {
  const files = new Map<ListName, string>()
  const passedOver: string[] = []
  const failed = (fault: string): Found => ({ files, passedOver, fault })
  for (const path of paths) {
    const there = await stat(path).catch(() => null)
    if (there === null) return failed(`There is no file or folder ${path}.`)
    const inFolder = there.isDirectory()
      ? (await readdir(path)).toSorted().map(name => join(path, name))
      : null
    for (const file of inFolder ?? [path]) {
      const list = listOf(file)
      if (list === undefined) {
        if (inFolder === null) return failed(`${basename(file)} is named after no list. ${NAMES_WANTED}`)
        passedOver.push(file)
        continue
      }
      const other = files.get(list)
      if (other !== undefined) return failed(`The list ${list} is given twice: ${other} and ${file}.`)
      files.set(list, file)
    }
  }
  return files.size > 0
    ? { files, passedOver, fault: null }
    : failed(`There is no list there. ${NAMES_WANTED}`)
}

const NAMES_WANTED = `Names are ${LIST_NAMES.map(list => `${list}.csv`).join(', ')}, also with .gz.`

function listOf(path: string): ListName | undefined {
  const name = basename(path).toLowerCase()
  return LIST_NAMES.find(list => name === `${list}.csv` || name === `${list}.csv.gz`)
}

type ReadFiles = {
  readonly lists: Partial<Lists>
  readonly files: readonly ListFileReport[]
  readonly fault: string | null
}

/** In the order of the lists, so that a code which one file brings is known to those after it. */
async function readFiles(paths: ReadonlyMap<ListName, string>, stored: Lists): Promise<ReadFiles> {
  let lists: Partial<Lists> = {}
  const files: ListFileReport[] = []
  for (const list of LIST_NAMES) {
    const file = paths.get(list)
    if (file === undefined) continue
    const failed = (why: string): ReadFiles => ({ lists: {}, files, fault: `${file}: ${why}` })
    const source = await readSourceText(file)
    if (source.outcome === 'fault') return failed(source.reason)
    const read = readListFile(list, source.text, codesIn({ ...stored, ...lists }))
    if (typeof read === 'string') return failed(read)
    const kept = read.rows.length
    const rows = kept + read.repeated + read.problems.length
    files.push({ file, list, rows, kept, repeated: read.repeated, problems: read.problems })
    if (kept === 0) return failed('None of its rows can be used.')
    if (read.problems.length * 2 > rows)
      return failed(`${read.problems.length} of its ${rows} rows cannot be used.`)
    lists = { ...lists, [list]: read.rows }
  }
  return { lists, files, fault: null }
}

/** Lists this short come and go; the demonstration's are. */
const SHORT = 100

function muchSmaller(counts: ListCounts, stored: Lists): string | null {
  for (const list of LIST_NAMES) {
    const count = counts[list]
    const before = stored[list].length
    if (!count || before <= SHORT) continue
    const after = count.created + count.updated + count.unchanged
    if (after * 2 < before)
      return `The list ${list} would have ${after} rows, and has ${before}. If that is what you want, say so (allow smaller).`
  }
  return null
}
