import { Command } from 'commander'
import { ACTS } from '../http/index.ts'
import { addActCommands } from './act-commands.ts'
import { askAsPerson } from './ask-as-person.ts'
import { addDirectoryCommands } from './directory-commands.ts'
import type { Runner } from './operation.ts'
import { addPolicyCommands } from './policy.ts'
import { addServeCommand } from './serve.ts'
import { addSignInCommands } from './sign-in.ts'
import { addTokenCommand } from './token.ts'
import { addWatchCommands } from './watch.ts'

/** The whole command line. `run` decides where a command that needs the database is run. */
export function buildProgram(run: Runner): Command {
  const program = new Command('signpost')
    .description(
      'A Directory of Services for health and care in England with its acceptable use policy built in.',
    )
    .version('0.1.0')
    .showHelpAfterError('(add --help to see what there is)')
    .addHelpText(
      'after',
      [
        '',
        'Settings are environment variables: PORT, SIGNPOST_DATA, DATABASE_URL and more; docs/operating.md lists them.',
        'Commands that need the directory talk to a running server by themselves. Those that people answer for (accounts,',
        'agreements, permissions, people …) take a sign-in: "signpost sign-in", or --as NAME in the demonstration world.',
      ].join('\n'),
    )
  addServeCommand(program)
  addTokenCommand(program)
  addSignInCommands(program)
  addDirectoryCommands(program, run)
  addPolicyCommands(program)
  addWatchCommands(program)
  addActCommands(program, ACTS, askAsPerson, line => process.stdout.write(`${line}\n`))
  return program
}
