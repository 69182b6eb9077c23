import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import { Compile } from 'typebox/compile'
import { readEntry } from '../../src/activity/index.ts'
import {
  type ClinicalQuestion,
  demonstrationLists,
  replaceLists,
  type Service,
  writeServices,
} from '../../src/directory/index.ts'
import { clinicalOrigin } from '../../src/http/clinical-origin.ts'
import { createRoadSource } from '../../src/http/index.ts'
import { ClinicalCodesAnswer, ClinicalSearchAnswer } from '../../src/http/routes/native/clinical-answers.ts'
import { someService } from '../directory/some-services.ts'
import { openHouse } from '../support/house.ts'
import { nativeDoor, reasonOf, standing } from './native-door.ts'

/** Groups and discriminators of the demonstration. */
const SORE_THROAT = 900_001
const LOW_MOOD = 900_008
const MINOR = 950_002
const ADVICE = 950_001
const CRISIS = 950_008
/** Disposition groups: primary care within 6 hours, an emergency department within 1. */
const WITHIN_SIX_HOURS = 990_003
const EMERGENCY = 990_001

type Found = {
  readonly id: number
  readonly name: string
  readonly label: string | null
  readonly rank: number | null
  readonly byRoad: boolean
  readonly distanceMetres: number
  readonly open: { readonly open: boolean }
}
type Body = {
  readonly decisionId: string
  readonly withinMetres: number
  readonly distanceSource: string
  readonly at: string
  readonly windowUntil: string
  readonly catchAll: boolean
  readonly count: number
  readonly services: readonly Found[]
}
type Refusal = {
  readonly reason: string
  readonly errors?: readonly { readonly parameter: string; readonly message: string }[]
}

/** Never closed, for everybody, at LS1 but for `place`. */
const always = (id: number, over: Partial<Service>): Service =>
  someService(id, {
    typeId: 100,
    regionId: 'Y63',
    openingTimes: { allHours: true, weekly: [], bankHolidays: [], specifiedDates: [] },
    eligibility: {
      ageRanges: [{ fromDays: 0, toDays: 47_482.5 }],
      sexes: ['female', 'male', 'indeterminate'],
    },
    clinicalProfile: {
      symptoms: [{ group: SORE_THROAT, discriminator: MINOR }],
      dispositions: ['DxD03'],
    },
    referralRoles: [23, 24],
    ...over,
  })

describe('a clinical search', async () => {
  const house = await openHouse()
  const { rooms } = house
  const near = rooms.places.locate('LS1 4AP')
  assert.ok(near.outcome === 'located')
  const at = (east: number) => ({ ...near.place, easting: near.place.easting + east })
  const placed = (east: number): Service['place'] => {
    const { easting, northing } = at(east)
    return { address: [], easting, northing, precision: 'exact' }
  }
  const planted = [
    always(900_101, { name: 'Planted near', place: placed(300) }),
    always(900_102, { name: 'Planted further', place: placed(600) }),
    always(900_103, { name: 'Planted practice', odsCode: 'A81001', place: placed(900) }),
    always(900_104, {
      name: 'Planted for professionals',
      typeId: 136,
      audience: 'professional',
      place: placed(200),
    }),
    always(900_105, { name: 'Planted elsewhere', typeId: 152, regionId: 'Y58', place: placed(250) }),
    always(900_106, {
      name: 'Planted emergency',
      typeId: 105,
      place: placed(700),
      clinicalProfile: { symptoms: [], dispositions: [] },
    }),
  ]
  const written = { who: 'test', at: new Date(house.clock.now()), why: 'a test' }
  await writeServices(rooms.database, planted, written)
  await rooms.follower.catchUp()

  const ASK = { near: 'LS1 4AP', symptomGroup: SORE_THROAT, discriminators: [MINOR] }
  const PATH = '/api/v1/services/clinical-search'
  const post = (account: string | null, body: unknown) =>
    house.ask(account, PATH, {
      method: 'POST',
      payload: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
  const find = async (body: object, account = 'call-centre'): Promise<Body> => {
    const answer = await post(account, body)
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json()
  }
  const refusal = async (body: unknown, account: string | null = 'call-centre') => {
    const answer = await post(account, body)
    return { status: answer.statusCode, ...answer.json<Refusal>() }
  }
  const schema = Compile(ClinicalSearchAnswer)

  it('answers what the directory finds, in its order, in the words of its schema', async () => {
    const body = await find({
      ...ASK,
      dispositionGroup: WITHIN_SIX_HOURS,
      age: '34',
      sex: 'female',
      surgery: 'a81001',
    })
    assert.ok(schema.Check(body), JSON.stringify(schema.Errors(body)))
    const reference = rooms.clinical.current()
    const question: ClinicalQuestion = {
      easting: near.place.easting,
      northing: near.place.northing,
      ...clinicalOrigin(near, reference),
      symptomGroup: SORE_THROAT,
      discriminators: [MINOR],
      dispositionGroup: WITHIN_SIX_HOURS,
      ageDays: 34 * 365.25,
      sex: 'female',
      surgery: 'A81001',
      distance: { metres: null, force: false, metresMax: 160_934 },
      at: house.clock.now(),
      now: house.clock.now(),
      audience: 'professional',
      referralRoleIds: null,
      typeIds: null,
      regionIds: null,
      limit: 100,
      explain: false,
    }
    const expected = rooms.memory.clinical.search(question)
    assert.ok(expected.outcome === 'found')
    assert.deepEqual(
      body.services.map(({ id, label, rank }) => ({ id, label, rank })),
      expected.services.map(({ id, label, rank }) => ({ id, label, rank })),
    )
    assert.ok(body.count >= 3 && body.count === body.services.length)
    assert.equal(body.catchAll, false)
    assert.equal(body.withinMetres, 60_000)
    assert.equal(body.distanceSource, 'national')
    // Within six hours: the window is one hour less.
    assert.equal(Date.parse(body.windowUntil) - Date.parse(body.at), 300 * 60_000)
    const home = body.services.find(({ label }) => label === 'home')
    assert.equal(home?.id, 900_103)
    for (const { id } of body.services) {
      const { symptoms, dispositions } = rooms.memory.recordOf(id)?.clinicalProfile ?? assert.fail(String(id))
      assert.ok(symptoms.some(({ group, discriminator }) => group === SORE_THROAT && discriminator === MINOR))
      assert.ok(dispositions.includes('DxD03'))
    }
  })

  it('may be followed by a look-up of what it returned', async () => {
    const { services } = await find(ASK)
    const answer = await house.ask('call-centre', `/api/v1/services/${services[0]?.id}`)
    assert.equal(answer.statusCode, 200, answer.body)
  })

  it('answers with labelled emergency departments where nothing fits', async () => {
    const body = await find({ ...ASK, discriminators: [ADVICE], dispositionGroup: EMERGENCY })
    assert.equal(body.catchAll, true)
    assert.ok(body.services.length > 0)
    for (const { id, label } of body.services) {
      assert.equal(label, 'catch-all')
      assert.equal(rooms.memory.recordOf(id)?.typeId, 105)
    }
    assert.equal(body.services[0]?.id, 900_106)
    assert.ok(schema.Check(body), JSON.stringify(schema.Errors(body)))
  })

  it('reaches as far as is kept for the place, unless a distance is forced', async () => {
    const reached = async (body: object) => {
      const { withinMetres, distanceSource } = await find({ ...ASK, ...body })
      return [withinMetres, distanceSource]
    }
    assert.deepEqual(await reached({ near: 'LS2 1NE', distance: 40_000 }), [5000, 'postcode'])
    assert.deepEqual(await reached({ near: 'LS2 9JT', distance: 40_000 }), [8000, 'sector'])
    assert.deepEqual(await reached({ near: 'LS2 7AA' }), [12_500, 'district'])
    assert.deepEqual(await reached({ near: 'LS2 9JT', distance: 40_000, forceDistance: true }), [
      40_000,
      'override',
    ])
    assert.deepEqual(await reached({ distance: 40_000 }), [40_000, 'request'])
    assert.deepEqual(await reached({ distance: 40_000, forceDistance: false }), [40_000, 'request'])
    assert.deepEqual(await reached({ near: 'Leeds' }), [60_000, 'national'])
  })

  it('is held to the distance agreed only where the distance asked for is the one used', async () => {
    // Within 16 km, and pharmacies only.
    const asked = { ...ASK, discriminators: [ADVICE], distance: 20_000, type: 'pharmacy' }
    const kept = await find({ ...asked, near: 'LS2 9JT' }, 'pharmacy-finder')
    assert.equal(kept.withinMetres, 8000)
    for (const { id } of kept.services) assert.equal(rooms.memory.recordOf(id)?.typeId, 13)
    assert.equal((await refusal(asked, 'pharmacy-finder')).reason, 'distance-above-agreed')
    const forced = { ...asked, near: 'LS2 9JT', forceDistance: true }
    assert.equal((await refusal(forced, 'pharmacy-finder')).reason, 'distance-above-agreed')
    const { distance: _, ...silent } = asked
    const { withinMetres } = await find(silent, 'pharmacy-finder')
    assert.ok(withinMetres <= 16_093, 'never further than agreed')
  })

  it('keeps to the audience, the regions and the number agreed', async () => {
    const professional = await find(ASK)
    assert.ok(professional.services.some(({ id }) => id === 900_104))
    const narrowed = await find({ ...ASK, audience: 'public' })
    assert.ok(!narrowed.services.some(({ id }) => id === 900_104))
    const told = JSON.stringify(narrowed.services)
    assert.ok(!/"audience"|"capacity"|"referralRoles"/.test(told), told)
    // What is restricted to few results gives its best ones.
    const door = await nativeDoor(house)
    const ask = (agreed: Parameters<typeof standing>[2]) =>
      door.ask(standing(house, {}, agreed), PATH, { method: 'POST', payload: ASK })
    const two = (await ask({ resultsMax: 2 })).json<Body>()
    const all = (await ask({})).json<Body>()
    assert.deepEqual(
      two.services.map(({ id }) => id),
      all.services.slice(0, 2).map(({ id }) => id),
    )
    assert.equal(reasonOf(await ask({ typeIds: [13] })), 'type-not-agreed')
    const pharmacies = await find({ ...ASK, type: 'pharmacy' })
    for (const { id, label } of pharmacies.services)
      if (label !== 'catch-all') assert.equal(rooms.memory.recordOf(id)?.typeId, 13)
  })

  it('looks at the time asked about: what is open then, and as of when', async () => {
    const now = house.clock.now()
    const soon = new Date(now + 86_400_000 / 2).toISOString()
    const body = await find({ ...ASK, at: soon })
    assert.equal(body.at, soon)
    assert.ok(Date.parse(body.windowUntil) > Date.parse(soon))
    for (const { open, id } of body.services) {
      if (id >= 900_101 && id <= 900_106) assert.equal(open.open, true)
    }
    const local = await find({ ...ASK, at: '2026-06-03T23:30:00+01:00' })
    assert.equal(local.at, '2026-06-03T22:30:00.000Z')
    const wrong = async (text: unknown) =>
      (await refusal({ ...ASK, at: text })).errors?.map(({ parameter }) => parameter)
    const iso = (millis: number) => new Date(millis).toISOString()
    for (const text of [
      iso(now - 61_000),
      iso(now + 367 * 86_400_000),
      '2026-06-31T10:00:00Z',
      '2026-13-01T10:00:00Z',
      '2026-07-01T25:00:00Z',
      '2026-07-01T10:00:00',
      'now',
      now,
    ])
      assert.deepEqual(await wrong(text), ['at'], String(text))
    await find({ ...ASK, at: iso(now - 60_000) })
    await find({ ...ASK, at: iso(now + 366 * 86_400_000) })
  })

  it('gives the members asked for, and always what tells a catch-all from an answer', async () => {
    const body = await find({ ...ASK, fields: 'open, place' })
    for (const service of body.services)
      assert.deepEqual(
        Object.keys(service).sort(),
        ['byRoad', 'distanceMetres', 'id', 'label', 'name', 'open', 'place', 'rank'].filter(
          name => name in service,
        ),
      )
    assert.ok('label' in (body.services[0] ?? {}) && 'open' in (body.services[0] ?? {}))
    await find({ ...ASK, fields: 'label,rank' })
    const unknown = await refusal({ ...ASK, fields: 'open,labels' })
    assert.deepEqual(
      unknown.errors?.map(({ parameter }) => parameter),
      ['fields'],
    )
    const hidden = await refusal({ ...ASK, fields: 'referralRoles' }, 'symptom-checker')
    assert.equal(hidden.status, 400)
  })

  it('names every code it does not know, to those who may ask and to nobody else', async () => {
    const wrong = async (over: object) =>
      (await refusal({ ...ASK, ...over })).errors?.map(({ parameter }) => parameter)
    assert.deepEqual(await wrong({ symptomGroup: 1009 }), ['symptomGroup'])
    assert.deepEqual(await wrong({ discriminators: [4020] }), ['discriminators'])
    // One that may be asked and one that may not: nothing is left out unsaid.
    const half = await refusal({ ...ASK, discriminators: [MINOR, CRISIS] })
    assert.match(half.errors?.[0]?.message ?? '', new RegExp(`: ${CRISIS}\\.`))
    assert.deepEqual(await wrong({ dispositionGroup: 1009 }), ['dispositionGroup'])
    assert.deepEqual(await wrong({ symptomGroup: 1, dispositionGroup: 1 }), [
      'symptomGroup',
      'dispositionGroup',
    ])
    const known = { ...ASK, symptomGroup: LOW_MOOD, discriminators: [CRISIS] }
    for (const account of ['no-agreement', 'suspended']) {
      const house403 = [await refusal(known, account), await refusal({ ...known, symptomGroup: 1 }, account)]
      assert.equal(house403[0]?.status, 403, account)
      assert.equal(house403[0]?.reason, house403[1]?.reason, account)
    }
    assert.equal((await refusal(ASK, null)).status, 401)
  })

  it('refuses by name whatever its members may not be', async () => {
    const wrong: readonly [object, string][] = [
      [{ near: undefined }, 'near'],
      [{ near: 7 }, 'near'],
      [{ near: '' }, 'near'],
      [{ near: 'x'.repeat(101) }, 'near'],
      [{ symptomGroup: undefined }, 'symptomGroup'],
      [{ symptomGroup: '900001' }, 'symptomGroup'],
      [{ symptomGroup: 900_001.5 }, 'symptomGroup'],
      [{ symptomGroup: -1 }, 'symptomGroup'],
      [{ symptomGroup: 2 ** 31 }, 'symptomGroup'],
      [{ symptomGroup: null }, 'symptomGroup'],
      [{ discriminators: undefined }, 'discriminators'],
      [{ discriminators: [] }, 'discriminators'],
      [{ discriminators: MINOR }, 'discriminators'],
      [{ discriminators: Array.from({ length: 21 }, () => MINOR) }, 'discriminators'],
      [{ age: 34 }, 'age'],
      [{ age: '130' }, 'age'],
      [{ age: '-1' }, 'age'],
      [{ sex: 'F' }, 'sex'],
      [{ surgery: "' or 1=1" }, 'surgery'],
      [{ distance: 0 }, 'distance'],
      [{ distance: 160_935 }, 'distance'],
      [{ distance: '5' }, 'distance'],
      [{ forceDistance: true }, 'forceDistance'],
      [{ forceDistance: 'true' }, 'forceDistance'],
      [{ dispositionGroup: 'DxD01' }, 'dispositionGroup'],
      [{ case: 'LIVE' }, 'case'],
      [{ type: 'chemist' }, 'type'],
      [{ type: 13 }, 'type'],
      [{ limit: 3 }, 'limit'],
      [{ explain: true }, 'explain'],
    ]
    for (const [over, parameter] of wrong) {
      const { status, errors = [] } = await refusal({ ...ASK, ...over })
      const where = JSON.stringify(over)
      assert.equal(status, 400, where)
      assert.ok(
        errors.some(error => error.parameter.startsWith(parameter)),
        `${where}: ${JSON.stringify(errors)}`,
      )
    }
    for (const body of [[], 'LS1 4AP', null, 7]) assert.equal((await refusal(body)).status, 400)
    const query = await house.ask('call-centre', `${PATH}?near=LS1`, { method: 'POST', payload: ASK })
    assert.equal(query.statusCode, 400)
    assert.equal((await refusal({ ...ASK, near: 'Cardiff' })).reason, 'outside-england')
    assert.equal((await refusal({ ...ASK, near: 'nowhere at all' })).status, 400)
  })

  it('never answers anything but an answer or a refusal, whatever is sent', async () => {
    const door = await nativeDoor(house)
    const caller = standing(house)
    const member = fc.oneof(
      fc.constantFrom<unknown>(...Object.values(ASK), null, true, '', 0, [], {}),
      fc.jsonValue(),
    )
    const names = [
      'near',
      'symptomGroup',
      'discriminators',
      'dispositionGroup',
      'age',
      'sex',
      'surgery',
      'distance',
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.constantFrom(...names, 'forceDistance', 'at', 'fields', 'purpose', 'case', 'odd'),
          member,
        ),
        async over => {
          const answer = await door.ask(caller, PATH, { method: 'POST', payload: { ...ASK, ...over } })
          assert.ok([200, 400, 403, 422].includes(answer.statusCode), answer.body)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('leaves in the activity log that age, sex and symptoms were asked about, and never which', async () => {
    const lengthy = {
      ...ASK,
      dispositionGroup: WITHIN_SIX_HOURS,
      age: '47',
      sex: 'indeterminate',
      surgery: 'A81001',
      distance: 40_000,
      at: new Date(house.clock.now() + 60_000).toISOString(),
      fields: 'open',
      case: 'TEST',
    }
    const { decisionId, services } = await find(lengthy)
    await rooms.recorder.settle()
    const logged = await readEntry(rooms.database.query, decisionId)
    assert.ok(logged)
    const { entry } = logged
    assert.equal(entry.interface, 'native')
    assert.equal(entry.action, 'search')
    assert.deepEqual(entry.flags, ['test'])
    assert.deepEqual(
      entry.results,
      services.map(({ id }) => id),
    )
    assert.equal(entry.question.cell, 'LS1 4')
    assert.equal(entry.question.withinMetres, 40_000)
    assert.deepEqual(entry.question.filters, [
      'symptom-group',
      'symptom-discriminator',
      'disposition',
      'age',
      'sex',
      'practice',
      'distance',
      'time',
    ])
    const said = JSON.stringify({ ...entry, results: [] })
    for (const value of ['900001', '950002', '990003', '47', 'indeterminate', 'A81001', 'LS1 4AP', 'LS14AP'])
      assert.ok(
        !said.includes(`"${value}"`) && !new RegExp(`[^0-9a-f.-]${value}[^0-9a-f-]`).test(said),
        `${value}: ${said}`,
      )
    const wrong = await refusal({ ...lengthy, symptomGroup: 913_377, at: '2020-01-01T00:00:00Z', age: '999' })
    assert.equal(wrong.status, 400)
    for (const value of ['"indeterminate"', '950002', '913377', 'A81001', 'LS1 4AP'])
      assert.ok(!house.logged().includes(value), value)
  })

  it('asks a source of distances by road where there is one, and does without it when it fails', async () => {
    let isDown = false
    const roads = createServer(async (request, response) => {
      let text = ''
      for await (const part of request) text += part
      const { transactionid, destinations } = JSON.parse(text) as {
        transactionid: string
        destinations: { reference: string }[]
      }
      // By road everything is the nearer the higher its id, and 900101 lies behind a river without a bridge.
      const reached = destinations.filter(({ reference }) => reference !== '900101')
      const metres = reached.map(({ reference }) => [reference, 2_000_000_000 - Number(reference)])
      const body = { transactionid, destinations: Object.fromEntries(metres), unreachable: ['900101'] }
      response.writeHead(isDown ? 503 : 200).end(JSON.stringify(body))
    })
    await new Promise<void>(resolve => roads.listen(0, '127.0.0.1', resolve))
    after(() => roads.close())
    const address = roads.address()
    assert.ok(typeof address === 'object' && address !== null)
    const road = createRoadSource({ url: `http://127.0.0.1:${address.port}`, key: 'k', report: () => {} })
    const door = await nativeDoor(house, { road })
    const ask = async () =>
      (await door.ask(standing(house), PATH, { method: 'POST', payload: ASK })).json<Body>()
    const byRoad = await ask()
    assert.ok(byRoad.services.length > 1)
    for (const service of byRoad.services) assert.equal(service.byRoad, true)
    assert.ok(!byRoad.services.some(({ id }) => id === 900_101))
    // One practice of a type is enough, and by road it is another one.
    const practices = ({ services }: Body) =>
      services.map(({ id }) => id).filter(id => id >= 900_101 && id <= 900_103)
    assert.deepEqual(practices(byRoad), [900_103])
    isDown = true
    const straight = await ask()
    for (const service of straight.services) assert.equal(service.byRoad, false)
    assert.deepEqual(practices(straight), [900_101])
    assert.deepEqual(
      straight.services.map(({ id }) => id),
      (await find(ASK)).services.map(({ id }) => id),
    )
  })

  // The list of codes.
  const lists = demonstrationLists()

  it('lists every code it may be asked with, for those whose questions are answered', async () => {
    const answer = await house.ask('call-centre', '/api/v1/clinical-codes')
    assert.equal(answer.statusCode, 200, answer.body)
    const schema = Compile(ClinicalCodesAnswer)
    const body = answer.json<{
      symptomGroups: { id: number; discriminators: number[] }[]
      dispositionGroups: { uid: number; dispositions: string[] }[]
    }>()
    assert.ok(schema.Check(body), JSON.stringify(schema.Errors(body)))
    const pairs = body.symptomGroups.flatMap(({ id, discriminators }) =>
      discriminators.map(one => `${id} ${one}`),
    )
    assert.deepEqual(
      new Set(pairs),
      new Set(lists.pairs.map(({ group, discriminator }) => `${group} ${discriminator}`)),
    )
    assert.equal(body.dispositionGroups.length, lists['disposition-groups'].length)
    assert.equal(answer.headers['cache-control'], 'no-store')
    assert.equal((await house.ask(null, '/api/v1/clinical-codes')).statusCode, 401)
    assert.equal((await house.ask('call-centre', '/api/v1/clinical-codes?page=2')).statusCode, 400)
    const without = await house.ask('no-agreement', '/api/v1/clinical-codes')
    assert.equal(reasonOf(without), 'no-agreement')
  })

  it('lists others as soon as a list is replaced', async () => {
    await replaceLists(rooms.database, { 'symptom-groups': [{ id: 900_001, name: 'Renamed', zCode: false }] })
    await rooms.follower.catchUp()
    const answer = await house.ask('call-centre', '/api/v1/clinical-codes')
    const { symptomGroups } = answer.json<{ symptomGroups: { name: string }[] }>()
    assert.deepEqual(
      symptomGroups.map(({ name }) => name),
      ['Renamed'],
    )
  })
})
