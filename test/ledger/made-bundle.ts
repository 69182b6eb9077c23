import { activityLeafData, commitmentTo } from '../../src/ledger/activity-leaf.ts'
import { BUNDLE_FORMAT } from '../../src/ledger/bundle.ts'
import { checkpointText } from '../../src/ledger/checkpoint.ts'
import { noteSigner, publicKeyOf, signNote, verifierKey } from '../../src/ledger/note.ts'
import { perfectsOf } from '../../src/ledger/subtrees.ts'
import { leafHash } from '../../src/ledger/tree-hash.ts'
import { mth, path } from './rfc-oracle.ts'

/** Bundles made by hand, from the RFC's words and a fixed key: nothing of the code that writes real ones is in them. */

export const ORIGIN = 'directory.test/ledger'
const SEED = Buffer.alloc(32, 7)
export const KEY = verifierKey(ORIGIN, publicKeyOf(SEED))
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** The entries of a log of two nodes, every fourth of the second one. */
export function someLeaves(count: number) {
  const sequences = { a: 0, b: 0 }
  return Array.from({ length: count }, (_, place) => {
    const node = place % 4 === 3 ? 'b' : 'a'
    sequences[node] += 1
    const at = Date.UTC(2026, 0, 5, 9, 0, 0, place)
    const text = JSON.stringify({ id: `decision ${place}`, at: new Date(at).toISOString(), café: '£\u2028' })
    const salt = Buffer.alloc(32, place + 1)
    const data = activityLeafData({
      node,
      sequence: sequences[node],
      at,
      commitment: commitmentTo(salt, text),
    })
    return { leaf: place, data: Buffer.from(data).toString(), salt, text }
  })
}

type Leaves = ReturnType<typeof someLeaves>
const dataOf = (leaves: Leaves): Buffer[] => leaves.map(({ data }) => Buffer.from(data))

export const noteOver = (leaves: Leaves, size: number): string =>
  signNote(checkpointText({ origin: ORIGIN, size, root: mth(dataOf(leaves).slice(0, size)) }), [
    noteSigner(ORIGIN, SEED),
  ])

const lineOf = (leaves: Leaves, leaf: number) => {
  const { data = '', salt = Buffer.alloc(0), text = '' } = leaves[leaf] ?? {}
  return {
    leaf,
    hash: Buffer.from(leafHash(Buffer.from(data))).toString('hex'),
    data,
    salt: base64(salt),
    text,
  }
}

/** A bundle of the leaves from `from` up to `to`, with checkpoints over `sizes` leaves. */
export function madeRange(leaves: Leaves, from: number, to: number, sizes: readonly number[]): string {
  const trees = (span: { from: number; to: number }): string[] =>
    perfectsOf(span).map(({ height, index }) =>
      base64(mth(dataOf(leaves).slice(index * 2 ** height, (index + 1) * 2 ** height))),
    )
  const manifest = {
    format: BUNDLE_FORMAT,
    log: 'activity',
    origin: ORIGIN,
    kind: 'range',
    from,
    to,
    count: to - from,
    left: trees({ from: 0, to: from }),
    keys: [KEY],
    checkpoints: sizes.map(size => ({
      note: noteOver(leaves, size),
      right: size > to ? trees({ from: to, to: size }) : [],
    })),
  }
  const lines = Array.from({ length: to - from }, (_, place) => lineOf(leaves, from + place))
  return `${[manifest, ...lines].map(line => JSON.stringify(line)).join('\n')}\n`
}

/** A bundle of some leaves, each with its proof in the tree of all of them. */
export function madeSelection(leaves: Leaves, chosen: readonly number[]): string {
  const manifest = {
    format: BUNDLE_FORMAT,
    log: 'activity',
    origin: ORIGIN,
    kind: 'selection',
    from: 0,
    to: 0,
    count: chosen.length,
    left: [],
    keys: [KEY],
    checkpoints: [{ note: noteOver(leaves, leaves.length), right: [] }],
  }
  const lines = chosen.map(leaf => ({
    ...lineOf(leaves, leaf),
    proof: path(leaf, dataOf(leaves)).map(base64),
  }))
  return `${[manifest, ...lines].map(line => JSON.stringify(line)).join('\n')}\n`
}
