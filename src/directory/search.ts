import type { EpochMillis } from '../vocabulary/index.ts'
import type { Holding } from './holding.ts'
import { type LondonMoment, londonMoment } from './london.ts'
import { type Found, type NearestQuestion, NOBODY } from './nearest/nearest.ts'
import { type CompiledOpening, isOpenCompiled, offeredNow } from './opening.ts'
import { type Asker, admitsAsker } from './profile.ts'
import type { CapacityStatus } from './service.ts'
import { capacityBit, capacityMask } from './slots.ts'
import { createVerdicts } from './verdicts.ts'

/**
 * Metres on the National Grid; `typeIds` null for any type; `limit` the most results (k).
 * A service kept open to some practices' patients is found only with `practice` among them.
 */
export type ServiceQuestion = NearestQuestion &
  Asker & {
    readonly now: EpochMillis
    /** Only what is open then. Given, it is also the moment for `returnIfOpenWithinMinutes`; else that is now. */
    readonly openAt?: LondonMoment | null | undefined
    /** True: `returnIfOpenWithinMinutes` is not held against a service. */
    readonly atAnyHour?: boolean | undefined
    /** Only these statuses, as they stand at `now`. A service without one counts as green. */
    readonly capacity?: readonly CapacityStatus[] | null | undefined
    /** Asked of services that pass everything else, nearest or not: keep it quick. Absent: nothing more is asked. */
    readonly where?: ((slot: number) => boolean) | undefined
  }

/** Answers questions one at a time (nothing waits inside), so what the question needs is laid out once for all. */
export function createSearch(holding: Holding): (question: ServiceQuestion) => Found[] {
  const { slots, index } = holding
  const open = createHours(holding, isOpenCompiled)
  const offered = createHours(holding, offeredNow)
  let asked: ServiceQuestion
  /** What the hours of a service are held against, if they matter at all. What is open may be offered, too. */
  let hours: Hours = offered
  let wantedCapacity = 0

  const profiles = createVerdicts(number => {
    const profile = holding.profileOf(number)
    if (!admitsAsker(profile, asked)) return 'no'
    return hours === open || wantedCapacity !== 0 || (profile.asksForHours && !asked.atAnyHour)
      ? 'look'
      : 'yes'
  })
  const admits = (profile: number, slot: number): boolean => {
    if (profile === NOBODY) return false
    const verdict = profiles.of(profile)
    if (verdict !== 'look') return verdict === 'yes' && (asked.where?.(slot) ?? true)
    if (wantedCapacity !== 0 && (wantedCapacity & capacityBit(slots, slot, asked.now)) === 0) return false
    const mayGo = (hours === offered && asked.atAnyHour) || hours.admit(slots.openings[slot] ?? 0)
    return mayGo && (asked.where?.(slot) ?? true)
  }

  return question => {
    // None of the statuses wanted is not the same as no wish.
    if (question.capacity?.length === 0) return []
    asked = question
    hours = question.openAt ? open : offered
    hours.begin(question.openAt ?? londonMoment(question.now))
    wantedCapacity = question.capacity ? capacityMask(question.capacity) : 0
    profiles.begin()
    return index.find(question, admits)
  }
}

type Hours = {
  readonly begin: (moment: LondonMoment) => void
  /** @param number of interned opening times */
  readonly admit: (number: number) => boolean
}

/**
 * Judges opening times at a moment. Nearly everybody asks about this very minute, so a judgement is kept for as long
 * as the minute lasts and nothing has changed: worked out anew for each question it would be most of a search.
 */
function createHours(
  holding: Holding,
  judge: (opening: CompiledOpening, moment: LondonMoment) => boolean,
): Hours {
  let moment: LondonMoment
  let minute = Number.NaN
  let revision = -1
  const verdicts = createVerdicts(number => (judge(holding.openingOf(number), moment) ? 'yes' : 'no'))
  return {
    begin: asked => {
      moment = asked
      if (asked.epochMinute === minute && holding.revision() === revision) return
      minute = asked.epochMinute
      revision = holding.revision()
      verdicts.begin()
    },
    admit: number => verdicts.of(number) === 'yes',
  }
}
