import { resolve } from 'node:path'
import type { Command } from 'commander'
import {
  type ClinicalImportOutcome,
  type ClinicalImportReport,
  importClinicalLists,
  LIST_NAMES,
  listColumns,
} from '../directory/index.ts'
import { unreachable } from '../vocabulary/index.ts'
import { CommandError, type Runner } from './operation.ts'
import { counted } from './voice.ts'

const PROBLEMS_SHOWN = 10
const NAME_WIDTH = Math.max(...LIST_NAMES.map(list => list.length)) + 6

/** `signpost import clinical PATH…`. */
export function addImportClinical(parent: Command, run: Runner): void {
  parent
    .command('clinical')
    .summary('replace the lists of the clinical search')
    .description(
      [
        'Reads symptom groups, discriminators, dispositions, distances, areas and ranks from CSV files named after',
        'their lists, plain or .gz; of a folder, all that are there. Each list that is given replaces the one that',
        'serves, whole, all of them at once and on every node; the others stay. Rows that cannot be used are left out',
        'and reported with their line. The same files can be given again.',
        '',
        'The first line names the columns, in any order; those in brackets may be left out:',
        ...LIST_NAMES.map(list => `  ${`${list}.csv`.padEnd(NAME_WIDTH)}${listColumns(list)}`),
        '',
        'Synonyms are divided by |. A code of a place is a postcode, a sector with its space (LS1 4) or an outcode.',
        'Distances are km with one decimal at most; minutes are whole. The area of a rank is "national", or the code',
        'of a district or board that ranks for itself; ranks are 1 (best) to 10.',
        'The lists in use nationally are licensed: what comes with this directory is invented, for its demonstration.',
      ].join('\n'),
    )
    .argument('<path...>', 'folders, and files named after a list')
    .option('--dry-run', 'read and report, store nothing')
    .option('--allow-smaller', 'let a list with less than half the rows replace the one that serves')
    .option('--json', 'the report as JSON')
    .action((paths: string[], options: { dryRun?: boolean; allowSmaller?: boolean; json?: boolean }) =>
      run(async ({ database, settle, folder, print, warn }) => {
        const outcome = await importClinicalLists({
          database,
          paths: paths.map(path => resolve(folder, path)),
          dryRun: options.dryRun ?? false,
          allowSmaller: options.allowSmaller ?? false,
        })
        await settle()
        if (options.json) print(JSON.stringify({ outcome: outcome.outcome, ...outcome.report }, null, 2))
        else describe(outcome.report, print, warn)
        conclude(outcome)
      }),
    )
}

function conclude(outcome: ClinicalImportOutcome): void {
  switch (outcome.outcome) {
    case 'failed':
      throw new CommandError(`Nothing was imported: ${outcome.reason}`)
    case 'imported':
      return
    default:
      unreachable(outcome)
  }
}

function describe(
  { files, passedOver, lists, goneWith, dryRun }: ClinicalImportReport,
  print: (line: string) => void,
  warn: (line: string) => void,
): void {
  for (const { file, list, rows, kept, repeated, problems } of files) {
    print(
      `${list}: ${counted(rows)} rows, ${counted(kept)} kept, ${counted(repeated)} given twice, ${counted(problems.length)} left out.`,
    )
    for (const { line, reason } of problems.slice(0, PROBLEMS_SHOWN)) warn(`  ${file}:${line}: ${reason}`)
    if (problems.length > PROBLEMS_SHOWN)
      warn(`  and ${counted(problems.length - PROBLEMS_SHOWN)} more; --json shows them all.`)
    const count = lists[list]
    if (count)
      print(
        `  ${counted(count.created)} new, ${counted(count.updated)} changed, ${counted(count.unchanged)} as they were, ${counted(count.removed)} gone.`,
      )
  }
  for (const file of passedOver) warn(`${file} is named after no list: passed over.`)
  if (goneWith.pairs + goneWith.members > 0)
    warn(
      `With codes that are gone: ${counted(goneWith.pairs)} pairs, ${counted(goneWith.members)} members of disposition groups.`,
    )
  if (dryRun) print('This was a dry run: nothing was stored.')
}
