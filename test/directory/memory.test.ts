import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { capacityAt } from '../../src/directory/capacity.ts'
import { serves } from '../../src/directory/eligibility.ts'
import { londonMoment } from '../../src/directory/london.ts'
import { createMemory, type Memory } from '../../src/directory/memory.ts'
import { compileOpening, isOpenAt, offeredNow } from '../../src/directory/opening.ts'
import type { ServiceQuestion } from '../../src/directory/search.ts'
import type { Service } from '../../src/directory/service.ts'
import { mayBeTold } from '../../src/directory/shape.ts'
import { sameChance, serviceAt, settledPoints, someService, stored } from './some-services.ts'

const NOW = Date.parse('2026-06-03T10:30:00Z') // A Wednesday, 11:30 in London.
const SEARCHABLE = (typeId: number): boolean => typeId > 0
const HERE = { easting: 400_000, northing: 300_000 }

const question = (changes: Partial<ServiceQuestion> = {}): ServiceQuestion => ({
  ...HERE,
  typeIds: [13],
  withinMetres: 60_000,
  limit: 20,
  audience: 'professional',
  now: NOW,
  ...changes,
})

async function memoryOf(services: readonly Service[]): Promise<Memory> {
  const memory = createMemory({ isSearchable: SEARCHABLE })
  assert.deepEqual(
    await memory.replaceAll(
      services.map(service => stored(service)),
      1,
    ),
    [],
  )
  return memory
}

const idsFound = (memory: Memory, changes: Partial<ServiceQuestion> = {}): number[] =>
  memory.nearest(question(changes)).map(({ id }) => id)

const at = (id: number, changes: Partial<Service> = {}): Service =>
  serviceAt(id, HERE.easting, HERE.northing + id, changes)

const hours = (
  opens: string,
  closes: string,
  returnIfOpenWithinMinutes?: number,
): Service['openingTimes'] => ({
  allHours: false,
  weekly: [{ day: 'wednesday', sessions: [{ opens, closes }] }],
  bankHolidays: [],
  specifiedDates: [],
  ...(returnIfOpenWithinMinutes === undefined ? {} : { returnIfOpenWithinMinutes }),
})

describe('the memory of the directory', () => {
  it('finds only active services with a point, a searchable type and a referral role', async () => {
    const memory = await memoryOf([
      at(1),
      at(2, { status: 'closed' }),
      someService(3, { place: { address: [], postcode: 'LS1 4AP' } }),
      at(4, { typeId: -1 }),
      at(5, { referralRoles: [] }),
      at(6, { status: 'suspended' }),
    ])
    assert.deepEqual(idsFound(memory, { typeIds: null }), [1])
    assert.equal(memory.size(), 6)
    assert.deepEqual([...memory.countByType()], [[13, 1]])
  })

  it('holds the others for look-up, but an inactive one only for hierarchy and operators', async () => {
    const memory = await memoryOf([at(2, { status: 'closed' }), at(5, { referralRoles: [] })])
    assert.notEqual(memory.byId(5, 'public'), undefined)
    assert.equal(memory.byId(2, 'operator'), undefined)
    assert.equal(memory.byUid('uid-2', 'operator'), undefined)
    assert.equal(memory.recordOf(2)?.name, 'Service 2')
    assert.equal(memory.recordOf(99), undefined)
    assert.equal(memory.byId(99, 'operator'), undefined)
  })

  it('never tells the public of a service for professionals, by search or by look-up', async () => {
    const memory = await memoryOf([
      at(1, { audience: 'professional', odsCode: 'FA123' }),
      at(2, { odsCode: 'fa123' }),
    ])
    assert.deepEqual(idsFound(memory, { audience: 'public' }), [2])
    assert.deepEqual(idsFound(memory), [1, 2])
    assert.equal(memory.byId(1, 'public'), undefined)
    assert.equal(memory.byUid('uid-1', 'public'), undefined)
    assert.deepEqual(memory.byOdsCode(' Fa123 ', 'public'), [2])
    assert.deepEqual(memory.byOdsCode('FA123', 'professional'), [1, 2])
    assert.deepEqual(memory.byOdsCode('', 'professional'), [])
  })

  it('finds the nearest of some regions, past nearer ones of others and of none', async () => {
    const memory = await memoryOf([
      at(1, { regionId: 'Y62' }),
      at(2),
      at(3, { regionId: 'Y63' }),
      at(4, { regionId: 'Y60' }),
      at(5, { regionId: 'Y63' }),
      at(6, { regionId: 'Y63' }),
    ])
    assert.deepEqual(idsFound(memory, { regionIds: ['Y63'], limit: 2 }), [3, 5])
    assert.deepEqual(idsFound(memory, { regionIds: ['Y63', 'Y60'], limit: 3 }), [3, 4, 5])
    assert.deepEqual(idsFound(memory, { regionIds: [] }), [])
    assert.deepEqual(idsFound(memory, { regionIds: null, limit: 2 }), [1, 2])
    await memory.apply([{ id: 3, stored: stored(at(3, { regionId: 'Y62' }), 2) }], 2)
    assert.deepEqual(idsFound(memory, { regionIds: ['Y63'], limit: 2 }), [5, 6])
  })

  it('finds a service kept for some practices only for their patients', async () => {
    const kept = at(1, { eligibility: { ...someService(1).eligibility, practices: ['a81001'] } })
    const memory = await memoryOf([kept, at(2)])
    assert.deepEqual(idsFound(memory), [2])
    assert.deepEqual(idsFound(memory, { practice: null }), [2])
    assert.deepEqual(idsFound(memory, { practice: 'B82002' }), [2])
    assert.deepEqual(idsFound(memory, { practice: 'A81001' }), [1, 2])
  })

  it('offers a service that asks for it only while open or opening soon, at the moment asked about', async () => {
    const memory = await memoryOf([
      at(1, { openingTimes: hours('12:00', '13:00', 30) }),
      at(2, { openingTimes: hours('12:00', '13:00', 29) }),
      at(3, { openingTimes: hours('12:00', '13:00') }),
    ])
    assert.deepEqual(idsFound(memory), [1, 3])
    const noon = londonMoment(Date.parse('2026-06-03T12:00:00+01:00'))
    assert.deepEqual(idsFound(memory, { openAt: noon }), [1, 2, 3])
    assert.deepEqual(idsFound(memory, { openAt: londonMoment(NOW) }), [])
    // The hours of each are remembered for the minute; a change within it must still be seen.
    const swapped = [hours('11:00', '13:00', 0), hours('14:00', '15:00')]
    for (const [index, openingTimes] of swapped.entries()) {
      const id = index + 1
      await memory.apply([{ id, stored: stored(at(id, { openingTimes }), 2) }], 2)
    }
    assert.deepEqual(idsFound(memory), [1, 2, 3])
    assert.deepEqual(idsFound(memory, { openAt: londonMoment(NOW) }), [1])
  })

  it('takes a capacity without a reset time for what it is, one past it for green, and none for green', async () => {
    const capacity = (status: 'amber' | 'red', resetAt?: string) => ({
      status,
      updatedAt: '2026-06-03T09:00:00Z',
      updatedBy: 'somebody',
      ...(resetAt ? { resetAt } : {}),
    })
    const amber = at(1, { capacity: capacity('amber') })
    const red = at(2, { capacity: capacity('red', '2026-06-03T10:30:00.500Z') })
    const memory = await memoryOf([amber, red, at(3)])
    assert.deepEqual(idsFound(memory, { capacity: ['green'] }), [3])
    assert.deepEqual(idsFound(memory, { capacity: ['amber', 'red'] }), [1, 2])
    assert.deepEqual(idsFound(memory, { capacity: [] }), [])
    assert.deepEqual(idsFound(memory, { capacity: null }), [1, 2, 3])

    const slot = memory.byId(2, 'professional') ?? -1
    const shown = (now: number) =>
      JSON.parse(`{${memory.fragment(slot, 'professional', 'list', now)}`).capacity
    assert.equal(memory.capacityOf(slot, NOW)?.status, 'red')
    assert.equal(shown(NOW).status, 'red')
    const later = NOW + 500
    assert.deepEqual(idsFound(memory, { capacity: ['green'], now: later }), [2, 3])
    assert.deepEqual(memory.capacityOf(slot, later), { status: 'green', updatedAt: later })
    assert.deepEqual(shown(later), { status: 'green', updatedAt: '2026-06-03T10:30:00.500Z' })
    assert.deepEqual(idsFound(memory, { capacity: ['green'], now: later }), [2, 3])
    assert.equal(memory.capacityOf(memory.byId(3, 'public') ?? -1, NOW), undefined)
  })

  it('prepares the parts of answers for each audience, and anew when the service changes', async () => {
    const memory = await memoryOf([at(1)])
    const slot = memory.byId(1, 'public') ?? -1
    const text = (audience: 'public' | 'professional', form: 'list' | 'full'): string =>
      memory.fragment(slot, audience, form, NOW).toString()
    const joined = JSON.parse(`{"distanceMetres":1,${text('public', 'list')}`)
    assert.equal(joined.distanceMetres, 1)
    assert.equal(joined.name, 'Service 1')
    assert.doesNotMatch(text('public', 'full'), /0113 496 0999|Ring the bell/)
    assert.match(text('professional', 'list'), /0113 496 0999.*Ring the bell/)
    assert.doesNotMatch(text('professional', 'list'), /openingTimes/)
    assert.match(text('professional', 'full'), /openingTimes/)
    assert.equal(memory.fragment(slot, 'public', 'list', NOW), memory.fragment(slot, 'public', 'list', NOW))

    await memory.apply([{ id: 1, stored: stored(at(1, { name: 'Zoë’s Pharmacy' }), 2) }], 2)
    assert.equal(JSON.parse(`{${text('public', 'list')}`).name, 'Zoë’s Pharmacy')
    assert.equal(memory.byId(1, 'public'), slot)
    assert.deepEqual(memory.versionOf(slot), { version: 2, writtenAt: Date.parse('2026-06-01T12:00:00Z') })
    assert.equal(memory.changeNumber(), 2)
  })

  it('keeps no more prepared bytes than it may, and answers all the same', async () => {
    const memory = createMemory({ isSearchable: SEARCHABLE, fragmentBytesMax: 3000 })
    await memory.replaceAll(
      Array.from({ length: 50 }, (_, index) => stored(at(index + 1))),
      1,
    )
    for (let turn = 0; turn < 3; turn += 1) {
      for (let id = 1; id <= 50; id += 1) {
        const fragment = memory.fragment(memory.byId(id, 'public') ?? -1, 'public', 'list', NOW)
        assert.equal(JSON.parse(`{${fragment}`).id, id)
        assert.ok(memory.bytes().fragments <= 3000)
      }
    }
  })

  it('would rather be without a service than hold one it cannot read', async () => {
    const memory = await memoryOf([at(1), at(2)])
    const broken = at(1, {
      openingTimes: {
        allHours: false,
        weekly: [],
        bankHolidays: [],
        specifiedDates: [{ date: '2026-02-31', sessions: [] }],
      },
    })
    const faults = await memory.apply([{ id: 1, stored: stored(broken, 2) }], 2)
    assert.deepEqual(
      faults.map(({ id }) => id),
      [1],
    )
    assert.deepEqual(idsFound(memory), [2])
    assert.equal(memory.byId(1, 'operator'), undefined)
    await memory.apply([{ id: 1, stored: stored(at(1), 3) }], 3)
    assert.deepEqual(idsFound(memory), [1, 2])
  })

  it('answers while it loads, each service in its old state or its new one', async () => {
    const moved = (version: number) =>
      Array.from({ length: 2000 }, (_, index) =>
        stored(
          serviceAt(index + 1, 400_000 + version * 1000, 300_000, { name: `version ${version}` }),
          version,
        ),
      )
    const memory = createMemory({ isSearchable: SEARCHABLE })
    await memory.replaceAll(moved(1), 1)
    let done = false
    const loading = memory.replaceAll(moved(2), 2).then(() => {
      done = true
    })
    const mixtures = new Set<number>()
    while (!done) {
      await new Promise(resolve => setImmediate(resolve))
      const found = memory.nearest(question({ easting: 401_000, limit: 100 }))
      assert.equal(found.length, 100)
      for (const { slot, distanceMetres } of found.slice(0, 3)) {
        const { name } = JSON.parse(`{${memory.fragment(slot, 'public', 'list', NOW)}`)
        assert.equal(name, distanceMetres === 0 ? 'version 1' : 'version 2')
      }
      const all = memory.nearest(question({ easting: 401_000, limit: 3000 }))
      assert.equal(all.length, 2000)
      mixtures.add(all.filter(({ distanceMetres }) => distanceMetres === 0).length)
    }
    await loading
    assert.ok(mixtures.size > 5, `${mixtures.size} states were seen on the way`)
    assert.equal(memory.changeNumber(), 2)
  })

  it('finds what the plain rules say for any asker', async () => {
    const chance = sameChance(3)
    const services = settledPoints(3000, chance).map(({ easting, northing }, index) =>
      variedService(index + 1, easting, northing, chance),
    )
    const memory = await memoryOf(services)
    for (let turn = 0; turn < 1000; turn += 1) {
      const origin = services[Math.floor(chance() * services.length)]
      assert.ok(origin)
      const asked = askerOf(chance, origin)
      assert.deepEqual(
        memory.nearest(asked).map(({ id }) => id),
        byPlainRules(services, asked),
        JSON.stringify(asked),
      )
    }
  })

  it('is the same after any changes as one that was loaded afresh', async () => {
    const step = fc.record({
      id: fc.integer({ min: 1, max: 12 }),
      east: fc.nat(4),
      status: fc.constantFrom<Service['status'][]>('active', 'active', 'closed'),
      typeId: fc.constantFrom(13, 14),
      odsCode: fc.option(fc.constantFrom('AA1', 'AA2'), { nil: undefined }),
      roles: fc.subarray([1, 23]),
      audience: fc.constantFrom<Service['audience'][]>('public', 'professional'),
      gone: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async steps => {
        const changed = createMemory({ isSearchable: SEARCHABLE })
        const last = new Map<number, Service>()
        for (const [index, { id, east, status, typeId, odsCode, roles, audience, gone }] of steps.entries()) {
          const service = serviceAt(id, 400_000 + east * 1000, 300_000, {
            status,
            typeId,
            audience,
            referralRoles: roles,
            ...(odsCode ? { odsCode } : {}),
          })
          if (gone && east === 0) last.delete(id)
          else last.set(id, service)
          const now = last.get(id)
          await changed.apply([{ id, stored: now ? stored(now, index + 1) : null }], index + 1)
        }
        const fresh = await memoryOf([...last.values()])
        assert.deepEqual(seenOf(changed), seenOf(fresh))
        const again = createMemory({ isSearchable: SEARCHABLE })
        await again.replaceAll([stored(at(77)), stored(at(3, { odsCode: 'AA1' }))], 1)
        await again.replaceAll(
          [...last.values()].map(service => stored(service)),
          2,
        )
        assert.deepEqual(seenOf(again), seenOf(fresh))
      }),
      { numRuns: 60 },
    )
  })
})

/** All that can be asked of a small memory. */
function seenOf(memory: Memory): unknown {
  const audiences = ['public', 'professional'] as const
  return {
    size: memory.size(),
    counts: [...memory.countByType()].filter(([, count]) => count > 0).sort(([a], [b]) => a - b),
    found: audiences.map(audience => idsFound(memory, { audience, typeIds: null })),
    byRole: idsFound(memory, { typeIds: null, referralRoleIds: [23] }),
    ods: audiences.flatMap(audience => ['AA1', 'AA2'].map(code => memory.byOdsCode(code, audience))),
    byId: Array.from({ length: 80 }, (_, id) => {
      const slot = memory.byId(id, 'professional')
      return [
        memory.recordOf(id),
        memory.byUid(`uid-${id}`, 'public') === memory.byId(id, 'public'),
        slot === undefined ? null : memory.fragment(slot, 'professional', 'full', NOW).toString(),
      ]
    }),
  }
}

function variedService(id: number, easting: number, northing: number, chance: () => number): Service {
  const fromDays = Math.floor(chance() * 3) * 5844
  const oftenAdult = chance() < 0.1 ? [] : [{ fromDays, toDays: fromDays + 8000 }]
  const resetAt = new Date(NOW + (chance() - 0.5) * 3_600_000).toISOString()
  const noon = chance() < 0.5 ? hours('11:00', '13:00') : hours('11:45', '12:00', 20)
  return serviceAt(id, easting, northing, {
    typeId: 10 + Math.floor(chance() * 4),
    status: chance() < 0.1 ? 'closed' : 'active',
    audience: chance() < 0.2 ? 'professional' : 'public',
    referralRoles: [1, 23, 26].filter(() => chance() < 0.6),
    ...(chance() < 0.9 ? { regionId: easting < 350_000 ? 'Y62' : chance() < 0.8 ? 'Y63' : 'Y60' } : {}),
    eligibility: {
      ageRanges: chance() < 0.3 ? [...oftenAdult, { fromDays: 0, toDays: 1000.5 }] : oftenAdult,
      sexes: (['female', 'male', 'indeterminate'] as const).filter(() => chance() < 0.8),
      ...(chance() < 0.2 ? { practices: ['A81001', 'B82002'].filter(() => chance() < 0.5) } : {}),
    },
    openingTimes:
      chance() < 0.3 ? noon : chance() < 0.6 ? hours('08:00', '11:30') : someService(id).openingTimes,
    ...(chance() < 0.5
      ? {
          capacity: {
            status: chance() < 0.5 ? 'amber' : 'red',
            updatedAt: '2026-06-03T09:00:00Z',
            updatedBy: 'x',
            ...(chance() < 0.5 ? { resetAt } : {}),
          },
        }
      : {}),
  })
}

function askerOf(chance: () => number, origin: Service): ServiceQuestion {
  const maybe = <T>(share: number, value: T): T | undefined => (chance() < share ? value : undefined)
  return question({
    easting: (origin.place.easting ?? 0) + Math.round((chance() - 0.5) * 5000),
    northing: origin.place.northing ?? 0,
    typeIds: chance() < 0.2 ? null : [10 + Math.floor(chance() * 5)],
    audience: chance() < 0.5 ? 'public' : 'professional',
    withinMetres: chance() * 200_000,
    ageDays: maybe(0.5, Math.floor(chance() * 20_000)),
    sex: maybe(0.5, 'male'),
    practice: maybe(0.3, 'B82002'),
    referralRoleIds: maybe(0.3, [26, 99]),
    regionIds: maybe(0.4, chance() < 0.1 ? [] : chance() < 0.5 ? ['Y63'] : ['Y60', 'Y62']),
    capacity: maybe(0.3, chance() < 0.5 ? ['green'] : ['amber', 'red']),
    openAt: maybe(0.3, londonMoment(NOW + Math.floor(chance() * 120) * 60_000)),
  })
}

function byPlainRules(services: readonly Service[], asked: ServiceQuestion): number[] {
  const moment = asked.openAt ?? londonMoment(asked.now)
  const distance = ({ place }: Service): number =>
    Math.hypot((place.easting ?? 0) - asked.easting, (place.northing ?? 0) - asked.northing)
  const ageDays = asked.ageDays ?? undefined
  return services
    .filter(service => service.status === 'active' && service.referralRoles.length > 0)
    .filter(({ typeId }) => asked.typeIds === null || asked.typeIds.includes(typeId))
    .filter(service => distance(service) <= asked.withinMetres)
    .filter(service => mayBeTold(service, asked.audience))
    .filter(({ eligibility }) =>
      serves(eligibility, {
        ...(ageDays === undefined ? {} : { ageDays }),
        ...(asked.sex ? { sex: asked.sex } : {}),
        ...(asked.practice ? { practice: asked.practice } : {}),
      }),
    )
    .filter(
      ({ referralRoles }) =>
        !asked.referralRoleIds || referralRoles.some(id => asked.referralRoleIds?.includes(id)),
    )
    .filter(({ regionId }) => !asked.regionIds || asked.regionIds.some(id => id === regionId))
    .filter(({ capacity }) =>
      asked.capacity
        ? asked.capacity.includes(capacity ? capacityAt(capacity, asked.now).capacity.status : 'green')
        : true,
    )
    .filter(({ openingTimes }) => !asked.openAt || isOpenAt(openingTimes, moment.epochMinute * 60_000))
    .filter(({ openingTimes }) => offeredNow(compileOpening(openingTimes), moment))
    .sort((a, b) => distance(a) - distance(b) || a.id - b.id)
    .slice(0, asked.limit)
    .map(({ id }) => id)
}
