import type { ContactPoint } from '@medplum/fhirtypes'
import type { Contact } from '../../directory/index.ts'
import { EXTENSIONS } from '../systems.ts'
import type { SeenContact } from './context.ts'
import { textOf } from './text.ts'

const SYSTEMS = { phone: 'phone', fax: 'fax', email: 'email', web: 'url' } as const satisfies Record<
  Contact['kind'],
  ContactPoint['system']
>

/** The words by which the field tells who may have a contact (sources, DoS 4.1). */
const WHO = {
  public: 'Public',
  professional: 'Clinician Access Only',
  operator: 'Clinician Access Only',
} as const satisfies Record<Contact['audience'], string>

/** Contacts that have passed the audience, each with whom it is for. */
export function telecomOf(contacts: readonly SeenContact[] | undefined): ContactPoint[] {
  return (contacts ?? []).flatMap((contact): ContactPoint[] => {
    const value = textOf(contact.value)
    return value === undefined
      ? []
      : [
          {
            extension: [{ url: EXTENSIONS.contactComment, valueString: WHO[contact.audience ?? 'public'] }],
            system: SYSTEMS[contact.kind],
            value,
            use: 'work',
          },
        ]
  })
}
