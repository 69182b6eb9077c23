import { randomBytes, randomUUID } from 'node:crypto'
import { issueSecret, letMaintain, readConnectionEntries } from '../accounts/index.ts'
import { grantPermission, type ReadConnections, requestPermission } from '../agreements/index.ts'
import type { Database } from '../database/index.ts'
import { readServices } from '../directory/index.ts'
import { policyInForce } from '../policy/index.ts'
import type { Deed } from '../vocabulary/index.ts'
import { inside } from '../workflow/index.ts'
import type { Part } from './cast.ts'
import type { DemonstrationAccount } from './file.ts'
import { REGIONS } from './people.ts'

const YEAR = 365 * 86_400_000
const HOW = {
  password:
    'User name and password: Basic at /app/controllers/api/v1.0, in userInfo at /app/api/webservices.',
  'api-key': 'Send "Authorization: Token" and the key to /api/v0.0.1/capacity.',
} as const

/**
 * A password or key for the older interfaces, new for every world. Where two nodes have issued theirs, others on the same
 * PostgreSQL leave those alone, and only their files know them; a world of one node whose making was cut short that
 * often cannot be helped to a third.
 */
export async function giveSecret(
  database: Database,
  accountId: string,
  username: string,
  { kind, interfaces }: NonNullable<Part['secret']>,
  deed: Deed,
): Promise<Partial<DemonstrationAccount>> {
  const wanted = { id: randomUUID(), accountId, kind, username, interfaces, purpose: null }
  const dates = { from: deed.at, until: deed.at + 2 * YEAR }
  const issued = await issueSecret(database, { ...wanted, ...dates }, deed, randomBytes)
  const secretFor = HOW[kind]
  if (issued.outcome === 'too-many') {
    return { username, secretFor: `${secretFor} It is in the files of the nodes that were first.` }
  }
  if (issued.outcome !== 'issued')
    throw new Error(`${username} could not be given a secret: ${issued.outcome}.`)
  return {
    username,
    secretFor,
    ...(kind === 'password' ? { password: issued.secret } : { apiKey: issued.secret }),
  }
}

/** Lets an account keep the roots of these regions, and so all below them. Services are there by now. */
export async function maintain(
  database: Database,
  accountId: string,
  regions: NonNullable<Part['maintains']>,
  deed: Deed,
): Promise<void> {
  if (regions.length === 0) return
  // The demonstration's regions are its first services (services.ts).
  const firstIds = REGIONS.map((_, index) => index + 1)
  for (const { service } of await readServices(database.query, firstIds)) {
    const { id, regionId, parentId } = service
    const isRoot = parentId === undefined && regionId !== undefined
    if (!isRoot || (regions !== 'every-region' && !regions.includes(regionId))) continue
    const made = await letMaintain(database, accountId, id, deed)
    if (made !== 'let' && made !== 'already') throw new Error(`${accountId} cannot maintain ${id}: ${made}.`)
  }
}

/** Permission to ask for no person but to see that an answer comes (sources, use D5; DoS 6b). */
export const letMonitor = (database: Database, agreementId: string, deed: Deed): Promise<void> =>
  // In one transaction: a second node that begins at the same moment waits at the agreement, and then finds it done.
  database.transaction(async query => {
    const within = inside(database, query)
    const connections: ReadConnections = async (asked, ids) =>
      (await readConnectionEntries(asked, ids)).map(entry => ({ ...entry, interfaces: [] }))
    const id = `monitoring-${agreementId}`
    const scope = { type: 'synthetic-monitoring', everyMinutes: 1 } as const
    const request = { id, agreementId, scope, reason: 'To notice when the directory does not answer.' }
    await requestPermission(within, request, async () => null, deed)
    const granted = await grantPermission(within, id, {}, { connections, policy: policyInForce }, deed)
    if (granted.outcome === 'unmet') {
      throw new Error(`Monitoring could not be permitted: ${granted.unmet.map(item => item.what).join(' ')}`)
    }
  })
