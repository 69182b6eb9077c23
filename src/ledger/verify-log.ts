import type { Query } from '../database/index.ts'
import { checkCheckpoint } from './check-checkpoint.ts'
import { checkpointsAfter } from './checkpoint-store.ts'
import { appendLeaf, type CompactRange, EMPTY_RANGE, rootOf } from './compact-range.ts'
import { type Fault, fault } from './fault.ts'
import type { PublishedKey } from './keys.ts'
import { entryPlace, type LedgerLeaf } from './ledger-leaf.ts'
import { readLeafHashes } from './tile-store.ts'
import { tileWatch } from './tile-watch.ts'
import { HASH_BYTES, type Hash, leafHash, sameHash } from './tree-hash.ts'
import { type Log, readCheckpointRow, type SealedCheckpoint, treeSize } from './tree-store.ts'

/** A leaf made anew from what the house holds; `wrong`, where that contradicts itself. */
export type FoundLeaf = LedgerLeaf & { readonly wrong?: string }

export type LogReport = {
  readonly log: Log
  readonly faults: readonly Fault[]
  readonly leaves: number
  /** Leaves that the newest checkpoint is over. */
  readonly sealed: number
  readonly checkpoints: number
  /** Leaves whose entry was erased and whose commitment is there. */
  readonly erased: number
  /** Leaves of which only the hash is left: months that retention dropped. */
  readonly gone: number
  /** Where those are, the newest hundred stretches of them: the first leaf and the last. */
  readonly goneAt: readonly (readonly [first: number, last: number])[]
}

const PAGE = 1000
/** What is wrong everywhere need not be said everywhere. */
const FAULTS_MAX = 100

/**
 * Verifies a log where it lives: makes every leaf anew from what is held, and compares with its hashes, its tiles, every
 * checkpoint and its signatures, each of which must be over the beginning of the same tree. Reads all of it, a page at a
 * time.
 * @param leaves all leaves there are, in order
 * @param keys what checkpoints may be signed by
 */
export async function verifyLog(
  query: Query,
  log: Log,
  leaves: AsyncIterable<FoundLeaf>,
  keys: readonly PublishedKey[],
): Promise<LogReport> {
  const faults: Fault[] = []
  const say = (one: Fault): void => {
    if (faults.length < FAULTS_MAX) faults.push(one)
  }
  const size = await treeSize(query, log)
  const checkpoints = pagedCheckpoints(query, log)
  let due = await checkpoints.next()
  let last: SealedCheckpoint | undefined
  const counts = { checkpoints: 0, erased: 0, gone: 0 }
  // Two trees: of the hashes the log holds, and of those made anew. Where they part, a checkpoint says which is right.
  let held: CompactRange = EMPTY_RANGE
  let made: CompactRange = EMPTY_RANGE
  let parted: { readonly leaf: number; readonly about: string }[] = []
  let isBroken = false
  const goneAt: [number, number][] = []
  const tiles = tileWatch(query, log, (await readCheckpointRow(query, log))?.size ?? 0)

  const settle = (root: Hash | undefined): void => {
    const isHeld = root === undefined || sameHash(rootOf(held), root)
    const isMade = !isHeld && sameHash(rootOf(made), root)
    for (const { leaf, about } of parted)
      say(
        fault(
          `leaf ${leaf}`,
          isMade
            ? `The hash kept of it is not the one that was sealed; its entry${about} is.`
            : `What is held of it${about} is not what was ${root === undefined ? 'appended' : 'sealed'}.`,
        ),
      )
    if (isHeld) made = held
    else if (isMade) held = made
    else if (!isBroken && root !== undefined) {
      isBroken = true
      const from = last?.size ?? 0
      const what = `The leaves from ${from} up to ${held.size} do not lead to its root, nor can any after them.`
      say(fault(`checkpoint over ${held.size} leaves`, what))
      made = held
    }
    parted = []
  }
  const meet = (): void => {
    if (due.done === true || due.value.size !== held.size) return
    counts.checkpoints += 1
    for (const what of checkCheckpoint(due.value, last, log, keys))
      say(fault(`checkpoint over ${due.value.size} leaves`, what))
    if (!isBroken) settle(due.value.root)
    last = due.value
  }

  const found = leaves[Symbol.asyncIterator]()
  let next = await found.next()
  meet()
  if (last !== undefined) due = await checkpoints.next()
  try {
    for await (const { first, hashes } of readLeafHashes(query, log, 0, size)) {
      for (let at = 0; at < hashes.length; at += HASH_BYTES) {
        const leaf = first + at / HASH_BYTES
        const hash = hashes.subarray(at, at + HASH_BYTES)
        let again = hash
        if (next.done !== true && next.value.leaf === leaf) {
          const { data, text, wrong } = next.value
          again = leafHash(Buffer.from(data))
          if (text === null) counts.erased += 1
          if (wrong !== undefined) say(fault(`leaf ${leaf}`, wrong))
          else if (!sameHash(again, hash)) parted.push({ leaf, about: aboutOf(data) })
          next = await found.next()
          while (next.done !== true && next.value.leaf <= leaf) {
            say(fault(`leaf ${leaf}`, `A second entry claims its place${aboutOf(next.value.data)}.`))
            next = await found.next()
          }
        } else {
          counts.gone += 1
          const [from, until] = goneAt.at(-1) ?? []
          if (from !== undefined && until === leaf - 1) goneAt[goneAt.length - 1] = [from, leaf]
          else goneAt.push([leaf, leaf])
          if (goneAt.length > FAULTS_MAX) goneAt.shift()
        }
        held = appendLeaf(held, hash, tiles.made)
        made = appendLeaf(made, again)
        const before = last
        meet()
        if (last !== before) due = await checkpoints.next()
      }
      for (const one of await tiles.faults()) say(one)
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    say(fault(`leaf ${held.size}`, error.message))
  }
  settle(undefined)
  if (next.done !== true)
    say(
      fault(
        `leaf ${next.value.leaf}`,
        `An entry is there that was never appended${aboutOf(next.value.data)}.`,
      ),
    )
  if (due.done !== true && held.size === size)
    say(fault(`checkpoint over ${due.value.size} leaves`, `The log has no more than ${size} leaves.`))
  return { log, faults, leaves: size, sealed: last?.size ?? 0, goneAt, ...counts }
}

function aboutOf(data: string): string {
  const place = entryPlace(data)
  return place ? ` (node ${place.node}, number ${place.sequence}, at ${place.at})` : ''
}

async function* pagedCheckpoints(query: Query, log: Log): AsyncGenerator<SealedCheckpoint> {
  for (let after = -1; ; ) {
    const page = await checkpointsAfter(query, log, after, PAGE)
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    after = last.size
  }
}
