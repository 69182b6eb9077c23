import type { Database, Query } from '../../database/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import { recordAct } from '../../workflow/index.ts'
import type { ReadConnections } from '../connection-entry.ts'
import { readEvidence } from '../permissions/evidence-store.ts'
import { readPermissions } from '../permissions/permission-read-store.ts'
import { readAgreements } from '../read-store.ts'
import { readTailored } from '../tailored-terms-store.ts'
import { differencesBetween, type ListingDifference } from './difference.ts'
import type { ConnectionList } from './listed.ts'
import { holdListing, readPublished, writeDifferences } from './listing-store.ts'
import { makeList } from './make-list.ts'

/** The list as the register has it at `now`. */
export async function currentList(
  query: Query,
  connections: ReadConnections,
  now: EpochMillis,
): Promise<ConnectionList> {
  return makeList(
    {
      connections: await connections(query, null),
      agreements: await readAgreements(query, null),
      permissions: await readPermissions(query),
      tailored: await readTailored(query),
      evidence: await readEvidence(query),
    },
    now,
  )
}

/** Where the list as last published and the register differ; nothing is written (AUP25-60: list equals register). */
export async function checkListing(
  database: Database,
  connections: ReadConnections,
  now: EpochMillis,
): Promise<readonly ListingDifference[]> {
  return database.transaction(async query => differences(query, connections, now))
}

/**
 * Brings the history of the list up to the register: each difference becomes a row with what was and what is. Nodes
 * may call it side by side; a change is written once.
 * @returns what differed before
 */
export async function reconcileListing(
  database: Database,
  connections: ReadConnections,
  now: EpochMillis,
): Promise<readonly ListingDifference[]> {
  return database.transaction(async query => {
    await holdListing(query)
    const found = await differences(query, connections, now)
    await writeDifferences(query, found, now)
    for (const { connectionId, change, before, after } of found) {
      const why = 'The register says so.'
      const deed = { who: 'system', actingAs: 'system', why, at: now, clauses: ['AUP25-60'] } as const
      const told = [before, after].map(one => (one === null ? null : { status: one.status }))
      await recordAct(query, 'listing', connectionId, change, deed, told[0] ?? null, told[1] ?? null)
    }
    return found
  })
}

async function differences(
  query: Query,
  connections: ReadConnections,
  now: EpochMillis,
): Promise<readonly ListingDifference[]> {
  const published = await readPublished(query)
  return differencesBetween(published, await currentList(query, connections, now))
}

/** Reconciles soon after it is woken: one round at a time, and one more when woken meanwhile. */
export type ListingKeeper = { readonly wake: () => void; readonly settled: () => Promise<void> }

export function keepListing(parts: {
  readonly database: Database
  readonly connections: ReadConnections
  readonly now: () => EpochMillis
  readonly failed: (error: unknown) => void
}): ListingKeeper {
  let running: Promise<void> | undefined
  let again = false
  const rounds = async (): Promise<void> => {
    do {
      again = false
      await reconcileListing(parts.database, parts.connections, parts.now()).catch(parts.failed)
    } while (again)
    running = undefined
  }
  return {
    wake: () => {
      if (running) again = true
      else running = rounds()
    },
    settled: async () => running,
  }
}
