import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openHouse } from '../../support/house.ts'

describe('what people do to the registers', async () => {
  const house = await openHouse()
  const anyone = await house.person([])

  it('takes somebody who signed in: neither nobody, nor a client that speaks for itself', async () => {
    for (const account of [null, 'call-centre']) {
      const refused = await house.ask(account, '/api/v1/proposals')
      assert.equal(refused.statusCode, 401, refused.body)
      assert.equal(refused.json<{ reason: string }>().reason, 'sign-in-needed')
    }
    const answered = await anyone.ask('GET', '/api/v1/proposals')
    assert.equal(answered.statusCode, 200, answered.body)
    assert.deepEqual(answered.json(), { proposals: [] })
    assert.equal(answered.headers['cache-control'], 'no-store')
  })

  it('refuses by name what the act does not take', async () => {
    const query = await anyone.ask('GET', '/api/v1/proposals?state=open')
    assert.equal(query.statusCode, 400)
    assert.match(query.body, /"parameter":"state"/)
    const body = await anyone.ask('POST', '/api/v1/proposals/p/approval', { reason: 'I agree', more: 1 })
    assert.equal(body.statusCode, 400)
    assert.match(body.body, /"parameter":"more"/)
  })

  it('answers for what is not there with problem details', async () => {
    const missing = await anyone.ask('POST', '/api/v1/proposals/p/approval', { reason: 'I agree' })
    assert.equal(missing.statusCode, 404)
    assert.match(missing.body, /no-such-record/)
  })
})
