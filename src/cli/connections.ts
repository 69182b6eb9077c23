import type { Command } from 'commander'
import { checkListing, differenceInWords, reconcileListing } from '../agreements/index.ts'
import { connectionReader } from '../connection-reader.ts'
import { CommandError, type Runner } from './operation.ts'

/** `signpost connections …`: the published list of connections. */
export function addConnectionCommands(program: Command, run: Runner): void {
  program
    .command('connections')
    .description('The published list of connections.')
    .command('reconcile')
    .summary('compare the published list with the register; fails when they differ')
    .description(
      'Says where the list as last published and the register differ, and then ends with a failure (AUP25-60). A running server brings the list up to date by itself, once a minute at the latest.',
    )
    .option('--repair', 'bring the list up to date, too')
    .option('--json', 'as JSON')
    .action((options: { repair?: boolean; json?: boolean }) =>
      run(async ({ database, clock, print }) => {
        const now = clock.now()
        const compare = options.repair ? reconcileListing : checkListing
        const found = await compare(database, connectionReader, now)
        if (options.json) print(JSON.stringify({ same: found.length === 0, differences: found }, null, 2))
        else for (const difference of found) print(differenceInWords(difference))
        if (found.length === 0) {
          if (!options.json) print('The published list is what the register says.')
          return
        }
        const done = options.repair ? ' It has been brought up to date.' : ''
        throw new CommandError(
          `The published list and the register ${options.repair ? 'differed' : 'differ'} in ${found.length} places.${done}`,
        )
      }),
    )
}
