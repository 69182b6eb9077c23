import type { CodeableConcept } from '@medplum/fhirtypes'
import { type Endpoint, referralRoleById } from '../../directory/index.ts'
import { OWN, REFERRAL_METHOD } from '../systems.ts'

/** What HL7 calls the way a transport refers. */
const METHODS = {
  itk: { code: 'elec', display: 'Secure Messaging' },
  http: { code: 'elec', display: 'Secure Messaging' },
  email: { code: 'semail', display: 'Secure Email' },
  telno: { code: 'phone', display: 'Phone' },
} as const satisfies Record<Endpoint['transport'], { code: string; display: string }>

/** How it takes referrals, by its endpoints, and in which roles whoever refers must ask. Professionals see both. */
export function referralMethodsOf(
  endpoints: readonly Endpoint[] | undefined,
  roles: readonly number[] | undefined,
): CodeableConcept[] {
  const methods = new Map(
    (endpoints ?? []).map(({ transport }) => [METHODS[transport].code, METHODS[transport]]),
  )
  return [
    ...[...methods.values()].map(method => ({ coding: [{ system: REFERRAL_METHOD, ...method }] })),
    ...(roles ?? []).map(id => {
      const name = referralRoleById(id)?.name
      return { coding: [{ system: OWN.referralRole, code: String(id), ...(name ? { display: name } : {}) }] }
    }),
  ]
}
