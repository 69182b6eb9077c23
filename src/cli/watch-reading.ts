import { statSync } from 'node:fs'
import type { Observation, WatchedAccount, WatchedService } from '../watch/index.ts'
import type { Voice } from './operation.ts'
import { counted } from './voice.ts'
import { readAgreements, readServices } from './watch-files.ts'
import { eachLine } from './watch-lines.ts'
import { logReader } from './watch-log.ts'

/** Lines shown one by one before only their number is told. */
const SHOWN_MAX = 50
const PROGRESS_LINES = 100_000

/** What a command did not understand: told on stderr, skipped, and in the end in the exit code. */
export type Skips = {
  readonly tell: (file: string, line: number, reason: string) => void
  readonly count: () => number
}

export function tellSkips({ warn }: Voice): Skips {
  let count = 0
  return {
    tell: (file, line, reason) => {
      count += 1
      if (count <= SHOWN_MAX) warn(`${file}, line ${line}: ${reason}. Skipped.`)
      if (count === SHOWN_MAX) warn('More lines are skipped without a word each; the end tells how many.')
    },
    count: () => count,
  }
}

/** The exit code of a command that did its work but skipped lines. */
export const SKIPPED_EXIT = 3

export type World = {
  readonly services: readonly WatchedService[]
  readonly accounts: readonly WatchedAccount[]
}

export function readWorld(servicesPath: string, agreementsPath: string, skips: Skips): World {
  const services = readServices(servicesPath, skips.tell)
  const accounts = readAgreements(agreementsPath, skips.tell)
  return { services, accounts }
}

/** Shows every question of a log that can be read, and whose account is known. Answers how many, of how many lines. */
export function readLog(
  path: string,
  known: ReadonlySet<string>,
  voice: Voice,
  skips: Skips,
  what: string,
  show: (observation: Observation, line: number) => void,
): { lines: number; questions: number } {
  const read = logReader()
  const size = sizeOf(path)
  let questions = 0
  let bytesRead = 0
  const lines = eachLine(
    path,
    (bytes, start, end, line) => {
      const observation = read(bytes, start, end)
      if (typeof observation === 'string') skips.tell(path, line, observation)
      else if (!known.has(observation.account))
        skips.tell(path, line, `is of the account ${observation.account}, which has no agreement`)
      else {
        questions += 1
        show(observation, line)
      }
      if (line % PROGRESS_LINES === 0) {
        const share = size > 0 ? `, ${Math.floor((100 * bytesRead) / size)} %` : ''
        voice.progress(`${what}: ${counted(line)} lines${share}`)
      }
    },
    bytes => {
      bytesRead = bytes
    },
  )
  return { lines, questions }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size
  } catch {
    return 0
  }
}
