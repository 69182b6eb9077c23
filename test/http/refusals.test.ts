import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { setAccountStatus } from '../../src/accounts/index.ts'
import { readEntry, readTail } from '../../src/activity/index.ts'
import { policyInForce } from '../../src/policy/index.ts'
import type { Deed } from '../../src/vocabulary/index.ts'
import { openHouse } from '../support/house.ts'

type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly reason: string
  readonly clauses: readonly string[]
  readonly remedy: string
  readonly contact: { readonly name: string; readonly email: string; readonly phone: string }
  readonly requestId: string
  readonly decisionId: string
  readonly policyVersion: string
  readonly retryAfterSeconds?: number
}
type Found = {
  readonly decisionId: string
  readonly services: readonly { readonly id: number; readonly typeId: number }[]
}

const NEAR = '/api/v1/services?near=LS1&within=160000&limit=5'

describe('a refusal', async () => {
  const house = await openHouse()
  const { rooms } = house
  const policy = policyInForce(house.clock.now())
  const deed = (): Deed => ({
    who: 'test',
    actingAs: 'access-manager',
    why: 'to try it',
    at: house.clock.now(),
  })
  const ids = (answer: LightMyRequestResponse) => answer.json<Found>().services.map(service => service.id)
  const entryOf = async (decisionId: string) => {
    await rooms.recorder.settle()
    return (await readEntry(rooms.database.query, decisionId))?.entry
  }

  const cases: [account: string, url: string, status: number, reason: string][] = [
    ['yorkshire-urgent-care', '/api/v1/services?near=SE1', 403, 'region-not-agreed'],
    ['gp-software', NEAR, 400, 'purpose-missing'],
    [
      'gp-software',
      `${NEAR}&purpose=urgent-care-referral&limit=21`.replace('&limit=5', ''),
      403,
      'limit-above-agreed',
    ],
    ['pharmacy-finder', '/api/v1/services?near=LS1', 403, 'type-not-agreed'],
    ['pharmacy-finder', '/api/v1/services?near=LS1&type=pharmacy,dental-practice', 403, 'type-not-agreed'],
    ['pharmacy-finder', '/api/v1/services?near=LS1&type=13&within=16001', 403, 'distance-above-agreed'],
    ['symptom-checker', '/api/v1/services?near=430000,433000', 403, 'origin-kind-not-agreed'],
    ['symptom-checker', '/api/v1/services?near=LS1&audience=professional', 403, 'audience-wider-than-agreed'],
    ['symptom-checker', '/api/v1/services/60', 403, 'look-up-without-search'],
    ['call-centre', `${NEAR}&purpose=research`, 403, 'purpose-indirect'],
    ['call-centre', `${NEAR}&purpose=care-coordination`, 403, 'purpose-not-agreed'],
    ['suspended', NEAR, 403, 'account-suspended'],
    ['terms-not-accepted', NEAR, 403, 'terms-not-accepted'],
    ['no-agreement', NEAR, 403, 'no-agreement'],
    ['agreement-ended', NEAR, 403, 'agreement-ended'],
    ['closed-organisation', NEAR, 403, 'organisation-closed'],
    ['suspended-product', NEAR, 403, 'product-suspended'],
  ]
  for (const [account, url, status, reason] of cases) {
    it(`tells ${account} "${reason}": what happened, which clause, what to do, whom to ask; and is in the log`, async () => {
      const answer = await house.ask(account, url)
      assert.equal(answer.statusCode, status, answer.body)
      assert.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8')
      const problem = answer.json<Problem>()
      assert.equal(problem.reason, reason)
      assert.equal(problem.type, `/problems/${reason}`)
      assert.equal(problem.status, status)
      assert.deepEqual(problem.contact, rooms.config.operator)
      assert.equal(problem.policyVersion, policy.id)
      assert.equal(problem.requestId, answer.headers['x-request-id'])
      assert.ok(
        problem.clauses.length > 0 && problem.clauses.every(clause => /^AUP(25|18)-\d\d$/.test(clause)),
      )
      for (const text of [problem.title, problem.detail, problem.remedy]) assert.ok(text.length > 10)

      const entry = await entryOf(problem.decisionId)
      assert.equal(entry?.account, `demo-${account}`)
      assert.equal(entry?.decision, 'refuse')
      assert.equal(entry?.refusal, reason)
      assert.deepEqual(entry?.clauses, problem.clauses)
      assert.equal(entry?.requestId, problem.requestId)
      assert.deepEqual(entry?.results, [])
    })
  }

  it('does not wait for those who may ask: each demonstration account is answered as its line says', async () => {
    const allowed: [account: string, url: string][] = [
      ['call-centre', NEAR],
      ['symptom-checker', NEAR],
      ['yorkshire-urgent-care', NEAR],
      ['gp-software', `${NEAR}&purpose=care-coordination`],
      ['pharmacy-finder', '/api/v1/services?near=LS1&type=13'],
      ['booking-desk', '/api/v1/services/60'],
      ['ambulance-desk', NEAR],
      ['small-volume', NEAR],
    ]
    for (const [account, url] of allowed) {
      const answer = await house.ask(account, url)
      assert.equal(answer.statusCode, 200, `${account}: ${answer.body}`)
      const entry = await entryOf(answer.json<Found>().decisionId)
      assert.equal(entry?.decision, 'allow')
    }
  })

  it('of a token says which claim is wrong with an assertion, and no more to an account that has ended', async () => {
    await assert.rejects(house.token('terminated'), /invalid_client/)
  })

  it('without a token asks for one, and with a bad one says so, in the words of RFC 6750', async () => {
    const none = await house.ask(null, NEAR)
    assert.equal(none.statusCode, 401)
    assert.equal(none.headers['www-authenticate'], 'Bearer realm="signpost"')
    assert.equal(none.json<Problem>().reason, 'token-missing')
    const bad = await house.ask(null, NEAR, { headers: { authorization: 'Bearer abc.def.ghi' } })
    assert.equal(bad.statusCode, 401)
    assert.match(String(bad.headers['www-authenticate']), /^Bearer realm="signpost", error="invalid_token"/)
  })

  describe('of a look-up', () => {
    it('stands before a search, falls after one that returned the service, and stands again when its time has passed', async () => {
      const id = ids(await house.ask('call-centre', `${NEAR}&type=pharmacy`))[0] ?? 0
      const other = ids(await house.ask('ambulance-desk', NEAR)).find(found => found !== id) ?? 0
      assert.equal((await house.ask('call-centre', `/api/v1/services/${id}`)).statusCode, 200)
      // What one account was told of is no other account's follow-up.
      const stranger = await house.ask('pharmacy-finder', `/api/v1/services/${other}`)
      assert.equal(stranger.json<Problem>().reason, 'look-up-without-search')

      await house.advance((policy.parameters.lookUpAfterSearchMinutes - 1) * 60_000)
      assert.equal((await house.ask('call-centre', `/api/v1/services/${id}`)).statusCode, 200)
      await house.advance(2 * policy.parameters.lookUpAfterSearchMinutes * 60_000)
      const late = await house.ask('call-centre', `/api/v1/services/${id}`)
      assert.equal(late.statusCode, 403)
      assert.equal(late.json<Problem>().reason, 'look-up-without-search')
    })

    it('tells nobody which ids exist', async () => {
      const real = await house.ask('symptom-checker', '/api/v1/services/60')
      const invented = await house.ask('symptom-checker', '/api/v1/services/987654321')
      assert.deepEqual(alike(real), alike(invented))
    })

    it('of a service for professionals looks to a public answer like one that is not there', async () => {
      const everything = await house.ask(
        'call-centre',
        '/api/v1/services?near=LS1&within=160000&type=25,48&limit=100',
      )
      const professional = ids(everything)[0] ?? 0
      assert.equal((await house.ask('booking-desk', `/api/v1/services/${professional}`)).statusCode, 200)
      const hidden = await house.ask('booking-desk', `/api/v1/services/${professional}?audience=public`)
      const missing = await house.ask('booking-desk', '/api/v1/services/987654321?audience=public')
      assert.equal(hidden.statusCode, 404)
      assert.deepEqual(alike(hidden), alike(missing))
      await rooms.recorder.settle()
      const [last] = await readTail(rooms.database.query, { account: 'demo-booking-desk' }, 1)
      assert.deepEqual([last?.entry.decision, last?.entry.results], ['allow', []])
    })
  })

  it('by volume comes with the sixth question of a minute, says how long to wait, and ends then', async () => {
    await house.advance(61_000)
    const left: unknown[] = []
    for (let turn = 0; turn < 5; turn += 1) {
      const answer = await house.ask('small-volume', NEAR)
      assert.equal(answer.statusCode, 200)
      left.push(answer.headers['ratelimit'])
      assert.equal(answer.headers['ratelimit-policy'], '"minute";q=5;w=60, "day";q=100;w=86400')
    }
    assert.deepEqual(
      left,
      [4, 3, 2, 1, 0].map(remaining => `"minute";r=${remaining};t=60`),
    )
    await house.advance(20_000)
    const refused = await house.ask('small-volume', NEAR)
    assert.equal(refused.statusCode, 429)
    assert.equal(refused.headers['retry-after'], '40')
    assert.equal(refused.headers['ratelimit'], '"minute";r=0;t=40')
    const problem = refused.json<Problem>()
    assert.deepEqual([problem.reason, problem.retryAfterSeconds], ['quota-exhausted', 40])
    assert.equal(problem.type, 'https://iana.org/assignments/http-problem-types#quota-exceeded')
    assert.deepEqual(refused.json()['violated-policies'], ['minute'])
    assert.equal((await entryOf(problem.decisionId))?.refusal, 'quota-exhausted')
    await house.advance(40_000)
    assert.equal((await house.ask('small-volume', NEAR)).statusCode, 200)
  })

  it('by suspension bites on the next question of a token that was good a moment ago', async () => {
    assert.equal((await house.ask('ambulance-desk', NEAR)).statusCode, 200)
    await setAccountStatus(rooms.database, 'demo-ambulance-desk', 'suspended', deed())
    await rooms.follower.catchUp()
    const refused = await house.ask('ambulance-desk', NEAR)
    assert.equal(refused.json<Problem>().reason, 'account-suspended')
    await setAccountStatus(rooms.database, 'demo-ambulance-desk', 'active', deed())
    await rooms.follower.catchUp()
    assert.equal((await house.ask('ambulance-desk', NEAR)).statusCode, 200)
  })

  it('of a refused question holds nothing of who it was about', async () => {
    const answer = await house.ask(
      'call-centre',
      '/api/v1/services?near=EH1%201AA&age=34&sex=female&practice=A81001',
    )
    const entry = await entryOf(answer.json<Problem>().decisionId)
    const text = JSON.stringify(entry)
    assert.deepEqual(entry?.question.filters, ['age', 'sex', 'practice'])
    for (const secret of ['EH1 1AA', '34', 'female', 'A81001']) {
      assert.ok(
        !text.replace(/"(id|at|requestId|durationMicros|change)":("[^"]*"|\d+)/g, '').includes(secret),
        secret,
      )
    }
  })

  // From here on the activity log stays closed, so these come last.
  it('comes to everybody while nothing can be recorded, and what was reserved is given back', async () => {
    await house.advance(61_000)
    await rooms.recorder.close()
    for (let turn = 0; turn < 7; turn += 1) {
      const answer = await house.ask('small-volume', NEAR)
      assert.equal(answer.statusCode, 503)
      assert.equal(answer.json<Problem>().reason, 'not-recorded')
      assert.equal(answer.headers['retry-after'], '2')
      assert.equal(answer.headers['ratelimit'], '"minute";r=4;t=60')
      assert.ok(!answer.body.includes('"services"'))
    }
    for (const [account, url] of [
      ['suspended', NEAR],
      ['call-centre', '/api/v1/places/LS1'],
      ['call-centre', '/api/v1/service-types'],
    ] as const) {
      assert.equal((await house.ask(account, url)).json<Problem>().reason, 'not-recorded')
    }
  })

  it('comes to everybody when this node cannot confirm that it is current', async () => {
    await house.advance(0)
    await rooms.follower.stop()
    await house.token('call-centre')
    house.clock.advance(rooms.config.staleAfterMillis)
    assert.equal((await house.ask('call-centre', NEAR)).json<Problem>().reason, 'not-recorded')
    house.clock.advance(1)
    const stale = await house.ask('call-centre', NEAR)
    assert.equal(stale.statusCode, 503)
    assert.equal(stale.headers['retry-after'], '1')
    assert.equal(stale.json<Problem>().reason, 'not-current')
    assert.equal((await house.ask(null, '/health/ready')).statusCode, 503)
    assert.equal((await house.ask(null, '/health/live')).statusCode, 200)
  })
})

/** An answer without what differs between any two answers. */
function alike(answer: LightMyRequestResponse) {
  const { date: _date, 'x-request-id': _request, ratelimit: _limit, ...headers } = answer.headers
  const body = answer.body.replace(/"(requestId|decisionId)":"[^"]*"|service \d+/g, '')
  return { status: answer.statusCode, headers: { ...headers, 'content-length': '' }, body }
}
