import { parentPort, workerData } from 'node:worker_threads'
import { simulator } from '../watch/index.ts'
import type { SeedOrder } from './watch-simulate-plan.ts'
import type { Said } from './watch-simulate-seeds.ts'

/** One seed, on a thread of its own. */
const order: SeedOrder = workerData
const say = (said: Said): void => parentPort?.postMessage(said)

const { ROWS, ourEngine, trySeed } = await simulator()
const result = trySeed(
  {
    size: order.size,
    rows: ROWS.filter(({ row }) => order.rows === null || order.rows.includes(row)),
    responses: ['brake', 'suspend'],
    strictnesses: order.strictnesses,
    onFalseFlag: (finding, account, spell) =>
      say({
        kind: 'false-flag',
        line: `${JSON.stringify({ seed: order.size.seed, spell, class: account.class, ...finding, at: new Date(finding.at).toISOString() })}\n`,
      }),
  },
  ourEngine,
  text => say({ kind: 'progress', text }),
)
say({ kind: 'result', result })
