import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { applyOdsOrganisations, ODS_COLUMN, type OdsApplied, type OdsTextRow } from '../accounts/index.ts'
import { readSourceText, readTextRows, sniffDelimiter, tidyName } from '../directory/index.ts'
import { CommandError, type Runner } from './operation.ts'
import { counted } from './voice.ts'

const PROBLEMS_SHOWN = 10

/** `signpost import organisations FILE`. */
export function addImportOrganisations(parent: Command, run: Runner): void {
  parent
    .command('organisations')
    .summary('bring the organisations in the register up to date with ODS')
    .description(
      [
        'Reads a file of the Organisation Data Service (27 columns without a header: epraccur, ect, etr and their',
        'kin), plain or .gz. Names and addresses of organisations in the register follow it; one that ODS has closed',
        'is closed, and its connections are put on hold. Organisations that are not in the register are passed over,',
        'and none is ever reopened. The same file can be given again.',
      ].join('\n'),
    )
    .argument('<file>', '.csv or .csv.gz')
    .option('--json', 'the report as JSON')
    .action((file: string, options: { json?: boolean }) =>
      run(async ({ database, clock, settle, folder, print }) => {
        const source = await readSourceText(resolve(folder, file))
        if (source.outcome === 'fault') throw new CommandError(source.reason)
        const deed = {
          who: 'import',
          actingAs: 'system',
          why: `The ODS file ${basename(file)} was imported.`.slice(0, 1000),
          at: clock.now(),
          clauses: ['AUP25-02'],
        } as const
        const applied = await applyOdsOrganisations(database, rowsOf(source.text), deed)
        await settle()
        if (options.json) print(JSON.stringify(applied, null, 2))
        else describe(applied, print)
        if (applied.rows > 0 && applied.problems.length === applied.rows)
          throw new CommandError('No row of the file could be read: it is not an ODS organisation file.')
      }),
    )
}

/** ODS writes in capitals, from the name to the last line of the address. */
function* rowsOf(text: string): Generator<OdsTextRow> {
  for (const { line, fields, raw } of readTextRows(text, sniffDelimiter(text))) {
    // The same files can be had with a header, which names the first column so.
    if (line === 1 && /^"?organi[sz]ation.?code/i.test(raw)) continue
    const isWords = (column: number): boolean =>
      column === ODS_COLUMN.name || (column >= ODS_COLUMN.address && column < ODS_COLUMN.addressEnd)
    yield { line, fields: fields.map((field, column) => (isWords(column) ? tidyName(field) : field)) }
  }
}

function describe(applied: OdsApplied, print: (line: string) => void): void {
  const { rows, notHeld, unchanged, updated, closed, problems, notices } = applied
  print(
    `${counted(rows)} rows: ${counted(updated)} organisations updated, ${counted(closed)} closed, ${counted(unchanged)} unchanged; ${counted(notHeld)} are not in the register, ${counted(problems.length)} could not be read.`,
  )
  for (const { line, odsCode, reason } of problems.slice(0, PROBLEMS_SHOWN))
    print(`  line ${line}${odsCode === null ? '' : `, ${odsCode}`}: ${reason}`)
  if (problems.length > PROBLEMS_SHOWN)
    print(`  and ${counted(problems.length - PROBLEMS_SHOWN)} more; --json shows them all.`)
  for (const { line, odsCode, what } of notices) print(`  line ${line}, ${odsCode}: ${what}`)
}
