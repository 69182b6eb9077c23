import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HASH_BYTES, type Hash } from './tree-hash.ts'
import type { Log } from './tree-store.ts'

/** What was sealed last, as somebody apart from the database remembers it. */
export type Seen = { readonly size: number; readonly root: Hash }

/**
 * Remembers outside the database what was sealed, so that a database that is put back to an earlier day, and is sound in
 * itself, does not pass for the log it was.
 */
export type Witness = {
  readonly seen: () => Promise<Seen | undefined>
  readonly keep: (seen: Seen) => Promise<void>
}

/**
 * A witness in a file of the data folder, one line: size, a space, the root in hex. It is not synced: what a power cut takes
 * from it is a check less, never a false alarm. Whoever puts a database back on purpose moves the file away.
 */
export function fileWitness(folder: string, log: Log): Witness {
  const path = join(folder, `ledger-${log}.seen`)
  return {
    seen: async () => {
      const text = await readFile(path, 'utf8').catch(() => '')
      const [, size, root] = /^(\d+) ([0-9a-f]{64})\n$/.exec(text) ?? []
      if (size === undefined || root === undefined) return undefined
      return { size: Number(size), root: Buffer.from(root, 'hex') }
    },
    keep: async ({ size, root }) => {
      if (root.length !== HASH_BYTES) throw new Error('A root has 32 bytes.')
      await writeFile(`${path}.part`, `${size} ${Buffer.from(root).toString('hex')}\n`)
      await rename(`${path}.part`, path)
    },
  }
}
