import { type Contact, type OrganisationRecord, type Service, shape } from '../../directory/index.ts'
import type { Audience, EpochMillis } from '../../vocabulary/index.ts'

/** What a resource is made from beside the record. */
export type ResourceContext = {
  /** Of the stored service, counted from 1. */
  readonly version: number
  /** When that version was written, ISO 8601. */
  readonly updatedAt: string
  /** For the capacity that stands now, and the exceptional days to come. */
  readonly now: EpochMillis
  /** The register's record of the organisation the service belongs to, if there is one. */
  readonly organisation?: OrganisationRecord | undefined
}

/** A service with what one audience may see of it and nothing else: every resource is made from this alone. */
export type SeenService = Partial<Omit<Service, 'id' | 'uid' | 'name' | 'typeId' | 'capacity' | 'contacts'>> &
  Pick<Service, 'id' | 'uid' | 'name' | 'typeId'> & {
    readonly capacity?: Omit<NonNullable<Service['capacity']>, 'updatedBy'>
    readonly contacts?: readonly SeenContact[]
  }

/** The public is not told whom a contact is for: all that it sees are for the public. */
export type SeenContact = Omit<Contact, 'audience'> & Partial<Pick<Contact, 'audience'>>

/** Whether the audience may be told of the service at all has been asked before (`mayBeTold`). */
export const seenService = (service: Service, audience: Audience): SeenService =>
  // Shaping only leaves out, and never what the schema marks for everybody: id, uid, name and type.
  shape(service, audience, 'full') as SeenService
