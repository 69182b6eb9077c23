import type { Command } from 'commander'
import { addActivityCommands } from './activity.ts'
import { addImportCommands } from './import.ts'
import type { Runner } from './operation.ts'

/** The commands that need the database, and that a running server therefore also runs on the command line's behalf. */
export function addDirectoryCommands(program: Command, run: Runner): void {
  addImportCommands(program, run)
  addActivityCommands(program, run)
}
