import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { claimRequest, KEYED_REQUEST_MILLIS } from '../../../src/workflow/index.ts'
import { openHouse, type TestPerson } from '../../support/house.ts'

type Problem = { readonly reason: string; readonly errors?: readonly { readonly parameter: string }[] }

describe('a request that is sent with a key of its own', async () => {
  const house = await openHouse()
  const { database } = house.rooms
  const manager = await house.person([{ role: 'access-manager' }])
  const other = await house.person([{ role: 'access-manager' }])
  let made = 0
  const region = () => {
    made += 1
    return { id: `IK${made}`, name: `Region ${made}`, reason: 'a test' }
  }
  const create = (key: string, body: object, who: TestPerson = manager) =>
    who.ask('POST', '/api/v1/regions', body, { 'idempotency-key': key })
  const reasonOf = (answer: LightMyRequestResponse) => answer.json<Problem>().reason
  const count = async (id: string) =>
    (await database.query('select 1 from workflow.act where entity = $1 and entity_id = $2', ['region', id]))
      .length

  it('is done once when twenty come at once, and answered alike to whoever comes after', async () => {
    const [key, body] = [`"${randomUUID()}"`, region()]
    const all = await Promise.all(Array.from({ length: 20 }, () => create(key, body)))
    const done = all.filter(one => one.statusCode === 201)
    const waiting = all.filter(one => one.statusCode === 409)
    assert.ok(done.length >= 1)
    assert.equal(done.length + waiting.length, 20, all.map(one => one.body).join('\n'))
    for (const one of waiting) {
      assert.equal(reasonOf(one), 'request-under-way')
      assert.equal(one.headers['retry-after'], '1')
    }
    assert.equal(await count(body.id), 1)
    const again = await create(key, body)
    for (const one of [...done, again]) {
      assert.deepEqual([one.statusCode, one.body], [201, done[0]?.body])
      assert.equal(one.headers['content-type'], 'application/json; charset=utf-8')
      assert.equal(one.headers['cache-control'], 'no-store')
    }
    assert.equal(await count(body.id), 1)
  })

  it('without it is done as often as it comes, and is then at odds with itself', async () => {
    const body = region()
    const twice = [1, 2].map(() => manager.ask('POST', '/api/v1/regions', body))
    assert.deepEqual((await Promise.all(twice)).map(one => one.statusCode).sort(), [201, 409])
  })

  it('is told its refusal again, word for word, and not done though it could be by then', async () => {
    const [key, body] = [`"${randomUUID()}"`, { successor: 'IKNONE', reason: 'a test' }]
    const merge = () => manager.ask('POST', '/api/v1/regions/IK1/merger', body, { 'idempotency-key': key })
    const first = await merge()
    assert.equal(first.statusCode, 400)
    await manager.ask('POST', '/api/v1/regions', { id: 'IKNONE', name: 'There now', reason: 'a test' })
    const second = await merge()
    assert.deepEqual([second.statusCode, second.body], [400, first.body])
    assert.equal(second.headers['content-type'], 'application/problem+json; charset=utf-8')
  })

  it('is another with other content, at another address, or of another version, and refused by name', async () => {
    const key = `"${randomUUID()}"`
    const body = region()
    assert.equal((await create(key, body)).statusCode, 201)
    for (const answer of [
      await create(key, { ...body, name: 'Otherwise' }),
      await create(key, region()),
      await manager.ask(
        'POST',
        '/api/v1/regions/IK1/merger',
        { successor: 'IK2', reason: 'a test' },
        { 'idempotency-key': key },
      ),
    ]) {
      assert.deepEqual([answer.statusCode, reasonOf(answer)], [422, 'key-used-otherwise'])
    }
    const id = 60
    const verify = (version: number) =>
      lead.ask(
        'POST',
        `/api/v1/service-entries/${id}/verification`,
        { reason: 'a test' },
        {
          'idempotency-key': key,
          'if-match': `"${version}"`,
        },
      )
    const lead = await house.person(
      ['Y56', 'Y58', 'Y59', 'Y60', 'Y61', 'Y62', 'Y63'].map(scope => ({ role: 'dos-lead', scope })),
    )
    const first = await verify(1)
    assert.deepEqual([first.statusCode, first.headers['etag']], [200, '"2"'], first.body)
    const again = await verify(1)
    assert.deepEqual([again.statusCode, again.headers['etag'], again.body], [200, '"2"', first.body])
    assert.equal((await verify(2)).statusCode, 422)
  })

  it('is each person’s own: the same key of somebody else is another', async () => {
    const [key, body] = [`"${randomUUID()}"`, region()]
    assert.equal((await create(key, body)).statusCode, 201)
    assert.equal((await create(key, body, other)).statusCode, 409, 'it was tried, and there was one already')
    assert.equal((await create(key, body)).statusCode, 201)
  })

  it('may write its key with or without quotation marks, and is refused one that is none', async () => {
    const [key, body] = [randomUUID(), region()]
    assert.equal((await create(key, body)).statusCode, 201)
    assert.equal((await create(`"${key}"`, body)).statusCode, 201)
    const bad = [
      'short',
      '"short"',
      '""',
      `"${key}`,
      `${key}"`,
      '"a tab\tin sixteen or more"',
      'x'.repeat(201),
      `"${'x'.repeat(201)}"`,
      `"${key}";a=1`,
      `"${key}", "${key}"`,
    ]
    for (const wrong of bad) {
      const answer = await create(wrong, region())
      assert.equal(answer.statusCode, 400, wrong)
      assert.match(answer.json<Problem>().errors?.[0]?.parameter ?? '', /^idempotency-key$/i)
    }
    for (const [method, url, payload] of [
      ['GET', '/api/v1/regions', undefined],
      ['PUT', '/api/v1/organisations/IK0001', { name: 'N', addressLines: [], reason: 'a test' }],
    ] as const) {
      const answer = await manager.ask(method, url, payload, { 'idempotency-key': `"${key}"` })
      assert.deepEqual(
        [answer.statusCode, answer.json<Problem>().errors?.[0]?.parameter],
        [400, 'Idempotency-Key'],
        url,
      )
    }
  })

  it('claims nothing for those whom the act is not for, nor when it cannot be read', async () => {
    const nobody = await house.person([])
    const [key, body] = [`"${randomUUID()}"`, region()]
    assert.equal((await create(key, body, nobody)).statusCode, 403)
    assert.equal((await create(key, { ...body, more: 1 })).statusCode, 400)
    assert.equal((await create(key, body)).statusCode, 201)
  })

  it('that broke off is not begun again: nobody knows whether it was done', async () => {
    const [key, body] = [`"${randomUUID()}"`, region()]
    const { query } = database
    await query(`alter table accounts.region add constraint breaks check (id <> '${body.id}')`)
    assert.equal((await create(key, body)).statusCode, 500)
    await query('alter table accounts.region drop constraint breaks')
    const again = await create(key, body)
    assert.deepEqual([again.statusCode, reasonOf(again)], [409, 'request-under-way'])
    assert.match(again.body, /broke off/)
    assert.equal(again.headers['retry-after'], undefined)
    assert.equal(await count(body.id), 0)
    assert.equal((await create(`"${randomUUID()}"`, body)).statusCode, 201)
  })

  it('whose node was lost is told so after a minute, and not before', async () => {
    const asked = { personId: 'p', keyHash: 'k', contentHash: 'c' }
    const now = house.clock.now()
    assert.equal((await claimRequest(database, asked, now)).outcome, 'claimed')
    const known = { outcome: 'known', begunAt: now, endedAt: null, answer: null }
    assert.deepEqual(await claimRequest(database, asked, now + 1), known)
    assert.equal(
      (await claimRequest(database, { ...asked, contentHash: 'd' }, now)).outcome,
      'used-otherwise',
    )
    assert.equal((await claimRequest(database, asked, now + KEYED_REQUEST_MILLIS - 1)).outcome, 'known')
    assert.equal((await claimRequest(database, asked, now + KEYED_REQUEST_MILLIS)).outcome, 'claimed')
  })

  it('leaves neither its key nor its answer where whoever holds the database could read them', async () => {
    const key = randomUUID()
    const body = {
      userName: `somebody.${made}`,
      name: 'Some Body',
      email: 'some.body@example.org',
      reason: 'a test',
    }
    const invite = () => manager.ask('POST', '/api/v1/people', body, { 'idempotency-key': `"${key}"` })
    const first = await invite()
    assert.equal(first.statusCode, 201, first.body)
    const { invitation } = first.json<{ invitation: { code: string } }>()
    assert.equal((await invite()).body, first.body, 'whoever has the key is told the code again')
    const rows = await database.query<{ row: string; answer: Uint8Array }>(
      'select keyed_request::text as row, answer from workflow.keyed_request',
    )
    assert.ok(rows.length > 5)
    for (const { row, answer } of rows) {
      for (const secret of [key, invitation.code, 'Some Body']) {
        assert.ok(!row.includes(secret))
        assert.ok(answer === null || !Buffer.from(answer).includes(secret))
      }
    }
  })

  it('is forgotten after a day, by the calendar', async () => {
    const [key, body] = [`"${randomUUID()}"`, region()]
    assert.equal((await create(key, body)).statusCode, 201)
    await house.advance(KEYED_REQUEST_MILLIS - 1000)
    await house.rooms.sweeper.sweep()
    assert.equal((await create(key, body)).statusCode, 201)
    await house.advance(1000)
    assert.equal((await create(key, body)).statusCode, 409, 'it was done anew, and there was one already')
    await house.advance(KEYED_REQUEST_MILLIS)
    await house.rooms.sweeper.sweep()
    assert.deepEqual(await database.query('select 1 from workflow.keyed_request'), [])
  })
})
