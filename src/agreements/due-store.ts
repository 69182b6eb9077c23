import { appendChanges, type Query } from '../database/index.ts'
import type { Deed } from '../vocabulary/index.ts'
import type { DueHandler } from '../workflow/index.ts'
import { type Change, type Held, holdAgreement, takeAgreementStep } from './change-store.ts'
import { type NoticeParts, tellOfConnection } from './connection-notice.ts'
import { ending } from './store.ts'

/**
 * What becomes due for agreements that have an end: the window in which the next year is asked for opens, a restriction
 * is recommended when nothing has come of it, and what was not renewed ends.
 */
export const agreementDueHandlers = (parts: NoticeParts): Readonly<Record<string, DueHandler>> => ({
  'agreement:renewal-window': when('open-renewal', parts),
  'agreement:renewal-last-call': when('recommend-restriction', parts, { unless: renewalUnderWay }),
  'agreement:lapse': when('lapse', parts, { change: ending }),
})

const WORDS = {
  'open-renewal': {
    kind: 'renewal-opened',
    why: 'the year is nearly over',
    subject: 'An agreement is to be renewed',
    text: 'The agreement nears its end. Open its renewal with `signpost agreement renew`, look through what it says, and hand it in.',
  },
  'recommend-restriction': {
    kind: 'renewal-last-call',
    why: 'the year is nearly over and no renewal is under way',
    subject: 'An agreement will end, and no renewal is under way',
    text: 'The agreement ends soon and nobody has handed in its renewal. Access should be restricted meanwhile (AUP25-41); on its last day it ends.',
  },
  lapse: {
    kind: 'agreement-lapsed',
    why: 'its last day is over',
    subject: 'An agreement has ended',
    text: 'The agreement was not renewed and has ended. Questions asked under it are refused from now on.',
  },
} as const

function when(
  event: keyof typeof WORDS,
  parts: NoticeParts,
  more: {
    readonly unless?: (query: Query, held: Held) => Promise<boolean>
    readonly change?: (query: Query, held: Held, deed: Deed) => Change
  } = {},
): DueHandler {
  const { kind, why, subject, text } = WORDS[event]
  return (inside, due, now) =>
    inside.transaction(async query => {
      const held = await holdAgreement(query, due.entityId)
      if (!held || (await more.unless?.(query, held))) return
      // The date may have moved while this waited.
      if (event === 'lapse' && (held.until === null || held.until > now)) return
      const deed: Deed = { who: 'system', actingAs: 'system', why, at: now }
      const change = more.change?.(query, held, deed) ?? {}
      const taken = await takeAgreementStep(query, held, event, deed, change)
      if (taken.outcome !== 'changed') return
      const about = { entity: 'agreement', id: held.id } as const
      const whole = `${text}\n\nAgreement: ${held.id}`
      const { connectionId } = held
      await tellOfConnection(query, parts, { kind, connectionId, about, subject, text: whole }, now)
      await appendChanges(query, 'agreement', [held.connectionId])
    })
}

/** Whether a renewal has been handed in and not been turned down. */
async function renewalUnderWay(query: Query, { id }: Held): Promise<boolean> {
  const rows = await query(
    `select 1 from agreements.application where parent_agreement_id = $1 and kind = 'renewal'
       and state not in ('draft', 'refused', 'withdrawn', 'expired')`,
    [id],
  )
  return rows.length > 0
}
