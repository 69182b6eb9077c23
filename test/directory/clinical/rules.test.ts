import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ClinicalQuestion } from '../../../src/directory/clinical/question.ts'
import { windowMinutes } from '../../../src/directory/clinical/window.ts'
import type { Service } from '../../../src/directory/service.ts'
import { someService, stored } from '../some-services.ts'
import {
  AT,
  aligned,
  ask,
  capacity,
  DISCRIMINATOR,
  emergencyDepartment,
  found,
  GROUP,
  gaps,
  HERE,
  hours,
  idsOf,
  memoryOf,
  near,
  onlyFor,
  question,
  REFERENCE,
  withinMinutes,
} from './world.ts'

const at = (time: string): Pick<ClinicalQuestion, 'at' | 'now'> => {
  const instant = Date.parse(`2026-06-03T${time}+01:00`)
  return { at: instant, now: instant }
}
const place = (east: number, north: number): Pick<Service, 'place'> => ({
  place: { address: [], easting: HERE.easting + east, northing: HERE.northing + north },
})
const eligible = (changes: Partial<Service['eligibility']>): Pick<Service, 'eligibility'> => ({
  eligibility: { ...someService(1).eligibility, ...changes },
})
const manages = (
  ...symptoms: [group: number, discriminator: number][]
): Pick<Service, 'clinicalProfile'> => ({
  clinicalProfile: {
    symptoms: symptoms.map(([group, discriminator]) => ({ group, discriminator })),
    dispositions: ['DX99', 'DXD99'],
  },
})

describe('the distance searched', () => {
  const rows = new Map([
    ['LS14AP', 1000],
    ['LS1 4', 2000],
    ['LS1', 3000],
    ['LS14', 4000],
  ])
  const reach = async (changes: Partial<ClinicalQuestion>, kept: readonly string[] = [...rows.keys()]) => {
    const searchDistances = new Map([...rows].filter(([key]) => kept.includes(key)))
    const { distanceMetres, distanceSource } = await ask(
      [],
      { postcode: 'LS14AP', ...changes },
      { searchDistances },
    )
    return `${distanceSource} ${distanceMetres}`
  }
  const asked = (metres: number | null, force = false, metresMax = 99_000) => ({
    distance: { metres, force, metresMax },
  })

  it('is the one asked for where that is forced', async () => {
    assert.equal(await reach(asked(7000, true)), 'override 7000')
  })
  it('is not forced where none is asked for', async () => {
    assert.equal(await reach(asked(null, true)), 'postcode 1000')
  })
  it('is that of the full postcode, then its sector, then its district, then the one asked for', async () => {
    assert.equal(await reach(asked(7000)), 'postcode 1000')
    assert.equal(await reach(asked(7000), ['LS1 4', 'LS1', 'LS14']), 'sector 2000')
    assert.equal(await reach(asked(7000), ['LS1', 'LS14']), 'district 3000')
    assert.equal(await reach(asked(7000), ['LS14']), 'request 7000')
    assert.equal(await reach({ ...asked(7000), postcode: 'LS149AA' }), 'district 4000')
  })
  it('is 60 km where nothing says another', async () => {
    assert.equal(await reach(asked(null), []), 'national 60000')
    assert.equal(await reach({ ...asked(null), postcode: null }), 'national 60000')
  })
  it('is never more than the asker may reach, and still from the same source', async () => {
    assert.equal(await reach(asked(null, false, 500)), 'postcode 500')
    assert.equal(await reach(asked(9000, true, 8000)), 'override 8000')
    assert.equal(await reach(asked(null, false, 20_000), []), 'national 20000')
  })
})

describe('the first pipeline', () => {
  it('takes what lies in the box of that half side, its edges included', async () => {
    const services = [
      near(1, 0, place(10_000, 0)),
      near(2, 0, place(0, -10_000)),
      near(3, 0, place(-10_001, 0)),
      near(4, 0, place(0, 10_001)),
    ]
    assert.deepEqual(await found(services), [1, 2])
  })
  it('takes active services only', async () => {
    const others = ['closed', 'commissioning', 'suspended', 'pending'] as const
    const services = others.map((status, index) => near(10 + index, 10, { status }))
    assert.deepEqual(await found([...services, near(1, 100)]), [1])
  })
  it('takes services that manage something of the symptom group, and without a group none', async () => {
    const services = [near(1, 100), near(2, 200, manages([900_002, 950_003])), emergencyDepartment(3, 300)]
    assert.deepEqual(await found(services), [1])
    const answer = await ask(services, { symptomGroup: null, discriminators: [] })
    assert.ok(answer.catchAll)
    assert.deepEqual(idsOf(answer), [3])
  })
  it('takes services for the sex asked about, and one that names no sex for nobody', async () => {
    const services = [near(1, 100, eligible({ sexes: ['male'] })), near(2, 200, eligible({ sexes: [] }))]
    assert.deepEqual(await found(services, { sex: 'male' }), [1])
    assert.deepEqual(await found(services, { sex: 'female' }), [])
    assert.deepEqual(await found(services, { sex: null }), [1])
  })
  it('takes services kept for practices only where the practice is among them, however it is written', async () => {
    const services = [near(1, 100, onlyFor(1, ['a81001 '])), near(2, 200, onlyFor(2, []))]
    assert.deepEqual(await found(services, { surgery: ' A81001' }), [1])
    assert.deepEqual(await found(services, { surgery: 'B82002' }), [])
    assert.deepEqual(await found(services), [])
  })
  it('leaves no gap', async () => {
    const services = [
      near(1, 100, eligible({ sexes: [] })),
      near(2, 100, onlyFor(2, ['X'])),
      near(3, 100, manages([900_002, 950_003])),
    ]
    assert.deepEqual(await gaps(services), [])
  })
})

describe('the limits of who asks', () => {
  const services = [
    near(1, 100, { audience: 'professional', regionId: 'R1', ...capacity('red') }),
    near(2, 200, { regionId: 'R2', ...capacity('red') }),
    near(3, 300, capacity('red')),
    near(4, 400, { regionId: 'R1' }),
  ]
  it('leave out what the audience may not be told of, and leave no gap', async () => {
    assert.deepEqual(await gaps(services, { audience: 'public' }), ['2: capacity', '3: capacity'])
    assert.deepEqual(await found([near(1, 100, { audience: 'professional' })], { audience: 'public' }), [])
  })
  it('leave out other regions and none, and leave no gap', async () => {
    assert.deepEqual(await gaps(services, { regionIds: ['R2'] }), ['2: capacity'])
    assert.deepEqual(await found(services, { regionIds: ['R1'] }), [4])
    assert.deepEqual(await found(services, { regionIds: [] }), [])
  })
  it('leave out other types, and leave no gap', async () => {
    assert.deepEqual(await gaps(services, { typeIds: [1001, 1003] }), ['1: capacity', '3: capacity'])
    assert.deepEqual(await found(services, { typeIds: [1004, 1004] }), [4])
    assert.deepEqual(await found(services, { typeIds: [] }), [])
  })
  it('bound how many are given', async () => {
    const many = Array.from({ length: 9 }, (_, index) => near(index + 1, 100 + index))
    assert.deepEqual(await found(many, { limit: 3 }), [1, 2, 3])
  })
  it('bind the catch-all too: audience, regions, types, reach and number', async () => {
    const departments = [
      emergencyDepartment(1, 20_000, { audience: 'professional', regionId: 'R1' }),
      emergencyDepartment(2, 30_000, { regionId: 'R2' }),
    ]
    const ids = async (changes: Partial<ClinicalQuestion>) => idsOf(await ask(departments, changes))
    assert.deepEqual(await ids({}), [1, 2])
    assert.deepEqual(await ids({ audience: 'public' }), [2])
    assert.deepEqual(await ids({ regionIds: ['R1'] }), [1])
    assert.deepEqual(await ids({ typeIds: [13] }), [])
    assert.deepEqual(await ids({ limit: 1 }), [1])
    const distance = { metres: 10_000, force: false, metresMax: 25_000 }
    assert.deepEqual(await ids({ distance }), [1])
  })
})

describe('capacity', () => {
  it('must be green or amber, and counts as green where none is given', async () => {
    const services = [near(1, 100, capacity('green')), near(2, 200, capacity('amber')), near(3, 300)]
    assert.deepEqual(await found([...services, near(4, 50, capacity('red'))]), [1, 2, 3])
    assert.deepEqual(await gaps([near(4, 50, capacity('red'))]), ['4: capacity'])
  })
  it('is as it stands now, with resets that are due, whatever the time asked about', async () => {
    const services = [near(1, 100, capacity('red', new Date(AT).toISOString()))]
    assert.deepEqual(await found(services, { now: AT }), [1])
    assert.deepEqual(await found(services, { now: AT - 1, at: AT + 3_600_000 }), [])
  })
})

describe('discriminators', () => {
  it('must all be managed, with that symptom group', async () => {
    const services = [
      near(1, 100, manages([GROUP, DISCRIMINATOR])),
      near(2, 200, manages([GROUP, DISCRIMINATOR], [GROUP, 950_002])),
      near(3, 300, manages([GROUP, DISCRIMINATOR], [900_002, 950_002])),
    ]
    const discriminators = [DISCRIMINATOR, 950_002]
    assert.deepEqual(await found(services, { discriminators }), [2])
    assert.deepEqual(await gaps(services, { discriminators }), ['1: discriminator', '3: discriminator'])
  })
  it('count once, and those that may not be asked with the group are dropped', async () => {
    const discriminators = [950_003, DISCRIMINATOR, DISCRIMINATOR, 12]
    assert.deepEqual(await found([near(1, 100)], { discriminators }), [1])
  })
  it('of which none is valid end the search, where any service came so far', async () => {
    const memory = await memoryOf([near(1, 100), emergencyDepartment(2, 200)])
    for (const discriminators of [[950_003], []]) {
      const answer = memory.clinical.search(question({ discriminators }))
      assert.deepEqual(answer, { outcome: 'no-valid-discriminator' })
      const nobody = memory.clinical.search(question({ discriminators, symptomGroup: 900_002 }))
      assert.equal(nobody.outcome === 'found' && nobody.catchAll, true)
    }
  })
})

describe('the disposition group', () => {
  it('is met by a service that accepts any of its codes, in any case', async () => {
    const accepting = (...dispositions: string[]) => ({
      clinicalProfile: { ...near(1, 0).clinicalProfile, dispositions },
    })
    const services = [
      near(1, 100, accepting('dxd06')),
      near(2, 200, accepting('DxD99', 'DX5')),
      near(3, 300, accepting('DXD0', 'DXD066', 'XD06')),
    ]
    assert.deepEqual(await found(services), [1, 2])
    assert.deepEqual(await gaps(services), ['3: disposition'])
  })
  it('is not asked about where there is none, and met by nobody where no list knows it', async () => {
    assert.deepEqual(
      await found([near(1, 100, manages([GROUP, DISCRIMINATOR]))], { dispositionGroup: null }),
      [1],
    )
    assert.deepEqual(await gaps([near(1, 100)], { dispositionGroup: 5 }), ['1: disposition'])
  })
})

describe('the referral role', () => {
  it('must be one the service takes referrals from; without one to ask with, any will do', async () => {
    const services = [near(1, 100, { referralRoles: [24] }), near(2, 200, { referralRoles: [24, 23] })]
    assert.deepEqual(await found(services), [2])
    assert.deepEqual(await gaps(services), ['1: referral-role'])
    assert.deepEqual(await found(services, { referralRoleIds: null }), [1, 2])
    assert.deepEqual(await found(services, { referralRoleIds: [24, 99] }), [1, 2])
  })
  it('is one that every service found has: what takes referrals from nobody leaves no gap', async () => {
    assert.deepEqual(await gaps([near(1, 100, { referralRoles: [] })]), [])
  })
})

describe('the age in days', () => {
  it('must lie in a range of the service', async () => {
    const ranges = [
      { fromDays: 0, toDays: 364.25 },
      { fromDays: 5844, toDays: 47_481.5 },
    ]
    const services = [
      near(1, 100, eligible({ ageRanges: ranges })),
      near(2, 200, eligible({ ageRanges: [] })),
    ]
    const served = async (ageDays: number) => (await found(services, { ageDays })).length === 1
    for (const days of [0, 364, 5844, 47_481]) assert.ok(await served(days), `${days}`)
    for (const days of [365, 5843, 47_482]) assert.ok(!(await served(days)), `${days}`)
    assert.deepEqual(await gaps(services, { ageDays: 365 }), ['1: age', '2: age'])
    assert.deepEqual(await found(services, { ageDays: null }), [1, 2])
  })
})

describe('the session window', () => {
  it('ends by the minutes of the disposition', () => {
    const minutes = [null, 0, 1, 30, 31, 45, 60, 61, 90, 120, 1440]
    assert.deepEqual(minutes.map(windowMinutes), [60, 60, 30, 30, 31, 45, 60, 1, 30, 60, 1380])
  })
  it('needs a service to be open at some instant of it', async () => {
    const services = [
      near(1, 100, hours('11:00', '14:00')),
      near(2, 200, hours('12:31', '14:00')),
      near(3, 300, hours('09:00', '11:30')),
    ]
    assert.deepEqual(await found(services), [1])
    assert.deepEqual(await gaps(services), ['2: session', '3: session'])
  })
  it('counts from the instant asked about, not its minute', async () => {
    const group = { dispositionGroup: withinMinutes(45) }
    const service = near(1, 100, hours('12:16', '14:00'))
    assert.deepEqual(await found([service], { ...group, ...at('11:30:59.999') }), [])
    assert.deepEqual(await found([service], { ...group, ...at('11:31:00') }), [1])
    const closing = near(1, 100, hours('09:00', '12:00'))
    assert.deepEqual(await found([closing], at('11:30:00')), [1])
    assert.deepEqual(await found([closing], at('11:30:01')), [])
  })
  it('is no use where the service closes sooner than 30 minutes after the search, open now or not yet', async () => {
    const services = [
      near(1, 100, hours('11:40', '11:59')),
      near(2, 200, hours('11:40', '12:00')),
      near(
        3,
        300,
        hours('', '', {
          weekly: [
            {
              day: 'wednesday',
              sessions: [
                { opens: '09:00', closes: '11:45' },
                { opens: '11:50', closes: '18:00' },
              ],
            },
          ],
        }),
      ),
    ]
    assert.deepEqual(await found(services), [2])
    assert.deepEqual(await gaps(services), ['1: session', '3: session'])
  })
  it('does not see a close where one session runs on into the next, also across midnight', async () => {
    const weekly: Service['openingTimes']['weekly'] = [
      { day: 'wednesday', sessions: [{ opens: '18:00', closes: '24:00' }] },
      { day: 'thursday', sessions: [{ opens: '00:00', closes: '02:00' }] },
    ]
    const services = [near(1, 100, hours('', '', { weekly }))]
    assert.deepEqual(await found(services, at('23:50:00')), [1])
    assert.deepEqual(await found(services, { at: AT + 14.02 * 3_600_000 }), [])
  })
  it('reaches over midnight, and elapsed time counts when the clocks change', async () => {
    const sunday = (opens: string): Service['openingTimes'] => ({
      ...hours('', '').openingTimes,
      weekly: [{ day: 'sunday', sessions: [{ opens, closes: '08:00' }] }],
    })
    // In the night of 25 October 2026 the hour from 01:00 comes twice.
    const before = Date.parse('2026-10-24T23:45:00+01:00')
    const services = [
      near(1, 100, { openingTimes: sunday('00:45') }),
      near(2, 200, { openingTimes: sunday('00:46') }),
    ]
    assert.deepEqual(await found(services, { at: before, now: before }), [1])
    const late = Date.parse('2026-10-25T01:30:00+01:00')
    const two = near(3, 100, { openingTimes: sunday('02:00') })
    assert.deepEqual(await found([two], { at: late, now: late }), [])
    assert.deepEqual(await found([two], { at: late + 3_600_000, now: late }), [3])
  })
})

describe('only return if open', () => {
  it('keeps a service that is open, or opens within its minutes, and is a criterion of its own', async () => {
    const opening = (opens: string, returnIfOpenWithinMinutes: number) =>
      hours(opens, '18:00', { returnIfOpenWithinMinutes })
    const services = [
      near(1, 100, opening('09:00', 0)),
      near(2, 200, opening('11:45', 15)),
      near(3, 300, opening('11:46', 15)),
      near(4, 400, opening('13:00', 15)),
    ]
    assert.deepEqual(await found(services), [1, 2])
    assert.deepEqual(await gaps(services), ['3: open-only'])
  })
})

describe('limited services', () => {
  const services = [
    near(1, 100, aligned(['d1', true])),
    near(2, 200, aligned(['B1', true], ['D2', false])),
    near(3, 300, aligned(['D9', true], ['D1', false])),
  ]
  it('are offered in the areas they are limited to', async () => {
    const areas = { district: 'D1', board: 'B1' }
    assert.deepEqual(await found(services, { areas }), [1, 2])
    assert.deepEqual(await gaps(services, { areas }), ['3: limited'])
    assert.deepEqual(await found(services, { areas: { district: 'D2', board: null } }), [])
  })
  it('are offered to everybody where the area is not known', async () => {
    assert.deepEqual(await found(services), [1, 2, 3])
  })
})

describe('a gap', () => {
  it('is a service that fails exactly one criterion of the second pipeline, with its type', async () => {
    const two = { ...capacity('red'), ...eligible({ ageRanges: [] }) }
    const answer = await ask([near(2, 10, capacity('red')), near(1, 20, two), near(3, 30)])
    assert.deepEqual(answer.gaps, [{ id: 2, typeId: 1002, criterion: 'capacity' }])
    assert.deepEqual(idsOf(answer), [3])
  })
})

describe('the catch-all', () => {
  it('is the two nearest emergency departments within 60 km, not type 40, whatever their profile or capacity', async () => {
    const services = [
      emergencyDepartment(1, 60_000, { ...capacity('red'), ...eligible({ sexes: [], ageRanges: [] }) }),
      emergencyDepartment(2, 50_000, {
        ...onlyFor(2, ['X']),
        ...hours('09:00', '09:01'),
        referralRoles: [99],
      }),
      emergencyDepartment(3, 60_001),
      emergencyDepartment(4, 10, { typeId: 40 }),
      emergencyDepartment(5, 10, { status: 'closed' }),
    ]
    const distance = { metres: 1000, force: true, metresMax: 99_000 }
    const answer = await ask(services, { distance })
    assert.ok(answer.catchAll)
    assert.deepEqual(idsOf(answer), [2, 1])
    assert.equal(answer.distanceMetres, 1000)
    assert.deepEqual(idsOf(await ask([...services, emergencyDepartment(6, 55_000)], { distance })), [2, 6])
  })
  it('is not asked where anything else is left', async () => {
    const answer = await ask([near(1, 9999), emergencyDepartment(2, 10)])
    assert.ok(!answer.catchAll)
    assert.deepEqual(idsOf(answer), [1])
  })
  it('may be empty, and then it is none', async () => {
    const answer = await ask([emergencyDepartment(3, 60_001)])
    assert.ok(!answer.catchAll)
    assert.deepEqual(answer.services, [])
  })
})

describe('the ranking strategy', () => {
  const services = [near(1, 100), near(2, 200), near(3, 300), near(4, 400)]
  const ranks = (...types: [typeId: number, rank: number][]) => new Map(types)
  const nationalRanks = ranks([1002, 10], [1003, 2])
  const localRanks = new Map([
    ['D1', ranks([1004, 1], [1002, 1])],
    ['B1', ranks([1003, 1], [1001, 3])],
    ['D2', ranks()],
  ])
  const order = (district: string | null, board: string | null) =>
    found(services, { areas: { district, board } }, { nationalRanks, localRanks })

  it("is the district's, whole: within a rank by distance, what has no rank last", async () => {
    assert.deepEqual(await order('D1', 'B1'), [2, 4, 1, 3])
  })
  it("is the board's where the district does not rank for itself", async () => {
    assert.deepEqual(await order('D9', 'B1'), [3, 1, 2, 4])
    assert.deepEqual(await order('D2', 'B1'), [3, 1, 2, 4])
  })
  it("is the country's where neither does", async () => {
    assert.deepEqual(await order(null, 'B9'), [3, 2, 1, 4])
  })
  it('is told with each service', async () => {
    const { services: told } = await ask(services, {}, { nationalRanks })
    assert.deepEqual(
      told.map(({ rank }) => rank),
      [2, 10, null, null],
    )
  })
  it('leaves equal distances to the ids', async () => {
    assert.deepEqual(
      await found([near(7, 0, place(0, 500)), near(5, 0, place(-500, 0)), near(6, 500)]),
      [5, 6, 7],
    )
  })
})

describe('promoted services', () => {
  const areas = { district: 'D1', board: 'B1' }
  it('of other areas come below the unpromoted and those of the same area', async () => {
    const services = [
      near(1, 100, aligned(['D2', false])),
      near(2, 200, aligned(['D1', false], ['D2', false])),
      near(3, 300),
    ]
    assert.deepEqual(await found(services, { areas }), [2, 3, 1])
    assert.deepEqual(await found(services), [1, 2, 3])
  })
  it('keep to their rank', async () => {
    const services = [near(1, 100, aligned(['D2', false])), near(2, 200)]
    const nationalRanks = new Map([
      [1001, 1],
      [1002, 2],
    ])
    assert.deepEqual(await found(services, { areas }, { nationalRanks }), [1, 2])
  })
})

describe("the person's practice", () => {
  const surgery = 'A81001'
  it('comes first within a rank, then what is commissioned for it, then for the area, then the rest', async () => {
    const services = [
      near(1, 100),
      near(2, 200, aligned(['D1', true])),
      near(3, 300, onlyFor(3, [surgery])),
      near(4, 400, { odsCode: 'a81001', ...aligned(['D2', false]) }),
      near(5, 50, { odsCode: 'A81001001' }),
    ]
    const areas = { district: 'D1', board: null }
    const answer = await ask(services, { surgery: ' a81001 ', areas })
    assert.deepEqual(idsOf(answer), [4, 3, 2, 5, 1])
    assert.deepEqual(
      answer.services.map(({ label }) => label),
      ['home', null, null, null, null],
    )
    assert.equal(answer.services[0]?.distanceMetres, 400)
  })
  it('does not come before a better rank', async () => {
    const services = [near(1, 100), near(2, 200, { odsCode: surgery })]
    const nationalRanks = new Map([[1001, 4]])
    assert.deepEqual(await found(services, { surgery }, { nationalRanks }), [1, 2])
  })
  it('is nobody where it is not known', async () => {
    const answer = await ask([near(1, 100), near(2, 200, { odsCode: ' ' })], { surgery: ' ' })
    assert.deepEqual(
      answer.services.map(({ label }) => label),
      [null, null],
    )
  })
  it('has its urgent care treatment (25) labelled as its out of hours, which moves nothing', async () => {
    const services = [
      near(1, 100, { typeId: 25 }),
      near(2, 200, { typeId: 25, ...onlyFor(2, [surgery]) }),
      near(3, 150, onlyFor(3, [surgery])),
    ]
    const answer = await ask(services, { surgery })
    assert.deepEqual(
      answer.services.map(({ id, label }) => [id, label]),
      [
        [3, null],
        [2, 'home-out-of-hours'],
        [1, null],
      ],
    )
  })
})

describe('surplus', () => {
  it('leaves the first two of a type, and one of those of which one is enough', async () => {
    for (const [typeId, most] of [
      [13, 2],
      [138, 1],
      [100, 1],
      [133, 1],
      [130, 1],
      [137, 1],
      [139, 1],
      [135, 2],
    ] as const) {
      const services = [3, 2, 1, 4].map(id => near(id, id * 100, { typeId }))
      assert.deepEqual(await found(services), [1, 2].slice(0, most), `type ${typeId}`)
    }
  })
  it('is cut after the order is made', async () => {
    const services = [
      near(1, 100, { typeId: 13 }),
      near(2, 200, { typeId: 13 }),
      near(3, 300, { typeId: 13, odsCode: 'A81001' }),
    ]
    assert.deepEqual(await found(services, { surgery: 'A81001' }), [3, 1])
  })
})

describe('a change to a service', () => {
  it('is seen by the next search: profile, alignment and place', async () => {
    const memory = await memoryOf([near(1, 100), near(2, 200)])
    const ids = () => {
      const answer = memory.clinical.search(question({ areas: { district: 'D1', board: null } }))
      return answer.outcome === 'found' ? idsOf(answer) : []
    }
    const change = (service: Service) => memory.apply([{ id: service.id, stored: stored(service, 2) }], 2)
    assert.deepEqual(ids(), [1, 2])
    await change(near(1, 100, manages([900_002, 950_003])))
    assert.deepEqual(ids(), [2])
    await change(near(1, 100, aligned(['D2', true])))
    assert.deepEqual(ids(), [2])
    await change(near(1, 300, aligned(['D1', false])))
    assert.deepEqual(ids(), [2, 1])
    await memory.apply([{ id: 2, stored: null }], 3)
    assert.deepEqual(ids(), [1])
  })
  it('to the lists is seen, too', async () => {
    let reference = REFERENCE
    const memory = await memoryOf([near(1, 100)], () => reference)
    assert.equal(memory.clinical.search(question()).outcome, 'found')
    reference = { ...reference, pairs: new Map() }
    assert.equal(memory.clinical.search(question()).outcome, 'no-valid-discriminator')
  })
})
