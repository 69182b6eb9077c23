import type { ActivityEntry } from '../../activity/index.ts'
import type { Observation } from '../detection/types.ts'
import { needNumber } from './need-number.ts'

/** As much of an entry as the detectors are told from. */
export type Watchable = Pick<
  ActivityEntry,
  'account' | 'action' | 'question' | 'results' | 'flags' | 'watched'
> & {
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** Where the middle of a 1 km square lies; null: it is none. */
export type MiddleOf = (square: string) => { readonly easting: number; readonly northing: number } | null

/**
 * An answered question as the detectors are told it, both in the request and from the log later (AUP25-29): one function
 * for both, so that they cannot part. Null for what gives no service data away, and for monitoring, which asks the same
 * few things for ever and has a watch of its own. Trials are watched apart, as if another account had asked.
 */
export function observationOf(entry: Watchable, middleOf: MiddleOf): Observation | null {
  const { action, question, results, watched, at } = entry
  if (watched === undefined) return null
  const account = accountWatched(entry)
  const ids = watched.found ?? results
  switch (action) {
    case 'search': {
      const middle = watched.square === null ? null : middleOf(watched.square)
      if (middle === null) return null
      const { nearestMetres } = watched
      const type = needNumber(question.typeIds, question.filters)
      return { action: 'search', at, account, ...middle, type, ids, nearestMetres }
    }
    case 'look-up': {
      const { by, target } = question
      if (target === null) return null
      const found = ids.length > 0
      if (by === 'ods-code') return { action: 'ods', at, account, odsCode: target, found, ids }
      return { action: 'lookup', at, account, id: ids[0] ?? idOf(target), found }
    }
    default:
      return null
  }
}

/** Whether the detectors are told of such an entry at all. */
export const isWatched = ({ action, flags }: Pick<ActivityEntry, 'action' | 'flags'>): boolean =>
  (action === 'search' || action === 'look-up') && !flags.includes('monitoring')

/** The name under which the detectors know who asked. */
export const accountWatched = ({ account, flags }: Pick<ActivityEntry, 'account' | 'flags'>): string =>
  flags.includes('test') ? trialOf(account) : account

const TRIAL = '~test'
export const trialOf = (account: string): string => account + TRIAL
/** The account behind a name of `accountWatched`. */
export const baseAccount = (watched: string): string =>
  watched.endsWith(TRIAL) ? watched.slice(0, -TRIAL.length) : watched

/** What was looked for and not found, as a number; a text that is no number of ours is never one that there is. */
const idOf = (target: string): number => {
  const id = Number(target)
  return Number.isSafeInteger(id) && id > 0 ? id : 0
}
