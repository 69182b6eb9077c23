import { Command } from 'commander'
import { addDirectoryCommands } from './directory-commands.ts'
import type { Runner } from './operation.ts'
import { addPolicyCommands } from './policy.ts'
import { addServeCommand } from './serve.ts'
import { addTokenCommand } from './token.ts'

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
        'Commands that need the directory talk to a running server by themselves.',
      ].join('\n'),
    )
  addServeCommand(program)
  addTokenCommand(program)
  addDirectoryCommands(program, run)
  addPolicyCommands(program)
  return program
}
