import type { TokenReader } from '../accounts/index.ts'
import type { Recorder } from '../activity/index.ts'
import type { Memory } from '../directory/index.ts'
import type { Places } from '../places/index.ts'
import type { CallerFacts, PolicyVersion } from '../policy/index.ts'
import type { Clock, EpochMillis, OperatorContact } from '../vocabulary/index.ts'
import type { Quota, RecentResults } from '../watch/index.ts'

/** What a question passes through, as http sees it; compose.ts builds them. */
export type HttpRooms = {
  readonly clock: Clock
  /** A new decision id, ordered by time. */
  readonly newId: (now: EpochMillis) => string
  readonly contact: OperatorContact
  readonly tokens: TokenReader
  /** Everything known of an account, or undefined when there is none of that id. */
  readonly callerOf: (clientId: string) => CallerFacts | undefined
  readonly policy: (now: EpochMillis) => PolicyVersion
  readonly quota: Quota
  readonly recent: RecentResults
  readonly places: Places
  readonly memory: Memory
  readonly recorder: Recorder
  /** Up to which change this node is current, and when the database last confirmed it. */
  readonly freshness: () => { readonly change: number; readonly confirmedAt: EpochMillis }
  readonly staleAfterMillis: number
  /** Whether a search that another node answered, recorded in the activity log, returned this service lately. */
  readonly returnedElsewhere: (account: string, service: number, since: EpochMillis) => Promise<boolean>
}
