import { resolve } from 'node:path'
import type { Command } from 'commander'
import { ATTRIBUTIONS, type ImportProgress, importPostcodes } from '../places/index.ts'
import { unreachable } from '../vocabulary/index.ts'
import { CommandError, type Runner } from './operation.ts'
import { counted } from './voice.ts'

const PROBLEMS_SHOWN = 10

/** `signpost import postcodes PATH`. */
export function addImportPostcodes(parent: Command, run: Runner): void {
  parent
    .command('postcodes')
    .summary('replace the postcode table')
    .description(
      [
        'Reads Code-Point Open, the ONS Postcode Directory, the National Statistics Postcode Lookup, or a plain CSV',
        'with the columns postcode, easting, northing and country: a zip, a folder, a .csv or a .csv.gz. The layout',
        'is told from the content. The new table replaces the old one whole, on every node, once all is read;',
        'whatever goes wrong before leaves the old one serving.',
      ].join('\n'),
    )
    .argument('<path>', 'zip, folder, .csv or .csv.gz')
    .option('--dry-run', 'read and report, store nothing')
    .option('--allow-smaller', 'let a table with less than half the postcodes replace the one that serves')
    .option('--json', 'the report as JSON')
    .action((path: string, options: { dryRun?: boolean; allowSmaller?: boolean; json?: boolean }) =>
      run(async ({ database, folder, print, warn, progress }) => {
        const outcome = await importPostcodes({
          database,
          path: resolve(folder, path),
          progress: at => progress(inWords(at)),
          dryRun: options.dryRun ?? false,
          allowSmaller: options.allowSmaller ?? false,
        })
        const { rows, problems, nations, areas, edition } = outcome.report
        if (options.json) {
          print(JSON.stringify({ outcome: outcome.outcome, ...outcome.report }, null, 2))
        } else {
          print(`${edition}: ${counted(rows.read)} rows read, ${counted(rows.kept)} postcodes kept.`)
          print(
            `  ${counted(rows.located)} located, ${counted(rows.terminated)} ended, ${counted(rows.duplicates)} given twice, ${counted(rows.rejected)} rows rejected.`,
          )
          const split = Object.entries(nations).map(([nation, count]) => `${nation} ${counted(count)}`)
          if (split.length > 0) print(`  ${split.join(', ')}.`)
          print(
            `  Its areas: ${counted(areas.districts)} local authority districts, ${counted(areas.boards)} care boards.`,
          )
          for (const { file, line, reason } of problems.slice(0, PROBLEMS_SHOWN))
            warn(`  ${file}:${line}: ${reason}`)
          if (problems.length > PROBLEMS_SHOWN) warn('  More are in the report: add --json.')
        }
        switch (outcome.outcome) {
          case 'failed':
            throw new CommandError(`Nothing was imported: ${outcome.reason}`)
          case 'imported':
            if (options.json) return
            if (outcome.editionId === null) print('This was a dry run: nothing was stored.')
            else for (const { when, text } of ATTRIBUTIONS) if (when === 'imported') print(text)
            return
          default:
            unreachable(outcome)
        }
      }),
    )
}

function inWords({ phase, file, filesDone, files, rows }: ImportProgress): string {
  const so = `${counted(rows)} rows`
  switch (phase) {
    case 'reading':
      return files > 1 ? `Reading ${file} (${filesDone + 1} of ${files}), ${so}` : `Reading, ${so}`
    case 'building':
      return `Building the table of ${so}`
    case 'storing':
      return `Storing the table of ${so}`
  }
}
