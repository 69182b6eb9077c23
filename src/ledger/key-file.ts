import { readFile } from 'node:fs/promises'
import type { KeptSeeds } from './keys.ts'
import { fromBase64 } from './note.ts'

const SEED_BYTES = 32

/**
 * Reads the private keys of a file: Ed25519 seeds of 32 bytes in base64, one a line. The first signs; the next is the
 * one it took the place of, which signs once more beside it. Null: there is no file, and none are read.
 * @throws for people, never with what the file holds
 */
export async function readSeeds(file: string | null): Promise<KeptSeeds> {
  if (file === null) return []
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`The file ${file} (SIGNPOST_LEDGER_KEY_FILE) cannot be read.`)
  })
  const seeds = text.split(/\s+/).flatMap(line => (line === '' ? [] : [fromBase64(line)]))
  if (seeds.length === 0 || !seeds.every(seed => seed?.length === SEED_BYTES))
    throw new Error(
      `The file ${file} (SIGNPOST_LEDGER_KEY_FILE) holds something else than 32 bytes in base64, one key a line.`,
    )
  return seeds.flatMap(seed => seed ?? [])
}
