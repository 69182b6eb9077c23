import type { Database } from '../database/index.ts'
import { demonstrationLists, seedClinicalLists } from '../directory/index.ts'

/** Invented clinical lists, where there are none yet. Lists that anybody brought are left as they are. */
export async function seedClinical(database: Database): Promise<void> {
  await seedClinicalLists(database, demonstrationLists())
}
