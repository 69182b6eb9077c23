import { type Database, inTurn } from '../../database/index.ts'
import { organisationKeys, readOrganisations } from './organisation-store.ts'

/**
 * What the directory holds of an organisation as such, from an upstream register by the ingest interface. An
 * organisation without a record is made up from its services when it is asked for.
 */
export type OrganisationRecord = {
  /** ODS code in upper case, 1 to 12 letters and digits. */
  readonly odsCode: string
  readonly active: boolean
  readonly name: string
  readonly telecom: readonly { readonly system: 'phone' | 'email' | 'url'; readonly value: string }[]
  readonly roles: readonly OrganisationRole[]
  readonly version: number
  /** ISO 8601, UTC. */
  readonly updatedAt: string
}

export type OrganisationRole = {
  readonly code: string
  readonly primary: boolean
  readonly active: boolean
  /** Dates `YYYY-MM-DD`. */
  readonly from: string
  readonly until: string | null
}

export type Organisations = {
  /** By its ODS code in upper case. */
  readonly of: (odsCode: string) => OrganisationRecord | undefined
  /** For the change feed, under the topic `reference`. Keys of other lists are passed over. */
  readonly reload: (keys: readonly string[]) => Promise<void>
}

/** The organisations' records in memory. */
export async function openOrganisations(database: Database): Promise<Organisations> {
  const byCode = new Map<string, OrganisationRecord>()
  const read = inTurn(async (codes: readonly string[] | null) => {
    const records = await readOrganisations(database.query, codes)
    for (const code of codes ?? [...byCode.keys()]) byCode.delete(code)
    for (const record of records) byCode.set(record.odsCode, record)
  })
  await read(null)
  return {
    of: odsCode => byCode.get(odsCode),
    reload: async keys => {
      if (keys.includes('*')) return read(null)
      const codes = organisationKeys(keys)
      if (codes.length > 0) await read(codes)
    },
  }
}
