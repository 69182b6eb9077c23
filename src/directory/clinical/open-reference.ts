import type { Database } from '../../database/index.ts'
import { type ClinicalReference, EMPTY_REFERENCE } from './reference.ts'

export type ClinicalReferences = {
  /** As it now stands; another object once something has changed. */
  readonly current: () => ClinicalReference
  /** Reads it again: for the change feed, under the topic `reference`. */
  readonly reload: (keys: readonly string[]) => Promise<void>
}

/** The clinical lists in memory. */
export async function openClinicalReference(_database: Database): Promise<ClinicalReferences> {
  return { current: () => EMPTY_REFERENCE, reload: async () => {} }
}
