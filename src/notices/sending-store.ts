import type { Query } from '../database/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'

/** A notice somebody has taken to send. */
export type Letter = {
  readonly id: number
  readonly to_person: string | null
  readonly to_email: string | null
  readonly subject: string
  readonly text: string
  /** How often it has been taken, this time included. */
  readonly tries: number
}

const MINUTE = 60_000
/** How long after each try the next one comes. One that never succeeds is given up two and a half days on. */
const WAITS = [1, 5, 30, 120, 480, 1440, 1440].map(minutes => minutes * MINUTE)

/**
 * Takes the oldest notice that is to be sent, for this node alone: it comes up again after the wait for its next try
 * even should this node stop half-way, so that it is sent at least once. One statement, for a transaction would hold the
 * database while a mail server thinks.
 */
export async function takeLetter(query: Query, now: EpochMillis): Promise<Letter | undefined> {
  const [letter] = await query<Letter>(
    `update notices.notice set tries = tries + 1,
       next_try_at = $1::timestamptz + make_interval(secs => ($2::int[])[least(tries + 1, cardinality($2::int[]))])
     where id = (select id from notices.notice where next_try_at <= $1 order by next_try_at, id limit 1
       for update skip locked)
     returning id, to_person, to_email, subject, text, tries`,
    [new Date(now), WAITS.map(wait => wait / 1000)],
  )
  return letter
}

/** Notes that it has left. What was only for the mail box is wiped. */
export const noteSent = async (query: Query, id: number, at: EpochMillis): Promise<void> => {
  await query(
    `update notices.notice set sent_at = $2, next_try_at = null, failed = null,
       text = case when mail_only then '' else text end where id = $1`,
    [id, new Date(at)],
  )
}

/** Notes why it has not left; the last try gives it up. */
export const noteFailed = async (
  query: Query,
  letter: Letter,
  why: string,
  hopeless: boolean,
): Promise<void> => {
  const over = hopeless || letter.tries > WAITS.length
  await query(
    `update notices.notice set failed = $2, next_try_at = case when $3 then null else next_try_at end,
       text = case when $3 and mail_only then '' else text end where id = $1`,
    [letter.id, why, over],
  )
}
