import { type ConnectionEntry, type Evidence, readEvidence, safetyCaseFor } from '../../agreements/index.ts'
import type { Query } from '../../database/index.ts'
import { readActor, readRegistrations } from '../../people/index.ts'
import { type Actor, type EpochMillis, holds } from '../../vocabulary/index.ts'

/**
 * The clinical safety officer who signed a safety case, by the register: they hold the role now, for the organisation
 * it is about where it is about one, and a registration of theirs is open (AUP25-22). A supplier is no organisation
 * here, so that the officer of a case about a product alone holds the role for whichever organisation they work for.
 * @returns undefined when nobody of that id is such an officer, or the registration stated is not one of theirs
 */
export async function readSafetyOfficer(
  query: Query,
  said: {
    readonly officer: string
    readonly organisation?: string
    readonly officerRegistration?: string
  },
  now: EpochMillis,
): Promise<Evidence['officer'] | undefined> {
  const person = await readActor(query, said.officer, now)
  const scopes = said.organisation === undefined ? undefined : [said.organisation]
  if (!person || !holds(person, 'clinical-safety-officer', scopes)) return undefined
  const open = (await readRegistrations(query, said.officer)).flatMap(({ regulator, number, endedAt }) =>
    endedAt === null ? [`${regulator} ${number}`] : [],
  )
  const registration = open.find(
    one => said.officerRegistration === undefined || one === said.officerRegistration,
  )
  return registration === undefined
    ? undefined
    : { personId: person.personId, name: person.name, registration }
}

/** Whether somebody added the safety case that public display on a connection would rest on now (sources, use 3.2). */
export async function addedItsSafetyCase(
  query: Query,
  actor: Actor,
  { product, organisation }: ConnectionEntry,
  now: EpochMillis,
): Promise<boolean> {
  const evidence = await readEvidence(query, { productIds: [product.id] })
  return safetyCaseFor(evidence, product, organisation.odsCode, now)?.addedBy === actor.personId
}
