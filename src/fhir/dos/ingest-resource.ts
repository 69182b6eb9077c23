import type { Bundle, Organization } from '@medplum/fhirtypes'
import type { OrganisationRecord, Service } from '../../directory/index.ts'
import { organisationId } from '../ids.ts'
import { seenService } from '../resources/context.ts'
import {
  leading,
  odsIdentifier,
  organisationName,
  recordTelecom,
  roleExtensions,
} from '../resources/organisation.ts'
import { filled } from '../resources/text.ts'
import { ODS_CODE, PROFILES } from '../systems.ts'

/**
 * An organisation as `dos-ingest` shows and takes it. Without a record it is what its services make of it, as version 0;
 * what is shown can be put back as it is.
 * @param services of the organisation, whoever may be told of them: this is for who keeps them
 */
export function ingestOrganisation(
  odsCode: string,
  record: OrganisationRecord | undefined,
  services: readonly Service[],
): Organization {
  const lead = leading(
    odsCode,
    services.map(service => seenService(service, 'operator')),
  )
  return filled({
    resourceType: 'Organization' as const,
    id: organisationId(odsCode),
    meta: filled({
      versionId: String(record?.version ?? 0),
      lastUpdated: record?.updatedAt,
      profile: [PROFILES.Organization],
    }),
    extension: roleExtensions(record?.roles ?? []),
    identifier: odsIdentifier(odsCode),
    active: record?.active ?? services.some(({ status }) => status === 'active'),
    name: organisationName(record, lead),
    telecom: recordTelecom(record),
  })
}

/** @param base the address of the interface, without a trailing slash */
export const ingestBundle = (organization: Organization, odsCode: string, base: string): Bundle => ({
  resourceType: 'Bundle',
  type: 'searchset',
  total: 1,
  link: [{ relation: 'self', url: `${base}/Organization?identifier=${ODS_CODE}|${odsCode}` }],
  entry: [
    {
      fullUrl: `${base}/Organization/${organization.id}`,
      resource: organization,
      search: { mode: 'match' },
    },
  ],
})

const FORMAT = '^[A-Za-z0-9]{1,12}$'

export type IngestIdentifier =
  | { readonly outcome: 'read'; readonly odsCode: string }
  | {
      readonly outcome: 'wrong'
      readonly code: 'structure' | 'code-invalid' | 'value'
      readonly diagnostics: string
    }

/** Reads `system|code` (sources, DoS 4.2: here a code has 1 to 12 signs). */
export function readIngestIdentifier(given: string): IngestIdentifier {
  const bar = given.indexOf('|')
  if (bar < 0) {
    const diagnostics = `Invalid identifier value: missing separator '|'. Must be in format '${ODS_CODE}|<code>' and code must follow format ${FORMAT}`
    return { outcome: 'wrong', code: 'structure', diagnostics }
  }
  const shown = (text: string): string => text.replaceAll(/\p{C}/gu, '').slice(0, 100)
  const system = given.slice(0, bar)
  if (system !== ODS_CODE) {
    const diagnostics = `Invalid identifier system '${shown(system)}' - expected '${ODS_CODE}'`
    return { outcome: 'wrong', code: 'code-invalid', diagnostics }
  }
  const odsCode = given.slice(bar + 1).toUpperCase()
  return new RegExp(FORMAT).test(odsCode)
    ? { outcome: 'read', odsCode }
    : {
        outcome: 'wrong',
        code: 'value',
        diagnostics: `Invalid identifier value: ODS code '${shown(odsCode)}' must follow format ${FORMAT}`,
      }
}
