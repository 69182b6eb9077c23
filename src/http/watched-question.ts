import { keptFacts, recordedQuestion, type WatchedEntry } from '../activity/index.ts'
import { type Allowed, type Refused, refuse } from '../policy/index.ts'
import {
  type Brake,
  type InForce,
  isClinical,
  leftOfDay,
  nearestStep,
  strength,
  watchedName,
} from '../watch/index.ts'
import { BRAKED_RESULTS } from './brake-notice.ts'
import type { ProblemExtras } from './problem.ts'
import type { Deciding } from './record-decision.ts'
import type { HttpRooms } from './rooms.ts'
import { isServiceMember } from './service-members.ts'

/** What the watch lets a question have. */
export type UnderWatch =
  | { readonly outcome: 'go'; readonly allowed: Allowed; readonly brake: InForce | null }
  | {
      readonly outcome: 'no'
      readonly refused: Refused
      readonly more: ProblemExtras
      readonly brake: InForce
    }

type Rooms = Pick<HttpRooms, 'watch'>

/** A question with what the watch needs of it, worked out once. */
export type Asked = {
  readonly deciding: Deciding
  readonly decision: Allowed
  /** The name under which the detectors know the account: trials are told apart. */
  readonly name: string
  readonly square: string | null
}

export function askedOf({ watch }: Rooms, deciding: Deciding, decision: Allowed): Asked {
  const { cell } = deciding.shape
  return {
    deciding,
    decision,
    name: watchedName(deciding.caller.account.id, decision.flags),
    square: cell === null ? null : watch.squareOf(cell),
  }
}

/** The brake that is on before anything is looked up. */
export function underBrake(rooms: Rooms, asked: Asked): UnderWatch {
  const { caller, now } = asked.deciding
  const { live } = rooms.watch
  live.introduce(asked.name, keptFacts(caller).hash, caller)
  const brake = live.inForce(
    { account: caller.account.id, organisation: caller.organisation.odsCode, product: caller.product.id },
    asked.name,
    now,
  )
  return brake === null
    ? { outcome: 'go', allowed: asked.decision, brake }
    : braked(rooms, asked, brake, null)
}

/**
 * What is left of a question under a brake. A clinical search inside the footprint is never refused by one: it gets
 * fewer services. Outside the footprint a refusal says why; an empty list would say that there is no care there.
 */
function braked(
  { watch }: Rooms,
  asked: Asked,
  brake: InForce,
  results: readonly number[] | null,
): UnderWatch {
  const { deciding, decision, name, square } = asked
  const { facts, policy, now, shape } = deciding
  if (facts.action !== 'search' && facts.action !== 'look-up')
    return { outcome: 'go', allowed: decision, brake: null }
  const inside = ((): boolean => {
    if (facts.action === 'search') return square === null || watch.live.isInside(name, square)
    // The follow-up of a search is part of it; a look-up by itself is where the service stands.
    const [id] = results ?? []
    const place = facts.recentlyReturned || id === undefined ? undefined : watch.placeOf(id)
    return place === undefined || watch.live.isPointInside(name, place.easting, place.northing)
  })()
  const says = (
    reason: 'outside-footprint' | 'abnormal-usage-detected',
    detail: string,
    more: ProblemExtras = {},
  ) =>
    ({
      outcome: 'no',
      refused: refuse(policy, reason, detail, decision.tailoredTerms),
      more,
      brake,
    }) as const
  if (strength(brake.brake) >= strength('footprint-only') && !inside) {
    return says('outside-footprint', 'It reaches outside what the agreement declares, and a brake is on.')
  }
  const spared = facts.action === 'search' && inside && isClinical(shape.filters)
  if (brake.brake === 'throttle' && !spared && watch.live.isAboveVolume(name, now)) {
    const retryAfterSeconds = Math.max(1, Math.ceil(leftOfDay(now) / 1000))
    return says('abnormal-usage-detected', 'The volume declared for a day is used up, and a brake is on.', {
      retryAfterSeconds,
      'violated-policies': ['declared-volume'],
    })
  }
  const { limits } = decision
  const narrowed = {
    ...limits,
    results: Math.min(limits.results, BRAKED_RESULTS),
    resultsMax: Math.min(limits.resultsMax, BRAKED_RESULTS),
  }
  return { outcome: 'go', allowed: { ...decision, limits: narrowed }, brake }
}

/** Found and watched: what goes on record of it, and what is left of it where this very question raised a brake. */
export type Watched = { readonly watched: WatchedEntry | undefined; readonly left: UnderWatch | null }

/**
 * Tells the detectors what was found, before it is answered: a brake that this question raises already applies to it.
 * What was found is told whole; `watched` holds it where less of it is given away.
 */
export function watchFound(
  rooms: Rooms,
  asked: Asked,
  before: InForce | null,
  decisionId: string,
  results: readonly number[],
): Watched {
  const { deciding, decision, name, square } = asked
  const { caller, facts, now } = deciding
  const { watch } = rooms
  if (facts.action !== 'search' && facts.action !== 'look-up') return { watched: undefined, left: null }
  const kept = keptFacts(caller)
  const watched: WatchedEntry = {
    square: facts.action === 'search' ? square : null,
    nearestMetres: facts.action === 'search' ? nearestOf(watch, square, results) : null,
  }
  const raised = absorb(rooms, asked, {
    id: decisionId,
    at: now,
    node: watch.node,
    account: caller.account.id,
    organisation: caller.organisation.odsCode,
    product: caller.product.id,
    action: facts.action,
    question: recordedQuestion(facts, deciding.shape, isServiceMember),
    results,
    flags: decision.flags,
    facts: kept.hash,
    watched,
  })
  if (raised === null) return { watched, left: null }
  watch.told(decisionId)
  const findings = raised.length === 0 ? {} : { findings: raised.map(({ id }) => id) }
  const brake = before === null ? {} : { brake: before.brake }
  const stays = { watched: { ...watched, ...brake, ...findings }, left: null }
  const needsPlace = before !== null && facts.action === 'look-up' && before.brake !== 'smaller-k'
  if (raised.length === 0 && !needsPlace) return stays
  const brakeNow = watch.live.inForce(
    { account: caller.account.id, organisation: caller.organisation.odsCode, product: caller.product.id },
    name,
    now,
  )
  if (brakeNow === null || (!needsPlace && !isStronger(brakeNow.brake, before))) return stays
  const left = braked(rooms, asked, brakeNow, results)
  return { watched: { ...watched, found: results, brake: brakeNow.brake, ...findings }, left }
}

/** Null: the detectors failed. A person's search does not fail with them; that it passed them by is counted and told. */
function absorb({ watch }: Rooms, { deciding }: Asked, entry: Parameters<typeof watch.live.absorb>[0]) {
  try {
    return watch.live.absorb(entry, () => deciding.caller)
  } catch (error) {
    watch.live.noteBlind()
    deciding.log.error({ err: error }, 'the watch could not be told of an answer')
    return null
  }
}

const isStronger = (brake: Brake, before: InForce | null): boolean =>
  before === null || strength(brake) > strength(before.brake)

/** From the middle of the square to the nearest of what was found, in steps; null: nothing found, or no place. */
function nearestOf(watch: Rooms['watch'], square: string | null, results: readonly number[]): number | null {
  const middle = square === null ? null : watch.middleOf(square)
  if (middle === null) return null
  let nearest = Number.POSITIVE_INFINITY
  for (const id of results) {
    const place = watch.placeOf(id)
    if (!place) continue
    const metres = Math.hypot(place.easting - middle.easting, place.northing - middle.northing)
    if (metres < nearest) nearest = metres
  }
  return nearest === Number.POSITIVE_INFINITY ? null : nearestStep(nearest)
}
