import assert from 'node:assert/strict'
import {
  createRegion,
  type HoldersOf,
  type Judge,
  readAccount,
  registerIndividual,
  type Standing,
  validateEmail,
  type WhenLastEnded,
} from '../../src/accounts/index.ts'
import type { Database } from '../../src/database/index.ts'
import type { Deed } from '../../src/vocabulary/index.ts'
import { deedAt } from './some-accounts.ts'

/** For accounts of which nothing was agreed: nothing else ends with the last of them. */
export const nothingElse: WhenLastEnded = async () => undefined

/** Who holds what, in these tests: one lead for each region, one administrator for each organisation, one manager. */
export const holdersOf: HoldersOf = async (_query, role, scopeId) =>
  role === 'access-manager' ? ['manager'] : [`${role}-${scopeId}`]

/** A connection with everything in place. */
export const STANDING: Standing = {
  agreement: { audience: 'professional', issuedAt: 0, acceptedVersion: '2025-02-25', acceptedAt: 0 },
  publication: 'publish',
  publicDisplay: false,
}

export const leadOf = (...regionIds: string[]): Judge => ({
  personId: `dos-lead-${regionIds[0]}`,
  reach: new Set(regionIds),
  organisations: [],
})

export const by = (who: string, at: number, why = 'a test'): Deed => ({ ...deedAt(at, why), who })

export async function openRegionsY(database: Database, at: number, ...ids: string[]): Promise<void> {
  for (const id of ids) {
    assert.equal(await createRegion(database, { id, name: `Region ${id}` }, deedAt(at)), 'created')
  }
}

/** Registers somebody for an account of their own. */
export const register = (
  database: Database,
  id: string,
  connectionId: string,
  at: number,
  over: {
    personId?: string
    regionId?: string
    belongs?: boolean
    token?: string
    predecessorId?: string
  } = {},
) =>
  registerIndividual(
    database,
    {
      id,
      personId: over.personId ?? `person-${id}`,
      connectionId,
      accessReason: 'Call handler on the night shift',
      regionId: over.regionId ?? 'Y63',
      predecessorId: over.predecessorId ?? null,
    },
    {
      belongs: over.belongs ?? true,
      proof: { token: over.token ?? `code-of-${id}`, days: 28, address: 'https://directory.test' },
      holdersOf,
    },
    by(over.personId ?? `person-${id}`, at),
  )

/** Registers somebody and brings them before the lead of the region. */
export async function inReview(
  database: Database,
  id: string,
  connectionId: string,
  at: number,
  over: { personId?: string; regionId?: string } = {},
): Promise<void> {
  const registered = await register(database, id, connectionId, at, over)
  assert.equal(registered.outcome, 'registered')
  const deed = by(over.personId ?? `person-${id}`, at)
  const validated = await validateEmail(database, id, `code-of-${id}`, holdersOf, deed)
  assert.equal(validated.outcome, 'moved')
}

export const statusOf = async (database: Database, id: string) =>
  (await readAccount(database.query, id))?.status

/** The kinds of notice somebody has had, oldest first. */
export const noticesOf = async (database: Database, personId: string): Promise<string[]> =>
  (
    await database.query<{ kind: string }>(
      'select kind from notices.notice where to_person = $1 order by id',
      [personId],
    )
  ).map(({ kind }) => kind)
