import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Gap, SearchedPlace } from '../../src/directory/index.ts'
import { type Service, writeServices } from '../../src/directory/index.ts'
import { someService } from '../directory/some-services.ts'
import { caseParts, message, userInfo } from '../dos/soap-message.ts'
import { openHouse, type TestPerson } from '../support/house.ts'
import { PASSWORD, soapDoor } from './dos-soap-door.ts'
import { asker, DISCRIMINATOR, DISPOSITION, GROUP, REFERENCE, SERVICES } from './dos-soap-world.ts'

const SORE_THROAT = 900_001
const MINOR = 950_002

type Count = number | '<5'
type Row = {
  readonly day: string | null
  readonly region: string | null
  readonly area: string | null
  readonly typeId: number | null
  readonly kind: 'gap' | 'reject'
  readonly criterion: string | null
  readonly times: Count
  readonly services: Count
}
type Report = {
  readonly rows: readonly Row[]
  readonly searches: readonly { readonly area: string; readonly searches: Count }[]
  readonly totalSearches: Count
  readonly cut: boolean
}

/** Near LS1 and right for a sore throat but for `over`. */
const near = (id: number, over: Partial<Service>): Service =>
  someService(id, {
    typeId: 155,
    regionId: 'Y63',
    clinicalProfile: { symptoms: [{ group: SORE_THROAT, discriminator: MINOR }], dispositions: [] },
    referralRoles: [23, 24],
    ...over,
  })

describe('the report of unmet need', async () => {
  const house = await openHouse()
  const { database, follower, unmet } = house.rooms
  const written = { who: 'test', at: new Date(house.clock.now()), why: 'a test' }
  const capacity = { status: 'red', updatedAt: '2026-06-03T10:00:00Z', updatedBy: 'test' } as const
  await writeServices(database, [near(900_201, { capacity }), near(900_202, { capacity })], written)
  await follower.catchUp()
  const manager = await house.person([{ role: 'access-manager' }])
  const lead = await house.person([{ role: 'dos-lead', scope: 'Y63' }])
  const elsewhere = await house.person([{ role: 'dos-lead', scope: 'Y58' }])

  const search = async (over: object = {}): Promise<void> => {
    const payload = { near: 'LS1 4AP', symptomGroup: SORE_THROAT, discriminators: [MINOR], ...over }
    const answer = await house.ask('call-centre', '/api/v1/services/clinical-search', {
      method: 'POST',
      payload,
    })
    assert.equal(answer.statusCode, 200, answer.body)
  }
  const report = async (who: TestPerson, query = ''): Promise<Report> => {
    await unmet.flush()
    const answer = await who.ask('GET', `/api/v1/reports/unmet-need${query}`)
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json<Report>()
  }
  const planted = ({ rows }: Report) => rows.find(row => row.typeId === 155 && row.criterion === 'capacity')

  it('counts searches that are in earnest, and no others', async () => {
    await search()
    await search({ case: 'TEST' })
    const told = await report(manager)
    assert.equal(told.totalSearches, 1)
    assert.equal(planted(told)?.times, 1)
    assert.ok(Number(planted(told)?.services) >= 2)
  })

  it('shows small numbers to the operator alone', async () => {
    const toLead = await report(lead)
    assert.deepEqual(
      [planted(toLead)?.times, planted(toLead)?.services, toLead.totalSearches],
      ['<5', '<5', '<5'],
    )
    for (let more = 0; more < 4; more += 1) await search()
    const now = await report(lead)
    assert.equal(now.totalSearches, 5)
    assert.equal(planted(now)?.times, 5)
    assert.deepEqual((await report(manager)).rows, now.rows)
  })

  it('has the searches of each area beside the rows, and no place finer than an area', async () => {
    const told = await report(manager)
    const [area] = told.searches
    assert.equal(area?.searches, told.totalSearches)
    assert.equal(planted(told)?.area, area?.area)
    const kept = await database.query('select * from directory.unmet_need')
    assert.ok(!/LS1|4AP/.test(JSON.stringify(kept)))
  })

  it('is for leads of their own regions, whichever they name', async () => {
    for (const query of ['', '?region=Y63', '?region=Y58', '?region=Y99']) {
      assert.deepEqual((await report(elsewhere, query)).rows, [], query)
    }
    assert.deepEqual((await report(lead, '?region=Y58')).rows, [])
    assert.ok((await report(lead, '?region=Y63')).rows.length > 0)
    const clinician = await house.person([{ role: 'individual-end-user', scope: 'XO004' }])
    assert.equal((await clinician.ask('GET', '/api/v1/reports/unmet-need')).statusCode, 403)
  })

  it('counts rejections by the region of the service, in the words of their reason', async () => {
    const found = await house.ask('call-centre', '/api/v1/services?near=LS1%204AP&type=13&limit=1')
    const [first] = found.json<{ services: { id: number }[] }>().services
    const path = `/api/v1/services/${first?.id}/feedback`
    for (let more = 0; more < 6; more += 1) {
      const payload = { kind: 'reject', reason: 31 }
      assert.equal((await house.ask('call-centre', path, { method: 'POST', payload })).statusCode, 201)
    }
    const { rows } = await report(lead, '?by=criterion')
    const rejected = rows.filter(({ kind }) => kind === 'reject')
    assert.deepEqual(
      rejected.map(({ criterion, times }) => [criterion, times]),
      [['31 No appointments available', 6]],
    )
    const [row] = (await report(lead, '?typeId=13')).rows.filter(({ kind }) => kind === 'reject')
    assert.deepEqual([row?.region, row?.area, row?.times], ['Y63', 'Y63', 6])
  })

  it('tells rows apart as asked, each in order', async () => {
    const told: Readonly<Record<string, readonly (keyof Row)[]>> = {
      day: ['day'],
      area: ['region', 'area'],
      type: ['typeId'],
      criterion: ['criterion'],
      detail: ['region', 'area', 'typeId', 'criterion'],
    }
    for (const [by, members] of Object.entries(told)) {
      const { rows } = await report(manager, `?by=${by}`)
      assert.ok(rows.length > 0, by)
      for (const name of ['day', 'region', 'area', 'typeId', 'criterion'] as const) {
        assert.ok(
          rows.every(row => (row[name] !== null) === members.includes(name)),
          `${by} ${name}`,
        )
      }
      const keys = rows.map(row => JSON.stringify(members.map(name => row[name])) + row.kind)
      assert.equal(new Set(keys).size, keys.length, by)
    }
  })

  it('is of the days asked for, at most two years of them', async () => {
    assert.ok((await report(manager, '?from=2026-06-03&until=2026-06-03')).rows.length > 0)
    assert.deepEqual((await report(manager, '?from=2026-05-01&until=2026-06-02')).rows, [])
    for (const query of [
      '?from=2026-06-04',
      '?from=2020-01-01',
      '?from=2026-02-30',
      '?by=person',
      '?unit=day',
    ]) {
      const answer = await manager.ask('GET', `/api/v1/reports/unmet-need${query}`)
      assert.equal(answer.statusCode, 400, `${query} ${answer.body}`)
    }
  })

  it('counts searches of the SOAP interface too, and no trial of it', async () => {
    const noted: { readonly gaps: readonly Gap[]; readonly place: SearchedPlace }[] = []
    const door = await soapDoor(house, SERVICES, REFERENCE, {
      unmet: { note: (gaps, place) => noted.push({ gaps, place }) },
    })
    const user = door.admit(asker(house))
    const asked = {
      postcode: 'LS1 4AP',
      age: '30',
      ageFormat: 'Years',
      disposition: String(DISPOSITION),
      symptomGroup: String(GROUP),
      symptomDiscriminatorList: String(DISCRIMINATOR),
      searchDistance: '20',
      forceSearchDistance: 'false',
      gender: 'F',
    }
    for (const changes of [{}, { caseId: 'TEST' }]) {
      const parts = caseParts(asked, changes)
      const sent = message('CheckCapacitySummary', [userInfo(user, PASSWORD), ['c', parts]], {
        version: null,
      })
      assert.equal((await door.send(sent)).statusCode, 200)
    }
    assert.equal(noted.length, 1)
    assert.equal(noted[0]?.place.regionId, 'Y63')
  })
})
