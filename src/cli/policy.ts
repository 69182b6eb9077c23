import type { Command } from 'commander'
import { CLAUSES, clauseTable, POLICY_VERSIONS, policyInForce, policyVersionOf } from '../policy/index.ts'
import { systemClock } from '../vocabulary/index.ts'
import { CommandError } from './operation.ts'

/** The group of commands on the policy. Some are run by a server and some are not, so more than one file adds to it. */
export const policyGroup = (program: Command): Command =>
  program.commands.find(command => command.name() === 'policy') ??
  program.command('policy').description('The acceptable use policy, its versions and its clauses.')

/** `signpost policy …`: what can be read without the database. */
export function addPolicyCommands(program: Command): void {
  const policy = policyGroup(program)
  policy
    .command('list')
    .summary('the published versions')
    .option('--json', 'as JSON')
    .action((options: { json?: boolean }) => {
      const inForce = policyInForce(systemClock.now()).id
      const rows = POLICY_VERSIONS.map(({ id, title, hash, effectiveFrom }) => ({
        id,
        title,
        effectiveFrom: new Date(effectiveFrom).toISOString(),
        hash,
        inForce: id === inForce,
      }))
      const lines = rows.map(row => `${row.id}  ${row.inForce ? 'in force  ' : '          '}${row.title}`)
      process.stdout.write(options.json ? `${JSON.stringify(rows, null, 2)}\n` : `${lines.join('\n')}\n`)
    })
  policy
    .command('show')
    .summary('a version in plain words')
    .argument('[version]', 'left out: the version in force')
    .option('--json', 'as JSON, with its parameters')
    .action((id: string | undefined, options: { json?: boolean }) => {
      const version = id === undefined ? policyInForce(systemClock.now()) : policyVersionOf(id)
      if (!version) {
        const known = POLICY_VERSIONS.map(item => item.id).join(', ')
        throw new CommandError(`There is no policy version ${id}. There are: ${known}.`)
      }
      if (options.json) {
        const { citations: _, ...content } = version
        process.stdout.write(`${JSON.stringify(content, null, 2)}\n`)
        return
      }
      const lines = version.text.flatMap(section => [
        '',
        section.heading,
        ...section.paragraphs.map(
          ({ number, text, clauses }) => `  ${number}  ${text} (${clauses.join(', ')})`,
        ),
      ])
      process.stdout.write(`${[`${version.title}, SHA-256 ${version.hash}`, ...lines].join('\n')}\n`)
    })
  policy
    .command('clauses')
    .summary('every clause, its class, and what carries it')
    .option('--markdown', 'as the Markdown table of docs/clauses.md')
    .option('--json', 'as JSON')
    .action((options: { markdown?: boolean; json?: boolean }) => {
      if (options.json) process.stdout.write(`${JSON.stringify(CLAUSES, null, 2)}\n`)
      else if (options.markdown) process.stdout.write(clauseTable())
      else {
        const lines = CLAUSES.map(clause => `${clause.id}  ${clause.state.padEnd(13)}  ${clause.title}`)
        process.stdout.write(`${lines.join('\n')}\n`)
      }
    })
}
