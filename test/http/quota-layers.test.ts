import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type CallerFacts, policyInForce } from '../../src/policy/index.ts'
import { openHouse } from '../support/house.ts'
import { nativeDoor, standing } from './native-door.ts'

const NEAR = '/api/v1/services?near=LS1&limit=2'
const PLENTY = { perMinute: 1_000_000, perDay: 10_000_000 }

describe('the volume of a question', async () => {
  const house = await openHouse()
  const small = { perMinute: 3, perDay: 1000 }
  const door = await nativeDoor(house, {
    // Smoothed, as the doors of other tests are not.
    policy: policyInForce,
    sharedVolumes: caller => ({
      organisation: caller.organisation.odsCode === 'SMALL' ? small : PLENTY,
      product: caller.product.id === 'small-product' ? small : PLENTY,
    }),
  })
  let connections = 0
  const of = (changes: Partial<CallerFacts>, perMinute = 3): CallerFacts => {
    connections += 1
    const connection = { id: `layers-${connections}`, environment: 'production' as const }
    return standing(house, { connection, ...changes }, { volume: { perMinute, perDay: 1000 } })
  }
  const organisation = { odsCode: 'SMALL', name: 'Small', status: 'active' as const }
  const product = { id: 'small-product', name: 'Small', status: 'active' as const }

  for (const [layer, change] of [
    ['organisation', { organisation }],
    ['product', { product }],
  ] as const) {
    it(`is that of the whole ${layer}, so that a second connection of it gains nothing`, async () => {
      const [one, other] = [of(change), of(change)]
      for (const facts of [one, other, one]) assert.equal((await door.ask(facts, NEAR)).statusCode, 200)
      const refused = await door.ask(other, NEAR)
      assert.equal(refused.statusCode, 429)
      const problem = refused.json<Record<string, unknown>>()
      assert.deepEqual(problem['violated-policies'], [`${layer}-minute`])
      assert.equal(problem['detail'], `The volume of the whole ${layer} for a minute is used up.`)
      assert.equal(refused.headers['ratelimit'], `"${layer}-minute";r=0;t=60`)
      // How much others ask is nobody's business while there is something left.
      assert.doesNotMatch(String(refused.headers['ratelimit-policy']), /organisation|product/)
      const [alone] = [of({})]
      assert.equal((await door.ask(alone ?? one, NEAR)).statusCode, 200)
    })
  }

  it('may be drawn in a burst, and then evenly: who is too fast waits a second', async () => {
    const facts = of({}, 120)
    const answers = await Promise.all(Array.from({ length: 20 }, () => door.ask(facts, NEAR)))
    const refused = answers.filter(answer => answer.statusCode === 429)
    assert.deepEqual([answers.length - refused.length, refused.length], [12, 8])
    const [first] = refused
    assert.equal(first?.headers['retry-after'], '1')
    assert.equal(
      first?.headers['ratelimit-policy'],
      '"minute";q=120;w=60, "day";q=1000;w=86400, "spike";q=12;w=3',
    )
    assert.equal(first?.headers['ratelimit'], '"spike";r=0;t=1')
    assert.match(
      first?.json<{ detail: string }>().detail ?? '',
      /^The agreed volume was drawn too fast: 12 questions at once, then 4 a second\.$/,
    )
    const told = answers.filter(answer => String(answer.headers['ratelimit']).includes('"spike";r=0'))
    assert.ok(told.length > refused.length)
    await house.advance(1000)
    assert.equal((await door.ask(facts, NEAR)).statusCode, 200)
  })

  it('is told with the organisation it is of, where the question named one', async () => {
    const facts = of({})
    const headers = { 'nhsd-end-user-organisation-ods': facts.organisation.odsCode }
    const answer = await door.ask(facts, NEAR, { headers })
    const pk = `pk=:${Buffer.from(facts.organisation.odsCode).toString('base64')}:`
    assert.equal(answer.headers['ratelimit-policy'], `"minute";q=3;w=60;${pk}, "day";q=1000;w=86400;${pk}`)
    assert.equal(answer.headers['ratelimit'], `"minute";r=2;t=60;${pk}`)
  })
})
