import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus, totalmem } from 'node:os'

/** What the figures were measured on; neither names nor paths. */
export type Machine = {
  readonly date: string
  readonly cores: number
  readonly processor: string
  readonly memoryGigabytes: number
  readonly system: string
  readonly node: string
  readonly v8: string
}

export const machine = (): Machine => ({
  date: new Date().toISOString().slice(0, 10),
  cores: availableParallelism(),
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  memoryGigabytes: Math.round(totalmem() / 2 ** 30),
  system: `${process.platform} ${process.arch}`,
  node: process.versions.node,
  v8: process.versions.v8,
})

/** Whether a program can be started at all, asked by starting it. */
export function isInstalled(program: string, ...question: readonly string[]): boolean {
  try {
    execFileSync(program, question, { stdio: 'ignore' })
    return true
  } catch (error) {
    // Some programs answer a question for their version with a failure; only one that is not there has no status.
    return error instanceof Error && 'status' in error && typeof error.status === 'number'
  }
}
