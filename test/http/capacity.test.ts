import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import spectral from '@stoplight/spectral-core'
import owasp from '@stoplight/spectral-owasp-ruleset'
import rulesets from '@stoplight/spectral-rulesets'
import type { LightMyRequestResponse } from 'fastify'
import {
  issueSecret,
  letMaintain,
  type NewSecret,
  revokeSecret,
  setAccountStatus,
  stopMaintaining,
} from '../../src/accounts/index.ts'
import { readEntry } from '../../src/activity/index.ts'
import { readDemonstrationFile } from '../../src/demonstration/index.ts'
import { history, readService, type Service, writeServices } from '../../src/directory/index.ts'
import { deedAt } from '../accounts/some-accounts.ts'
import { someService } from '../directory/some-services.ts'
import { openHouse } from '../support/house.ts'

const MINUTE = 60_000
const NOTES = 'Capacity status set by Capacity Status API'

describe('the Capacity Status API', async () => {
  const house = await openHouse()
  const { rooms } = house
  const { database, memory } = rooms
  const file = await readDemonstrationFile(join(rooms.config.dataFolder, 'demo.json'))
  const { apiKey = '' } = file?.accounts.find(one => one.name === 'capacity-updater') ?? {}
  const deed = () => deedAt(house.clock.now())
  const written = () => ({ who: 'test', at: new Date(house.clock.now()), why: 'planted' })
  const iso = (millis: number) => `${new Date(millis).toISOString().slice(0, 19)}Z`

  const all = Array.from({ length: memory.size() }, (_, index) => memory.recordOf(index + 1)).filter(
    one => one !== undefined,
  )
  const find = (is: (service: Service) => boolean): Service => {
    const found = all.find(is)
    assert.ok(found)
    return found
  }
  const ours = find(one => one.regionId === 'Y63' && one.typeId === 13 && one.audience === 'public')
  const theirs = find(one => one.regionId === 'Y56' && one.typeId === 13)
  const sheet = find(one => one.regionId === 'Y63' && one.typeId === 22)
  const closed = { ...ours, id: 900_001, uid: '900001', status: 'closed' as const, source: { name: 'test' } }
  const astray = { ...ours, id: 900_002, uid: '900002', parentId: 900_003, source: { name: 'test' } }
  const round = { ...ours, id: 900_003, uid: '900003', parentId: 900_002, source: { name: 'test' } }
  assert.equal((await writeServices(database, [closed, astray, round], written())).outcome, 'written')
  await rooms.follower.catchUp()

  const at = (uid: string) => `/api/v0.0.1/capacity/services/${uid}/capacitystatus/`
  const ask = (
    method: 'GET' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    {
      key = apiKey,
      payload,
      headers = {},
    }: { key?: string | null; payload?: unknown; headers?: object } = {},
  ): Promise<LightMyRequestResponse> =>
    rooms.app.inject({
      method,
      url,
      headers: {
        ...(key === null ? {} : { authorization: `Token ${key}` }),
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload === undefined
        ? {}
        : { payload: typeof payload === 'string' ? payload : JSON.stringify(payload) }),
    })
  const get = (uid: string, over = {}) => ask('GET', at(uid), over)
  const put = (uid: string, payload: unknown, over = {}) => ask('PUT', at(uid), { payload, ...over })
  const is = (answer: LightMyRequestResponse, status: number, body: unknown): void => {
    assert.equal(answer.statusCode, status, answer.body)
    assert.deepEqual(answer.json(), body)
    assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8')
    assert.match(String(answer.headers['cache-control']), /no-store/)
  }
  const issue = async (accountId: string, over: Partial<NewSecret> = {}) => {
    const now = house.clock.now()
    const wanted = {
      id: randomUUID(),
      accountId,
      kind: 'api-key',
      interfaces: ['capacity'],
      username: null,
    } as const
    const dates = { purpose: null, from: now, until: now + 10 * MINUTE }
    const issued = await issueSecret(database, { ...wanted, ...dates, ...over }, deed(), randomBytes)
    assert.ok(issued.outcome === 'issued', JSON.stringify(issued))
    await rooms.follower.catchUp()
    return issued
  }

  it('sets a status and reads it, with and without the last slash', async () => {
    const now = house.clock.now()
    const set = await put(ours.uid, { status: 'aMbEr', resetStatusIn: 50, notes: 'some more notes' })
    const said = {
      id: Number(ours.uid),
      name: ours.name,
      status: 'AMBER',
      resetDateTime: iso(now + 50 * MINUTE),
      notes: `${NOTES} - some more notes`,
      modifiedBy: 'capacity-updater',
      modifiedDate: iso(now),
    }
    is(set, 200, said)
    is(await get(ours.uid), 200, said)
    is(await ask('GET', at(ours.uid).slice(0, -1)), 200, said)
    is(await ask('GET', at(`000${ours.uid}`)), 200, said)
    is(await ask('PUT', at(ours.uid).slice(0, -1), { payload: { status: 'red' } }), 200, {
      ...said,
      status: 'RED',
      notes: NOTES,
      resetDateTime: iso(now + 240 * MINUTE),
    })
  })

  it('is seen by the native search, of professionals and within the same second', async () => {
    const near = `${ours.place.latitude},${ours.place.longitude}`
    const capacityIn = async (): Promise<unknown> => {
      const answer = await house.ask('call-centre', `/api/v1/services?near=${near}&type=13&limit=100`)
      const { services } = answer.json<{ services: { id: number; capacity?: { status: string } }[] }>()
      return services.find(one => one.id === ours.id)?.capacity?.status
    }
    await put(ours.uid, { status: 'RED' })
    assert.equal(await capacityIn(), 'red')
    await put(ours.uid, { status: 'AMBER' })
    assert.equal(await capacityIn(), 'amber')
  })

  it('keeps each change as a version of the service, in the name of the user', async () => {
    const before = (await history(database.query, ours.id)).length
    await put(ours.uid, { status: 'RED', resetStatusIn: 1 })
    const versions = await history(database.query, ours.id)
    assert.equal(versions.length, before + 1)
    assert.equal(versions.at(-1)?.written.who, 'capacity-updater')
    assert.equal(versions.at(-1)?.service.capacity?.updatedBy, 'capacity-updater')
    const { capacity: _, ...rest } = versions.at(-1)?.service ?? ours
    const { capacity: __, ...was } = versions.at(-2)?.service ?? ours
    assert.deepEqual(rest, was)
  })

  it('takes every status, time and note that the contract allows', async () => {
    const now = house.clock.now()
    const most = 'a'.repeat(900)
    const wide = '😀'.repeat(900)
    for (const [sent, status, minutes, notes] of [
      [{ status: 'green' }, 'GREEN', null, NOTES],
      [{ status: 'GreEn', resetStatusIn: 50, notes: 'x' }, 'GREEN', null, `${NOTES} - x`],
      [{ status: 'red', resetStatusIn: 1440 }, 'RED', 1440, NOTES],
      [{ status: 'red', resetStatusIn: '30' }, 'RED', 30, NOTES],
      [{ status: 'red', resetStatusIn: 0 }, 'RED', 0, NOTES],
      [{ status: 'red', notes: 1234 }, 'RED', 240, `${NOTES} - 1234`],
      [{ status: 'red', notes: most }, 'RED', 240, `${NOTES} - ${most}`],
      [{ status: 'red', notes: wide }, 'RED', 240, `${NOTES} - ${wide}`],
    ] as const) {
      const answer = await put(ours.uid, sent)
      const said = answer.json<Record<string, unknown>>()
      assert.equal(answer.statusCode, 200, answer.body)
      assert.equal(said['status'], status)
      assert.equal(said['notes'], notes)
      assert.equal(said['resetDateTime'], minutes === null ? undefined : iso(now + minutes * MINUTE))
      assert.ok(!Object.values(said).includes(null))
    }
  })

  it('says all that is wrong with a body at once, by member and with its code', async () => {
    const codesOf = (answer: LightMyRequestResponse) =>
      Object.fromEntries(
        Object.entries(answer.json<Record<string, string[]>>()).map(([name, said]) => [
          name,
          said.map(one => one.slice(0, 8)),
        ]),
      )
    const wrong: [unknown, Record<string, string[]>][] = [
      [{}, { status: ['VAL-0001'] }],
      [{ status: 30 }, { status: ['VAL-0002'] }],
      [{ status: 'PINK' }, { status: ['VAL-0002'] }],
      [{ status: '' }, { status: ['VAL-0002'] }],
      [{ status: null }, { status: ['VAL-0002'] }],
      [{ status: ['RED'] }, { status: ['VAL-0002'] }],
      [{ status: ' red' }, { status: ['VAL-0002'] }],
      [{ status: 'red', resetStatusIn: 'Text' }, { resetStatusIn: ['VAL-0003'] }],
      [{ status: 'red', resetStatusIn: '' }, { resetStatusIn: ['VAL-0003'] }],
      [{ status: 'red', resetStatusIn: 1.5 }, { resetStatusIn: ['VAL-0003'] }],
      [{ status: 'red', resetStatusIn: null }, { resetStatusIn: ['VAL-0003'] }],
      [{ status: 'red', resetStatusIn: true }, { resetStatusIn: ['VAL-0003'] }],
      ['{"status":"red","resetStatusIn":1e400}', { resetStatusIn: ['VAL-0003'] }],
      [{ status: 'red', resetStatusIn: -1 }, { resetStatusIn: ['VAL-0004'] }],
      [{ status: 'red', resetStatusIn: 1441 }, { resetStatusIn: ['VAL-0004'] }],
      [{ status: 'green', resetStatusIn: 2345 }, { resetStatusIn: ['VAL-0004'] }],
      [{ status: 'red', notes: 'a'.repeat(901) }, { notes: ['VAL-0005'] }],
      [{ status: 'red', notes: '' }, { notes: ['VAL-0006'] }],
      [{ status: 'red', notes: ' \n ' }, { notes: ['VAL-0006'] }],
      [{ status: 'red', notes: null }, { notes: ['This fie'] }],
      // A patient's number would be read by every professional who finds the service.
      [{ status: 'red', notes: 'Full: 401 023 2137 waits' }, { notes: ['These no'] }],
      [{ status: 'red', notes: { a: 1 } }, { notes: ['Not a va'] }],
      [{ status: 'red', other: 1 }, { other: ['This fie'] }],
      ['{"status":"red","__proto__":{"notes":"x"}}', { __proto__x: [] }],
      [
        { status: 'pink', resetStatusIn: -1, notes: '' },
        { status: ['VAL-0002'], resetStatusIn: ['VAL-0004'], notes: ['VAL-0006'] },
      ],
    ]
    const before = await readService(database.query, ours.id)
    for (const [sent, codes] of wrong) {
      const answer = await put(ours.uid, sent)
      assert.equal(answer.statusCode, 400, `${JSON.stringify(sent)}: ${answer.body}`)
      if ('__proto__x' in codes) assert.match(answer.body, /"__proto__":\["This field/)
      else assert.deepEqual(codesOf(answer), codes)
    }
    is(await put(ours.uid, { status: 'red', resetStatusIn: 1441 }), 400, {
      resetStatusIn: [
        'VAL-0004 - ResetStatusIn outside of limits - the reset time given is outside the maximum limit (1440 minutes) defined by the CapacityStatusRequestPayload model.',
      ],
    })
    assert.deepEqual(await readService(database.query, ours.id), before)
  })

  it('refuses what is no JSON, no object, no media type of its own, too large, or asked beside the question', async () => {
    assert.match(
      (await put(ours.uid, '{"status":')).json<{ detail: string }>().detail,
      /^JSON parse error - /,
    )
    is(await put(ours.uid, '["red"]'), 400, { non_field_errors: ['Invalid data. Expected a dictionary.'] })
    is(await put(ours.uid, 'status=red', { headers: { 'content-type': 'text/plain' } }), 415, {
      detail: 'Unsupported media type "text/plain" in request.',
    })
    assert.equal((await put(ours.uid, { status: 'red', notes: 'a'.repeat(20_000) })).statusCode, 413)
    is(await ask('PUT', at(ours.uid)), 400, {
      status: ['VAL-0001 - A Capacity Status (status) has not been given.'],
    })
    is(await ask('GET', `${at(ours.uid)}?status=red`), 400, { status: ['There is no such parameter.'] })
    const odd = await put(ours.uid, '{"status":"red","notes":"half a pair: \\ud800"}')
    assert.equal(odd.statusCode, 400, odd.body)
  })

  it('knows nobody without a key, with another scheme, or with a key there is not', async () => {
    const none = { detail: 'Authentication credentials were not provided.' }
    const invalid = { detail: 'Invalid token.' }
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE'] as const) {
      const payload = method === 'GET' ? {} : { payload: { status: 'red' } }
      is(await ask(method, at(ours.uid), { key: null, ...payload }), 401, none)
      const other = await ask(method, at(ours.uid), {
        key: null,
        headers: { authorization: `Bearer ${apiKey}` },
      })
      is(other, 401, none)
      assert.equal(other.headers['www-authenticate'], 'Token')
      is(await ask(method, at(ours.uid), { key: 'nobody', ...payload }), 401, invalid)
    }
    const [id = '', secret = ''] = apiKey.split('.')
    for (const key of [
      id,
      `${id}.`,
      secret,
      `${id}.${secret}x`,
      `${id}.${secret}.x`,
      `.${secret}`,
      `${id}.${id}`,
    ]) {
      is(await get(ours.uid, { key }), 401, invalid)
    }
    for (const authorization of ['Token', 'Token ', `Token ${apiKey} x`, `Token ${'a'.repeat(5000)}`]) {
      is(await ask('GET', at(ours.uid), { key: null, headers: { authorization } }), 401, invalid)
    }
  })

  it('takes no password of the older interfaces, nor a token of ours, nor a key that is over or to come', async () => {
    const { password = '' } = file?.accounts.find(one => one.name === 'legacy-desk') ?? {}
    assert.ok(password !== '')
    const token = await house.token('fhir-app')
    for (const key of [password, `legacy-desk.${password}`, token]) {
      assert.equal((await get(ours.uid, { key })).statusCode, 401)
    }
    const now = house.clock.now()
    const username = 'to-come'
    const later = await issue('demo-fhir-app', { username, from: now + MINUTE, until: now + 2 * MINUTE })
    const answers = async () => (await get(ours.uid, { key: later.secret })).statusCode
    assert.equal(await answers(), 401)
    await house.advance(MINUTE)
    assert.equal(await answers(), 200)
    await house.advance(MINUTE)
    assert.equal(await answers(), 401)
  })

  it('hears of a revocation at once', async () => {
    const { id, secret } = await issue('demo-capacity-updater')
    assert.equal((await get(ours.uid, { key: secret })).statusCode, 200)
    assert.equal(await revokeSecret(database, 'demo-capacity-updater', id, deed()), 'revoked')
    await rooms.follower.catchUp()
    is(await get(ours.uid, { key: secret }), 401, { detail: 'Invalid token.' })
    assert.equal((await get(ours.uid)).statusCode, 200)
  })

  it('tells a user first who they are not, then what is not there, then what is not theirs', async () => {
    const body = { status: 'nonsense' }
    is(await put('123456789012', body), 404, 'Given service does not exist')
    is(await get('123456789012'), 404, 'Given service does not exist')
    is(await put(closed.uid, body), 404, 'Given service does not have an active status')
    is(await get(closed.uid), 404, 'Given service does not have an active status')
    is(await put(theirs.uid, body), 403, 'Given DoS user does not have authority to edit the service')
    is(
      await put(theirs.uid, { status: 'red' }),
      403,
      'Given DoS user does not have authority to edit the service',
    )
    // A hierarchy that leads back into itself belongs to nobody.
    is(await put(astray.uid, body), 403, 'Given DoS user does not have authority to edit the service')
    await setAccountStatus(database, 'demo-ingest-app', 'suspended', deed())
    const { secret: key } = await issue('demo-ingest-app', { username: 'ingest-app' })
    for (const uid of ['123456789012', closed.uid, theirs.uid]) {
      is(await put(uid, body, { key }), 401, 'Given Dos user does not have an active status')
      is(await get(uid, { key }), 401, 'Given Dos user does not have an active status')
    }
    await setAccountStatus(database, 'demo-ingest-app', 'terminated', deed())
    await rooms.follower.catchUp()
    is(await put(theirs.uid, body, { key }), 401, 'Given Dos user does not exist')
  })

  it('gives rights on all that lies below what is maintained, from when it is granted to when it ends', async () => {
    const account = 'demo-booking-desk'
    const { secret: key } = await issue(account, { username: 'booking-desk' })
    const may = async (): Promise<boolean> => {
      await rooms.follower.catchUp()
      return (await put(ours.uid, { status: 'green' }, { key })).statusCode === 200
    }
    const { parentId: commissioner = 0 } = ours
    const { parentId: region = 0 } = memory.recordOf(commissioner) ?? {}
    const child = { ...someService(900_004, { uid: '900004', parentId: ours.id }) }
    await writeServices(database, [child], written())
    assert.equal(await may(), false)
    for (const root of [ours.id, commissioner, region]) {
      assert.equal(await letMaintain(database, account, root, deed()), 'let')
      assert.equal(await may(), true)
      assert.equal((await put(child.uid, { status: 'red' }, { key })).statusCode, 200)
      assert.equal(await stopMaintaining(database, account, root, deed()), 'stopped')
      assert.equal(await may(), false)
    }
    // Not upwards, and not beside.
    assert.equal(await letMaintain(database, account, child.id, deed()), 'let')
    assert.equal(await may(), false)
  })

  it('reads of what the user does not keep as a look-up, without who set it', async () => {
    const mine = (await get(ours.uid)).json<object>()
    assert.ok('modifiedBy' in mine)
    const other = await get(theirs.uid)
    assert.equal(other.statusCode, 200, other.body)
    assert.ok(!('modifiedBy' in other.json<object>()))
    // Whose agreement has no looking up is told so, in the interface's form.
    const { secret: key } = await issue('demo-call-centre', { username: 'call-centre' })
    const refused = await get(theirs.uid, { key })
    assert.equal(refused.statusCode, 403, refused.body)
    const { detail, reason, clauses, contact } = refused.json<Record<string, unknown>>()
    assert.equal(reason, 'look-up-without-search')
    assert.ok(String(detail).includes(rooms.config.operator.email) && Array.isArray(clauses) && contact)
    is(await get('123456789012', { key }), 404, 'Given service does not exist')
  })

  it('puts every question on record, in its place, and none of what was sent', async () => {
    const answer = await put(
      ours.uid,
      { status: 'red', notes: 'zqnotes' },
      { headers: { 'x-request-id': 'my-id' } },
    )
    assert.equal(answer.headers['x-request-id'], 'my-id')
    await rooms.recorder.settle()
    const [row] = await database.query<{ id: string }>(
      `select id from activity.entry where entry->>'requestId' = 'my-id'`,
    )
    const logged = await readEntry(database.query, row?.id ?? '')
    assert.ok(logged)
    const { entry } = logged
    assert.equal(entry.interface, 'capacity')
    assert.equal(entry.action, 'maintain')
    assert.equal(entry.account, 'demo-capacity-updater')
    assert.deepEqual(entry.results, [ours.id])
    assert.deepEqual(entry.question.maintain, { what: 'capacity', changes: true, maintained: true })
    assert.equal(entry.requestId, 'my-id')
    assert.ok(entry.counts && !JSON.stringify(entry).includes('zqnotes'))
  })

  it('does not know other methods, nor addresses', async () => {
    const patch = await ask('PATCH', at(ours.uid), { payload: { status: 'red' } })
    is(patch, 405, { detail: 'Method "PATCH" not allowed. Please use "PUT" instead.' })
    is(await ask('PATCH', at('123456789012')), 405, patch.json())
    is(await ask('DELETE', at(ours.uid)), 405, { detail: 'Method "DELETE" not allowed.' })
    for (const url of [
      at('abc'),
      at('-1'),
      at('1.5'),
      '/api/v0.0.1/capacity/',
      '/api/v0.0.1/capacity/services/1/',
    ]) {
      is(await ask('GET', url), 404, { detail: 'Not found.' })
    }
  })

  it('lets nobody overwrite what somebody else changed at the same time', async () => {
    const statuses = ['red', 'amber', 'red', 'amber', 'red', 'green']
    const before = (await readService(database.query, ours.id))?.version ?? 0
    const answers = await Promise.all(
      statuses.map((status, index) => put(ours.uid, { status, notes: `note ${index}` })),
    )
    for (const [index, answer] of answers.entries()) {
      assert.equal(answer.statusCode, 200, answer.body)
      assert.equal(answer.json<{ notes: string }>().notes, `${NOTES} - note ${index}`)
    }
    assert.equal((await readService(database.query, ours.id))?.version, before + statuses.length)
  })

  it('falls back to green at its time, first in answers and then in the record, once', async () => {
    await put(ours.uid, { status: 'red', resetStatusIn: 5, notes: 'full' })
    await put(sheet.uid, { status: 'red', resetStatusIn: 5 })
    const resetAt = house.clock.now() + 5 * MINUTE
    const versionsOf = async () => (await history(database.query, ours.id)).length
    const before = await versionsOf()
    await house.advance(5 * MINUTE)
    const green = {
      id: Number(ours.uid),
      name: ours.name,
      status: 'GREEN',
      modifiedBy: 'ROBOT',
      modifiedDate: iso(resetAt),
    }
    is(await get(ours.uid), 200, green)
    assert.equal(await versionsOf(), before)
    await house.rooms.sweeper.sweep()
    await rooms.follower.catchUp()
    is(await get(ours.uid), 200, green)
    const versions = await history(database.query, ours.id)
    assert.equal(versions.length, before + 1)
    assert.equal(versions.at(-1)?.written.who, 'ROBOT')
    const updatedAt = new Date(resetAt).toISOString()
    assert.deepEqual(versions.at(-1)?.service.capacity, { status: 'green', updatedAt, updatedBy: 'ROBOT' })
    await house.rooms.sweeper.sweep()
    assert.equal(await versionsOf(), before + 1)
    // A type that does not fall back by itself is promised nothing, and stays.
    const stays = (await get(sheet.uid)).json<Record<string, unknown>>()
    assert.equal(stays['status'], 'RED')
    assert.equal(stays['resetDateTime'], undefined)
  })

  it('describes itself where clients look', async () => {
    const own = (await house.ask(null, '/api/v0.0.1/capacity/openapi.json')).json<{
      paths: object
      openapi: string
    }>()
    assert.deepEqual(Object.keys(own.paths), ['/api/v0.0.1/capacity/services/{id}/capacitystatus'])
    assert.match(own.openapi, /^3\.1/)
    assert.deepEqual((await house.ask(null, '/api/v0.0.1/capacity/apidoc.json')).json(), own)
    const yaml = await house.ask(null, '/api/v0.0.1/capacity/apidoc.yaml')
    assert.match(yaml.body, /^openapi: 3\.1\.0\n.*services\/\{id\}\/capacitystatus:\n/s)
    assert.match(yaml.body, /\nservers: \[\{"url":"https:\/\/directory.test"\}\]\n$/)
    const linter = new spectral.Spectral()
    const rules = {
      extends: [
        [rulesets.oas, 'recommended'],
        [owasp, 'recommended'],
      ],
    }
    linter.setRuleset(new spectral.Ruleset(rules, { severity: 'recommended' }))
    const found = await linter.run(JSON.stringify(own))
    // Notes and names are free text: a pattern for them would only pretend to a form.
    const said = found.filter(({ code }) => code !== 'owasp:api4:2023-string-restricted')
    assert.deepEqual(
      said.map(({ code, path }) => `${code} at ${path.join('.')}`),
      [],
    )
    const page = await house.ask(null, '/api/v0.0.1/capacity/apidoc/')
    assert.equal(page.headers['location'], '/api/v0.0.1/capacity/apidoc.json')
  })
})
