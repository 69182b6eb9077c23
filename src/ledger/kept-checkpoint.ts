import type { Query } from '../database/index.ts'
import { readCheckpoint } from './checkpoint.ts'
import { publishedKeys } from './keys.ts'
import { noteVerifier, openNote } from './note.ts'
import { rootAt } from './tile-store.ts'
import { sameHash } from './tree-hash.ts'

/**
 * Holds a log against a checkpoint that somebody kept elsewhere: whoever rewrites a log and signs it anew is found out by
 * that and by nothing else.
 * @returns what is wrong; undefined: the log goes on from it
 */
export async function checkKeptCheckpoint(query: Query, note: string): Promise<string | undefined> {
  const keys = await publishedKeys(query)
  const verifiers = keys.flatMap(({ log, key }) => {
    const verifier = noteVerifier(key)
    return verifier ? [{ log, verifier }] : []
  })
  const opened = openNote(
    note,
    verifiers.map(({ verifier }) => verifier),
  )
  if (opened.outcome !== 'signed') return 'It is not signed by a key of this ledger.'
  const kept = readCheckpoint(opened.text)
  const log = verifiers.find(({ verifier }) => verifier.name === kept?.origin)?.log
  if (kept === undefined || log === undefined) return 'It is no checkpoint of this ledger.'
  const root = await rootAt(query, log, kept.size)
  if (root === undefined) return `The log has no ${kept.size} leaves any more.`
  return sameHash(root, kept.root) ? undefined : `At ${kept.size} leaves the log had another root then.`
}
