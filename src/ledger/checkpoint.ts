import { fromBase64 } from './note.ts'
import { HASH_BYTES, type Hash } from './tree-hash.ts'

/** What a log says of itself at one moment: how many leaves it has, and their root (C2SP tlog-checkpoint). */
export type Checkpoint = {
  /** Which log: its name, the same for ever. */
  readonly origin: string
  readonly size: number
  readonly root: Hash
}

/** The text that is signed. No extension lines, as the standard advises. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`

/** Reads the text of a checkpoint; undefined when it is none. Extension lines are passed over. */
export function readCheckpoint(text: string): Checkpoint | undefined {
  const [origin = '', size = '', encoded = '', ...more] = text.split('\n')
  if (origin === '' || !/^(0|[1-9]\d*)$/.test(size) || !Number.isSafeInteger(Number(size))) return undefined
  // What follows the last line end is empty; no other line may be.
  if (more.at(-1) !== '' || more.slice(0, -1).includes('')) return undefined
  const root = fromBase64(encoded)
  return root?.length === HASH_BYTES ? { origin, size: Number(size), root } : undefined
}
