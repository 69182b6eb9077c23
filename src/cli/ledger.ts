import { createWriteStream } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Command, Option } from 'commander'
import { activityLeavesOf } from '../activity/index.ts'
import { governanceLeavesOf, LOGS, type Log, rangeBundle } from '../ledger/index.ts'
import { decisionProofText, findDecision, leafParts, proveDecision } from '../prove-decision.ts'
import { addVerifyCommand } from './ledger-verify.ts'
import { CommandError, type Operation, type Runner } from './operation.ts'
import { sealed } from './sealed.ts'

/** The group of commands on the ledger. Some are run by a server and some are acts, so more than one file adds to it. */
const ledgerGroup = (program: Command): Command =>
  program.commands.find(command => command.name() === 'ledger') ??
  program
    .command('ledger')
    .description('The ledger: logs of what was asked and of what was done, which cannot be changed unseen.')

const ofLog = (): Option => new Option('--log <log>', 'which log').choices(LOGS).default('activity')

/** `signpost ledger …`: what can be read of the ledger, and verified. */
export function addLedgerCommands(program: Command, run: Runner): void {
  const ledger = ledgerGroup(program)
  addVerifyCommand(ledger, run)
  ledger
    .command('checkpoint')
    .summary('the newest checkpoint, after sealing what is new')
    .description(
      'Prints a signed note (C2SP tlog-checkpoint). Keep it elsewhere: whoever has it can show any later change.',
    )
    .addOption(ofLog())
    .action((options: { log: Log }) =>
      run(async operation => operation.print((await sealed(operation, options.log)).note.trimEnd())),
    )
  ledger
    .command('proof')
    .summary('that a decision is in the log')
    .description('Prints a C2SP tlog-proof: the entry is in its extra data. With --json the same as JSON.')
    .argument('<decision-id>', 'the decisionId of an answer or a refusal')
    .option('--json', 'as JSON')
    .action((id: string, options: { json?: boolean }) =>
      run(async operation => {
        const { query } = operation.database
        const sealing = {
          settleLog: operation.settleLog,
          sealNow: () => sealed(operation, 'activity'),
        }
        const row = UUID.test(id) ? await findDecision(query, sealing, id) : undefined
        if (row === undefined) throw new CommandError(`No entry has the decision id ${id}.`)
        const proved = await proveDecision(query, sealing, row)
        if (!options.json) {
          operation.print(decisionProofText(proved).trimEnd())
          return
        }
        const { checkpoint, hashes } = proved
        const proof = hashes.map(hash => Buffer.from(hash).toString('base64'))
        const { size, note } = checkpoint
        const shown = { leaf: row.leaf, size, ...leafParts(row), proof, checkpoint: note }
        operation.print(JSON.stringify(shown, null, 2))
      }),
    )
  ledger
    .command('export')
    .summary('a part of a log as a bundle that can be verified without it')
    .description(
      'Writes leaves with their entries, what connects them to a checkpoint, and the keys: one JSON object a line. Anybody can verify it with tools/verify-ledger.mjs. It holds what the log holds: handle it like the log.',
    )
    .addOption(ofLog())
    .option('--from <leaf>', 'the first leaf', '0')
    .option('--to <leaf>', 'up to and without this leaf; left out: all that is sealed')
    .option('--public', 'of the governance log only what anybody may read')
    .requiredOption('--out <file>', 'where to write it')
    .action((options: ExportOptions) => run(operation => exportBundle(operation, options)))
}

type ExportOptions = {
  readonly log: Log
  readonly from: string
  readonly to?: string
  readonly public?: boolean
  readonly out: string
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

async function exportBundle(operation: Operation, options: ExportOptions): Promise<void> {
  const { query } = operation.database
  const { log } = options
  const { size } = await sealed(operation, log)
  const from = leafOf('--from', options.from)
  const to = options.to === undefined ? size : leafOf('--to', options.to)
  if (from > to || to > size)
    throw new CommandError(`The log has ${size} leaves: --from and --to lie within, in order.`)
  const leaves =
    log === 'activity'
      ? activityLeavesOf(query, from, to)
      : governanceLeavesOf(query, from, to, options.public !== true)
  const lines = Readable.from(withEnds(rangeBundle(query, log, { from, to }, leaves)))
  const out = resolve(operation.folder, options.out)
  await pipeline(lines, createWriteStream(out, { mode: 0o600, flags: 'wx' })).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new CommandError(`${out} is there already.`)
    throw error
  })
  operation.print(`Wrote ${to - from} leaves of the ${log} log to ${out}.`)
}

async function* withEnds(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`
}

function leafOf(option: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new CommandError(`${option} takes the number of a leaf, from 0 on.`)
  return Number(text)
}
