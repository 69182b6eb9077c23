import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { SeedResult } from '../watch/index.ts'
import type { SeedOrder } from './watch-simulate-plan.ts'

/** What a worker says. */
export type Said =
  | { readonly kind: 'progress'; readonly text: string }
  | { readonly kind: 'false-flag'; readonly line: string }
  | { readonly kind: 'result'; readonly result: SeedResult }

/** Tries each seed on a thread of its own, so many at a time. */
export async function trySeeds(
  orders: readonly SeedOrder[],
  workers: number,
  falseFlags: string | null,
  progress: (line: string) => void,
): Promise<SeedResult[]> {
  const file = falseFlags === null ? null : await open(resolve(falseFlags), 'w')
  const results: SeedResult[] = []
  const left = [...orders.entries()]
  const says = new Map<number, string>()
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [at, order] = next
      const { seed } = order.size
      const lines: string[] = []
      results[at] = await tryOne(order, said => {
        if (said.kind === 'false-flag') lines.push(said.line)
        if (said.kind !== 'progress') return
        says.set(seed, said.text)
        progress([...says].map(([of, text]) => `seed ${of}: ${text}`).join('   '))
      })
      says.delete(seed)
      await file?.write(lines.join(''))
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(workers, orders.length) }, work))
  } finally {
    await file?.close()
  }
  return results
}

function tryOne(order: SeedOrder, hear: (said: Said) => void): Promise<SeedResult> {
  return new Promise((keep, fail) => {
    const worker = new Worker(new URL('./watch-simulate-worker.ts', import.meta.url), { workerData: order })
    let result: SeedResult | null = null
    worker.on('message', (said: Said) => {
      if (said.kind === 'result') result = said.result
      else hear(said)
    })
    worker.on('error', fail)
    worker.on('exit', () => {
      if (result) keep(result)
      else fail(new Error(`The trial of seed ${order.size.seed} ended without a result.`))
    })
  })
}
