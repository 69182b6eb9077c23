import type { LogStream } from './http/index.ts'
import type { Clock } from './vocabulary/index.ts'
import type { MakeDetection } from './watch-room.ts'

/** What the process hands in. `say` is for people who watch a start; logs go elsewhere. */
export type World = {
  readonly clock: Clock
  readonly say: (line: string) => void
  /** Where log lines go; standard output unless told. */
  readonly logs?: LogStream
  /** How much of the demonstration world to make, above 0 and up to 1; all of it unless told. For tests. */
  readonly share?: number
  /** What detects crawling; the detectors of the house unless told. For tests. */
  readonly detection?: MakeDetection
}
