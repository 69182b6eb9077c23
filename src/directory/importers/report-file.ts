import { writeFile } from 'node:fs/promises'
import type { ImportReport } from './import-report.ts'

/**
 * Writes the report to `path` as JSON; beside it the problems as CSV (`.csv`), for a spreadsheet; and, for each file
 * that has rejected rows and is text in columns, those rows under their header as they stood (`.rejected-1.csv`
 * for the first file), to be mended there and given again. Answers the paths written.
 */
export async function writeReport(report: ImportReport, path: string): Promise<string[]> {
  const base = path.replace(/\.json$/i, '')
  const outputs: [string, string][] = [
    [path, `${JSON.stringify(report, null, 2)}\n`],
    [`${base}.csv`, problemsCsv(report)],
  ]
  for (const [index, file] of report.files.entries()) {
    const rows = report.rejectedRows.filter(row => row.file === file.file && row.reason !== 'closed')
    if (rows.length === 0 || report.format === 'fhir' || report.format === 'hsds') continue
    const lines = [...(file.header === null ? [] : [file.header]), ...rows.map(row => row.raw)]
    outputs.push([`${base}.rejected-${index + 1}.csv`, `${lines.join('\r\n')}\r\n`])
  }
  for (const [name, text] of outputs) await writeFile(name, text)
  return outputs.map(([name]) => name)
}

function problemsCsv(report: ImportReport): string {
  const rows = [['file', 'line', 'outcome', 'key', 'reason', 'detail', 'row']]
  for (const { file, line, key, reason, detail, raw } of report.rejectedRows)
    rows.push([file, String(line), 'rejected', key ?? '', reason, detail, raw])
  for (const { file, line, key, repairs } of report.repairedRows)
    for (const { kind, detail } of repairs) rows.push([file, String(line), 'repaired', key, kind, detail, ''])
  for (const { line, detail, raw } of report.opening?.problems ?? [])
    rows.push(['opening times', String(line), 'rejected', '', 'malformed', detail, raw])
  return `${rows.map(row => row.map(quoted).join(',')).join('\r\n')}\r\n`
}

/**
 * A value for a spreadsheet. One that a spreadsheet would take for a formula gets an apostrophe before it: rows
 * come from strangers, and the report is opened by staff.
 */
function quoted(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
