import { readEntry } from '../../../activity/index.ts'
import type { EpochMillis } from '../../../vocabulary/index.ts'
import type { HttpRooms } from '../../rooms.ts'

const HOUR = 3_600_000
/** For how long after an answer something may be reported of it. */
const TOLD_MILLIS = 7 * 24 * HOUR
/** Looked at in turn: nearly everybody reports what they have just been told. */
const STRETCHES = [HOUR, 24 * HOUR, TOLD_MILLIS] as const

type Asked = { readonly account: string; readonly service: number; readonly decisionId: string | null }

/**
 * Whether an account was told of a service lately, by a search. An answer that is named is found at once. To look through
 * a week of a busy account takes the database a while, so one question of an account waits for the one before.
 */
export function toldLately(rooms: Pick<HttpRooms, 'recent' | 'returnedElsewhere' | 'database'>) {
  const looking = new Map<string, Promise<unknown>>()

  const inLog = async ({ account, service, decisionId }: Asked, now: EpochMillis): Promise<boolean> => {
    if (decisionId !== null) {
      const entry = (await readEntry(rooms.database.query, decisionId))?.entry
      const isLate = entry !== undefined && now - Date.parse(entry.at) > TOLD_MILLIS
      if (entry?.account === account && entry.results.includes(service) && !isLate) return true
    }
    for (const stretch of STRETCHES) {
      if (await rooms.returnedElsewhere(account, service, now - stretch)) return true
    }
    return false
  }
  return async (asked: Asked, now: EpochMillis): Promise<boolean> => {
    const { account, service } = asked
    if (rooms.recent.has(account, service)) return true
    const mine = (looking.get(account) ?? Promise.resolve()).then(() => inLog(asked, now))
    const settled = mine.catch(() => {})
    looking.set(account, settled)
    try {
      return await mine
    } finally {
      if (looking.get(account) === settled) looking.delete(account)
    }
  }
}
