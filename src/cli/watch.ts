import type { Command } from 'commander'
import { addCalibrate } from './watch-calibrate.ts'
import { addReplay } from './watch-replay.ts'
import { addSimulate } from './watch-simulate.ts'

/** The group of commands on the watch. Acts on its findings join it: `act-commands.ts`. */
export const watchGroup = (program: Command): Command =>
  program.commands.find(command => command.name() === 'watch') ??
  program
    .command('watch')
    .description('The watch over what is asked: calibrating it, trying it, what it found.')

/** `signpost watch …`: what needs no database. */
export function addWatchCommands(program: Command): void {
  const watch = watchGroup(program)
  addCalibrate(watch)
  addReplay(watch)
  addSimulate(watch)
}
