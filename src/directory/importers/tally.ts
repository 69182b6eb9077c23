import type { Repair, RowPlace } from './candidate.ts'
import type { FileReport, RejectedRow, RepairedRow } from './import-report.ts'
import { REPAIRS, type RejectionReason, type RepairKind } from './outcomes.ts'

/** What became of a service whose row came in. */
export type Fate = 'created' | 'updated' | 'closed' | 'unchanged'

type Counting = { rows: number; accepted: number; repaired: number; rejected: number }
type Growing = Counting & Omit<FileReport, keyof Counting>

/** Counts what becomes of rows: every row is told to it once. */
export class Tally {
  readonly files: Growing[] = []
  readonly written = { created: 0, updated: 0, closed: 0, unchanged: 0 }
  readonly repairs: Partial<Record<RepairKind, number>> = {}
  readonly rejections: Partial<Record<RejectionReason, number>> = {}
  readonly rejectedRows: RejectedRow[] = []
  readonly repairedRows: RepairedRow[] = []

  begin(file: Omit<FileReport, keyof Counting>): void {
    this.files.push({ ...file, rows: 0, accepted: 0, repaired: 0, rejected: 0 })
  }

  get current(): Growing {
    const file = this.files.at(-1)
    if (!file) throw new Error('A row was counted before its file')
    return file
  }

  accept(at: RowPlace, key: string, repairs: readonly Repair[], fate: Fate): void {
    const file = this.current
    const mended = repairs.filter(({ kind }) => REPAIRS[kind].weight === 'repaired')
    for (const { kind } of repairs) this.repairs[kind] = (this.repairs[kind] ?? 0) + 1
    if (mended.length > 0) this.repairedRows.push({ file: file.file, line: at.line, key, repairs: mended })
    file.rows += 1
    file[mended.length > 0 ? 'repaired' : 'accepted'] += 1
    this.written[fate] += 1
  }

  reject(at: RowPlace, key: string | null, reason: RejectionReason, detail: string): void {
    const file = this.current
    this.rejections[reason] = (this.rejections[reason] ?? 0) + 1
    this.rejectedRows.push({ file: file.file, line: at.line, key, reason, detail, raw: at.raw })
    file.rows += 1
    file.rejected += 1
  }

  /** Rows as they stand in the files: they are told as they are decided, batch by batch. */
  inOrder<R extends { readonly file: string; readonly line: number }>(rows: readonly R[]): R[] {
    const place = new Map(this.files.map(({ file }, index) => [file, index]))
    return rows.toSorted((a, b) => (place.get(a.file) ?? 0) - (place.get(b.file) ?? 0) || a.line - b.line)
  }

  totals(): Counting & Record<Fate, number> {
    const sum = { rows: 0, accepted: 0, repaired: 0, rejected: 0 }
    for (const file of this.files) {
      sum.rows += file.rows
      sum.accepted += file.accepted
      sum.repaired += file.repaired
      sum.rejected += file.rejected
    }
    return { ...sum, ...this.written }
  }
}
