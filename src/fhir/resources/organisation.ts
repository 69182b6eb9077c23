import type { ContactPoint, Extension, Organization } from '@medplum/fhirtypes'
import type { OrganisationRecord, OrganisationRole, Service } from '../../directory/index.ts'
import type { Audience } from '../../vocabulary/index.ts'
import { endpointId, organisationId } from '../ids.ts'
import { EXTENSIONS, ODS_CODE, ORGANISATION_ROLE, PERIOD_TYPE, PROFILES } from '../systems.ts'
import { type SeenService, seenService } from './context.ts'
import { displayName } from './display-name.ts'
import { addressOf } from './location.ts'
import { tagOf } from './meta.ts'
import { filled, textOf } from './text.ts'

/** A service of the organisation, and when the stored version of it was written, ISO 8601. */
export type ServiceOf = { readonly service: Service; readonly updatedAt: string }

export type OrganisationContext = {
  /** The register's record of it, if there is one. */
  readonly organisation?: OrganisationRecord | undefined
}

/**
 * An organisation as an Organization of base R4 in UK Core's profile: what the register says of it, and for the rest
 * what its services do. Undefined when there is neither a record nor a service.
 * @param services those the audience may be told of (Memory.byOrganisation)
 */
export function organisationOf(
  odsCode: string,
  services: readonly ServiceOf[],
  audience: Audience,
  { organisation: record }: OrganisationContext,
): Organization | undefined {
  const code = odsCode.toUpperCase()
  const seen = services.map(({ service }) => seenService(service, audience))
  const lead = leading(code, seen)
  const dates = [...services.map(({ updatedAt }) => updatedAt), ...(record ? [record.updatedAt] : [])]
  const lastUpdated = dates.sort().at(-1)
  if (lastUpdated === undefined) return undefined
  return filled({
    resourceType: 'Organization' as const,
    id: organisationId(code),
    meta: {
      // Of two sources: either moves it, and neither moves it back.
      versionId: `${record?.version ?? 0}-${Date.parse(lastUpdated)}`,
      lastUpdated,
      profile: [PROFILES.Organization],
      ...(record ? {} : tagOf(lead)),
    },
    extension: record ? roleExtensions(record.roles) : [],
    identifier: odsIdentifier(code),
    active: record?.active ?? true,
    type: (record?.roles ?? []).map(({ code }) => ({ coding: [{ system: ORGANISATION_ROLE, code }] })),
    name: organisationName(record, lead),
    telecom: recordTelecom(record),
    address: [addressOf(lead?.place)].filter(one => one !== undefined),
    endpoint: seen.flatMap(({ id, endpoints }) =>
      (endpoints ?? []).map((_, index) => ({ reference: `Endpoint/${endpointId(id, index)}` })),
    ),
  })
}

export const odsIdentifier = (value: string) => [{ use: 'official' as const, system: ODS_CODE, value }]

/** Of several services the one whose code is the organisation's own speaks for it, else the oldest. */
export const leading = (code: string, seen: readonly SeenService[]): SeenService | undefined =>
  seen.find(({ odsCode }) => odsCode?.trim().toUpperCase() === code) ?? seen[0]

/**
 * What the register calls it; else the name of its service without what tells services of one place apart: a
 * leading `GP - ` and all from the next ` - ` on (sources, DoS 4.3).
 */
export function organisationName(
  record: OrganisationRecord | undefined,
  lead: SeenService | undefined,
): string | undefined {
  const known = textOf(record?.name)
  if (known !== undefined) return known
  const name = lead && displayName(lead)
  return textOf(name?.replace(/^GP - /i, '').split(' - ')[0]) ?? name
}

export const recordTelecom = (record: OrganisationRecord | undefined): ContactPoint[] =>
  (record?.telecom ?? []).map(({ system, value }) => ({ system, value }))

/** Each role with its code, whether it is in force, and from when until when (sources, DoS 4.2). */
export const roleExtensions = (roles: readonly OrganisationRole[]): Extension[] =>
  roles.map(({ code, active, from, until }, index) => ({
    url: EXTENSIONS.organisationRole,
    extension: [
      { url: 'instanceID', valueInteger: index + 1 },
      {
        url: 'roleCode',
        valueCodeableConcept: { coding: [{ system: ORGANISATION_ROLE, code }] },
      },
      { url: 'active', valueBoolean: active },
      {
        url: EXTENSIONS.typedPeriod,
        extension: [
          { url: 'dateType', valueCoding: { system: PERIOD_TYPE, code: 'Legal', display: 'Legal' } },
          { url: 'period', valuePeriod: until === null ? { start: from } : { start: from, end: until } },
        ],
      },
    ],
  }))
