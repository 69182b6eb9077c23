import type { Query } from '../database/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import type { AgreementStatus, PolicyText } from './agreement.ts'
import type { AgreementState } from './agreement-machine.ts'
import { stateOf } from './change-store.ts'

/** What was done to an agreement beside what `decide` needs of it. */
export type AgreementLife = {
  readonly id: string
  readonly state: AgreementState
  readonly applicationId: string | null
  readonly issued: { readonly by: string | null; readonly via: string | null } | null
  /** When a signatory first opened what was issued last, and who. */
  readonly read: { readonly at: EpochMillis; readonly by: string } | null
  /** The newer version that is to be accepted as well, since when. */
  readonly asked: (PolicyText & { readonly since: EpochMillis }) | null
}

type Row = {
  readonly id: string
  readonly status: AgreementStatus
  readonly application_id: string | null
  readonly issued_version: string | null
  readonly issued_by: string | null
  readonly issued_via: string | null
  readonly read_at: Date | null
  readonly read_by: string | null
  readonly reaccept_version: string | null
  readonly reaccept_hash: string | null
  readonly reaccept_since: Date | null
}

/** The lives of these agreements, in the order of their ids. */
export async function readLives(query: Query, ids: readonly string[]): Promise<AgreementLife[]> {
  const rows = await query<Row>(
    `select id, status, application_id, issued_version, issued_by, issued_via, read_at, read_by, reaccept_version,
       reaccept_hash, reaccept_since
     from agreements.agreement where id = any($1::text[]) order by id`,
    [ids],
  )
  return rows.map(row => ({
    id: row.id,
    state: stateOf(row),
    applicationId: row.application_id,
    issued: row.issued_version === null ? null : { by: row.issued_by, via: row.issued_via },
    read:
      row.read_at === null || row.read_by === null ? null : { at: row.read_at.getTime(), by: row.read_by },
    asked:
      row.reaccept_version === null || row.reaccept_hash === null || row.reaccept_since === null
        ? null
        : { version: row.reaccept_version, hash: row.reaccept_hash, since: row.reaccept_since.getTime() },
  }))
}
