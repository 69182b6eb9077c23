import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Service, writeServices } from '../../../src/directory/index.ts'
import { ROLE_NAMES, ROLES } from '../../../src/vocabulary/index.ts'
import { someService } from '../../directory/some-services.ts'
import { openHouse, type TestRole } from '../../support/house.ts'

type Explanation = {
  readonly origin: string
  readonly district: string | null
  readonly board: string | null
  readonly withinMetres: number
  readonly distanceSource: string
  readonly catchAll: boolean
  readonly steps: readonly { readonly step: string; readonly count: number }[]
  readonly traces: readonly {
    readonly service: number
    readonly name: string
    readonly typeId: number
    readonly regionId: string | null
    readonly step: string
    readonly kept: boolean
    readonly why: string
  }[]
  readonly notShown: number
}
type Refusal = { readonly reason: string; readonly errors?: readonly { readonly parameter: string }[] }

const PATH = '/directory/clinical-search/explanation'
const ASK = { near: 'LS1 4AP', symptomGroup: 900_001, discriminators: [950_002], dispositionGroup: 990_003 }

describe('the explanation of a clinical search', async () => {
  const house = await openHouse()
  const { rooms } = house
  const near = rooms.places.locate('LS1 4AP')
  assert.ok(near.outcome === 'located')
  const { easting, northing } = near.place
  const planted = (id: number, over: Partial<Service>): Service =>
    someService(id, {
      name: `Planted ${id}`,
      typeId: 136,
      regionId: 'Y63',
      place: { address: [], easting: easting + (id % 100) * 10, northing, precision: 'exact' },
      openingTimes: { allHours: true, weekly: [], bankHolidays: [], specifiedDates: [] },
      eligibility: {
        ageRanges: [{ fromDays: 0, toDays: 47_482.5 }],
        sexes: ['female', 'male', 'indeterminate'],
      },
      clinicalProfile: { symptoms: [{ group: 900_001, discriminator: 950_002 }], dispositions: ['DxD03'] },
      referralRoles: [23],
      ...over,
    })
  const closed = { allHours: false, weekly: [], bankHolidays: [], specifiedDates: [] }
  const capacity = {
    status: 'red',
    updatedAt: new Date(house.clock.now()).toISOString(),
    updatedBy: 'x',
  } as const
  const noProfile = { symptoms: [], dispositions: [] }
  await writeServices(
    rooms.database,
    [
      planted(900_201, {}),
      planted(900_202, { capacity }),
      planted(900_203, { openingTimes: closed }),
      planted(900_204, { clinicalProfile: noProfile }),
      planted(900_205, { referralRoles: [25] }),
      planted(900_206, { regionId: 'Y58' }),
      planted(900_207, { audience: 'professional' }),
      planted(900_208, {
        clinicalProfile: { ...noProfile, symptoms: [{ group: 900_001, discriminator: 950_002 }] },
      }),
    ],
    { who: 'test', at: new Date(house.clock.now()), why: 'a test' },
  )
  await rooms.follower.catchUp()

  const ask = async (roles: readonly TestRole[], body: object) =>
    (await house.person(roles)).ask('POST', `/api/v1${PATH}`, body)
  const explain = async (
    body: object,
    roles: readonly TestRole[] = [{ role: 'auditor' }],
  ): Promise<Explanation> => {
    const answer = await ask(roles, body)
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json()
  }

  it('says for each service in reach which step kept or dropped it, and why', async () => {
    const { traces, ...about } = await explain({ ...ASK, referralRoles: [23], age: '34', sex: 'female' })
    const stepOf = (id: number) => traces.find(({ service }) => service === id)
    const steps = Object.fromEntries([1, 2, 3, 4, 5, 8].map(id => [id, stepOf(900_200 + id)?.step]))
    assert.deepEqual(steps, {
      1: 'answer',
      2: 'capacity',
      3: 'session',
      4: 'symptom-group',
      5: 'referral-role',
      8: 'disposition',
    })
    for (const { kept, step, why } of traces) {
      assert.equal(kept, step === 'answer')
      assert.ok(why.length > 10, why)
    }
    assert.equal(about.origin, 'LS1 4AP')
    // The areas of the demonstration's lists.
    assert.deepEqual([about.district, about.board], ['E08990001', 'E54990001'])
    assert.deepEqual([about.withinMetres, about.distanceSource], [60_000, 'national'])
    assert.equal(about.catchAll, false)
    assert.equal(
      about.steps.reduce((sum, { count }) => sum + count, 0),
      traces.length + about.notShown,
      'every service in reach is counted',
    )
  })

  it('tells first of those that were kept, in the order of the answer', async () => {
    const { traces } = await explain(ASK)
    const answer = await house.ask('call-centre', '/api/v1/services/clinical-search', {
      method: 'POST',
      payload: ASK,
    })
    const { services } = answer.json<{ services: { id: number }[] }>()
    assert.ok(services.length > 0)
    assert.deepEqual(
      traces.filter(({ kept }) => kept).map(({ service }) => service),
      services.map(({ id }) => id),
    )
    assert.deepEqual(
      traces.map(({ kept }) => kept),
      traces.map(({ kept }) => kept).toSorted((a, b) => Number(b) - Number(a)),
    )
  })

  it('asks as whoever is named, and tells of the services that are named only', async () => {
    const hidden = await explain({ ...ASK, audience: 'public', services: [900_207] })
    assert.deepEqual(
      hidden.traces.map(({ step }) => step),
      ['audience'],
    )
    const few = await explain({ ...ASK, limit: 1, services: [900_201, 900_204] })
    assert.deepEqual(new Set(few.traces.map(({ service }) => service)), new Set([900_201, 900_204]))
    assert.ok(few.notShown > 0)
    assert.deepEqual((await explain({ ...ASK, services: [1_999_999_999] })).traces, [])
  })

  it('explains a catch-all', async () => {
    const { catchAll, traces } = await explain({
      ...ASK,
      discriminators: [950_001],
      dispositionGroup: 990_001,
      distance: 1,
      forceDistance: true,
    })
    const kept = traces.filter(trace => trace.kept)
    assert.equal(catchAll, kept.length > 0)
    for (const { step, typeId } of kept) assert.deepEqual([step, typeId], ['catch-all', 105])
  })

  it('tells a DoS Lead of the services of their own regions only', async () => {
    const all = await explain(ASK)
    const lead = (scope: string) => explain(ASK, [{ role: 'dos-lead', scope }])
    const [theirs, others] = [await lead('Y63'), await lead('Y58')]
    assert.ok(theirs.traces.some(({ service }) => service === 900_201))
    assert.ok(theirs.traces.every(({ regionId }) => regionId === 'Y63'))
    assert.ok(others.traces.some(({ service }) => service === 900_206))
    assert.ok(others.traces.every(({ regionId }) => regionId === 'Y58'))
    assert.deepEqual(others.steps, all.steps, 'the search is the same')
  })

  it('is for the operator and DoS Leads, and for nobody else', async () => {
    const may = ['access-manager', 'compliance-reviewer', 'auditor', 'dos-lead']
    const scopes = { organisation: 'XO001', supplier: 'demonstration-supplier', region: 'Y63', service: '1' }
    for (const role of ROLE_NAMES) {
      const { scope } = ROLES[role]
      const held = scope === 'operator' ? { role } : { role, scope: scopes[scope] }
      const { statusCode } = await ask([held], ASK)
      assert.equal(statusCode, may.includes(role) ? 200 : 403, role)
    }
    const answer = await house.ask('call-centre', `/api/v1${PATH}`, { method: 'POST', payload: ASK })
    assert.equal(answer.statusCode, 401)
  })

  it('names what makes no sense', async () => {
    const wrong = async (over: object) => {
      const answer = await ask([{ role: 'auditor' }], { ...ASK, ...over })
      assert.equal(answer.statusCode, 400, answer.body)
      return answer.json<Refusal>().errors?.map(({ parameter }) => parameter)
    }
    assert.deepEqual(await wrong({ near: 'nowhere at all' }), ['near'])
    assert.deepEqual(await wrong({ near: 'Cardiff' }), ['near'])
    assert.deepEqual(await wrong({ symptomGroup: 1 }), ['symptomGroup'])
    assert.deepEqual(await wrong({ discriminators: [1] }), ['discriminators'])
    assert.deepEqual(await wrong({ dispositionGroup: 1 }), ['dispositionGroup'])
    assert.deepEqual(await wrong({ referralRoles: [999] }), ['referralRoles'])
    assert.deepEqual(await wrong({ forceDistance: true, age: '200' }), ['age', 'forceDistance'])
    assert.deepEqual(await wrong({ explain: true }), ['explain'])
    assert.equal((await wrong({ services: [0] }))?.length, 1)
  })
})
