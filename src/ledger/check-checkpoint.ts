import { readCheckpoint } from './checkpoint.ts'
import type { PublishedKey } from './keys.ts'
import { noteVerifier, openNote } from './note.ts'
import { sameHash } from './tree-hash.ts'
import type { Log, SealedCheckpoint } from './tree-store.ts'

/** What is wrong with a checkpoint by itself: its signatures, what it says, and when it says so. */
export function checkCheckpoint(
  { size, root, note, at }: SealedCheckpoint,
  before: SealedCheckpoint | undefined,
  log: Log,
  published: readonly PublishedKey[],
): string[] {
  const keys = published.filter(key => key.log === log)
  const verifiers = keys.flatMap(({ key }) => noteVerifier(key) ?? [])
  const opened = openNote(note, verifiers)
  if (opened.outcome === 'forged') return ['Its signature was not made by the key it names.']
  if (opened.outcome !== 'signed') return ['It is not signed by a key of this log.']
  const wrong: string[] = []
  const said = readCheckpoint(opened.text)
  if (said === undefined || !verifiers.some(({ name }) => name === said.origin))
    wrong.push('Its note is no checkpoint of this log.')
  else if (said.size !== size || !sameHash(said.root, root))
    wrong.push('Its note says something else than its row.')
  if (before !== undefined && before.at > at) wrong.push('It is dated before the one that it goes on from.')
  const isInForce = opened.by.some(verifier =>
    keys.some(
      ({ key, from, retiredAt }) =>
        key.startsWith(`${verifier.name}+${verifier.id}+`) &&
        from <= at &&
        (retiredAt === null || at <= retiredAt),
    ),
  )
  // What is signed anew when a key is replaced was dated before.
  if (!isInForce && opened.by.length < 2) wrong.push('It is signed by a key that was not in use at the time.')
  return wrong
}
