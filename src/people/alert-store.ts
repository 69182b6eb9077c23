import type { Query } from '../database/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'

/**
 * What somebody, and those who watch over access, should know of: `concurrent-use` two sessions at once from different
 * networks or programs (AUP25-05), `locked-out` too many wrong attempts, `recovery` an administrator had them begin
 * again.
 */
export type AlertKind = 'concurrent-use' | 'locked-out' | 'recovery'

export type Alert = {
  readonly id: number
  /** Null: nobody has the user name that was tried. */
  readonly personId: string | null
  readonly kind: AlertKind
  readonly at: EpochMillis
  /** Of concurrent use: the session opened, and the one it found. */
  readonly sessionId: string | null
  readonly otherSessionId: string | null
}

/** Notes an alert, in the transaction of what gave rise to it. */
export async function raiseAlert(query: Query, alert: Omit<Alert, 'id'>): Promise<void> {
  await query(
    `insert into people.alert (person_id, kind, at, session_id, other_session_id) values ($1, $2, $3, $4, $5)`,
    [alert.personId, alert.kind, new Date(alert.at), alert.sessionId, alert.otherSessionId],
  )
}

/**
 * Alerts, newest first.
 * @param personId of one person; null: all
 */
export async function readAlerts(query: Query, personId: string | null, limit: number): Promise<Alert[]> {
  const rows = await query<AlertRow>(
    `select id, person_id, kind, at, session_id, other_session_id from people.alert
     where $1::text is null or person_id = $1 order by id desc limit $2`,
    [personId, limit],
  )
  return rows.map(row => ({
    id: row.id,
    personId: row.person_id,
    kind: row.kind,
    at: row.at.getTime(),
    sessionId: row.session_id,
    otherSessionId: row.other_session_id,
  }))
}

type AlertRow = {
  readonly id: number
  readonly person_id: string | null
  readonly kind: AlertKind
  readonly at: Date
  readonly session_id: string | null
  readonly other_session_id: string | null
}
