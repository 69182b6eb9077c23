import { servesAge, servesPractice } from '../eligibility.ts'
import type { Holding } from '../holding.ts'
import { offeredNow } from '../opening.ts'
import { mayBeTold } from '../shape.ts'
import { capacityBit, capacityMask } from '../slots.ts'
import { servesAreas } from './alignment.ts'
import type { Asked } from './asked.ts'
import { type Failures, failure, onlyCriterion, passesFirst } from './failures.ts'
import { createJudged } from './judged.ts'
import { isOfRegions } from './limits.ts'
import { accepts, managesGroup, managesPair } from './manages.ts'
import type { Criterion } from './question.ts'
import { presence } from './window.ts'

/** A service that passed both pipelines. Metres, in a straight line until a road is asked about. */
export type Candidate = {
  readonly slot: number
  readonly id: number
  readonly typeId: number
  readonly easting: number
  readonly northing: number
  readonly distanceMetres: number
}

export type Narrowed = {
  readonly candidates: readonly Candidate[]
  /** By slot, with the one criterion that each fails. */
  readonly gaps: ReadonlyMap<number, Criterion>
  /** Whether any came to the second pipeline. */
  readonly reachedSecond: boolean
  /** What each service of the box failed, by slot; empty unless explanations were asked for. */
  readonly failures: ReadonlyMap<number, Failures>
}

const WITH_ROOM = capacityMask(['green', 'amber'])
const NO_ROOM = failure('capacity', true)
const OTHER_TYPE = failure('type', true)

/**
 * Both pipelines over a box (sources, DoS 6, steps 3 to 5). What decides is interned, so each distinct eligibility, clinical
 * profile, opening and alignment is judged once in a question and a service costs four reads. The index holds active
 * services only, with a point and some referral role: what has none is found by nobody.
 */
export function createPipelines(holding: Holding): (asked: Asked) => Narrowed {
  const { slots, index } = holding
  let asked: Asked
  const profiles = createJudged(number => profileFailures(holding, asked, number))
  const manages = createJudged(number => clinicalFailures(holding, asked, number))
  const openings = createJudged(number => hoursFailures(holding, asked, number))
  const alignments = createJudged(number =>
    failure('limited', !servesAreas(holding.alignmentOf(number), asked.areas)),
  )
  const judges = [profiles, manages, openings, alignments]

  const failuresOf = (slot: number, profile: number): Failures => {
    let failures = profiles.of(profile) | manages.of(slots.manages[slot] ?? 0)
    if (asked.types && !asked.types.has(slots.typeIds[slot] ?? 0)) failures |= OTHER_TYPE
    // Most of a box ends here, unless all that is against a service is to be told.
    if (!passesFirst(failures) && !asked.question.explain) return failures
    failures |= openings.of(slots.openings[slot] ?? 0) | alignments.of(slots.alignments[slot] ?? 0)
    const hasRoom = (capacityBit(slots, slot, asked.question.now) & WITH_ROOM) !== 0
    return hasRoom ? failures : failures | NO_ROOM
  }

  return question => {
    asked = question
    for (const judge of judges) judge.begin()
    const { easting, northing, explain, typeIds } = question.question
    const { metres } = question.reach
    const candidates: Candidate[] = []
    const gaps = new Map<number, Criterion>()
    const explained = new Map<number, Failures>()
    let reachedSecond = false
    const box = {
      west: easting - metres,
      east: easting + metres,
      south: northing - metres,
      north: northing + metres,
    }
    // To tell of the types that were not asked for they must be looked at, too.
    index.visitBox(box, explain ? null : typeIds, (slot, profile, east, north) => {
      const failures = failuresOf(slot, profile)
      if (explain) explained.set(slot, failures)
      if (!passesFirst(failures)) return
      reachedSecond = true
      if (failures !== 0) {
        const criterion = onlyCriterion(failures)
        if (criterion) gaps.set(slot, criterion)
        return
      }
      candidates.push({
        slot,
        id: slots.ids[slot] ?? 0,
        typeId: slots.typeIds[slot] ?? 0,
        easting: east,
        northing: north,
        distanceMetres: Math.sqrt((east - easting) ** 2 + (north - northing) ** 2),
      })
    })
    return { candidates, gaps, reachedSecond, failures: explained }
  }
}

/** The limits of who asks, the rest of the first pipeline, and what the second asks of eligibility. */
function profileFailures(holding: Holding, { question, surgery }: Asked, number: number): Failures {
  const { audience, regionIds, sex, ageDays, referralRoleIds } = question
  const profile = holding.profileOf(number)
  const { sexes, referralRoles } = profile
  // A service that names no sex serves nobody, also where none is asked about.
  const servesSex = sex === null ? sexes.length > 0 : sexes.includes(sex)
  const hasRole = referralRoleIds === null || referralRoles.some(role => referralRoleIds.includes(role))
  return (
    failure('audience', !mayBeTold(profile, audience)) |
    failure('region', !isOfRegions(profile, regionIds)) |
    failure('sex', !servesSex) |
    failure('practice', !servesPractice(profile.practices, surgery ?? undefined)) |
    failure('referral-role', !hasRole) |
    failure('age', ageDays !== null && !servesAge(profile.ageRanges, ageDays))
  )
}

function clinicalFailures(
  holding: Holding,
  { question, discriminators, dispositions }: Asked,
  number: number,
): Failures {
  const { symptomGroup } = question
  const manages = holding.managesOf(number)
  if (symptomGroup === null || !managesGroup(manages, symptomGroup)) return failure('symptom-group', true)
  const managesAll = discriminators.every(id => managesPair(manages, symptomGroup, id))
  const acceptsAny = dispositions === null || dispositions.some(code => accepts(manages, code))
  return failure('discriminator', !managesAll) | failure('disposition', !acceptsAny)
}

function hoursFailures(
  holding: Holding,
  { question, moment, windowMinutes }: Asked,
  number: number,
): Failures {
  const opening = holding.openingOf(number)
  const { is } = presence(opening, moment, question.at, windowMinutes)
  return failure('session', is !== 'present') | failure('open-only', !offeredNow(opening, moment))
}
