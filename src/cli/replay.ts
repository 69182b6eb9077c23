import { type Command, Option } from 'commander'
import { ACTIONS, countEntries, type EntryFilter, replayRange } from '../activity/index.ts'
import { openPolicyVersions } from '../policy-versions/index.ts'
import { CommandError, type Operation, type Runner } from './operation.ts'
import { rangeOf } from './times.ts'
import { counted } from './voice.ts'

type ReplayOptions = {
  readonly from?: string
  readonly to?: string
  readonly account?: string
  readonly action?: string
  readonly json?: boolean
}

/** How many differing entries are told of one by one. */
const TOLD_MAX = 100
const PROGRESS_EVERY = 1000

/** `signpost decide replay`: every decision of a stretch of the log, taken again. */
export function addReplayCommand(decide: Command, run: Runner): void {
  decide
    .command('replay')
    .summary('take every decision of a stretch of the log again')
    .description(
      'Decides recorded questions again, each from the facts of its time and under the policy version in force at its instant, and reports any that come out otherwise. Ends with 1 when there is one. Changes nothing.',
    )
    .argument('[range]', 'FROM..TO, two times such as 2026-11-01T00:00:00Z..2026-12-01T00:00:00Z')
    .option('--from <time>', 'instead of a range: from this time on, ISO 8601')
    .option('--to <time>', 'and before this time, ISO 8601')
    .option('--account <id>', 'only of this account')
    .addOption(new Option('--action <action>', 'only these').choices(ACTIONS))
    .option('--json', 'as JSON')
    .action((range: string | undefined, options: ReplayOptions) =>
      run(async operation => {
        const { from, to, account, action } = options
        const filter = {
          ...rangeOf({
            ...(range === undefined ? {} : { log: range }),
            ...(from === undefined ? {} : { from }),
            ...(to === undefined ? {} : { to }),
          }),
          ...(account === undefined ? {} : { account }),
          ...(action === undefined ? {} : { action }),
        }
        await operation.settleLog()
        const report = await replay(filter, operation)
        if (options.json) operation.print(JSON.stringify(report, null, 2))
        else for (const line of inWords(report)) operation.print(line)
        if (report.differing > 0)
          throw new CommandError(`${counted(report.differing)} decisions are not those that were recorded.`)
      }),
    )
}

type Report = {
  readonly taken: number
  readonly same: number
  readonly differing: number
  /** From before the log kept what decisions rest on. */
  readonly notRecorded: number
  /** The first of those that differ. */
  readonly differences: readonly {
    readonly id: string
    readonly at: string
    readonly account: string
    readonly differences: readonly {
      readonly of: string
      readonly recorded: string
      readonly decided: string
    }[]
  }[]
}

async function replay(filter: EntryFilter, { database, progress, signal }: Operation): Promise<Report> {
  const policies = await openPolicyVersions(database)
  const total = await countEntries(database.query, filter)
  const differing: Report['differences'][number][] = []
  const counts = { same: 0, differs: 0, 'not-recorded': 0 }
  let taken = 0
  for await (const replayed of replayRange(database.query, filter, policies)) {
    if (signal.aborted) throw new CommandError('Stopped before the end of the range.')
    taken += 1
    counts[replayed.outcome] += 1
    if (taken % PROGRESS_EVERY === 0) progress(`${counted(taken)} of ${counted(total)} decisions`)
    if (replayed.outcome !== 'differs' || differing.length >= TOLD_MAX) continue
    const { id, at, account } = replayed.entry
    differing.push({ id, at, account, differences: replayed.differences })
  }
  return {
    taken,
    same: counts.same,
    differing: counts.differs,
    notRecorded: counts['not-recorded'],
    differences: differing,
  }
}

function inWords({ taken, same, differing, notRecorded, differences }: Report): string[] {
  const lines = [
    `${counted(same)} of ${counted(taken - notRecorded)} decisions taken again are those recorded.`,
  ]
  if (notRecorded > 0)
    lines.push(
      `${counted(notRecorded)} more are from before the log kept what decisions rest on, and cannot be taken again.`,
    )
  for (const { id, at, account, differences: parts } of differences) {
    lines.push(`  ${id}  ${at}  ${account}`)
    for (const { of, recorded, decided } of parts)
      lines.push(`    ${of}: recorded ${recorded}, decided now ${decided}`)
  }
  if (differing > differences.length)
    lines.push(`  … and ${counted(differing - differences.length)} more; narrow the range to see them.`)
  return lines
}
