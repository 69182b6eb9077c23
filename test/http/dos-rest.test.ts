import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { LightMyRequestResponse } from 'fastify'
import { demonstrationServices, readDemonstrationFile } from '../../src/demonstration/index.ts'
import { SERVICE_TYPES, type Service, writeServices } from '../../src/directory/index.ts'
import type { CallerFacts, PermissionFacts } from '../../src/policy/index.ts'
import { someService } from '../directory/some-services.ts'
import { openHouse, SHARE } from '../support/house.ts'
import { asker, basic, PASSWORD, PREFIX, restDoor } from './dos-rest-door.ts'
import { type Account, anyAccount, anyAsked, bruteForce, pathOf } from './dos-rest-oracle.ts'
import { PLANTED, SECRETS } from './planted-service.ts'

type Found = {
  readonly id: string
  readonly name: string
  readonly type: { readonly id: unknown; readonly name: string }
  readonly easting: unknown
  readonly patientDistance: string
  readonly capacity: { readonly status: { readonly rag: string; readonly human: string } }
  readonly phone: { readonly nonPublic: string }
  readonly created: { readonly date: string }
  readonly updated: { readonly date: string; readonly time: string }
  readonly region: { readonly id: string; readonly name: string }
  readonly parent: { readonly id: string }
  readonly serviceReferrals: { readonly restricted: boolean; readonly services: readonly object[] }
  readonly symptomGroups: readonly { readonly name: string }[]
}
type Success = {
  readonly code: number
  readonly transactionId: string
  readonly servicesReturnedAreCatchAll: string
  readonly serviceCount: number
  readonly services: readonly Found[]
}

const succeeded = (answer: LightMyRequestResponse): Success => {
  assert.equal(answer.statusCode, 200, answer.body)
  assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8')
  assert.equal(answer.headers['cache-control'], 'no-store')
  return answer.json<{ success: Success }>().success
}
const ids = (answer: LightMyRequestResponse): readonly string[] =>
  succeeded(answer).services.map(service => service.id)
/** The message of an error, which must have the interface's shape and the status of the answer. */
const refused = (answer: LightMyRequestResponse, status: number): string => {
  assert.equal(answer.statusCode, status, answer.body)
  assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8')
  assert.equal(answer.headers['cache-control'], 'no-store')
  const body = answer.json<{ error: { code: number; message: string } }>()
  assert.deepEqual(Object.keys(body), ['error'])
  assert.deepEqual(Object.keys(body.error), ['code', 'message'])
  assert.equal(body.error.code, status)
  return body.error.message
}

const UNAUTHORISED = {
  error: { code: 401, message: 'Unauthorized: You are not authorized to access this resource.' },
}
/** Where the planted services stand: miles from every other. */
const HERE = { easting: 429_967, northing: 433_602 }
const at = (east: number, north: number): Service['place'] => ({
  address: ['1 Invented Street', 'Leeds'],
  postcode: 'LS1 4AP',
  easting: HERE.easting + east,
  northing: HERE.northing + north,
})

describe('DoS REST', async () => {
  const house = await openHouse()
  const { rooms } = house
  const now = house.clock.now()
  const hour = 3_600_000
  const everyRegion = ['Y56', 'Y58', 'Y59', 'Y60', 'Y61', 'Y62', 'Y63']
  const origin = rooms.places.locate('LS1 4AP')
  assert.ok(origin.outcome === 'located')
  const near = (east: number, north: number): Service['place'] => ({
    ...at(0, 0),
    easting: origin.place.easting + east,
    northing: origin.place.northing + north,
  })

  const practice = someService(910_001, {
    typeId: 100,
    odsCode: 'A81001',
    place: near(20, 0),
    regionId: 'Y63',
  })
  const planted: Service[] = [
    practice,
    someService(910_002, {
      place: near(900, 0),
      regionId: 'Y63',
      eligibility: { ...practice.eligibility, practices: ['A81001'] },
    }),
    // In the corner of the box of one mile, and further than one mile.
    someService(910_003, { place: near(1600, 1600), regionId: 'Y63' }),
    // Red, closed at this hour, and only to be offered while open: found all the same.
    someService(910_004, {
      place: near(30, 0),
      regionId: 'Y63',
      typeId: 46,
      openingTimes: {
        allHours: false,
        weekly: [],
        bankHolidays: [],
        specifiedDates: [],
        returnIfOpenWithinMinutes: 15,
      },
      capacity: {
        status: 'red',
        updatedAt: new Date(now - hour).toISOString(),
        updatedBy: 'x',
        resetAt: new Date(now + hour).toISOString(),
      },
    }),
    someService(910_005, { place: near(40, 0), typeId: 46, referralRoles: [26], regionId: 'Y63' }),
    someService(910_006, { place: near(50, 0), typeId: 46, status: 'closed', regionId: 'Y63' }),
    someService(910_007, { place: near(60, 0), typeId: 46, referralRoles: [], regionId: 'Y63' }),
    {
      ...structuredClone(PLANTED),
      referralRoles: [23],
      eligibility: { ...practice.eligibility },
      place: near(70, 0),
    },
  ]
  const written = { who: 'somebody', at: new Date(now - 48 * hour), why: 'planted' }
  await writeServices(rooms.database, planted, written)
  await rooms.follower.catchUp()
  const world = [...demonstrationServices({ scale: 'standard', share: SHARE }, rooms.places, now), ...planted]
  const door = await restDoor(house)
  const professional = asker(house)

  const display: PermissionFacts = {
    id: 'permission-1',
    type: 'public-display',
    from: now - hour,
    until: now + 100 * hour,
    grants: [{ regionIds: everyRegion, from: now - hour, until: now + 100 * hour }],
    productVersion: '7.1',
    safetyCaseUntil: now + 100 * hour,
  }
  const publicly = { audience: 'public', permissions: [display] } as const
  const ofTypes = (types: string, over: Partial<Record<string, string>> = {}): string => {
    const segments = {
      caseId: '0',
      postcode: 'LS1 4AP',
      distance: '1',
      practice: '0',
      age: '0',
      gender: '0',
      disposition: '0',
      types,
      perType: '0',
      ...over,
    }
    return `/services/byServiceType/${Object.values(segments)
      .map(segment => encodeURIComponent(segment ?? ''))
      .join('/')}`
  }

  describe('lets in', () => {
    it('nobody without a user name and a password, with the words clients know and the challenge of RFC 7617', async () => {
      const wrong: Readonly<Record<string, string>>[] = [
        {},
        { authorization: 'Basic' },
        { authorization: 'Basic ====' },
        { authorization: 'Basic !!!!' },
        { authorization: `Bearer ${'a'.repeat(40)}` },
        { authorization: basic('nobody', PASSWORD) },
        { authorization: basic(professional.account.id, 'wrong') },
        { authorization: `Basic ${Buffer.from('no colon').toString('base64')}` },
        { authorization: `Basic ${Buffer.from([0xff, 0x3a, 0xfe]).toString('base64')}` },
        { authorization: `Basic ${Buffer.from('a\0b:c').toString('base64')}` },
      ]
      for (const headers of wrong) {
        for (const path of [ofTypes('13'), '/services/byServiceId/x', ofTypes('13', { distance: 'x' })]) {
          const answer = await door.send(path, headers)
          refused(answer, 401)
          assert.deepEqual(answer.json(), UNAUTHORISED)
          assert.match(String(answer.headers['www-authenticate']), /^Basic realm="[^"]+", charset="UTF-8"$/)
        }
      }
    })

    it('a password that holds colons and letters of any alphabet, in a scheme of any case', async () => {
      await door.ask(professional, ofTypes('13'))
      const authorization = basic(professional.account.id, PASSWORD).replace('Basic', 'bASIC')
      assert.equal((await door.send(ofTypes('13'), { authorization })).statusCode, 200)
    })

    it('no account that has not exactly one search role', async () => {
      for (const referralRoleIds of [null, [], [23, 26]]) {
        const answer = await door.ask(asker(house, { referralRoleIds }), ofTypes('13'))
        assert.deepEqual(answer.json(), UNAUTHORISED)
      }
    })

    it('nobody at all on the real doors without one, and says so in the same words', async () => {
      const answer = await house.ask(null, `${PREFIX}${ofTypes('13')}`)
      refused(answer, 401)
      assert.deepEqual(answer.json(), UNAUTHORISED)
      const token = await house.ask('call-centre', `${PREFIX}${ofTypes('13')}`)
      assert.deepEqual(token.json(), UNAUTHORISED)
    })
  })

  it('is walked through by a client that was given a password, until it is revoked', async () => {
    const file = await readDemonstrationFile(join(rooms.config.dataFolder, 'demo.json'))
    const desk = file?.accounts.find(({ name }) => name === 'ambulance-desk')
    assert.ok(desk)
    const manager = await house.person([{ role: 'access-manager' }])
    const secrets = `/api/v1/accounts/${desk.clientId}/secrets`
    const issued = await manager.ask('POST', `${secrets}/passwords`, {
      username: 'ambulance.desk',
      reason: 'To try it.',
    })
    assert.equal(issued.statusCode, 201, issued.body)
    const { id, username, secret } = issued.json<{ id: string; username: string; secret: string }>()
    await rooms.follower.catchUp()
    const ask = (path: string) =>
      house.ask(null, `${PREFIX}${path}`, { headers: { authorization: basic(username, secret) } })
    const found = ids(await ask(ofTypes('13,46', { distance: '0', caseId: 'TEST' })))
    assert.equal(found[0], 'uid-910005')
    const [service] = succeeded(await ask(`/services/byServiceId/${found[0]}`)).services
    assert.equal(service?.id, found[0])
    refused(await ask('/services/byServiceId/uid-910003'), 403)
    const revoked = await manager.ask('POST', `${secrets}/${id}/revocation`, { reason: 'It is over.' })
    assert.equal(revoked.statusCode, 200, revoked.body)
    await rooms.follower.catchUp()
    assert.deepEqual((await ask(ofTypes('13'))).json(), UNAUTHORISED)
  })

  describe('searching', () => {
    it('answers with the decision id in capitals, the services of the box, and texts for numbers', async () => {
      const answer = await door.ask(professional, ofTypes('46,13'))
      const success = succeeded(answer)
      assert.deepEqual(
        { ...success, transactionId: '', services: [] },
        {
          code: 200,
          transactionId: '',
          servicesReturnedAreCatchAll: 'FALSE',
          serviceCount: success.services.length,
          services: [],
        },
      )
      assert.equal(success.transactionId, door.entry().id.toUpperCase())
      assert.match(success.transactionId, /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/)
      const [red, ...others] = success.services
      assert.equal(red?.id, 'uid-910004')
      assert.deepEqual(red?.type, { id: '46', name: 'Urgent Care' })
      assert.equal(typeof red?.easting, 'string')
      assert.equal(red?.patientDistance, '0.0')
      assert.deepEqual(red?.capacity.status, { rag: 'RED', human: 'NONE', hex: '#FF0000' })
      assert.ok(
        others.some(({ id }) => id === 'uid-910003'),
        'what is in the corner of the box',
      )
      assert.ok(
        !others.some(({ id }) => ['uid-910002', 'uid-910005', 'uid-910006', 'uid-910007'].includes(id)),
      )
    })

    it('gives exactly what looking at every service gives, for whatever question', async () => {
      const postcodes = [...new Set(world.flatMap(({ place }) => place.postcode ?? []))]
        .filter(postcode => rooms.places.locate(postcode).outcome === 'located')
        .slice(0, 60)
      const askers = new Map<string, CallerFacts>()
      const askerOf = (account: Account): CallerFacts => {
        const key = JSON.stringify(account)
        const known = askers.get(key)
        if (known) return known
        const { audience, resultsMax, role } = account
        const more = audience === 'public' ? publicly : { audience }
        const made = asker(house, { referralRoleIds: [role] }, { ...more, resultsMax })
        askers.set(key, made)
        return made
      }
      let found = 0
      await fc.assert(
        fc.asyncProperty(
          anyAsked([...postcodes, 'LS1 4AP', 'ls14ap'], [practice.uid, 'uid-910003']),
          anyAccount,
          async (asked, account) => {
            const located = rooms.places.locate(asked.postcode)
            assert.ok(located.outcome === 'located')
            const { services } = succeeded(await door.ask(askerOf(account), pathOf(asked)))
            assert.deepEqual(
              services.map(({ id, patientDistance }) => ({ id, patientDistance })),
              bruteForce(world, asked, account, located.place),
            )
            found += services.length
          },
        ),
        { numRuns: 150 },
      )
      assert.ok(found > 300, `${found} services compared`)
    })

    it('finds a service kept for the patients of a practice only for them, and lists it first', async () => {
      const all = await door.ask(professional, ofTypes('13', { practice: practice.uid, perType: '50' }))
      assert.equal(ids(all)[0], 'uid-910002')
      const [, ...others] = succeeded(all).services.map(({ patientDistance }) => Number(patientDistance))
      assert.deepEqual(
        others,
        others.toSorted((a, b) => a - b),
      )
      const stranger = await door.ask(professional, ofTypes('13', { practice: 'uid-910003' }))
      assert.ok(!ids(stranger).includes('uid-910002'))
    })

    it('by clinical term finds what manages the pair, and takes no pair that the lists do not have', async () => {
      const path = (pair: string) =>
        ofTypes(pair, { distance: '60' }).replace('byServiceType', 'byClinicalTerm')
      const success = succeeded(await door.ask(professional, path('900001=950002')))
      assert.ok(success.serviceCount > 5)
      assert.deepEqual(door.entry().question.filters, ['clinical-term'])
      for (const pair of ['900001=950011', '1=2', '900001', '0', '900001=950002,900002=950002', 'x=y']) {
        assert.equal(
          refused(await door.ask(professional, path(pair)), 400),
          'Bad Request: Invalid "SymptomGroupId=SymptomDiscriminatorId" combination supplied',
        )
      }
    })

    it('says there is no such practice only after the question was recorded and counted', async () => {
      const asking = asker(house, {}, { volume: { perMinute: 2, perDay: 100 } })
      for (const wrongId of ['999999', 'uid-910006']) {
        assert.equal(
          refused(await door.ask(asking, ofTypes('13', { practice: wrongId })), 400),
          "Bad Request: The supplied service ID of the patient's practice does not exist in the system",
        )
        assert.equal(door.entry().account, asking.account.id)
      }
      refused(await door.ask(asking, ofTypes('13', { practice: '999999' })), 429)
    })

    it('tells of several wrong codes the practice first, as the contract lists them', async () => {
      const path = ofTypes('1=2', { practice: '999999' }).replace('byServiceType', 'byClinicalTerm')
      assert.match(refused(await door.ask(professional, path), 400), /patient's practice/)
    })

    it('takes every type of service at once, on the real doors too', async () => {
      const every = SERVICE_TYPES.map(({ id }) => id).join(',')
      assert.ok(every.length > 200)
      const path = ofTypes(every, { perType: '1' })
      assert.ok(succeeded(await door.ask(professional, path)).serviceCount > 1)
      assert.match(refused(await house.ask(null, `${PREFIX}${path}`), 401), /^Unauthorized: /)
    })

    it('finds nothing of types that there are not, and says TRUE', async () => {
      const success = succeeded(await door.ask(professional, ofTypes('4242,-1,22')))
      assert.deepEqual(
        { ...success, transactionId: '' },
        { code: 200, transactionId: '', servicesReturnedAreCatchAll: 'TRUE', serviceCount: 0, services: [] },
      )
    })

    it('never reaches past what is agreed: fewer results, and no box beyond the distance', async () => {
      const few = asker(house, {}, { resultsMax: 2, distanceMetresMax: 10_000 })
      assert.equal(ids(await door.ask(few, ofTypes('13,46,100', { distance: '5' }))).length, 2)
      assert.equal(ids(await door.ask(few, ofTypes('13,46,100', { distance: '0' }))).length, 2)
      const message = refused(await door.ask(few, ofTypes('13', { distance: '50' })), 403)
      assert.match(message, /^Forbidden: .*80467.*10000/)
    })

    it('says what is wrong with a position in the words of the contract', async () => {
      const wrong: [over: Partial<Record<string, string>>, message: string][] = [
        [{ distance: '100.5' }, 'Search distance must be no more than 100'],
        [{ distance: 'far' }, 'Search distance must be numeric'],
        [{ postcode: '0' }, 'Postcode must be provided'],
        ...['QQ1 1AA', 'LS1', 'Leeds', '53.8,-1.55', 'Mill House, Leeds LS1 4AP', 'LS1 4AP LS1 4AQ', "'"].map(
          (postcode): [Partial<Record<string, string>>, string] => [{ postcode }, 'Invalid post code'],
        ),
        [{ age: '6' }, 'The age group ID must be one of the following: 1, 2, 3, 4, 8'],
        [{ gender: 'm' }, 'The gender must be one of the following: M, F, I (case sensitive)'],
        [{ types: 'pharmacy' }, 'The service type IDs must be whole numbers, separated by commas'],
        [{ perType: 'all' }, 'The number of services per type must be a whole number'],
      ]
      for (const [over, message] of wrong)
        assert.equal(
          refused(await door.ask(professional, ofTypes(over['types'] ?? '13', over)), 400),
          `Bad Request: ${message}`,
        )
    })
  })

  describe('looking up', () => {
    it('by service id gives one service whole, with numbers for numbers', async () => {
      const success = succeeded(await door.ask(professional, '/services/byServiceId/2009000060'))
      assert.equal(success.serviceCount, 1)
      assert.equal(success.transactionId, door.entry().id.toUpperCase())
      const [service] = success.services
      assert.ok(service)
      assert.equal(service.id, '2009000060')
      assert.equal(typeof service.type.id, 'number')
      assert.equal(typeof service.easting, 'number')
      assert.match(service.region.name, /\(demonstration\)$/)
      assert.match(service.region.id, /^20090000\d\d$/)
      assert.match(service.parent.id, /^20090000\d\d$/)
      assert.match(service.symptomGroups[0]?.name ?? '', /^Demonstration: /)
    })

    it('tells when a service was first written, and when last', async () => {
      const change = { who: 'somebody', at: new Date(now - hour), why: 'changed' }
      await writeServices(rooms.database, [{ ...practice, name: 'Another name' }], change)
      await rooms.follower.catchUp()
      const [service] = succeeded(
        await door.ask(professional, `/services/byServiceId/${practice.uid}`),
      ).services
      assert.deepEqual(service?.created, { date: '01/06/2026', time: '12:00', by: '' })
      assert.deepEqual(service?.updated, { date: '03/06/2026', time: '11:00', by: '' })
      await writeServices(rooms.database, [practice], change)
      await rooms.follower.catchUp()
    })

    it('by ODS code gives every service of that code, in any case of code and address, and sets no transaction', async () => {
      for (const path of ['byOdsCode/A81001', 'byODSCode/a81001', 'BYODSCODE/A81001', 'byodscode/a81001']) {
        const success = succeeded(await door.ask(professional, `/services/${path}`))
        assert.equal(success.transactionId, 'NOT SET')
        assert.deepEqual(
          success.services.map(({ id }) => id),
          [practice.uid],
        )
        assert.equal(door.entry().question.target, 'A81001')
        assert.equal(door.entry().question.by, 'ods-code')
      }
    })

    it('names the practices whose patients alone a service serves', async () => {
      const [service] = succeeded(await door.ask(professional, '/services/byServiceId/uid-910002')).services
      assert.deepEqual(service?.serviceReferrals, {
        restricted: true,
        services: [{ id: practice.uid, name: practice.name }],
      })
    })

    it('of what is not there is a success without services', async () => {
      for (const path of [
        'byServiceId/1',
        'byServiceId/uid-910006',
        'byOdsCode/NONE1',
        `byServiceId/${'9'.repeat(199)}`,
        'byServiceId/LS1%204AP',
        'byOdsCode/LS14AP',
        'byOdsCode/John%20Smith',
        'byServiceId/%2e%2e%2fadmin',
        'byServiceId/1%27%20or%201=1',
        'byServiceId/%00',
        'byServiceId/__proto__',
      ]) {
        const success = succeeded(await door.ask(professional, `/services/${path}`))
        assert.equal(success.serviceCount, 0, path)
        assert.equal(success.servicesReturnedAreCatchAll, 'TRUE')
        assert.match(door.entry().question.target ?? '', /^([A-Z0-9]{1,20}|unknown)$/)
      }
    })

    it('follows a search, where looking up is no use case of its own', async () => {
      const follower = asker(house, {}, { lookUps: 'follow-up' })
      const look = async () => [
        await door.ask(follower, '/services/byServiceId/uid-910004'),
        await door.ask(follower, '/services/byServiceId/no-such-service'),
      ]
      const [before, nothing] = await look()
      const words = /^Forbidden: .* Clauses: .*AUP25-08.* Contact: /
      assert.ok(before && nothing)
      assert.match(refused(before, 403), words)
      assert.match(refused(nothing, 403), words)
      assert.ok(ids(await door.ask(follower, ofTypes('46'))).includes('uid-910004'))
      const [after] = await look()
      assert.ok(after)
      assert.deepEqual(ids(after), ['uid-910004'])
      const elsewhere = await restDoor(house, { returnedElsewhere: async (_account, id) => id === 910_001 })
      assert.deepEqual(ids(await elsewhere.ask(follower, '/services/byOdsCode/A81001')), [practice.uid])
    })

    it('of one ODS code shows a follower what a search returned, and whoever looks up by agreement all of it', async () => {
      const others = ['uid-910101', 'uid-910102'].map((uid, index) =>
        someService(910_101 + index, { uid, odsCode: 'FZZ77', regionId: 'Y63' }),
      )
      const written = { who: 'somebody', at: new Date(now), why: 'planted' }
      await writeServices(rooms.database, others, written)
      await rooms.follower.catchUp()
      const known = await restDoor(house, { returnedElsewhere: async (_account, id) => id === 910_102 })
      const follower = asker(house, {}, { lookUps: 'follow-up' })
      assert.deepEqual(ids(await known.ask(follower, '/services/byOdsCode/FZZ77')), ['uid-910102'])
      assert.deepEqual(ids(await known.ask(asker(house), '/services/byOdsCode/FZZ77')), [
        'uid-910101',
        'uid-910102',
      ])
    })

    it('stays within the types and regions of the agreement', async () => {
      const pharmacies = asker(house, {}, { typeIds: [13] })
      assert.deepEqual(ids(await door.ask(pharmacies, '/services/byServiceId/uid-910004')), [])
      assert.deepEqual(ids(await door.ask(pharmacies, '/services/byServiceId/uid-910003')), ['uid-910003'])
      const london = asker(house, {}, { regions: ['Y56'] })
      assert.deepEqual(ids(await door.ask(london, '/services/byServiceId/uid-910003')), [])
    })
  })

  describe('for the public', () => {
    const reader = asker(house, {}, publicly)

    it('leaves empty what is for professionals, in searches and in look-ups', async () => {
      for (const path of [ofTypes('13', { perType: '50' }), `/services/byServiceId/${PLANTED.uid}`]) {
        const answer = await door.ask(reader, path)
        const found = succeeded(answer).services.find(({ id }) => id === PLANTED.uid)
        assert.equal(found?.phone.nonPublic, '')
        for (const secret of [...SECRETS.professional, ...SECRETS.operator]) {
          // The region is the origin's, and its practice list is not planted here.
          assert.ok(!answer.body.includes(secret), secret)
        }
        const whole = await door.ask(professional, path)
        assert.ok(whole.body.includes('planted-phone-professional'))
        const keys = (answered: LightMyRequestResponse) =>
          Object.keys(succeeded(answered).services.find(({ id }) => id === PLANTED.uid) ?? {})
        assert.deepEqual(keys(answer), keys(whole))
      }
    })

    it('does not tell of services for professionals', async () => {
      const hidden = world.find(
        ({ audience, typeId, status }) => audience === 'professional' && typeId > 22 && status === 'active',
      )
      assert.ok(hidden)
      assert.deepEqual(ids(await door.ask(reader, `/services/byServiceId/${hidden.uid}`)), [])
      assert.deepEqual(ids(await door.ask(professional, `/services/byServiceId/${hidden.uid}`)), [hidden.uid])
      assert.deepEqual(ids(await door.ask(reader, '/services/byServiceId/2009000001')), [])
    })
  })

  describe('refuses', () => {
    it('a place outside England, as policy does, saying whom to ask instead', async () => {
      const message = refused(await door.ask(professional, ofTypes('13', { postcode: 'EH1 1AA' })), 403)
      assert.match(message, /^Forbidden: .*outside England.* Contact: .+@.+\./)
    })

    it('a postcode that stands for no place, as one that is in no table', async () => {
      for (const postcode of ['ZZ99 3VZ', 'zz999zz', 'XX1 1XX', 'BF1 1AA', 'BX1 1LT']) {
        const message = refused(await door.ask(professional, ofTypes('13', { postcode })), 400)
        assert.equal(message, 'Bad Request: Invalid post code', postcode)
      }
    })

    it('what is beyond the agreed volume, saying when to come back', async () => {
      const busy = asker(house, {}, { volume: { perMinute: 1, perDay: 100 } })
      succeeded(await door.ask(busy, ofTypes('13')))
      const answer = await door.ask(busy, ofTypes('13'))
      assert.match(refused(answer, 429), /^Too Many Requests: .* Contact: /)
      assert.match(String(answer.headers['retry-after']), /^\d+$/)
    })

    it('everybody while it cannot say that what it knows is current', async () => {
      const stale = await restDoor(house, { freshness: () => ({ change: 1, confirmedAt: now - 60_000 }) })
      const answer = await stale.ask(professional, ofTypes('13'))
      assert.match(refused(answer, 503), /^Service Unavailable: /)
      assert.equal(answer.headers['retry-after'], '1')
    })

    it('who has no standing, before anything else is said', async () => {
      const { account } = asker(house)
      const suspended = asker(house, { account: { ...account, status: 'suspended' } })
      const path = ofTypes('1=2', { practice: '999999' }).replace('byServiceType', 'byClinicalTerm')
      const message = refused(await door.ask(suspended, path), 403)
      assert.match(message, /suspended/)
      const without = asker(house, { agreement: null })
      assert.match(refused(await door.ask(without, '/services/byServiceId/uid-910004'), 403), /agreement/)
    })

    it('a search by clinical term under an agreement for some types only', async () => {
      const pharmacies = asker(house, {}, { typeIds: [13] })
      const path = ofTypes('900001=950002').replace('byServiceType', 'byClinicalTerm')
      assert.match(refused(await door.ask(pharmacies, path), 403), /^Forbidden: .*13/)
      assert.match(refused(await door.ask(pharmacies, ofTypes('13,46')), 403), /46/)
    })

    it('whatever follows a question mark, by name', async () => {
      for (const path of [ofTypes('13'), '/services/byServiceId/1', '/services/byODSCODE/A81001']) {
        const message = refused(await door.ask(professional, `${path}?limit=5`), 400)
        assert.match(message, /^Bad Request: Unknown parameter "limit"/)
      }
    })

    it('to be monitored without leave, or but within a mile', async () => {
      const path = (distance: string) => ofTypes('13', { caseId: 'MONITORING', distance })
      assert.match(refused(await door.ask(professional, path('1')), 403), /^Forbidden: .*monitor/i)
      assert.match(refused(await door.ask(professional, path('5')), 400), /must be 1/)
      const permission: PermissionFacts = {
        id: 'permission-2',
        type: 'synthetic-monitoring',
        from: now - hour,
        until: now + 100 * hour,
      }
      const monitor = asker(house, {}, { permissions: [permission] })
      assert.equal(ids(await door.ask(monitor, path('1'))).length, 1)
      assert.deepEqual(door.entry().flags, ['monitoring'])
      refused(await door.ask(monitor, path('1')), 429)
    })
  })

  it('marks trials as such, and lets no other case id, postcode, age or code into the log', async () => {
    await door.ask(professional, ofTypes('13', { caseId: 'TEST' }))
    assert.deepEqual(door.entry().flags, ['test'])
    assert.equal(door.entry().counts, false)
    const path = ofTypes('13', { caseId: 'CASE-4711', age: '8', gender: 'F', practice: practice.uid })
    succeeded(await door.ask(professional, path))
    const entry = JSON.stringify(door.entry())
    for (const secret of ['4711', 'LS1 4AP', practice.uid]) assert.ok(!entry.includes(secret), secret)
    assert.deepEqual(door.entry().question.filters, ['age', 'sex', 'practice'])
    assert.equal(door.entry().interface, 'dos-rest')
    assert.deepEqual(door.entry().flags, [])
  })

  it('answers addresses there are none of in the same shape', async () => {
    const { authorization } = { authorization: basic(professional.account.id, PASSWORD) }
    for (const path of [
      '/services',
      '/services/',
      '/nothing',
      '/services/byServiceId',
      '/services/byserviceid/1',
      '/services/byOdsCode/a/b',
      '/services/byClinicalTerm/0/LS1',
      `${ofTypes('13')}/more`,
      `${ofTypes('13')}/`,
      `/services/byServiceId/${'9'.repeat(1001)}`,
      ofTypes('13', { postcode: 'LS1%2F4AP' }).replaceAll('%252F', '/'),
    ]) {
      const answer = await door.send(path, { authorization })
      assert.match(refused(answer, 404), /^Not Found: /, path)
    }
    refused(await door.send(ofTypes('13'), { authorization }, 'POST'), 404)
    const served = await house.ask(null, `${PREFIX}/nothing`)
    assert.match(refused(served, 404), /^Not Found: /)
  })

  it('keeps an empty position empty, and does not move the others', async () => {
    const empty = ofTypes('13').replace('/LS1%204AP/', '//')
    assert.equal(refused(await door.ask(professional, empty), 400), 'Bad Request: Postcode must be provided')
    const noDistance = ofTypes('13').replace('/1/0/0/', '//0/0/')
    succeeded(await door.ask(professional, noDistance))
    assert.equal(door.entry().question.withinMetres, null)
  })

  it('takes a slash inside a position for a part of it', async () => {
    const path = ofTypes('13', { caseId: '../../services' })
    succeeded(await door.ask(professional, path))
    assert.equal(
      refused(await door.ask(professional, ofTypes('13', { postcode: 'LS1/4AP' })), 400),
      'Bad Request: Invalid post code',
    )
  })

  it('answers whatever the positions hold, in its own shape and never with a fault of ours', async () => {
    const odd = fc.constantFrom(
      ...[
        '',
        '0',
        'null',
        '1',
        '-1',
        '1e9',
        '1=2',
        '900001=950002',
        "' or 1=1 --",
        '../..',
        '%',
        '\0',
        '\u202e',
        '🚑',
        '{}',
      ],
      ...[
        'LS1 4AP',
        'EH1 1AA',
        'ZZ993VZ',
        'GIR 0AA',
        'JE2 3AB',
        'BF1 3AA',
        '9'.repeat(190),
        'constructor',
        '13,'.repeat(60),
      ],
    )
    const position = fc.oneof({ weight: 3, arbitrary: odd }, fc.string({ unit: 'binary', maxLength: 12 }))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('byClinicalTerm', 'byServiceType'),
        fc.array(position, { minLength: 9, maxLength: 9 }),
        async (name, positions) => {
          const answer = await door.ask(
            professional,
            `/services/${name}/${positions.map(encodeURIComponent).join('/')}`,
          )
          if (answer.statusCode === 200) succeeded(answer)
          else refused(answer, answer.statusCode)
          assert.ok([200, 400, 403, 422].includes(answer.statusCode), answer.body)
        },
      ),
      { numRuns: 300 },
    )
  })
})
