import type { HealthcareService, Location, Reference } from '@medplum/fhirtypes'
import type { Service } from '../../directory/index.ts'
import type { Audience } from '../../vocabulary/index.ts'
import { areaId, endpointId, healthcareServiceId, locationId, organisationIdOf } from '../ids.ts'
import { DOS_SERVICE_ID, PROFILES } from '../systems.ts'
import { areaName, areaOf } from './area.ts'
import { appointmentRequiredOf, characteristicsOf } from './characteristics.ts'
import { type ResourceContext, type SeenService, seenService } from './context.ts'
import { displayName } from './display-name.ts'
import { eligibilityOf } from './eligibility.ts'
import { hoursOf } from './hours.ts'
import { metaOf } from './meta.ts'
import { organisationReference } from './reference.ts'
import { referralMethodsOf } from './referral.ts'
import { specialtyOf } from './specialty.ts'
import { telecomOf } from './telecom.ts'
import { filled, textOf } from './text.ts'
import { typeOf } from './type.ts'

/**
 * A service as a HealthcareService of base R4 in UK Core's profile, with what the audience may see. Everything has a
 * standard element; who a contact is for has HL7's own extension.
 */
export function healthcareServiceOf(
  service: Service,
  audience: Audience,
  context: ResourceContext,
): HealthcareService {
  const seen = seenService(service, audience)
  const name = displayName(seen)
  return filled({
    resourceType: 'HealthcareService' as const,
    id: healthcareServiceId(seen.id),
    meta: metaOf(seen, context, PROFILES.HealthcareService),
    identifier: identifiersOf(seen.uid),
    // Whoever is told of a service is told of an active one; operators see the others.
    active: service.status === 'active',
    providedBy: organisationReference(organisationIdOf(seen), seen.odsCode, context.organisation),
    type: typeOf(seen.typeId),
    specialty: specialtyOf(seen.typeId),
    location: [filled({ reference: `Location/${locationId(seen.id)}`, display: name })],
    name,
    comment: textOf(seen.instructions?.public),
    extraDetails: detailsOf(seen.instructions),
    telecom: telecomOf(seen.contacts),
    coverageArea: (seen.coverage ?? []).flatMap(one => coverageReference(one, seen)),
    eligibility: seen.eligibility ? eligibilityOf(seen.eligibility) : [],
    characteristic: characteristicsOf(seen, context.now),
    referralMethod: referralMethodsOf(seen.endpoints, seen.referralRoles),
    appointmentRequired: appointmentRequiredOf(seen.attributes),
    ...(seen.openingTimes ? hoursOf(seen.openingTimes, context.now) : {}),
    endpoint: (seen.endpoints ?? []).map((_, index) => ({
      reference: `Endpoint/${endpointId(seen.id, index)}`,
    })),
  })
}

export const identifiersOf = (uid: string) => {
  const value = textOf(uid)
  return value === undefined ? [] : [{ use: 'official' as const, system: DOS_SERVICE_ID, value }]
}

/** What clinicians are told, then how they refer. */
function detailsOf(instructions: SeenService['instructions']): string | undefined {
  const professional = textOf(instructions?.professional)
  const referral = textOf(instructions?.referral)
  const parts = [professional, referral && `Referral: ${referral}`].filter(part => part !== undefined)
  return parts.length === 0 ? undefined : parts.join('\n\n')
}

type Covered = NonNullable<SeenService['coverage']>[number]

/** An area whose code cannot be an id is still named. */
function coverageReference(covered: Covered, seen: SeenService): Reference<Location>[] {
  const area = areaOf(covered, seen.id)
  if (area === undefined) return []
  const id = areaId(area)
  const display = areaName(area, displayName(seen))
  return [id === undefined ? { display } : { reference: `Location/${id}`, display }]
}
