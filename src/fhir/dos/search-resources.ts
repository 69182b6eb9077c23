import type { Bundle, Endpoint, HealthcareService, Organization } from '@medplum/fhirtypes'
import type { Service } from '../../directory/index.ts'
import type { Audience } from '../../vocabulary/index.ts'
import { endpointId, healthcareServiceId, locationId, organisationId, organisationIdOf } from '../ids.ts'
import { seenService } from '../resources/context.ts'
import { displayName } from '../resources/display-name.ts'
import { gendersOf } from '../resources/eligibility.ts'
import { connectionOf, endpointExtensions, interactionOf, payloadMimeTypeOf } from '../resources/endpoint.ts'
import { identifiersOf } from '../resources/healthcare-service.ts'
import {
  leading,
  type OrganisationContext,
  odsIdentifier,
  organisationName,
} from '../resources/organisation.ts'
import { telecomOf } from '../resources/telecom.ts'
import { filled, textOf } from '../resources/text.ts'
import { namedTypeOf } from '../resources/type.ts'
import { ODS_CODE } from '../systems.ts'
import type { SearchOperation } from './search-request.ts'

/** The members that dos-search gives an Organization, and no others (sources, DoS 4.1). */
export function searchOrganisation(
  odsCode: string,
  services: readonly Service[],
  audience: Audience,
  { organisation: record }: OrganisationContext,
): Organization {
  const seen = services.map(service => seenService(service, audience))
  return filled({
    resourceType: 'Organization' as const,
    id: organisationId(odsCode),
    identifier: odsIdentifier(odsCode),
    active: record?.active ?? true,
    name: organisationName(record, leading(odsCode, seen)),
  })
}

/**
 * The endpoints of a service as dos-search gives them. A telephone has an empty `payloadType`, which R4 has no place for,
 * and the address is as it is kept: clients read both.
 */
export function searchEndpoints(service: Service, audience: Audience): Endpoint[] {
  const seen = seenService(service, audience)
  const managing = organisationIdOf(seen)
  return (seen.endpoints ?? []).map((endpoint, index) => ({
    resourceType: 'Endpoint',
    id: endpointId(seen.id, index),
    extension: endpointExtensions(endpoint),
    status: service.status === 'active' ? 'active' : 'off',
    connectionType: connectionOf(endpoint),
    ...(managing === undefined ? {} : { managingOrganization: { reference: `Organization/${managing}` } }),
    payloadType: [interactionOf(endpoint)].filter(one => one !== undefined),
    payloadMimeType: payloadMimeTypeOf(endpoint),
    address: textOf(endpoint.address) ?? endpoint.address,
  }))
}

/** A service as dos-search gives it. */
export function searchHealthcareService(service: Service, audience: Audience): HealthcareService {
  const seen = seenService(service, audience)
  const provider = organisationIdOf(seen)
  return filled({
    resourceType: 'HealthcareService' as const,
    id: healthcareServiceId(seen.id),
    identifier: identifiersOf(seen.uid),
    active: service.status === 'active',
    providedBy: provider === undefined ? undefined : { reference: `Organization/${provider}` },
    type: namedTypeOf(seen.typeId),
    location: [{ reference: `Location/${locationId(seen.id)}` }],
    name: displayName(seen),
    telecom: telecomOf(seen.contacts),
    eligibility: gendersOf(seen.eligibility?.sexes ?? []),
    endpoint: (seen.endpoints ?? []).map((_, index) => ({
      reference: `Endpoint/${endpointId(seen.id, index)}`,
    })),
  })
}

type Found = Organization | Endpoint | HealthcareService

/**
 * What was found, as a searchset. A list without an entry is left out, for R4 has no empty ones.
 * @param base the address of the interface, without a trailing slash
 * @param asOf when the directory was last known to be current, ISO 8601
 */
export function searchBundle(
  operation: SearchOperation,
  odsCode: string,
  found: readonly Found[],
  { id, base, asOf }: { readonly id: string; readonly base: string; readonly asOf: string },
): Bundle<Found> {
  const parameters =
    operation === 'Organization'
      ? `identifier=${ODS_CODE}|${odsCode}&_revinclude=Endpoint:organization`
      : `organization.identifier=${ODS_CODE}|${odsCode}`
  return filled({
    resourceType: 'Bundle' as const,
    id,
    meta: { lastUpdated: asOf },
    type: 'searchset' as const,
    total: found.filter(({ resourceType }) => resourceType === operation).length,
    link: [{ relation: 'self' as const, url: `${base}/${operation}?${parameters}` }],
    entry: found.map(resource => ({
      fullUrl: `${base}/${resource.resourceType}/${resource.id}`,
      resource,
      search: { mode: resource.resourceType === operation ? ('match' as const) : ('include' as const) },
    })),
  })
}
