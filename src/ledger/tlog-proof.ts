import { fromBase64 } from './note.ts'
import { HASH_BYTES, type Hash } from './tree-hash.ts'

/** That a leaf stands in the tree of a checkpoint, for whoever has the leaf (C2SP tlog-proof). */
export type TlogProof = {
  readonly index: number
  readonly hashes: readonly Hash[]
  /** The signed note, as it was given. */
  readonly checkpoint: string
  /** What else is needed to make the leaf; not authenticated by itself. */
  readonly extra?: Uint8Array
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1'

export function formatTlogProof({ index, hashes, checkpoint, extra }: TlogProof): string {
  const lines = [
    FIRST_LINE,
    ...(extra === undefined ? [] : [`extra ${Buffer.from(extra).toString('base64')}`]),
    `index ${index}`,
    ...hashes.map(hash => Buffer.from(hash).toString('base64')),
  ]
  return `${lines.join('\n')}\n\n${checkpoint}`
}

/** Reads a proof; undefined when it is not formed like one. Nothing in it is verified. */
export function readTlogProof(text: string): TlogProof | undefined {
  const end = text.indexOf('\n\n')
  const [first, ...rest] = text.slice(0, Math.max(end, 0)).split('\n')
  const withExtra = rest[0]?.startsWith('extra ') === true
  const extra = withExtra ? fromBase64(rest.shift()?.slice('extra '.length) ?? '') : undefined
  const [, index] = /^index (0|[1-9]\d*)$/.exec(rest.shift() ?? '') ?? []
  const hashes = rest.map(fromBase64)
  if (first !== FIRST_LINE || index === undefined || (withExtra && extra === undefined)) return undefined
  if (!hashes.every(isHash)) return undefined
  return {
    index: Number(index),
    hashes,
    checkpoint: text.slice(end + 2),
    ...(extra === undefined ? {} : { extra }),
  }
}

const isHash = (bytes: Uint8Array | undefined): bytes is Hash => bytes?.length === HASH_BYTES
