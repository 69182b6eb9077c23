import { createHmac, randomBytes } from 'node:crypto'
import type { ActivityEntry } from '../activity/index.ts'
import type { Database } from '../database/index.ts'
import type { CallerFacts } from '../policy/index.ts'
import type { Clock } from '../vocabulary/index.ts'
import type { Detection, WatchedService } from './detection/types.ts'
import { keepFindings, type TellReviewers } from './findings/keep-findings.ts'
import { createKeeper, type WatchLog } from './live/keeper.ts'
import { createLiveWatch, type WatchMode } from './live/live-watch.ts'
import type { MiddleOf } from './live/observation.ts'
import { createOtherWatches } from './others/index.ts'

export type WatchParts = {
  readonly database: Database
  readonly clock: Clock
  readonly node: string
  readonly newId: () => string
  readonly detection: Detection
  /** Name of the model the detectors work by. */
  readonly model: string
  readonly mode: WatchMode
  readonly middleOf: MiddleOf
  /** The 1 km square a cell of the log stands for (places). */
  readonly squareOf: (cell: string) => string | null
  readonly log: WatchLog
  readonly tell: TellReviewers
  readonly failed: (what: string, error: unknown) => void
}

/** The watch in the running house (AUP25-28 to 31). */
export type Watch = ReturnType<typeof openWatch>

/**
 * Puts the watch together. It knows nothing yet: `restore` brings back what it knew, once the directory has been told
 * to it, and before the first question is answered.
 */
export function openWatch(parts: WatchParts) {
  const { database, clock, node, detection, middleOf } = parts
  const others = createOtherWatches()
  const startedAt = clock.now()
  const places = new Map<number, WatchedService>()
  // A network is known by a hash that nobody outside this process could look an address up by.
  const salt = randomBytes(32)
  const findings = keepFindings({
    database,
    tell: parts.tell,
    written: id => live.written(id),
    failed: error => parts.failed('findings could not be kept; they are tried again', error),
  })
  const live = createLiveWatch({
    detection,
    newId: parts.newId,
    middleOf,
    mode: parts.mode,
    raised: findings.add,
  })
  const keeper = createKeeper({
    database,
    clock,
    node,
    model: parts.model,
    detection,
    live,
    others,
    log: parts.log,
    failed: error => parts.failed('a checkpoint could not be read; the log is read instead', error),
  })

  const hashed = (network: string): string => createHmac('sha256', salt).update(network).digest('base64')
  const note = (entry: ActivityEntry, caller: CallerFacts, address: string): void => {
    const at = Date.parse(entry.at)
    // Only of people's accounts is it asked from where, and a hash costs some µs.
    const network = caller.account.kind === 'individual' ? hashed(networkOf(address)) : null
    for (const suspicion of others.see({ at, entry, caller, network, inside: live.insideOf(entry) })) {
      live.raiseConduct({
        id: parts.newId(),
        kind: 'conduct',
        scope: 'account',
        subject: entry.account,
        account: entry.account,
        organisation: entry.organisation,
        product: entry.product,
        brake: 'none',
        decision: entry.id,
        node,
        at,
        ...suspicion,
      })
    }
  }

  return {
    live,
    node,
    squareOf: parts.squareOf,
    middleOf,
    /** Where a service of the directory stands, as the detectors know it. */
    placeOf: (id: number) => places.get(id),
    /** Every service of the directory that stands somewhere. */
    directory: (): Iterable<WatchedService> => places.values(),
    services: {
      /** One the detectors were begun with. */
      know: (service: WatchedService): void => {
        places.set(service.id, service)
      },
      put: (service: WatchedService): void => {
        places.set(service.id, service)
        detection.putService(service)
      },
      remove: (id: number): void => {
        if (places.delete(id)) detection.removeService(id)
      },
    },
    /** Told of in the request, before it is written. */
    told: keeper.told,
    forget: keeper.forget,
    /** A question that is on record, refused or answered: what the other watches look at. */
    noted: (entry: ActivityEntry, caller: CallerFacts, address: string): void => {
      try {
        note(entry, caller, address)
      } catch (error) {
        live.noteBlind()
        parts.failed('another watch failed', error)
      }
    },
    restore: keeper.restore,
    follow: keeper.follow,
    save: keeper.save,
    reload: keeper.reload,
    /** Writes down what was found and is not yet in the table. */
    flush: findings.flush,
    status: () => ({
      ...keeper.status(),
      mode: parts.mode,
      startedAt,
      accounts: live.accounts(),
      ...live.totals(),
      findingsWaiting: findings.waiting(),
      others: others.names,
    }),
  }
}

/** The network an address belongs to: the first 24 bits, or the first 48 of IPv6. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:/, '')
  return plain.includes(':') ? plain.split(':').slice(0, 3).join(':') : plain.split('.').slice(0, 3).join('.')
}
