import { randomBytes } from 'node:crypto'
import { Command, CommanderError } from 'commander'
import type { Config } from '../config.ts'
import type { Database } from '../database/index.ts'
import type { Clock } from '../vocabulary/index.ts'
import { addDirectoryCommands } from './directory-commands.ts'
import { CommandError, type Runner } from './operation.ts'
import { listenForErrands, type RunErrand, socketPath } from './operator-socket.ts'

/** What a running server lends to a command. */
export type House = {
  readonly config: Config
  readonly database: Database
  readonly clock: Clock
  readonly follower: { readonly catchUp: () => Promise<boolean> }
  readonly recorder: { readonly settle: () => Promise<void> }
}

/**
 * Lets the command line run its commands inside this server, which owns the embedded database. On PostgreSQL commands
 * need no such help, and no socket is opened. Answers how to stop.
 */
export async function serveErrands(house: House): Promise<() => Promise<void>> {
  if (house.config.databaseUrl !== null) return async () => {}
  return listenForErrands(socketPath(house.config.dataFolder), runErrandIn(house))
}

const runErrandIn =
  (house: House): RunErrand =>
  async (errand, reply, signal) => {
    const print = (line: string): void => reply({ kind: 'print', line })
    const warn = (line: string): void => reply({ kind: 'warn', line })
    const progress = (line: string): void => reply({ kind: 'progress', line })
    const { config, database, clock, follower, recorder } = house
    const settle = () => follower.catchUp()
    const settleLog = () => recorder.settle()
    const run: Runner = work =>
      work({
        config,
        database,
        clock,
        settle,
        settleLog,
        random: randomBytes,
        folder: errand.folder,
        signal,
        print,
        warn,
        progress,
      })
    const program = new Command('signpost')
    addDirectoryCommands(program, run)
    for (const command of [
      program,
      ...program.commands,
      ...program.commands.flatMap(child => child.commands),
    ]) {
      command.exitOverride().configureOutput({ writeOut: print, writeErr: warn })
    }
    try {
      await program.parseAsync([...errand.arguments], { from: 'user' })
      return 0
    } catch (error) {
      if (error instanceof CommanderError) return error.exitCode
      if (error instanceof CommandError) warn(error.message)
      else warn(error instanceof Error ? (error.stack ?? error.message) : String(error))
      return 1
    }
  }
