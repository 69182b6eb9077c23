import { setTimeout as wait } from 'node:timers/promises'
import { type Command, Option } from 'commander'
import {
  ACTIONS,
  type EntryFilter,
  followEntries,
  formatEntry,
  formatEntryInFull,
  type LoggedEntry,
  readEntry,
  readTail,
} from '../activity/index.ts'
import { addActivityExport } from './activity-export.ts'
import { CommandError, type Runner } from './operation.ts'
import { timeOf } from './times.ts'

type TailOptions = {
  readonly lines: string
  readonly follow?: boolean
  readonly account?: string
  readonly decision?: 'allow' | 'refuse'
  readonly action?: string
  readonly from?: string
  readonly to?: string
  readonly json?: boolean
}

/** `signpost activity …`: what was asked and what was decided, from the log that is written before any answer. */
export function addActivityCommands(program: Command, run: Runner): void {
  const activity = program.command('activity').description('Read the activity log.')
  activity
    .command('tail')
    .summary('the latest entries')
    .description(
      'Prints the latest entries, oldest first. Times are UTC; no entry holds a full postcode or a person.',
    )
    .option('-n, --lines <count>', 'how many, 1 to 10000', '20')
    .option('-f, --follow', 'go on with new ones until Ctrl-C')
    .option('--account <id>', 'only of this account')
    .addOption(new Option('--decision <decision>', 'only these').choices(['allow', 'refuse']))
    .addOption(new Option('--action <action>', 'only these').choices(ACTIONS))
    .option('--from <time>', 'from this time on, ISO 8601')
    .option('--to <time>', 'before this time, ISO 8601')
    .option('--json', 'one JSON object a line')
    .action((options: TailOptions) =>
      run(async ({ database, settleLog, print, signal }) => {
        const show = (logged: LoggedEntry): void =>
          print(options.json ? JSON.stringify(logged.entry) : formatEntry(logged.entry))
        const filter = filterOf(options)
        const lines = Number(options.lines)
        if (!Number.isInteger(lines) || lines < 1 || lines > 10_000) {
          throw new CommandError('--lines takes a whole number from 1 to 10000.')
        }
        await settleLog()
        for (const logged of await readTail(database.query, filter, lines)) show(logged)
        if (!options.follow) return
        const pause = (): Promise<boolean> =>
          wait(300, undefined, { signal }).then(
            () => settleLog().then(() => true),
            () => false,
          )
        for await (const logged of followEntries(database.query, filter, pause)) show(logged)
      }),
    )
  addActivityExport(activity, run)
  activity
    .command('show')
    .summary('one entry, whole')
    .description(
      'Prints everything recorded of one decision. The id is the decisionId of an answer or a refusal.',
    )
    .argument('<decision-id>')
    .option('--json', 'as JSON')
    .action((id: string, options: { json?: boolean }) =>
      run(async ({ database, settleLog, print }) => {
        await settleLog()
        const logged = await readEntry(database.query, id)
        if (!logged) {
          throw new CommandError(
            `No entry has the decision id ${id}. "signpost activity tail" shows the latest ones.`,
          )
        }
        print(options.json ? JSON.stringify(logged, null, 2) : formatEntryInFull(logged.entry))
      }),
    )
}

function filterOf(options: TailOptions): EntryFilter {
  const { account, decision, action } = options
  const from = timeOf('--from', options.from)
  const to = timeOf('--to', options.to)
  return {
    ...(account === undefined ? {} : { account }),
    ...(decision === undefined ? {} : { decision }),
    ...(action === undefined ? {} : { action }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}
