import type { PolicyVersion } from '../policy/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { type DueHandler, schedule } from '../workflow/index.ts'
import { dayOf } from './calendar.ts'
import { type NoticeParts, tellOfConnection } from './connection-notice.ts'
import { nextNotice } from './permissions/timers.ts'
import { endTailored, readTailored } from './tailored-terms-store.ts'

/** What comes by the calendar to tailored terms: notices before they end, and the end, back to the common terms. */
export function tailoredDueHandlers(
  parts: NoticeParts & { readonly policy: (now: EpochMillis) => PolicyVersion },
): Readonly<Record<string, DueHandler>> {
  const { policy } = parts
  return {
    'tailored-terms:notice': async ({ query }, due, now) => {
      const [terms] = await readTailored(query, { ids: [due.entityId], inForceOnly: true })
      if (!terms) return
      const again = nextNotice(terms.until, policy(now).parameters.permissionNoticeDays, now)
      if (again !== null) await schedule(query, 'tailored-terms', terms.id, 'notice', again)
      const text = `The terms tailored to your use (${terms.summary}) end on ${dayOf(terms.until)}; from then on the common terms hold.`
      const about = { entity: 'tailored-terms', id: terms.id } as const
      const subject = 'Your tailored terms end soon'
      const { connectionId } = terms
      const notice = { kind: 'tailored-terms-ending', connectionId, about, subject, text }
      await tellOfConnection(query, parts, notice, now)
    },
    'tailored-terms:expire': async (inside, due, now) => {
      const [terms] = await readTailored(inside.query, { ids: [due.entityId], inForceOnly: true })
      if (!terms) return
      const deed: Deed = { who: 'system', actingAs: 'system', why: 'Their last day has come.', at: now }
      const ended = await endTailored(inside, terms.id, 'expire', deed)
      if (ended.outcome !== 'changed') return
      const text = `The terms tailored to your use (${terms.summary}) have ended. The common terms hold again.`
      const about = { entity: 'tailored-terms', id: terms.id } as const
      const subject = 'Your tailored terms have ended'
      const { connectionId } = terms
      const notice = { kind: 'tailored-terms-ended', connectionId, about, subject, text }
      await tellOfConnection(inside.query, parts, notice, now)
    },
  }
}
