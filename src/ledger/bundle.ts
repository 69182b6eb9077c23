import type { Query } from '../database/index.ts'
import { checkpointsAfter } from './checkpoint-store.ts'
import { readLedgerName } from './key-store.ts'
import { publishedKeys } from './keys.ts'
import type { LedgerLeaf } from './ledger-leaf.ts'
import { originOf } from './logs.ts'
import { perfectHashes, proveInclusion } from './prove.ts'
import { perfectsOf } from './subtrees.ts'
import { readLeafHashes } from './tile-store.ts'
import { HASH_BYTES, type Hash, leafHash } from './tree-hash.ts'
import { type Log, readCheckpointRow, type SealedCheckpoint } from './tree-store.ts'

/**
 * A part of a log that can be verified without the log: one JSON object a line. The first is the manifest; each other
 * line is a leaf. `docs/ledger-format.md` describes it for those who would write a verifier of their own.
 */
export const BUNDLE_FORMAT = 'signpost/ledger-bundle/v1'

export type Manifest = {
  readonly format: typeof BUNDLE_FORMAT
  readonly log: Log
  /** The log's name in its checkpoints. */
  readonly origin: string
  /** All leaves from `from` up to and without `to`; or some, each with a proof of its own, both of them 0. */
  readonly kind: 'range' | 'selection'
  readonly from: number
  readonly to: number
  /** How many lines follow. */
  readonly count: number
  /** Of a range: the hashes of the perfect trees that the leaves before `from` make, largest first; base64. */
  readonly left: readonly string[]
  /** Verifier keys, of which each signature is one's. */
  readonly keys: readonly string[]
  /**
   * By size; of a selection one. `right` is empty but for the last of a range, of which it holds the hashes of the
   * perfect trees that the leaves from `to` on make, in order.
   */
  readonly checkpoints: readonly { readonly note: string; readonly right: readonly string[] }[]
}

export type BundleLine = {
  readonly leaf: number
  /** In hex, as the log's tiles have it. */
  readonly hash: string
  /** Null: gone by retention; the hash is all that is left. */
  readonly data: string | null
  /** Base64. */
  readonly salt: string | null
  readonly text: string | null
  /** Of a selection only: the inclusion proof, base64. */
  readonly proof?: readonly string[]
}

/** More checkpoints than these a bundle does not hold; they are taken at even distances then. */
const CHECKPOINTS_MAX = 1000

/**
 * The lines of a bundle of all leaves from `from` up to and without `to`, which `newest` must be over.
 * @param leaves those leaves in order; a missing one is gone by retention
 */
export async function* rangeBundle(
  query: Query,
  log: Log,
  { from, to }: { readonly from: number; readonly to: number },
  leaves: AsyncIterable<LedgerLeaf>,
): AsyncGenerator<string> {
  const newest = await covering(query, log, to)
  const between = await checkpointsBetween(query, log, from, to)
  const lefts = perfectsOf({ from: 0, to: from })
  const rights = perfectsOf({ from: to, to: newest.size })
  const hashOf = await perfectHashes(query, log, [...lefts, ...rights], newest.size)
  const manifest: Manifest = {
    format: BUNDLE_FORMAT,
    log,
    origin: await originIn(query, log),
    kind: 'range',
    from,
    to,
    count: to - from,
    left: lefts.map(hashOf).map(base64),
    keys: await keysOf(query, log),
    checkpoints: [
      ...between.filter(({ size }) => size < newest.size).map(({ note }) => ({ note, right: [] })),
      { note: newest.note, right: rights.map(hashOf).map(base64) },
    ],
  }
  yield JSON.stringify(manifest)
  const given = leaves[Symbol.asyncIterator]()
  let next = await given.next()
  for await (const { first, hashes } of readLeafHashes(query, log, from, to)) {
    for (let at = 0; at < hashes.length; at += HASH_BYTES) {
      const leaf = first + at / HASH_BYTES
      const hash = hashes.subarray(at, at + HASH_BYTES)
      const there = next.done !== true && next.value.leaf === leaf ? next.value : undefined
      yield JSON.stringify(lineOf(leaf, hash, there))
      if (there !== undefined) next = await given.next()
    }
  }
}

/**
 * The lines of a bundle of some leaves, each with a proof of its own. That none was left out cannot be shown by it.
 * @param leaves in order
 */
export async function* selectionBundle(
  query: Query,
  log: Log,
  leaves: readonly LedgerLeaf[],
): AsyncGenerator<string> {
  const last = leaves.at(-1)?.leaf ?? -1
  const newest = await covering(query, log, last + 1)
  const manifest: Manifest = {
    format: BUNDLE_FORMAT,
    log,
    origin: await originIn(query, log),
    kind: 'selection',
    from: 0,
    to: 0,
    count: leaves.length,
    left: [],
    keys: await keysOf(query, log),
    checkpoints: [{ note: newest.note, right: [] }],
  }
  yield JSON.stringify(manifest)
  for (const leaf of leaves) {
    const proof = await proveInclusion(query, log, leaf.leaf, newest.size)
    const line = lineOf(leaf.leaf, leafHash(Buffer.from(leaf.data)), leaf)
    yield JSON.stringify({ ...line, proof: proof.map(base64) })
  }
}

const lineOf = (leaf: number, hash: Hash, there: LedgerLeaf | undefined): BundleLine => ({
  leaf,
  hash: Buffer.from(hash).toString('hex'),
  data: there?.data ?? null,
  salt: there?.salt ? base64(there.salt) : null,
  text: there?.text ?? null,
})

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

async function covering(query: Query, log: Log, to: number): Promise<SealedCheckpoint> {
  const newest = await readCheckpointRow(query, log)
  if (newest === undefined || newest.size < to)
    throw new RangeError(`No checkpoint of the log "${log}" is over ${to} leaves.`)
  return newest
}

async function checkpointsBetween(
  query: Query,
  log: Log,
  from: number,
  to: number,
): Promise<SealedCheckpoint[]> {
  const found: SealedCheckpoint[] = []
  for (let after = from; ; ) {
    const page = await checkpointsAfter(query, log, after, CHECKPOINTS_MAX)
    found.push(...page.filter(({ size }) => size <= to))
    const last = page.at(-1)
    if (last === undefined || last.size > to || page.length < CHECKPOINTS_MAX) break
    after = last.size
  }
  const step = Math.ceil(found.length / CHECKPOINTS_MAX)
  return found.filter((_, place) => place % step === 0)
}

async function originIn(query: Query, log: Log): Promise<string> {
  const name = await readLedgerName(query)
  if (name === undefined) throw new Error('The ledger has no name before the first start of a server.')
  return originOf(name, log)
}

const keysOf = async (query: Query, log: Log): Promise<string[]> =>
  (await publishedKeys(query)).filter(key => key.log === log).map(({ key }) => key)
