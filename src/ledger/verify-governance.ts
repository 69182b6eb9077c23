import type { Query } from '../database/index.ts'
import { fault } from './fault.ts'
import { actsWithoutLeaf, governanceRows } from './governance-store.ts'
import { publishedKeys } from './keys.ts'
import type { LedgerLeaf } from './ledger-leaf.ts'
import { treeSize } from './tree-store.ts'
import { type FoundLeaf, type LogReport, verifyLog } from './verify-log.ts'

const PAGE = 1000

/** Leaves of the governance log from `from` up to and without `to`; the acts themselves only where asked for. */
export async function* governanceLeavesOf(
  query: Query,
  from: number,
  to: number,
  withActs: boolean,
): AsyncGenerator<LedgerLeaf> {
  for (let first = from; first < to; first += PAGE)
    for (const { leaf, data, salt, text } of await governanceRows(query, first, Math.min(to, first + PAGE)))
      yield withActs && text !== null ? { leaf, data, salt, text } : { leaf, data, salt: null, text: null }
}

/** Verifies the governance log against the register of acts as it is now. */
export async function verifyGovernance(query: Query): Promise<LogReport> {
  const size = await treeSize(query, 'governance')
  const report = await verifyLog(query, 'governance', foundLeaves(query, size), await publishedKeys(query))
  const stray = await actsWithoutLeaf(query)
  if (stray === 0) return report
  const what = `${stray} acts are in the register that no leaf was made of.`
  return { ...report, faults: [...report.faults, fault('register of acts', what)] }
}

async function* foundLeaves(query: Query, size: number): AsyncGenerator<FoundLeaf> {
  for (let first = 0; first < size; first += PAGE) {
    let expected = first
    for (const { leaf, data, salt, text, remade, act } of await governanceRows(query, first, first + PAGE)) {
      for (; expected < leaf; expected += 1) yield missing(expected)
      expected = leaf + 1
      const wrong =
        text === null
          ? `The act ${act} is gone from the register.`
          : remade !== data
            ? `The act ${act} is not the one that was recorded.`
            : undefined
      yield { leaf, data, salt, text, ...(wrong === undefined ? {} : { wrong }) }
    }
    for (; expected < Math.min(size, first + PAGE); expected += 1) yield missing(expected)
  }
}

/** Of acts nothing is ever dropped. */
const missing = (leaf: number): FoundLeaf => ({
  leaf,
  data: '',
  salt: null,
  text: null,
  wrong: 'What anybody may read of it is gone.',
})
