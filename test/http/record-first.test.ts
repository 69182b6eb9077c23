import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { letMaintain } from '../../src/accounts/index.ts'
import { NotRecorded } from '../../src/activity/index.ts'
import { listFeedbackOf, organisationHistory, readService, writeServices } from '../../src/directory/index.ts'
import { organisationId } from '../../src/fhir/index.ts'
import type { HttpRooms } from '../../src/http/index.ts'
import { someService } from '../directory/some-services.ts'
import { openHouse } from '../support/house.ts'
import { httpRooms, openRoutes } from '../support/http-rooms.ts'
import { standing } from './native-door.ts'

const MAINTAINED = 900_100
const CODE = 'A81001'
const FHIR = 'application/fhir+json'

type Door = (over: Partial<HttpRooms>) => Promise<Ways>
/** Each way in which a caller changes something through the one door, and what there is of it in the database. */
type Ways = Readonly<Record<'capacity' | 'dos-ingest' | 'feedback', () => Promise<LightMyRequestResponse>>>

describe('a change that is asked for', async () => {
  const house = await openHouse()
  const { database, recorder, follower } = house.rooms
  const now = house.clock.now()
  const written = { who: 'test', at: new Date(now), why: 'planted' }
  const service = someService(MAINTAINED, {
    uid: String(MAINTAINED),
    odsCode: CODE,
    regionId: 'Y63',
    typeId: 100,
  })
  await writeServices(database, [service], written)
  const deed = { who: 'test', actingAs: 'operator', why: 'It is theirs.', at: now }
  assert.equal(await letMaintain(database, 'demo-call-centre', MAINTAINED, deed), 'let')
  await follower.catchUp()

  const facts = standing(house, { maintains: [MAINTAINED] }, { lookUps: 'declared' })
  const account = facts.account.id
  const open: Door = async over => {
    const app = await openRoutes(
      house,
      httpRooms(house, {
        tokens: { read: () => ({ outcome: 'known', clientId: 'one', expiresAt: Number.POSITIVE_INFINITY }) },
        callerOf: () => facts,
        returnedElsewhere: async () => true,
        secrets: {
          byPassword: () => ({ outcome: 'unknown' }),
          byKey: () => ({ outcome: 'known', holder: HOLDER }),
          failed: () => false,
        },
        ...over,
      }),
    )
    const authorization = 'Bearer one'
    return {
      capacity: () =>
        app.inject({
          method: 'PUT',
          url: `/api/v0.0.1/capacity/services/${MAINTAINED}/capacitystatus/`,
          headers: { authorization: 'Token one', 'content-type': 'application/json' },
          payload: JSON.stringify({ status: 'RED' }),
        }),
      'dos-ingest': () =>
        app.inject({
          method: 'PUT',
          url: `/dos-ingest/FHIR/R4/Organization/${organisationId(CODE)}`,
          headers: { authorization, 'content-type': FHIR, accept: FHIR },
          payload: JSON.stringify(ORGANISATION),
        }),
      feedback: () =>
        app.inject({
          method: 'POST',
          url: `/api/v1/services/${MAINTAINED}/feedback`,
          headers: { authorization },
          payload: { kind: 'error', member: 'contacts', problem: 'The number is not in use.' },
        }),
    }
  }
  const HOLDER = {
    accountId: account,
    username: 'keeper',
    purpose: null,
    kind: 'api-key',
    interfaces: ['capacity'],
  } as const
  const ORGANISATION = {
    resourceType: 'Organization',
    id: organisationId(CODE),
    meta: { profile: ['https://fhir.hl7.org.uk/StructureDefinition/UKCore-Organization'] },
    identifier: [{ use: 'official', system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: CODE }],
    active: true,
    name: 'Hollow Lane',
  }
  /** How much has been changed by each of the ways so far. */
  const changes = async () => ({
    capacity: (await readService(database.query, MAINTAINED))?.version ?? 0,
    'dos-ingest': (await organisationHistory(database.query, CODE)).length,
    feedback: (await listFeedbackOf(database.query, account, { after: null, limit: 10 })).length,
  })
  const WAYS = ['capacity', 'dos-ingest', 'feedback'] as const

  it('is not made when it cannot be recorded', async () => {
    const before = await changes()
    const door = await open({
      recorder: { ...recorder, record: () => Promise.reject(new NotRecorded('the disk is full')) },
    })
    for (const way of WAYS) {
      const answer = await door[way]()
      assert.equal(answer.statusCode, 503, answer.body)
      assert.match(answer.body, /not-recorded|activity log/)
    }
    assert.deepEqual(await changes(), before)
  })

  it('is on record before it is made', async () => {
    const before = await changes()
    const recorded: unknown[] = []
    const door = await open({
      recorder: {
        ...recorder,
        record: async entry => {
          assert.deepEqual(await changes(), { ...before, ...made })
          recorded.push([entry.interface, entry.decision, entry.results])
        },
      },
    })
    const made: Partial<typeof before> = {}
    for (const way of WAYS) {
      const answer = await door[way]()
      assert.ok(answer.statusCode < 300, answer.body)
      made[way] = before[way] + 1
    }
    assert.deepEqual(await changes(), { ...before, ...made })
    assert.deepEqual(recorded, [
      ['capacity', 'allow', [MAINTAINED]],
      ['dos-ingest', 'allow', [MAINTAINED]],
      ['native', 'allow', []],
    ])
  })

  it('that fails is answered so in the words of the interface, stays on record and changes nothing', async () => {
    const before = await changes()
    const recorded: string[] = []
    const door = await open({
      recorder: {
        ...recorder,
        record: async entry => {
          recorded.push(`${entry.interface} ${entry.decision}`)
        },
      },
      database: {
        ...database,
        transaction: () => Promise.reject(new Error('secret: the database went away')),
      },
    })
    const types = ['application/json', 'application/fhir+json', 'application/problem+json']
    for (const [index, way] of WAYS.entries()) {
      const answer = await door[way]()
      assert.equal(answer.statusCode, 500, answer.body)
      assert.equal(String(answer.headers['content-type']).split(';')[0], types[index])
      assert.ok(!answer.body.includes('secret'))
    }
    assert.deepEqual(recorded, ['capacity allow', 'dos-ingest allow', 'native allow'])
    assert.deepEqual(await changes(), before)
  })
})
