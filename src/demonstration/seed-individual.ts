import { authoriseRegion, createAccount } from '../accounts/index.ts'
import type { Database } from '../database/index.ts'
import type { Deed } from '../vocabulary/index.ts'

const ACCOUNT = 'demo-practice-clinician'

/** A clinician who may search in one region through the software of her practice (AUP25-05, 06). */
export async function seedIndividual(database: Database, deed: Deed): Promise<void> {
  await createAccount(
    database,
    {
      id: ACCOUNT,
      kind: 'individual',
      connectionId: 'connection-gp-software',
      name: ACCOUNT,
      status: 'active',
      referralRoleIds: null,
      regionIds: null,
      personId: 'practice-clinician',
    },
    deed,
  )
  const lead = { personId: 'lead-y63', reach: new Set(['Y63']), organisations: [] }
  const by: Deed = { ...deed, who: 'lead-y63', actingAs: 'dos-lead' }
  await authoriseRegion(database, ACCOUNT, 'Y63', lead, null, async () => [], by)
}
