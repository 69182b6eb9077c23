import type { Service, StoredService } from '../../src/directory/service.ts'

/** A service like many, with `changes` made to it. Plain pharmacy in Leeds unless told. */
export function someService(id: number, changes: Partial<Service> = {}): Service {
  return {
    id,
    uid: `uid-${id}`,
    name: `Service ${id}`,
    typeId: 13,
    status: 'active',
    audience: 'public',
    place: { address: ['1 Invented Street'], postcode: 'LS1 4AP', easting: 429_967, northing: 433_602 },
    contacts: [
      { kind: 'phone', value: '0113 496 0000', audience: 'public' },
      { kind: 'phone', value: '0113 496 0999', audience: 'professional' },
    ],
    instructions: { professional: 'Ring the bell twice.' },
    openingTimes: { allHours: true, weekly: [], bankHolidays: [], specifiedDates: [] },
    eligibility: {
      ageRanges: [{ fromDays: 0, toDays: 47_482.5 }],
      sexes: ['female', 'male', 'indeterminate'],
    },
    clinicalProfile: { symptoms: [], dispositions: [] },
    referralRoles: [1, 23],
    endpoints: [],
    attributes: [],
    verification: {},
    alignments: [],
    source: { name: 'test', key: String(id) },
    ...changes,
  }
}

/** At a point, otherwise as `someService`. */
export const serviceAt = (
  id: number,
  easting: number,
  northing: number,
  changes: Partial<Service> = {},
): Service => someService(id, { place: { address: [], easting, northing }, ...changes })

export const stored = (service: Service, version = 1, change = version): StoredService => ({
  service,
  version,
  change,
  written: { who: 'test', at: new Date('2026-06-01T12:00:00Z'), why: 'to try it' },
})

/** Numbers from 0 up to 1 that are the same each run (a linear congruential generator; Numerical Recipes' constants). */
export function sameChance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Points as people live: mostly in towns, some alone, some at one door. Whole metres. */
export function settledPoints(count: number, chance: () => number): { easting: number; northing: number }[] {
  const towns = Array.from({ length: 40 }, () => ({
    easting: 150_000 + chance() * 450_000,
    northing: 50_000 + chance() * 550_000,
    reach: 800 + chance() ** 3 * 20_000,
  }))
  const points: { easting: number; northing: number }[] = []
  while (points.length < count) {
    const kind = chance()
    const town = towns[Math.floor(chance() ** 2 * towns.length)]
    const same = points[Math.floor(chance() * points.length)]
    if (kind < 0.05 && same) points.push({ ...same })
    else if (kind < 0.85 && town) {
      const near = (): number => (chance() + chance() + chance() - 1.5) * town.reach
      points.push({
        easting: Math.round(town.easting + near()),
        northing: Math.round(town.northing + near()),
      })
    } else {
      points.push({
        easting: Math.round(150_000 + chance() * 450_000),
        northing: Math.round(50_000 + chance() * 550_000),
      })
    }
  }
  return points
}
