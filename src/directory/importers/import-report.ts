import type { Repair } from './candidate.ts'
import type { OpeningProblem } from './opening-file.ts'
import type { RejectionReason, RepairKind } from './outcomes.ts'
import type { Encoding } from './source-text.ts'

export const FORMATS = ['ods', 'nhsuk', 'fhir', 'hsds', 'csv'] as const
export type ImportFormat = (typeof FORMATS)[number]

/** A row that stays out. `line` counts from 1; in JSON it counts entries. `raw` is the row as it stood. */
export type RejectedRow = {
  readonly file: string
  readonly line: number
  readonly key: string | null
  readonly reason: RejectionReason
  readonly detail: string
  readonly raw: string
}

/** A row that came in changed: what was corrected, chosen or dropped. */
export type RepairedRow = {
  readonly file: string
  readonly line: number
  readonly key: string
  readonly repairs: readonly Repair[]
}

export type Counts = {
  /** Rows with anything in them, header excepted: always accepted + repaired + rejected. */
  readonly rows: number
  readonly accepted: number
  readonly repaired: number
  readonly rejected: number
}

export type FileReport = Counts & {
  readonly file: string
  readonly encoding: Encoding | null
  readonly bytes: number
  /** The header line as it stood, for formats that have one. */
  readonly header: string | null
  readonly ignoredColumns: readonly string[]
  /** Why nothing of this file could be read; null when it could. */
  readonly fault: string | null
}

export type ImportReport = {
  readonly format: ImportFormat
  readonly dryRun: boolean
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly finishedAt: string
  readonly files: readonly FileReport[]
  /** Of the accepted and repaired: `created` new here, `updated` changed here, `closed` closed here, else `unchanged`. */
  readonly totals: Counts & {
    readonly created: number
    readonly updated: number
    readonly closed: number
    readonly unchanged: number
  }
  /** Occurrences by kind, the tidied ones too. */
  readonly repairs: Readonly<Partial<Record<RepairKind, number>>>
  readonly rejections: Readonly<Partial<Record<RejectionReason, number>>>
  /** The opening-times files, when any were given. */
  readonly opening: {
    readonly faults: readonly string[]
    readonly rows: number
    readonly organisations: number
    readonly joined: number
    readonly problems: readonly OpeningProblem[]
  } | null
  readonly rejectedRows: readonly RejectedRow[]
  readonly repairedRows: readonly RepairedRow[]
}
