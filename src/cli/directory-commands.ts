import type { Command } from 'commander'
import { addActivityCommands } from './activity.ts'
import { addConnectionCommands } from './connections.ts'
import { addDecideCommands } from './decide.ts'
import { addFirstPersonCommand } from './first-person.ts'
import { addImportCommands } from './import.ts'
import { addLedgerCommands } from './ledger.ts'
import type { Runner } from './operation.ts'
import { addRehearseCommand } from './rehearse.ts'

/** The commands that need the database, and that a running server therefore also runs on the command line's behalf. */
export function addDirectoryCommands(program: Command, run: Runner): void {
  addImportCommands(program, run)
  addActivityCommands(program, run)
  addConnectionCommands(program, run)
  addDecideCommands(program, run)
  addLedgerCommands(program, run)
  addRehearseCommand(program, run)
  addFirstPersonCommand(program, run)
}
