import { type Database, inTurn } from '../../database/index.ts'
import { buildReference } from './build-reference.ts'
import { NO_LISTS } from './lists.ts'
import type { ClinicalReference } from './reference.ts'
import { CLINICAL_KEY, readLists } from './reference-store.ts'

export type ClinicalReferences = {
  /** As it now stands; another object once something has changed. */
  readonly current: () => ClinicalReference
  /** Reads it again: for the change feed, under the topic `reference`. Keys of other lists are passed over. */
  readonly reload: (keys: readonly string[]) => Promise<void>
}

/** The clinical lists in memory. */
export async function openClinicalReference(database: Database): Promise<ClinicalReferences> {
  let reference = buildReference(NO_LISTS)
  const read = inTurn(async () => {
    reference = buildReference(await readLists(database.query))
  })
  await read()
  return {
    current: () => reference,
    reload: async keys => {
      if (keys.includes('*') || keys.includes(CLINICAL_KEY)) await read()
    },
  }
}
