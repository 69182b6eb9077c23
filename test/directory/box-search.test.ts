import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { BoxQuestion } from '../../src/directory/box-search.ts'
import { AGE_GROUPS } from '../../src/directory/eligibility.ts'
import { createMemory } from '../../src/directory/memory.ts'
import type { Service } from '../../src/directory/service.ts'
import { sameChance, serviceAt, settledPoints, stored } from './some-services.ts'

const TYPES = [13, 100, 105, 46]
const AGES = [
  { fromDays: 0, toDays: 364.25 },
  { fromDays: 1826.25, toDays: 5843 },
  { fromDays: 5844, toDays: 47_481.5 },
]

/** The same, by looking at every service. */
function byBruteForce(services: readonly Service[], asked: BoxQuestion): number[] {
  const fits = services
    .flatMap(service => {
      const { easting = 0, northing = 0 } = service.place
      const [across, up] = [easting - asked.easting, northing - asked.northing]
      const isNear = Math.abs(across) <= asked.halfMetres && Math.abs(up) <= asked.halfMetres
      return isNear && isFor(service, asked) ? [{ service, squared: across ** 2 + up ** 2 }] : []
    })
    .sort((a, b) => a.squared - b.squared || a.service.id - b.service.id)
  const kept = [...Map.groupBy(fits, ({ service }) => service.typeId).values()]
    .flatMap(ofType => ofType.slice(0, asked.limitPerType))
    .sort((a, b) => a.squared - b.squared || a.service.id - b.service.id)
  const restricted = kept.filter(({ service }) => service.eligibility.practices)
  const others = kept.filter(({ service }) => !service.eligibility.practices)
  return [...restricted, ...others].slice(0, asked.limit).map(({ service }) => service.id)
}

function isFor(
  { typeId, eligibility, clinicalProfile, referralRoles }: Service,
  asked: BoxQuestion,
): boolean {
  const { ageGroup, pair } = asked
  const days = ageGroup && [ageGroup.fromYears * 365.25, (ageGroup.toYears + 1) * 365.25 - 1]
  return (
    (asked.typeIds === null || asked.typeIds.includes(typeId)) &&
    referralRoles.some(role => asked.referralRoleIds?.includes(role)) &&
    (!eligibility.practices || eligibility.practices.includes(asked.practice ?? '')) &&
    (!days ||
      eligibility.ageRanges.some(
        ({ fromDays, toDays }) => fromDays <= (days[1] ?? 0) && toDays >= Math.floor(days[0] ?? 0),
      )) &&
    (!pair ||
      clinicalProfile.symptoms.some(
        one => one.group === pair.group && one.discriminator === pair.discriminator,
      ))
  )
}

describe('the nearest of each type in a box', () => {
  it('are those that looking at every service finds', async () => {
    const chance = sameChance(11)
    const some = <T>(items: readonly T[]): T[] => items.filter(() => chance() < 0.6)
    const one = <T>(items: readonly T[]): T => items[Math.floor(chance() * items.length)] ?? assert.fail()
    const services = settledPoints(3000, chance).map(({ easting, northing }, index) =>
      serviceAt(((index * 7919) % 3001) + 1, easting, northing, {
        typeId: one(TYPES),
        referralRoles: some([1, 23, 26]),
        eligibility: {
          ageRanges: some(AGES),
          sexes: ['female'],
          ...(chance() < 0.1 ? { practices: some(['A81001', 'B82002']) } : {}),
        },
        clinicalProfile: {
          symptoms: [1, 2].flatMap(group => some([7, 8]).map(discriminator => ({ group, discriminator }))),
          dispositions: [],
        },
        // Offered only while open, and never open: of no weight here.
        ...(chance() < 0.2
          ? {
              openingTimes: {
                allHours: false,
                weekly: [],
                bankHolidays: [],
                specifiedDates: [],
                returnIfOpenWithinMinutes: 15,
              },
            }
          : {}),
      }),
    )
    const memory = createMemory({ isSearchable: () => true })
    await memory.replaceAll(
      services.map(service => stored(service)),
      1,
    )
    let found = 0
    for (let turn = 0; turn < 400; turn += 1) {
      const { easting = 0, northing = 0 } = one(services).place
      const asked: BoxQuestion = {
        easting: easting + Math.floor(chance() * 3) * 100,
        northing,
        // Now and then just as far as the next service is.
        halfMetres:
          chance() < 0.3 ? Math.abs((one(services).place.easting ?? 0) - easting) : chance() * 50_000,
        typeIds: chance() < 0.5 ? null : [...some(TYPES), 13, 13, 4242],
        limitPerType: one([1, 3, 50]),
        limit: one([2, 10, 100]),
        ageGroup: chance() < 0.5 ? null : one(AGE_GROUPS),
        pair: chance() < 0.5 ? null : { group: one([1, 2, 3]), discriminator: one([7, 8]) },
        practice: chance() < 0.3 ? null : one(['A81001', 'Z99999']),
        audience: 'professional',
        referralRoleIds: [one([1, 23, 26])],
      }
      const ids = memory.nearestInBox(asked).map(({ id }) => id)
      assert.deepEqual(ids, byBruteForce(services, asked), JSON.stringify(asked))
      found += ids.length
    }
    assert.ok(found > 1000)
  })
})
