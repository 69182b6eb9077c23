import { managesPair } from './clinical/manages.ts'
import { type AGE_GROUPS, servesAgeGroup } from './eligibility.ts'
import type { Holding } from './holding.ts'
import type { Box } from './nearest/box.ts'
import { createClosest, type Found } from './nearest/closest.ts'
import { type Asker, admitsAsker } from './profile.ts'
import { createVerdicts } from './verdicts.ts'

/**
 * What the REST searches of the DoS ask (sources, DoS 1.3): the nearest of each type in a box around a point. Neither
 * hours nor capacity, nor that a service is offered only while open. Metres on the National Grid.
 */
export type BoxQuestion = Asker & {
  readonly easting: number
  readonly northing: number
  /** Half a side of the box, whose sides are part of it. */
  readonly halfMetres: number
  /** Null: of every type. */
  readonly typeIds: readonly number[] | null
  readonly limitPerType: number
  /** The most altogether (k), from the top of the order. */
  readonly limit: number
  /** Only what serves some age of it; null: whatever age. */
  readonly ageGroup: (typeof AGE_GROUPS)[number] | null
  /** Only what manages this pair; null: not asked about. */
  readonly pair: { readonly group: number; readonly discriminator: number } | null
}

/**
 * Answers what is kept for the patients of some practices first, then the rest, each by (distance, id). Nothing waits
 * inside, so what a question needs is laid out once for all.
 */
export function createBoxSearch(holding: Holding): (question: BoxQuestion) => Found[] {
  const { slots, index } = holding
  const closest = createClosest(slot => slots.ids[slot] ?? 0)
  let asked: BoxQuestion
  const profiles = createVerdicts(number => {
    const profile = holding.profileOf(number)
    const isServed = asked.ageGroup === null || servesAgeGroup(profile.ageRanges, asked.ageGroup)
    return isServed && admitsAsker(profile, asked) ? 'yes' : 'no'
  })
  const managing = createVerdicts(number => {
    const { pair } = asked
    return pair === null || managesPair(holding.managesOf(number), pair.group, pair.discriminator)
      ? 'yes'
      : 'no'
  })
  const nearestOfType = (typeId: number): Found[] => {
    const { easting, northing, limitPerType } = asked
    closest.reset(limitPerType, Number.POSITIVE_INFINITY)
    index.visitBox(boxOf(asked), [typeId], (slot, profile, east, north) => {
      if (profiles.of(profile) !== 'yes' || managing.of(slots.manages[slot] ?? 0) !== 'yes') return
      closest.offer((east - easting) ** 2 + (north - northing) ** 2, slot)
    })
    return closest.take()
  }
  const isRestricted = ({ slot }: Found): number => (holding.profileAt(slot).practices === undefined ? 0 : 1)
  return question => {
    asked = question
    profiles.begin()
    managing.begin()
    return [...new Set(question.typeIds ?? index.countByType().keys())]
      .flatMap(nearestOfType)
      .sort(
        (one, other) =>
          isRestricted(other) - isRestricted(one) ||
          one.distanceMetres - other.distanceMetres ||
          one.id - other.id,
      )
      .slice(0, question.limit)
  }
}

const boxOf = ({ easting, northing, halfMetres }: BoxQuestion): Box => ({
  west: easting - halfMetres,
  east: easting + halfMetres,
  south: northing - halfMetres,
  north: northing + halfMetres,
})
