import type { Command } from 'commander'
import {
  type ActivityEntry,
  type Difference,
  differencesFrom,
  heldUp,
  type Recorded,
  readEntry,
  recordedReader,
} from '../activity/index.ts'
import { clauseOf, type Explanation, explain, isRefusalReason, refusalOf } from '../policy/index.ts'
import { CommandError, type Runner } from './operation.ts'
import { policyOf } from './policy-of.ts'
import { addReplayCommand } from './replay.ts'

/** `signpost decide …`: decisions of the log, taken again from what was known then. */
export function addDecideCommands(program: Command, run: Runner): void {
  const decide = program.command('decide').description('Take recorded decisions again.')
  decide
    .command('explain')
    .summary('why a question was answered or refused')
    .description(
      'Decides a recorded question again, from the facts and under the policy version it was decided on, and says what was looked at. Ends with 1 when the decision is not the recorded one.',
    )
    .argument('<decision-id>', 'the decisionId of an answer or a refusal')
    .option('--json', 'as JSON, with the facts')
    .action((id: string, options: { json?: boolean }) =>
      run(async ({ database: { query }, settleLog, print }) => {
        await settleLog()
        const entry = (await readEntry(query, id))?.entry
        if (!entry) {
          throw new CommandError(
            `No entry has the decision id ${id}. "signpost activity tail" shows the latest ones.`,
          )
        }
        const known = knownOf(await recordedReader(query)(entry), entry)
        const policy = await policyOf(query, entry.policyVersion)
        if (!policy) throw new CommandError(`There is no policy version ${entry.policyVersion} here.`)
        const explained = explain(known.caller, known.question, policy, Date.parse(entry.at))
        const differences = differencesFrom(entry, explained.decision, policy)
        if (options.json) {
          const { caller, question } = known
          const agrees = differences.length === 0
          print(JSON.stringify({ entry, caller, question, ...explained, agrees, differences }, null, 2))
        } else for (const line of inWords(entry, explained, differences)) print(line)
        if (differences.length > 0)
          throw new CommandError('The decision taken again is not the one that was recorded.')
      }),
    )
  addReplayCommand(decide, run)
}

function knownOf(recorded: Recorded, { id }: ActivityEntry): Extract<Recorded, { outcome: 'recorded' }> {
  if (recorded.outcome === 'recorded') return recorded
  throw new CommandError(
    `The entry ${id} is from before the log kept what decisions rest on. "signpost activity show" prints it.`,
  )
}

function inWords(
  entry: ActivityEntry,
  { checks, decision }: Explanation,
  differences: readonly Difference[],
): string[] {
  const marks = { passed: 'passed     ', refused: 'REFUSED    ', 'not-reached': 'not reached' } as const
  const looked = checks.map(({ check, outcome, because, clauses }) => {
    const cited = clauses.length > 0 && outcome !== 'not-reached' ? `  (${clauses.join(', ')})` : ''
    return `  ${marks[outcome]}  ${check}: ${because}${cited}`
  })
  return [
    `Decision ${entry.id}: ${entry.action} by ${entry.account} (${entry.organisation || 'no organisation'}) at ${entry.at}`,
    `Under policy version ${entry.policyVersion}${entry.tailoredTerms ? `, with tailored terms ${entry.tailoredTerms}` : ''}, from the facts ${entry.facts}`,
    '',
    ...looked,
    '',
    ...(decision.outcome === 'refuse'
      ? refusedInWords(decision.reason)
      : [
          `Allowed: for the ${decision.audience} audience${decision.purpose ? `, for ${decision.purpose}` : ''}.`,
          ...heldUpInWords(entry),
        ]),
    'Clauses:',
    ...entry.clauses.map(id => `  ${id}  ${clauseOf(id)?.title ?? 'not in the catalogue'}`),
    '',
    ...(differences.length === 0
      ? ['This is the decision that was recorded.']
      : [
          'This is NOT the decision that was recorded:',
          ...differences.map(
            ({ of, recorded, decided }) => `  ${of}: recorded ${recorded}, decided now ${decided}`,
          ),
        ]),
  ]
}

function heldUpInWords(entry: ActivityEntry): string[] {
  const held = heldUp(entry)
  return held === null ? [] : ['Policy allowed it; what came after did not.', ...refusedInWords(held)]
}

function refusedInWords(reason: string): string[] {
  if (!isRefusalReason(reason)) return [`Refused: ${reason}.`]
  const refusal = refusalOf(reason)
  return [
    `Refused: ${refusal.title} (${reason}).`,
    `  ${refusal.reason}`,
    `  What to do: ${refusal.remedy}`,
    `  Who can put it right: ${refusal.whoCanFix}.`,
  ]
}
