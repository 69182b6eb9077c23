import type { Query } from '../database/index.ts'
import type { AgreementFacts } from '../policy/index.ts'
import { type DirectPurposeCode, purposeOf } from '../vocabulary/index.ts'
import type { Agreement } from './agreement.ts'

/** Columns as typed here are what the check constraints of migration 0005 let in. */
type Row = {
  readonly id: string
  readonly connection_id: string
  readonly status: AgreementFacts['status']
  readonly use_case: string
  readonly purposes: readonly string[]
  readonly audience: AgreementFacts['audience']
  readonly regions: readonly string[] | null
  readonly type_ids: readonly number[] | null
  readonly results_max: number
  readonly distance_metres_max: number
  readonly per_minute: number
  readonly per_day: number
  readonly look_ups: AgreementFacts['lookUps']
  readonly origins: AgreementFacts['origins']
  readonly valid_from: Date
  readonly valid_until: Date | null
  readonly issued_version: string | null
  readonly issued_hash: string | null
  readonly issued_at: Date | null
  readonly accepted_version: string | null
  readonly accepted_hash: string | null
  readonly accepted_at: Date | null
  readonly accepted_by: string | null
  readonly accepted_as: string | null
}

/** The agreements of these connections, or of all of them. */
export async function readAgreements(
  query: Query,
  connectionIds: readonly string[] | null,
): Promise<Agreement[]> {
  const rows = await query<Row>(
    `select * from agreements.agreement where $1::text[] is null or connection_id = any($1::text[])
     order by connection_id, valid_from, id`,
    [connectionIds],
  )
  return rows.map(agreementOf)
}

function agreementOf(row: Row): Agreement {
  const { issued_version: issued, issued_hash, issued_at } = row
  const { accepted_version: accepted, accepted_hash, accepted_at, accepted_by, accepted_as } = row
  return {
    connectionId: row.connection_id,
    facts: factsOf(row),
    issued:
      issued === null || issued_hash === null || issued_at === null
        ? null
        : { version: issued, hash: issued_hash, at: issued_at.getTime() },
    accepted:
      accepted === null || accepted_hash === null || accepted_at === null
        ? null
        : {
            version: accepted,
            hash: accepted_hash,
            at: accepted_at.getTime(),
            by: accepted_by ?? '',
            as: accepted_as ?? '',
          },
  }
}

const factsOf = (row: Row): AgreementFacts =>
  Object.freeze({
    id: row.id,
    status: row.status,
    policyVersion: row.accepted_version,
    useCase: row.use_case,
    purposes: Object.freeze(row.purposes.map(directPurpose)),
    audience: row.audience,
    regions: row.regions === null ? ('national' as const) : Object.freeze([...row.regions]),
    typeIds: row.type_ids === null ? null : Object.freeze([...row.type_ids]),
    resultsMax: row.results_max,
    distanceMetresMax: row.distance_metres_max,
    volume: Object.freeze({ perMinute: row.per_minute, perDay: row.per_day }),
    lookUps: row.look_ups,
    origins: row.origins,
    from: row.valid_from.getTime(),
    until: row.valid_until?.getTime() ?? null,
  })

/** @throws for a code that is not of direct care: no agreement can hold one (AUP25-12), whoever wrote it there */
function directPurpose(code: string): DirectPurposeCode {
  const purpose = purposeOf(code)
  if (purpose?.kind !== 'direct')
    throw new Error(`An agreement holds the purpose ${code}, which none can have.`)
  return purpose.code
}
