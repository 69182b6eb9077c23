import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { verifyActivity } from '../activity/index.ts'
import { type Database, openPglite, openPostgres } from '../database/index.ts'
import {
  type BundleReport,
  bundleLines,
  checkBundle,
  checkKeptCheckpoint,
  type Fault,
  fault,
  type LogReport,
  publishedKeys,
  verifyGovernance,
} from '../ledger/index.ts'
import { lockFolder } from '../lock-folder.ts'
import { CommandError, type Runner } from './operation.ts'

type VerifyOptions = {
  readonly bundle?: string
  readonly database?: string
  readonly data?: string
  readonly key?: readonly string[]
  readonly kept?: readonly string[]
  readonly json?: boolean
}

/** Adds `signpost ledger verify`. */
export function addVerifyCommand(ledger: Command, run: Runner): void {
  ledger
    .command('verify')
    .summary('whether anything recorded was changed since; fails and says where it was')
    .description(
      'Makes every leaf of both logs anew from what is held and compares with hashes, tiles, every checkpoint and its signatures, and each node’s numbers. Of the running directory; or, with --database, --data or --bundle, of a backup or an export. What was erased by retention is counted and is no fault.',
    )
    .option('--bundle <file>', 'an export, which is verified by itself')
    .option('--database <address>', 'another database, such as a restored backup')
    .option('--data <folder>', 'the data folder of another directory that is not running')
    .option('--key <key...>', 'verifier keys to trust; left out: those the ledger brings itself')
    .option('--kept <file...>', 'checkpoints kept elsewhere, which the log must go on from')
    .option('--json', 'as JSON')
    .action(async (options: VerifyOptions) => {
      const show = (line: string): void => void process.stdout.write(`${line}\n`)
      if (options.bundle !== undefined) {
        const report = await checkBundle(
          bundleLines(createReadStream(resolve(options.bundle))),
          options.key ?? null,
        )
        tell([{ name: resolve(options.bundle), ...report }], options, show)
      } else if (options.database !== undefined || options.data !== undefined) {
        await withBackup(options, async database =>
          tell(await verifyAll(database, options, process.cwd()), options, show),
        )
      } else {
        await run(async ({ database, settleLog, print, folder }) => {
          await settleLog()
          tell(await verifyAll(database, options, folder), options, print)
        })
      }
    })
}

type Told = { readonly name: string; readonly faults: readonly Fault[] } & (
  | Omit<LogReport, 'faults'>
  | Omit<BundleReport, 'faults'>
)

async function verifyAll({ query }: Database, { key, kept }: VerifyOptions, folder: string): Promise<Told[]> {
  const keys = await publishedKeys(query)
  const strange = key === undefined ? [] : keys.filter(one => !key.includes(one.key))
  const more = strange.map(one => fault(`key ${one.key}`, 'It is none of those you trust.'))
  for (const file of kept ?? []) {
    const what = await checkKeptCheckpoint(query, await readFile(resolve(folder, file), 'utf8'))
    if (what !== undefined) more.push(fault(`checkpoint in ${file}`, what))
  }
  const activity = await verifyActivity(query)
  const governance = await verifyGovernance(query)
  return [
    { name: 'activity log', ...activity, faults: [...more, ...activity.faults] },
    { name: 'governance log', ...governance },
  ]
}

function tell(reports: readonly Told[], { json }: VerifyOptions, print: (line: string) => void): void {
  const faults = reports.flatMap(report => report.faults)
  if (json) print(JSON.stringify({ sound: faults.length === 0, reports }, null, 2))
  else for (const line of reports.flatMap(inWords)) print(line)
  if (faults.length > 0)
    throw new CommandError(
      `The ledger is not as it was sealed: ${faults.length} faults, the first at ${faults[0]?.place}.`,
    )
}

function inWords(report: Told): string[] {
  const wrong = report.faults.map(({ place, what }) => `  ${place}: ${what}`)
  const state = report.faults.length === 0 ? 'sound' : 'NOT SOUND'
  if ('checkpoints' in report) {
    const { leaves, sealed, checkpoints, erased, gone } = report
    return [
      `${report.name}: ${state}; ${leaves} leaves, ${sealed} of them sealed by ${checkpoints} checkpoints; ${erased} entries erased, ${gone} gone by retention`,
      ...wrong,
    ]
  }
  const { leaves, withoutText, gone, size } = report
  return [
    `${report.name}: ${state}; ${leaves} leaves under a checkpoint over ${size ?? 'none'}; ${withoutText} without their entry, ${gone} gone by retention`,
    ...wrong,
  ]
}

/** A backup is opened where it lies, and nothing of it is brought up to date. */
async function withBackup(
  { database: url, data }: VerifyOptions,
  work: (database: Database) => Promise<void>,
): Promise<void> {
  const folder = data === undefined ? undefined : resolve(data)
  const unlock = folder === undefined ? async () => {} : await lockFolder(folder)
  try {
    const database =
      folder === undefined
        ? await openPostgres(url ?? '')
        : await openPglite({ folder: join(folder, 'database') })
    try {
      await work(database)
    } finally {
      await database.close()
    }
  } finally {
    await unlock()
  }
}
