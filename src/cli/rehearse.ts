import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import {
  type ActivityEntry,
  countEntries,
  type EntryFilter,
  type Recorded,
  readRange,
  recordedReader,
} from '../activity/index.ts'
import {
  isRefusalReason,
  openRehearsal,
  type PolicyVersion,
  type Rehearsal,
  type RehearsalItem,
  type RehearsalReport,
  type RehearsedChange,
  refusalOf,
} from '../policy/index.ts'
import { CommandError, type Operation, type Runner } from './operation.ts'
import { policyGroup } from './policy.ts'
import { policyFromJson, policyOf } from './policy-of.ts'
import { rangeOf } from './times.ts'
import { counted } from './voice.ts'

type RehearseOptions = {
  readonly from?: string
  readonly to?: string
  readonly log?: string
  readonly json?: boolean
}

/** `signpost policy rehearse`: a version tried on what was asked before, before it binds anybody. */
export function addRehearseCommand(program: Command, run: Runner): void {
  policyGroup(program)
    .command('rehearse')
    .summary('try a version on recorded questions')
    .description(
      'Decides the questions of a stretch of the log again, each from the facts of its time, as if the version had been in force, and says who would be refused what, and why. Changes nothing.',
    )
    .argument('<version>', 'the id of a version or of a draft, or a JSON file with the content of one')
    .option('--from <time>', 'from this time on, ISO 8601')
    .option('--to <time>', 'before this time, ISO 8601')
    .option('--log <range>', 'the same in one word: FROM..TO')
    .option('--json', 'as JSON')
    .action((version: string, options: RehearseOptions) =>
      run(async operation => {
        const range = rangeOf(options)
        const draft = await draftOf(version, operation)
        await operation.settleLog()
        const rehearsed = await rehearse(draft, range, operation)
        if (options.json) operation.print(JSON.stringify(rehearsed, null, 2))
        else for (const line of inWords(rehearsed)) operation.print(line)
      }),
    )
}

async function draftOf(version: string, { database, folder }: Operation): Promise<PolicyVersion> {
  const known = await policyOf(database.query, version)
  if (known) return known
  const file = await readFile(resolve(folder, version), 'utf8').catch(() => undefined)
  if (file === undefined)
    throw new CommandError(
      `There is no policy version ${version}, and no file of that name. "signpost policy list" shows the versions.`,
    )
  return policyFromJson(file, version)
}

const PROGRESS_EVERY = 1000

type Rehearsed = RehearsalReport & {
  /** For whom what would change, those first whom it hits hardest. */
  readonly byAccount: readonly {
    readonly account: string
    readonly taken: number
    readonly changes: readonly RehearsedChange[]
  }[]
  /** Questions from before the log kept what decisions rest on. */
  readonly skipped: number
}

async function rehearse(
  draft: PolicyVersion,
  filter: EntryFilter,
  { database: { query }, progress, signal }: Operation,
): Promise<Rehearsed> {
  const total = await countEntries(query, filter)
  const whole = openRehearsal(draft)
  const perAccount = new Map<string, Rehearsal>()
  const recordedOf = recordedReader(query)
  let skipped = 0
  let done = 0
  for await (const { entry } of readRange(query, filter)) {
    if (signal.aborted) throw new CommandError('Stopped before the end of the range.')
    done += 1
    if (done % PROGRESS_EVERY === 0) progress(`${counted(done)} of ${counted(total)} questions`)
    const recorded = await recordedOf(entry)
    if (recorded.outcome === 'not-recorded') {
      skipped += 1
      continue
    }
    const own = perAccount.get(entry.account) ?? openRehearsal(draft)
    perAccount.set(entry.account, own)
    const item = itemOf(entry, recorded)
    whole.take(item)
    own.take(item)
  }
  const report = whole.report()
  return { ...report, byAccount: report.accounts.map(({ id }) => accountOf(id, perAccount)), skipped }
}

const itemOf = (
  { id, at, account, organisation, policyVersion, decision, refusal }: ActivityEntry,
  { caller, question }: Extract<Recorded, { outcome: 'recorded' }>,
): RehearsalItem => ({
  id,
  at: Date.parse(at),
  account,
  organisation,
  caller,
  question,
  policyInForceThen: policyVersion,
  decisionThen: { outcome: decision, reason: refusal },
})

function accountOf(account: string, all: ReadonlyMap<string, Rehearsal>): Rehearsed['byAccount'][number] {
  const report = all.get(account)?.report()
  return { account, taken: report?.taken ?? 0, changes: report?.changes ?? [] }
}

function inWords(report: Rehearsed): string[] {
  const { draft, taken, unchanged, newlyRefused, newlyAllowed, otherReason, skipped } = report
  return [
    `Version ${draft}, tried on ${counted(taken)} recorded questions${span(report)}:`,
    `  ${counted(unchanged)} would be decided as they were, ${counted(newlyRefused)} newly refused, ${counted(newlyAllowed)} newly allowed, ${counted(otherReason)} refused for another reason.`,
    `  ${counted(report.wouldAskToAccept)} answers would ask to accept it.`,
    ...(skipped > 0
      ? [
          `  ${counted(skipped)} more are from before the log kept what decisions rest on, and cannot be tried.`,
        ]
      : []),
    ...section('What would change:', report.changes.flatMap(changeInWords)),
    ...section(
      'For whom:',
      report.byAccount.flatMap(({ account, taken: asked, changes }) => [
        `  ${account}, of ${counted(asked)} questions:`,
        ...changes.map(
          ({ before, after, count, samples }) =>
            `    ${verdict(before)} → ${verdict(after)}: ${counted(count)}, such as ${samples.join(' ')}`,
        ),
      ]),
    ),
    ...section(
      'By organisation:',
      report.organisations.map(
        ({ id, taken: asked, ...counts }) =>
          `  ${id || 'none named'}: of ${counted(asked)}, ${counted(counts.newlyRefused)} newly refused, ${counted(counts.newlyAllowed)} newly allowed, ${counted(counts.otherReason)} for another reason`,
      ),
    ),
  ]
}

const section = (heading: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', heading, ...lines]

const changeInWords = ({ before, after, count, accounts }: RehearsedChange): string[] => [
  `  ${verdict(before)} → ${verdict(after)}: ${counted(count)} questions of ${counted(accounts)} accounts`,
  `      ${because(after)}`,
]

const verdict = (text: string): string => (text === 'allow' ? 'answered' : `refused (${text})`)

function because(after: string): string {
  if (!isRefusalReason(after)) return 'Nothing would stand in the way any more.'
  const { title, remedy, whoCanFix } = refusalOf(after)
  return `${title}. ${remedy} (In the hands of ${whoCanFix}.)`
}

const span = ({ from, until }: RehearsalReport): string =>
  from === null || until === null
    ? ''
    : `, from ${new Date(from).toISOString()} to ${new Date(until).toISOString()}`
