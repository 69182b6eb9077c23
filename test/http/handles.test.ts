import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import { differencesFrom, recordedReader } from '../../src/activity/index.ts'
import { HANDLE_PATTERN } from '../../src/handles/index.ts'
import { type CallerFacts, decide, policyInForce } from '../../src/policy/index.ts'
import type { Observation } from '../../src/watch/index.ts'
import { openHouse } from '../support/house.ts'
import { keepingRecorder } from '../support/http-rooms.ts'
import { countingDetection } from '../watch/live/counting-detection.ts'
import { nativeDoor, reasonOf, standing } from './native-door.ts'

type Listed = Readonly<Record<string, unknown>> & { readonly id: string }
type Search = { readonly services: readonly Listed[]; readonly count: number; readonly limit: number }
type Numbered = { readonly services: readonly { readonly id: number; readonly uid: string }[] }

const SEARCH = '/api/v1/services?near=LS1%204AP&limit=20'
const CLINICAL = {
  method: 'POST',
  payload: { near: 'LS1 4AP', symptomGroup: 900_001, discriminators: [950_002] },
} as const
const HANDLE = new RegExp(`^${HANDLE_PATTERN}$`)

describe('a connection on handles', async () => {
  const told: Observation[] = []
  const house = await openHouse(
    {},
    {
      detection: options => {
        const detection = countingDetection(options)
        return {
          ...detection,
          observe: observation => {
            told.push(observation)
            return detection.observe(observation)
          },
        }
      },
    },
  )
  const { memory, handles, recorder, database } = house.rooms
  const kept = keepingRecorder(house)
  const door = await nativeDoor(house, { recorder: kept.recorder })
  /** The last entry, and how a decision taken again from it alone differs. */
  const decidedAgain = async () => {
    await recorder.settle()
    const entry = kept.entries.at(-1)
    if (!entry) throw new Error('Nothing was recorded.')
    const recorded = await recordedReader(database.query)(entry)
    if (recorded.outcome === 'not-recorded') throw new Error('It cannot be decided again.')
    const at = Date.parse(entry.at)
    const policy = policyInForce(at)
    const again = differencesFrom(entry, decide(recorded.caller, recorded.question, policy, at), policy)
    return { entry, again }
  }

  const on = (connection: string, agreed: Partial<NonNullable<CallerFacts['agreement']>> = {}) => {
    const facts = standing(house, {}, { serviceIds: 'handles', resultsMax: 50, ...agreed })
    const id = `account-${connection}`
    return {
      ...facts,
      account: { ...facts.account, id },
      connection: { ...facts.connection, id: connection },
    }
  }
  const mine = on('connection-one')
  const numbered = on('connection-three', { serviceIds: 'directory' })

  const found = await door.ask(mine, SEARCH)
  const { services } = found.json<Search>()
  const plain = (await door.ask(numbered, SEARCH)).json<Numbered>().services
  const [first] = services
  const [real] = plain
  if (!first || !real) throw new Error('Nothing is near the middle of Leeds.')

  it('is told of the same services in the same order, and of no id or uid of the directory', async () => {
    assert.equal(services.length, 20)
    assert.deepEqual(
      services.map(({ id }) => handles.read('connection-one', id)),
      plain.map(({ id }) => id),
    )
    for (const service of services) {
      assert.match(service.id, HANDLE)
      assert.equal('uid' in service, false)
    }
    const clinical = await door.ask(mine, '/api/v1/services/clinical-search', CLINICAL)
    const asked = clinical.json<Search>()
    assert.ok(asked.services.length > 0)
    for (const { id } of asked.services) assert.match(id, HANDLE)
  })

  it('meets no id of a service anywhere in a list or in a profile, by the schema or in fact', async () => {
    const profile = await door.ask(mine, `/api/v1/services/${first.id}`)
    assert.equal(profile.statusCode, 200)
    const { service } = profile.json<{ service: Record<string, unknown> }>()
    const record = memory.recordOf(real.id)
    assert.equal(service['id'], first.id)
    assert.equal(service['uid'], undefined)
    assert.ok(record?.parentId !== undefined)
    assert.equal(handles.read('connection-one', String(service['parentId'])), record.parentId)
    // All else is as those see it who have directory ids.
    const whole = (await door.ask(numbered, `/api/v1/services/${real.id}`)).json<{
      service: Record<string, unknown>
    }>().service
    const { uid: _, ...rest } = whole
    assert.deepEqual(service, { ...rest, id: first.id, parentId: service['parentId'] })
  })

  it('is given what it asks for with fields, under the handle', async () => {
    const answer = await door.ask(mine, `${SEARCH}&fields=open,uid`)
    for (const service of answer.json<Search>().services) {
      assert.match(service.id, HANDLE)
      assert.deepEqual(Object.keys(service).sort(), ['distanceMetres', 'id', 'name', 'open'])
    }
  })

  it('keeps directory ids in the activity log, which is the record', async () => {
    const entry = await door.entryOf(found)
    assert.deepEqual(
      entry.results,
      plain.map(({ id }) => id),
    )
    const looked = await door.entryOf(await door.ask(mine, `/api/v1/services/${first.id}`))
    assert.equal(looked.question.target, String(real.id))
  })

  for (const [which, named] of [
    ["another connection's handle", () => handles.issue('connection-two', [real.id])[0] ?? ''],
    ['a plain number', () => String(real.id)],
    ['a number that nothing has', () => '987654321'],
    ['a text made up', () => 'A'.repeat(22)],
    [
      'a handle with its first character altered',
      () => (first.id[0] === 'A' ? 'B' : 'A') + first.id.slice(1),
    ],
  ] as const) {
    it(`takes ${which} for what does not exist, and the watch is told`, async () => {
      for (const lookUps of ['declared', 'follow-up'] as const) {
        told.length = 0
        const answer = await door.ask(on('connection-one', { lookUps }), `/api/v1/services/${named()}`)
        assert.equal(answer.statusCode, 404)
        assert.equal(reasonOf(answer), 'not-found')
        assert.equal(answer.body.includes(String(first['name'])), false)
        assert.deepEqual(
          told.map(({ at: _, ...rest }) => rest),
          [{ action: 'lookup', account: 'account-connection-one', id: 0, found: false }],
        )
        const { entry, again } = await decidedAgain()
        assert.deepEqual([entry.question.target, entry.results, entry.decision], ['unknown', [], 'allow'])
        assert.deepEqual(again, [])
      }
    })
  }

  it('learns nothing by trying handles one after another: all miss, and all are told of', async () => {
    told.length = 0
    for (let count = 0; count < 50; count++) {
      const made = randomBytes(16).toString('base64url')
      assert.equal(
        (await door.ask(on('connection-one', { lookUps: 'declared' }), `/api/v1/services/${made}`))
          .statusCode,
        404,
      )
    }
    assert.equal(told.filter(one => one.action === 'lookup' && !one.found).length, 50)
  })

  it('reports on a service by its handle, is told of the report by it, and by no other name', async () => {
    const payload = { kind: 'error', member: 'entry', problem: 'It has closed.' }
    const send = (named: string | number) =>
      door.ask(mine, `/api/v1/services/${named}/feedback`, { method: 'POST', payload })
    const answer = await send(first.id)
    assert.equal(answer.statusCode, 201, answer.body)
    const { report } = answer.json<{ report: { id: string; service: unknown } }>()
    assert.equal(report.service, first.id)
    const listed = (await door.ask(mine, '/api/v1/feedback')).json<{ reports: { service: unknown }[] }>()
    assert.deepEqual(
      listed.reports.map(({ service }) => service),
      [first.id],
    )
    const read = await door.ask(mine, `/api/v1/feedback/${report.id}`)
    assert.equal(read.json<{ report: { service: unknown } }>().report.service, first.id)
    for (const other of [real.id, handles.issue('connection-two', [real.id])[0] ?? '']) {
      assert.equal((await send(other)).statusCode, 404)
    }
  })

  it('cannot ask interfaces that know services by number, and is told which lever it is and what to do', async () => {
    for (const url of ['/fhir/R4/Location?near-place=LS1', `/fhir/R4/HealthcareService/${real.id}`]) {
      const answer = await door.ask(mine, url)
      assert.equal(answer.statusCode, 403, answer.body)
      assert.match(answer.body, /serviceIds: handles/)
      assert.match(answer.body, /apply to have directory ids added/)
      assert.doesNotMatch((await door.ask(numbered, url)).body, /service-ids-not-agreed/)
    }
  })
})
