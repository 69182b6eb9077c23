import type { Secrets, TokenReader } from '../accounts/index.ts'
import type { Recorder } from '../activity/index.ts'
import type { Database } from '../database/index.ts'
import type { ClinicalReference, Memory, Organisations, RoadSource, UnmetNeed } from '../directory/index.ts'
import type { ServiceHandles } from '../handles/index.ts'
import type { Places } from '../places/index.ts'
import type { CallerFacts, PolicyVersion } from '../policy/index.ts'
import type { Clock, EpochMillis, OperatorContact } from '../vocabulary/index.ts'
import type { Quota, RecentResults, Watch } from '../watch/index.ts'
import type { SharedVolumes } from './rate-limit.ts'

/** The watch as the one door sees it. */
export type WatchedRoom = Pick<
  Watch,
  'live' | 'node' | 'squareOf' | 'middleOf' | 'placeOf' | 'told' | 'forget' | 'noted'
>

/** What a question passes through, as http sees it; compose.ts builds them. */
export type HttpRooms = {
  readonly clock: Clock
  /** A new decision id, ordered by time. */
  readonly newId: (now: EpochMillis) => string
  readonly contact: OperatorContact
  readonly tokens: TokenReader
  /**
   * Everything known of who asks: of a client, in the name of the organisation the request names, through the account of
   * the person the token was given to, in the role chosen at sign-in. Undefined when there is no such account. The same
   * object until something changes.
   */
  readonly callerOf: (
    clientId: string,
    namedOds: string | null,
    personId: string | null,
    role: string | null,
  ) => CallerFacts | undefined
  /** The sign-in a person's token stems from, while it lasts; asking counts as using it. */
  readonly sessionOf: (
    sessionId: string,
    now: EpochMillis,
  ) => Promise<{ readonly personId: string; readonly role: string | null } | undefined>
  readonly policy: (now: EpochMillis) => PolicyVersion
  readonly quota: Quota
  /** What organisation and product of a caller have altogether; absent: no more is counted than connections. */
  readonly sharedVolumes?: (caller: CallerFacts, now: EpochMillis) => SharedVolumes
  readonly recent: RecentResults
  /** Is told in the request what is answered, and may brake it (AUP25-28). */
  readonly watch: WatchedRoom
  readonly places: Places
  readonly memory: Memory
  /** What services are called by to connections that are not told directory ids. */
  readonly handles: ServiceHandles
  readonly clinical: () => ClinicalReference
  /** Who is asked for distances by road; absent: nobody. */
  readonly road?: RoadSource
  readonly organisations: Pick<Organisations, 'of'>
  /** Counts what clinical searches did not find. */
  readonly unmet: Pick<UnmetNeed, 'note'>
  /** Who holds a password or key of the older interfaces. */
  readonly secrets: Pick<Secrets, 'byPassword' | 'byKey' | 'failed'>
  readonly database: Database
  readonly recorder: Recorder
  /** Waits until this node has taken in what was written before the call. */
  readonly settle: () => Promise<unknown>
  /** Up to which change this node is current, and when the database last confirmed it. */
  readonly freshness: () => { readonly change: number; readonly confirmedAt: EpochMillis }
  readonly staleAfterMillis: () => number
  /** Whether a search that another node answered, recorded in the activity log, returned this service lately. */
  readonly returnedElsewhere: (account: string, service: number, since: EpochMillis) => Promise<boolean>
}
