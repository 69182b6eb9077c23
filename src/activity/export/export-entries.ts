import type { Query } from '../../database/index.ts'
import { type LedgerLeaf, rangeBundle, selectionBundle } from '../../ledger/index.ts'
import { parseEntry } from '../entry-schema.ts'
import { type ExportFilter, exportBounds, exportRows } from '../export-store.ts'
import type { LoggedEntry } from '../read.ts'
import { activityLeavesOf, leafFrom } from '../verify.ts'
import { auditEventOf } from './audit-event.ts'
import { CSV_COLUMNS, csvRow } from './csv-row.ts'

export const EXPORT_FORMATS = ['ndjson', 'csv', 'fhir'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Proofs of single entries are put together in memory; a whole stretch of time has no such bound. */
export const SELECTED_MAX = 100_000
const PAGE = 1000

/** What would be exported. */
export type ExportPlan = {
  /** Entries, erased ones among them. */
  readonly count: number
  readonly from: number
  readonly to: number
  /** Of everybody: then the bundle holds all leaves of that stretch, and shows that none was left out. */
  readonly isWhole: boolean
}

export async function planExport(query: Query, filter: ExportFilter): Promise<ExportPlan | null> {
  const bounds = await exportBounds(query, filter)
  if (bounds === null) return null
  const isWhole = filter.account === null && filter.organisation === null
  return { count: bounds.count, from: bounds.first, to: bounds.last + 1, isWhole }
}

/** The entries of an export, in the order of the ledger, as text to be written one piece after another. */
export async function* exportedEntries(
  query: Query,
  filter: ExportFilter,
  format: ExportFormat,
  csvLine: (cells: readonly string[]) => string,
): AsyncGenerator<string> {
  if (format === 'csv') yield csvLine(CSV_COLUMNS)
  for (let after = -1; ; ) {
    const rows = await exportRows(query, filter, after, PAGE)
    for (const { node, sequence, text } of rows) {
      // Of an erased one there is nothing left to tell but that it was; the bundle has its place.
      if (text === null) continue
      if (format === 'ndjson') yield `${text}\n`
      else yield written({ node, sequence, entry: parseEntry(text) }, format, csvLine)
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    after = last.leaf
  }
}

const written = (
  logged: LoggedEntry,
  format: Exclude<ExportFormat, 'ndjson'>,
  csvLine: (cells: readonly string[]) => string,
): string => (format === 'csv' ? csvLine(csvRow(logged)) : `${JSON.stringify(auditEventOf(logged))}\n`)

/**
 * The lines of the bundle that proves an export (docs/ledger-format.md).
 * @throws RangeError when the newest checkpoint is not over them yet
 */
export async function* exportedProofs(
  query: Query,
  filter: ExportFilter,
  { from, to, isWhole }: ExportPlan,
): AsyncGenerator<string> {
  const lines = isWhole
    ? rangeBundle(query, 'activity', { from, to }, activityLeavesOf(query, from, to))
    : selectionBundle(query, 'activity', await selected(query, filter))
  for await (const line of lines) yield `${line}\n`
}

async function selected(query: Query, filter: ExportFilter): Promise<LedgerLeaf[]> {
  const leaves: LedgerLeaf[] = []
  for (let after = -1; ; ) {
    const rows = await exportRows(query, filter, after, PAGE)
    leaves.push(...rows.map(leafFrom))
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return leaves
    after = last.leaf
  }
}
