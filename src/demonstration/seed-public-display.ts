import { createHash } from 'node:crypto'
import { readConnectionEntries } from '../accounts/index.ts'
import {
  addEvidence,
  CHECKLIST_IDS,
  grantPermission,
  grantRegion,
  movePermission,
  type ReadConnections,
  requestPermission,
} from '../agreements/index.ts'
import type { Database } from '../database/index.ts'
import { readPerson, readRegistrations } from '../people/index.ts'
import { policyInForce } from '../policy/index.ts'
import type { Deed } from '../vocabulary/index.ts'
import { inside } from '../workflow/index.ts'
import { REGIONS } from './people.ts'

const PERMISSION = 'public-display-symptom-checker'
const YEAR = 365 * 86_400_000
const DAY = 86_400_000

/** The one account of the demonstration that shows services to the public has all it takes to do so (AUP25-20 to 24). */
export const seedPublicDisplay = (database: Database, deed: Deed): Promise<void> =>
  // In one transaction: a second node that begins at the same moment waits at the agreement, and then finds it done.
  database.transaction(query => displayToThePublic(inside(database, query), deed))

async function displayToThePublic(database: Database, deed: Deed): Promise<void> {
  const connections: ReadConnections = async (query, ids) =>
    (await readConnectionEntries(query, ids)).map(entry => ({ ...entry, interfaces: [] }))
  const around = { connections, policy: policyInForce }
  const officer: Deed = { ...deed, who: 'safety-officer', actingAs: 'clinical-safety-officer' }
  const admin: Deed = { ...deed, who: 'symptom-admin', actingAs: 'euo-admin' }
  await addEvidence(
    database,
    {
      id: 'safety-case-symptom-checker',
      kind: 'clinical-safety-case',
      standard: 'DCB0129',
      standardVersion: '4.2',
      productId: 'product-symptom-checker',
      productVersion: '1.0',
      odsCode: 'XO002',
      reference: 'demonstration/safety-case-1.0',
      sha256: createHash('sha256').update('a safety case of the demonstration').digest('hex'),
      issuedAt: deed.at - DAY,
      expiresAt: deed.at + YEAR,
      officer: await registeredOfficer(database, officer.who),
      addedBy: 'safety-officer',
      addedAt: deed.at,
    },
    officer,
  )
  const regionIds = REGIONS.map(region => region.id)
  const request = {
    id: PERMISSION,
    agreementId: 'agreement-symptom-checker',
    scope: { type: 'public-display', regionIds, checklist: CHECKLIST_IDS },
    reason: 'Members of the public find a service for themselves.',
  } as const
  await requestPermission(database, request, async () => null, admin)
  await movePermission(database, PERMISSION, 'discuss', around, deed)
  for (const regionId of regionIds) {
    const lead: Deed = { ...deed, who: `lead-${regionId.toLowerCase()}`, actingAs: 'dos-lead' }
    await grantRegion(database, PERMISSION, { id: `${PERMISSION}-${regionId}`, regionId }, around, lead)
  }
  const granted = await grantPermission(database, PERMISSION, {}, around, deed)
  // One that was granted before a start was cut short stays as it is.
  if (granted.outcome === 'unmet') {
    const missing = granted.unmet.map(item => item.what).join(' ')
    throw new Error(`The demonstration world could not be made: public display lacks: ${missing}`)
  }
}

/** As the register has them: the demonstration's people are entered before this. */
async function registeredOfficer(database: Database, personId: string) {
  const person = await readPerson(database.query, personId)
  const [open] = (await readRegistrations(database.query, personId)).filter(one => one.endedAt === null)
  if (!person || !open) throw new Error(`${personId} is not on the register of the demonstration.`)
  return { personId, name: person.name, registration: `${open.regulator} ${open.number}` }
}
