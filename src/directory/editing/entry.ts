import type { Database, Query } from '../../database/index.ts'
import type { Deed } from '../../vocabulary/index.ts'
import { inside, recordAct } from '../../workflow/index.ts'
import type { Service, StoredService } from '../service.ts'
import { readService } from '../store.ts'
import { writeServices } from '../write-store.ts'
import { type Difference, difference, membersOf } from './difference.ts'
import { type ProfileFault, profileOf } from './profile.ts'
import { readVersion } from './reach-store.ts'

/** What a correction makes of a service. */
export type Correction =
  | { readonly outcome: 'corrected'; readonly service: Service }
  | { readonly outcome: 'faulty'; readonly faults: readonly ProfileFault[] }
  | { readonly outcome: 'not-legal'; readonly detail: string }

/** Somebody wrote it in between: what differs since a version that the writer saw, as far as there was one. */
export type Stale = {
  readonly outcome: 'changed-meanwhile'
  readonly version: number
  readonly differs: readonly Difference[]
}

export type EntryChange =
  | { readonly outcome: 'changed'; readonly entry: StoredService }
  | { readonly outcome: 'unknown-entry' }
  | Exclude<Correction, { outcome: 'corrected' }>
  | Stale

/**
 * Corrects an entry at once, in one transaction: a new version attributed to whoever did it, and the act on record.
 * What is the same afterwards is left alone.
 * @param versions those the writer has seen, any of which may be the present one
 */
export async function correctEntry(
  database: Database,
  id: number,
  versions: readonly number[],
  event: string,
  deed: Deed,
  work: (service: Service) => Correction,
): Promise<EntryChange> {
  return database.transaction(async query => {
    const stored = await readService(query, id)
    if (!stored) return { outcome: 'unknown-entry' }
    if (!versions.includes(stored.version)) return staleSince(query, stored, versions)
    const correction = work(stored.service)
    if (correction.outcome !== 'corrected') return correction
    const written = { who: deed.who, at: new Date(deed.at), why: deed.why }
    const expectedVersions = new Map([[id, stored.version]])
    const answer = await writeServices(inside(database, query), [correction.service], written, {
      expectedVersions,
    })
    if (answer.outcome === 'invalid') return { outcome: 'faulty', faults: answer.faults }
    const present = await readService(query, id)
    if (!present) throw new Error(`The entry ${id} is gone.`)
    if (answer.outcome === 'conflict') return staleSince(query, present, versions)
    if (answer.outcome === 'taken') throw new Error(`The entry ${id} may not keep its own ${answer.what}.`)
    if (present.version !== stored.version) await noteWrite(query, event, deed, stored, present)
    return { outcome: 'changed', entry: present }
  })
}

/** Puts on record that a version was written: which, and which members differ; never their content. */
export async function noteWrite(
  query: Query,
  event: string,
  deed: Deed,
  before: StoredService | null,
  after: StoredService,
): Promise<void> {
  const members = membersOf(difference(before?.service ?? {}, after.service))
  const was = before && { version: before.version }
  const is = { version: after.version, members }
  await recordAct(query, 'service', String(after.service.id), event, deed, was, is)
}

/** What differs in an entry since the newest of the versions that somebody has seen. */
export async function staleSince(
  query: Query,
  present: StoredService,
  versions: readonly number[],
): Promise<Stale> {
  const seen = await readVersion(query, present.service.id, Math.max(0, ...versions))
  const differs = seen ? difference(seenBy(seen.service), seenBy(present.service)) : []
  return { outcome: 'changed-meanwhile', version: present.version, differs }
}

/** What editors see of a service besides its ids: the profile, what is kept by acts, and nothing for operators. */
export const seenBy = (service: Service) => ({
  ...profileOf(service),
  ...(service.capacity ? { capacity: capacityOf(service.capacity) } : {}),
  verification: service.verification,
})

const capacityOf = ({ updatedBy: _, ...capacity }: NonNullable<Service['capacity']>) => capacity
