import type { Query } from '../database/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import type { Entity } from '../workflow/index.ts'

/** Who is told: a person of ours, by id, or an address that belongs to none. */
export type Recipient = { readonly person: string } | { readonly email: string }

/** What somebody is told. Never more about people than their ids. */
export type Notice = {
  readonly to: Recipient
  /** What kind of notice, in the words of the room that sends it, such as `account-suspended`. */
  readonly kind: string
  readonly subject: string
  /** Plain text. */
  readonly text: string
  readonly about: { readonly entity: Entity; readonly id: string }
  /**
   * It holds something only whoever reads the mail box may know, such as the proof of an address: it is sent, never
   * shown in an inbox, and its text is wiped once it has left.
   */
  readonly mailOnly?: boolean
}

/** A notice in an inbox. */
export type InboxNotice = {
  readonly id: number
  readonly kind: string
  readonly subject: string
  readonly text: string
  readonly entity: Entity
  readonly entityId: string
  readonly at: EpochMillis
  readonly readAt: EpochMillis | null
  readonly sentAt: EpochMillis | null
}

/** Leaves a notice, in the transaction of the act it tells of: told of is what happened, and nothing else. */
export async function notify(query: Query, notice: Notice, at: EpochMillis): Promise<void> {
  const { to, about } = notice
  await query(
    `insert into notices.notice (to_person, to_email, kind, subject, text, entity, entity_id, at, mail_only, next_try_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8)`,
    [
      'person' in to ? to.person : null,
      'email' in to ? to.email : null,
      notice.kind,
      notice.subject,
      notice.text,
      about.entity,
      about.id,
      new Date(at),
      notice.mailOnly === true,
    ],
  )
}

type InboxRow = {
  readonly id: number
  readonly kind: string
  readonly subject: string
  readonly text: string
  readonly entity: Entity
  readonly entity_id: string
  readonly at: Date
  readonly read_at: Date | null
  readonly sent_at: Date | null
}

/**
 * What is in somebody's inbox, newest first.
 * @param before only those older than the notice of that id; null: from the newest
 */
export async function readNotices(
  query: Query,
  personId: string,
  page: { readonly limit: number; readonly before: number | null; readonly unreadOnly: boolean },
): Promise<InboxNotice[]> {
  const rows = await query<InboxRow>(
    `select id, kind, subject, text, entity, entity_id, at, read_at, sent_at from notices.notice
     where to_person = $1 and not mail_only and ($2::bigint is null or id < $2) and (not $3 or read_at is null)
     order by id desc limit $4`,
    [personId, page.before, page.unreadOnly, page.limit],
  )
  return rows.map(row => ({
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    text: row.text,
    entity: row.entity,
    entityId: row.entity_id,
    at: row.at.getTime(),
    readAt: row.read_at?.getTime() ?? null,
    sentAt: row.sent_at?.getTime() ?? null,
  }))
}

/** Notes that somebody has read a notice in their own inbox; the first time counts. */
export async function markRead(
  query: Query,
  personId: string,
  noticeId: number,
  at: EpochMillis,
): Promise<'read' | 'no-such'> {
  const marked = await query(
    `update notices.notice set read_at = coalesce(read_at, $3)
     where id = $2 and to_person = $1 and not mail_only returning id`,
    [personId, noticeId, new Date(at)],
  )
  return marked.length > 0 ? 'read' : 'no-such'
}
