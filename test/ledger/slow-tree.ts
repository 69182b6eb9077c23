import { createHash } from 'node:crypto'

const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()

/** MTH(D_n) of RFC 9162 section 2.1.1, word for word and slow; shares nothing with what it is held against. */
export function slowRoot(leafHashes: readonly Uint8Array[]): Buffer {
  const [only] = leafHashes
  if (only === undefined) return sha256()
  if (leafHashes.length === 1) return Buffer.from(only)
  let split = 1
  while (split * 2 < leafHashes.length) split *= 2
  return sha256(Uint8Array.of(1), slowRoot(leafHashes.slice(0, split)), slowRoot(leafHashes.slice(split)))
}

/** The leaf hash of an activity entry, from the format as it is written down (decision 30). */
export function slowActivityLeaf(entry: {
  readonly node: string
  readonly sequence: number
  readonly at: string
  readonly salt: Uint8Array
  readonly text: string
}): Buffer {
  const commitment = sha256(entry.salt, Buffer.from(entry.text, 'utf8')).toString('hex')
  const data = ['signpost/activity/v1', entry.node, entry.sequence, entry.at, commitment, ''].join('\n')
  return sha256(Uint8Array.of(0), Buffer.from(data, 'utf8'))
}
