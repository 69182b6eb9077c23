import type { EpochMillis } from '../../vocabulary/index.ts'
import type { Spike } from '../quota/limits.ts'

/** What a node says of one window of one count, and what it wants. All but times in questions. */
export type WindowAsk = {
  readonly startedAt: EpochMillis
  readonly length: number
  readonly limit: number
  /** What a node that has not spoken of this window yet may use in it all the same. */
  readonly share: number
  /** What this node may use in it as it stands: all it has used and all it holds. */
  readonly mine: number
  readonly want: number
}

export type Ask = {
  /** The count, told apart by a hash, so that no account is named where the counts are kept. */
  readonly count: string
  readonly minute: WindowAsk
  readonly day: WindowAsk
  /** Tokens taken here since it was last told; null: not smoothed. */
  readonly burst: (Spike & { readonly spent: number }) | null
}

export type WindowAnswer = {
  readonly granted: number
  /** What nobody holds, after that. */
  readonly left: number
  /** What is kept for nodes that have not spoken of this window. */
  readonly reserved: number
}

export type Answer = {
  readonly minute: WindowAnswer
  readonly day: WindowAnswer
  /** Of the common bucket, in sixty-thousandths of a token; below 0 while in debt. */
  readonly level: number
}

/** A window of a count that some node could use more of than there is left. */
export type Wanted = {
  readonly count: string
  readonly window: 'minute' | 'day'
  readonly startedAt: EpochMillis
}

export type Meeting = {
  readonly answers: readonly Answer[]
  readonly wanted: readonly Wanted[]
  /** Since when the counts are kept; another instant than before: what was said before is forgotten. */
  readonly since: EpochMillis
}

/** Where nodes meet: what each holds of each count. */
export type Exchange = {
  /** In one go. @throws when it cannot be reached in time */
  readonly meet: (asks: readonly Ask[]) => Promise<Meeting>
  /** Says that this node uses nothing of these windows, of which it has not spoken. */
  readonly giveUp: (windows: readonly Wanted[]) => Promise<void>
  readonly close: () => Promise<void>
}
