import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { type Command, Option } from 'commander'
import { stringify } from 'csv-stringify/sync'
import {
  EXPORT_FORMATS,
  type ExportFormat,
  exportedEntries,
  exportedProofs,
  planExport,
  SELECTED_MAX,
} from '../activity/index.ts'
import { recordAct } from '../workflow/index.ts'
import { CommandError, type Operation, type Runner } from './operation.ts'
import { sealed } from './sealed.ts'
import { rangeOf } from './times.ts'
import { counted } from './voice.ts'

type ExportOptions = {
  readonly from?: string
  readonly to?: string
  readonly account?: string
  readonly organisation?: string
  readonly format: ExportFormat
  readonly reference: string
  readonly out: string
}

export const EXPORT_FORMAT = 'signpost/activity-export/v1'
const FILES: Readonly<Record<ExportFormat, string>> = {
  ndjson: 'entries.ndjson',
  csv: 'entries.csv',
  fhir: 'audit-events.ndjson',
}
const BUNDLE = 'ledger-bundle.ndjson'
const VERIFIER = 'verify-ledger.mjs'

/** `signpost activity export`: entries for an inquiry, with what proves them (AUP25-51). */
export function addActivityExport(activity: Command, run: Runner): void {
  activity
    .command('export')
    .summary('entries for an inquiry, with their proofs')
    .description(
      `Writes a folder: the entries, a bundle that proves each of them against a signed checkpoint, a manifest with the hash of each file, and the verifier, which runs on plain Node. Whose and of which time the entries are, and for which inquiry, goes on record. Entries of one account or organisation are proved one by one (at most ${counted(SELECTED_MAX)}); without either, the bundle also shows that none was left out.`,
    )
    .option('--from <time>', 'from this time on, ISO 8601')
    .option('--to <time>', 'before this time, ISO 8601')
    .option('--account <id>', 'only of this account')
    .option('--organisation <ods-code>', 'only of this organisation')
    .addOption(new Option('--format <format>', 'fhir: AuditEvents').choices(EXPORT_FORMATS).default('ndjson'))
    .requiredOption('--reference <text>', 'the inquiry, as whoever runs it calls it')
    .requiredOption('--out <folder>', 'a folder that is not there yet')
    .action((options: ExportOptions) => run(operation => exportTo(operation, options)))
}

async function exportTo(operation: Operation, options: ExportOptions): Promise<void> {
  const { database, clock, folder, print } = operation
  const { query } = database
  const { account = null, organisation = null, format, reference } = options
  if (account !== null && organisation !== null)
    throw new CommandError('Give --account or --organisation, and not both.')
  const { from, to } = options
  const time = rangeOf({ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) })
  const filter = { account, organisation, ...time }
  const checkpoint = await sealed(operation, 'activity')
  const plan = await planExport(query, filter)
  if (plan === null) throw new CommandError('There are no such entries.')
  if (!plan.isWhole && plan.count > SELECTED_MAX)
    throw new CommandError(
      `These are ${counted(plan.count)} entries; ask for less time, at most ${counted(SELECTED_MAX)} at once.`,
    )
  const out = resolve(folder, options.out)
  await newFolder(out)
  const now = clock.now()
  const why = `Exported for ${reference}.`
  const after = { account, organisation, from: filter.from, to: filter.to, format, entries: plan.count }
  const deed = { who: 'operator', actingAs: 'system', why, at: now } as const
  await recordAct(query, 'activity-reading', 'operator', 'export', deed, null, after)

  const entries = await write(out, FILES[format], exportedEntries(query, filter, format, csvLine))
  const bundle = await write(out, BUNDLE, exportedProofs(query, filter, plan))
  await copyFile(fileURLToPath(new URL(`../../tools/${VERIFIER}`, import.meta.url)), join(out, VERIFIER))
  const manifest = {
    format: EXPORT_FORMAT,
    at: new Date(now).toISOString(),
    reference,
    account,
    organisation,
    from: filter.from.toISOString(),
    to: filter.to.toISOString(),
    entries: plan.count,
    complete: plan.isWhole,
    files: [entries, bundle],
    checkpoint: checkpoint.note,
    verify: `node ${VERIFIER} ${BUNDLE} VERIFIER-KEY, with the key as /ledger/keys publishes it`,
  }
  await writeFile(join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
  print(`Wrote ${counted(plan.count)} entries with their proofs to ${out}.`)
}

/** What a spreadsheet would take for a formula is quoted, so that it does not run. */
const csvLine = (cells: readonly string[]): string => stringify([[...cells]], { escape_formulas: true })

async function newFolder(out: string): Promise<void> {
  await mkdir(out, { mode: 0o700 }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new CommandError(`${out} is there already; an export is never mixed with another.`)
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new CommandError(`The folder that ${out} is to be made in is not there.`)
    throw error
  })
}

/** Writes a file, and answers what a manifest says of it. */
async function write(out: string, name: string, pieces: AsyncIterable<string>) {
  const hash = createHash('sha256')
  let bytes = 0
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  const file = createWriteStream(join(out, name), { mode: 0o600, flags: 'wx' })
  await pipeline(Readable.from(pieces), counting, file)
  return { name, bytes, sha256: hash.digest('hex') }
}
