import { isDeepStrictEqual } from 'node:util'
import type { Service, Status } from '../service.ts'
import type { Settled } from './settle.ts'

type Incoming = Extract<Settled, { outcome: 'service' }>

/**
 * A service already here, with what its source now says. The source is believed in what it speaks of; what people
 * here have decided (audience, roles, profile, capacity, alignment, hierarchy, a suspension) is never undone by a
 * file, and what the source is silent about stays.
 */
export function mergeService(existing: Service, incoming: Incoming): Service {
  const { service, spoken, givenUid } = incoming
  const { returnIfOpenWithinMinutes } = existing.openingTimes
  const { practices } = existing.eligibility
  return {
    ...existing,
    ...service,
    id: existing.id,
    uid: givenUid ?? existing.uid,
    status: statusAfter(existing.status, service.status),
    audience: existing.audience,
    contacts: [...service.contacts, ...keptContacts(existing, service)],
    instructions: { ...existing.instructions, ...service.instructions },
    openingTimes: spoken.opening
      ? {
          ...service.openingTimes,
          ...(returnIfOpenWithinMinutes === undefined ? {} : { returnIfOpenWithinMinutes }),
        }
      : existing.openingTimes,
    eligibility: spoken.eligibility
      ? { ...service.eligibility, ...(practices === undefined ? {} : { practices }) }
      : existing.eligibility,
    clinicalProfile: existing.clinicalProfile,
    referralRoles: existing.referralRoles,
    endpoints: spoken.endpoints ? service.endpoints : existing.endpoints,
    attributes: [
      ...service.attributes,
      ...existing.attributes.filter(({ name }) => !service.attributes.some(one => one.name === name)),
    ],
    verification: spoken.verification
      ? { ...existing.verification, ...service.verification }
      : existing.verification,
    alignments: existing.alignments,
  }
}

/** A row that is active reopens what is closed, and leaves a suspension and its like to people. */
function statusAfter(existing: Status, incoming: Status): Status {
  if (incoming === 'closed') return 'closed'
  return incoming === 'active' && existing === 'closed' ? 'active' : existing
}

/** Numbers for professionals are mostly added here by hand; those stay unless the source brings its own. */
function keptContacts(existing: Service, incoming: Service): Service['contacts'] {
  const brings = incoming.contacts.some(({ kind, audience }) => kind === 'phone' && audience !== 'public')
  return brings
    ? []
    : existing.contacts.filter(({ kind, audience }) => kind === 'phone' && audience !== 'public')
}

/** Whether two records say the same, whatever the order of their properties (jsonb keeps none). */
export const sameService = (one: Service, other: Service): boolean => isDeepStrictEqual(one, other)
