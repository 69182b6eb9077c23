import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { DEMONSTRATION_SOURCE } from '../demonstration/index.ts'
import {
  FORMATS,
  holdsOthersThan,
  type ImportFormat,
  type ImportReport,
  importServices,
  readCsvMap,
  retireSource,
  serviceTypeByIdOrCode,
} from '../directory/index.ts'
import { createPlaces, loadActiveTable } from '../places/index.ts'
import { CommandError, type Runner } from './operation.ts'
import { counted } from './voice.ts'

type Options = {
  readonly format: ImportFormat
  readonly map?: string
  readonly opening?: readonly string[]
  readonly type?: string
  readonly source?: string
  readonly report?: string
  readonly allowOutside?: readonly string[]
  readonly because?: string
  readonly dryRun?: boolean
  readonly keepDemonstration?: boolean
  readonly json?: boolean
}

/** `signpost import services --format FORMAT FILE…`. */
export function addImportServices(parent: Command, run: Runner): void {
  parent
    .command('services')
    .summary('add services, or bring them up to date')
    .description(
      [
        'Every row is accepted, repaired (and how) or rejected with its line and the reason. The same file can be',
        'given again: a row is known by its source and key, and what has not changed is left alone.',
        '',
        '  ods     ODS files without a header (epraccur, edispensary), of either vocabulary',
        '  nhsuk   NHS.UK and NHS Choices files, ¬ between columns, Windows-1252',
        '  fhir    FHIR R4 bundles, or one resource a line',
        '  hsds    Open Referral HSDS 3 and Open Referral UK 3 JSON',
        '  csv     any file with a header; --map says what its columns mean when their names do not',
      ].join('\n'),
    )
    .argument('<file...>', 'files, also .gz')
    .addOption(
      new Option('--format <format>', 'what the files are').choices([...FORMATS]).makeOptionMandatory(),
    )
    .option(
      '--map <file>',
      'JSON: {"columns": {"Our header": "place.postcode"}, "constants": {}, "typeCodes": {}}',
    )
    .option('--opening <file...>', 'opening-times files to join to the rows')
    .option('--type <type>', 'service type (id or code) of rows that name none')
    .option('--source <name>', "source name of every record, in place of the format's own")
    .option(
      '--report <file>',
      'where to write the report (JSON; beside it the problems as CSV, and rejected rows)',
    )
    .option('--allow-outside <key...>', 'let these keys in although they lie outside England')
    .option('--because <reason>', 'why, for --allow-outside; kept in the history')
    .option('--keep-demonstration', 'leave the invented services of the demonstration open beside these')
    .option('--dry-run', 'read and report, write nothing')
    .option('--json', 'the totals as JSON')
    .action((files: string[], options: Options) =>
      run(async ({ database, clock, settle, folder, print, warn, progress }) => {
        const typeId = options.type === undefined ? undefined : typeOf(options.type)
        const map = options.map === undefined ? undefined : await mapOf(resolve(folder, options.map))
        const places = createPlaces({ table: (await loadActiveTable(database.query)) ?? null })
        if (places.edition() === null) {
          warn(
            'No postcode table is imported: places are approximate. Run "signpost import postcodes" first.',
          )
        }
        const report = await importServices({
          database,
          places,
          clock,
          files: files.map(file => resolve(folder, file)),
          format: options.format,
          dryRun: options.dryRun ?? false,
          settle,
          progress: at => progress(`${at.file} (${at.fileNumber} of ${at.files}): ${counted(at.rows)} rows`),
          ...(map === undefined ? {} : { map }),
          ...(options.opening === undefined
            ? {}
            : { opening: options.opening.map(file => resolve(folder, file)) }),
          ...(options.source === undefined ? {} : { source: options.source }),
          ...(options.report === undefined ? {} : { report: resolve(folder, options.report) }),
          ...(typeId === undefined ? {} : { typeId }),
          ...outside(options),
        })
        if (options.json)
          print(JSON.stringify({ ...report, rejectedRows: undefined, repairedRows: undefined }, null, 2))
        else describe(report, print)
        if (
          !report.dryRun &&
          !options.keepDemonstration &&
          (await holdsOthersThan(database.query, DEMONSTRATION_SOURCE))
        ) {
          // Nobody may be sent to an invented service, so real ones and those of the demonstration are not mixed. Not
          // only after a first import: the closing of an earlier one may have been cut short.
          const written = { who: 'import', at: new Date(clock.now()), why: 'real services were imported' }
          const closed = await retireSource(database, DEMONSTRATION_SOURCE, written, count => {
            progress(`Closing the invented services of the demonstration: ${counted(count)}`)
            return settle()
          })
          if (closed > 0)
            warn(`Closed the ${counted(closed)} invented services of the demonstration; its accounts stay.`)
        }
        if (report.files.some(file => file.fault !== null))
          throw new CommandError('Not every file could be read.')
      }),
    )
}

function typeOf(text: string): number {
  const type = serviceTypeByIdOrCode(text)
  if (!type)
    throw new CommandError(`There is no service type "${text}". Give an id or a code such as "pharmacy".`)
  return type.id
}

async function mapOf(path: string) {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new CommandError(`The map ${path} cannot be read.`)
  })
  const answer = readCsvMap(text)
  if (answer.outcome === 'fault') throw new CommandError(answer.reason)
  return answer.map
}

function outside({ allowOutside, because }: Options) {
  if (allowOutside === undefined) return {}
  if (because === undefined) throw new CommandError('--allow-outside needs --because with the reason.')
  return { allowOutside: { keys: new Set(allowOutside), reason: because } }
}

function describe(report: ImportReport, print: (line: string) => void): void {
  const { totals } = report
  for (const { file, fault } of report.files) if (fault !== null) print(`${file}: ${fault}`)
  print(
    `${counted(totals.rows)} rows: ${counted(totals.accepted)} accepted, ${counted(totals.repaired)} repaired, ${counted(totals.rejected)} rejected.`,
  )
  print(
    `  ${counted(totals.created)} services created, ${counted(totals.updated)} updated, ${counted(totals.closed)} closed, ${counted(totals.unchanged)} unchanged.`,
  )
  print(kinds('Repairs', report.repairs))
  print(kinds('Rejections', report.rejections))
  if (report.opening) {
    const { rows, organisations, joined, problems } = report.opening
    print(
      `Opening times: ${counted(rows)} rows of ${counted(organisations)} organisations, ${counted(joined)} joined, ${counted(problems.length)} problems.`,
    )
  }
  if (report.dryRun) print('This was a dry run: nothing was written.')
}

function kinds(title: string, counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts)
    .toSorted((a, b) => b[1] - a[1])
    .map(([kind, count]) => `${kind} ${counted(count)}`)
  return `${title}: ${parts.length > 0 ? parts.join(', ') : 'none'}.`
}
