import type { Organization, Reference } from '@medplum/fhirtypes'
import { type OrganisationRecord, organisationCodeOf } from '../../directory/index.ts'
import { ODS_CODE } from '../systems.ts'
import { filled, textOf } from './text.ts'

/** The organisation, by its resource and by its ODS code; a code that is none of an organisation stays as it is kept. */
export function organisationReference(
  id: string | undefined,
  odsCode: string | undefined,
  record: OrganisationRecord | undefined,
): Reference<Organization> | undefined {
  const value = organisationCodeOf(odsCode) ?? textOf(odsCode)
  return value === undefined
    ? undefined
    : filled({
        reference: id === undefined ? undefined : `Organization/${id}`,
        identifier: { system: ODS_CODE, value },
        display: textOf(record?.name),
      })
}
