import type { Config } from '../config.ts'
import type { Database } from '../database/index.ts'
import type { Clock, Random } from '../vocabulary/index.ts'

/** Where a command's words go. `progress` replaces itself on a terminal and stays rare elsewhere. */
export type Voice = {
  readonly print: (line: string) => void
  readonly warn: (line: string) => void
  readonly progress: (line: string) => void
}

/**
 * What a command works with, whether it runs in its own process or inside a running server on the command's behalf
 * (the embedded database has one owner).
 */
export type Operation = Voice & {
  readonly config: Config
  readonly database: Database
  readonly clock: Clock
  readonly random: Random
  /** The caller's folder: relative paths in arguments are read from here. */
  readonly folder: string
  /** Waits until the process this runs in has taken in what was written; a long import asks after each batch. */
  readonly settle: () => Promise<unknown>
  /** Waits until every decision recorded so far can be read in the database. */
  readonly settleLog: () => Promise<void>
  /** Ends when the caller goes away or presses Ctrl-C; for commands that follow. */
  readonly signal: AbortSignal
}

/** A command's own refusal: the message is for people and says what to do; nothing of ours is broken. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}

/** Runs `work` with an operation, wherever that must be, and answers the exit code. */
export type Runner = (work: (operation: Operation) => Promise<void>) => Promise<void>
