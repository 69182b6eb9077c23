import type { LoggedEntry } from '../read.ts'

/** Columns of the CSV form, in order. What has several values has them in one cell, with a space between. */
export const CSV_COLUMNS = [
  'id',
  'at',
  'node',
  'sequence',
  'account',
  'organisation',
  'product',
  'connection',
  'individual',
  'agreement',
  'policyVersion',
  'tailoredTerms',
  'interface',
  'action',
  'purpose',
  'decision',
  'refusal',
  'clauses',
  'audience',
  'cell',
  'typeIds',
  'withinMetres',
  'limit',
  'filters',
  'target',
  'results',
  'change',
  'durationMicros',
  'flags',
  'requestId',
] as const

/** One entry as cells, in the order of `CSV_COLUMNS`; what it does not say is empty. */
export function csvRow({ node, sequence, entry }: LoggedEntry): readonly string[] {
  const { question } = entry
  const cells: Readonly<Record<(typeof CSV_COLUMNS)[number], unknown>> = {
    ...entry,
    node,
    sequence,
    tailoredTerms: entry.tailoredTerms ?? null,
    cell: question.cell,
    typeIds: question.typeIds,
    withinMetres: question.withinMetres,
    limit: question.limit,
    filters: question.filters,
    target: question.target,
  }
  return CSV_COLUMNS.map(column => textOf(cells[column]))
}

const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.join(' ') : value === null || value === undefined ? '' : String(value)
