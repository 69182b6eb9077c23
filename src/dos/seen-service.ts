import { type Contact, capacityAt, type Service, shape } from '../directory/index.ts'
import type { Audience, EpochMillis } from '../vocabulary/index.ts'

/** Lists are whole once their items have passed; of an object each member may be withheld. */
type Members<V> = V extends readonly unknown[] ? V : V extends object ? { readonly [K in keyof V]?: V[K] } : V

/** A service as some audience sees it: what that audience may not see is absent. */
export type SeenService = { readonly [K in keyof Service]?: Members<Service[K]> }

/** To the public the mark on each contact is not shown, for all of those they see are public. */
type Shaped = Omit<SeenService, 'contacts'> & {
  readonly contacts?: readonly (Omit<Contact, 'audience'> & Partial<Pick<Contact, 'audience'>>)[]
}

/** The whole profile as an audience sees it at an instant, the capacity as it stands then. */
export function seenBy(service: Service, audience: Audience, now: EpochMillis): SeenService {
  const current = service.capacity
    ? { ...service, capacity: capacityAt(service.capacity, now).capacity }
    : service
  // What shape gives is its argument with parts left out, which its own type does not say.
  const { contacts = [], ...shaped } = shape(current, audience, 'full') as Shaped
  return {
    ...shaped,
    contacts: contacts.map(contact => ({ ...contact, audience: contact.audience ?? 'public' })),
  }
}
