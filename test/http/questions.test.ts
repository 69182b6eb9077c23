import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { demonstrationServices } from '../../src/demonstration/index.ts'
import { type Service, writeServices } from '../../src/directory/index.ts'
import { importPostcodes } from '../../src/places/index.ts'
import { someService } from '../directory/some-services.ts'
import { openHouse, SHARE } from '../support/house.ts'
import { type Asked, anyAsked, bruteForce } from './questions-oracle.ts'

type Body = {
  readonly origin: Record<string, unknown> & { readonly notices: readonly string[] }
  readonly count: number
  readonly services: readonly {
    readonly id: number
    readonly name: string
    readonly distanceMetres: number
    readonly open: { readonly open: boolean }
  }[]
  readonly decisionId: string
}
type Refusal = {
  readonly reason: string
  readonly detail: string
  readonly errors: readonly { readonly parameter: string; readonly in: string; readonly message: string }[]
}

describe('a question', async () => {
  const house = await openHouse()
  const { rooms } = house
  const now = house.clock.now()
  const kept: Service[] = ['A81001', 'A81002'].map((practice, index) =>
    someService(900_001 + index, {
      eligibility: {
        ageRanges: [{ fromDays: 0, toDays: 47_482.5 }],
        sexes: ['female'],
        practices: [practice],
      },
    }),
  )
  const world = [
    ...demonstrationServices({ scale: 'standard', share: SHARE }, rooms.places, now),
    ...kept,
    someService(900_003, { status: 'closed' }),
  ]
  const written = { who: 'test', at: new Date(now), why: 'kept for the patients of a practice' }
  await writeServices(rooms.database, world.slice(-3), written)
  await rooms.follower.catchUp()

  const query = (asked: Record<string, string | number | undefined>): string => {
    const parameters = new URLSearchParams()
    for (const [name, value] of Object.entries(asked)) {
      if (value !== undefined) parameters.append(name, String(value))
    }
    return parameters.toString()
  }
  const find = async (asked: Record<string, string | number | undefined>, account = 'call-centre') => {
    const answer = await house.ask(account, `/api/v1/services?${query(asked)}`)
    return { answer, body: answer.json<Body>() }
  }
  const asGiven = ({ easting, northing, ...rest }: Asked) => ({ near: `${easting},${northing}`, ...rest })

  it('about pharmacies near a postcode that are open now is answered nearest first', async () => {
    const { answer, body } = await find({ near: 'LS1 4AP', type: 'pharmacy', open: 'now', limit: 3 })
    assert.equal(answer.statusCode, 200)
    assert.equal(body.count, 3)
    assert.equal(body.origin['label'], 'LS1 4AP')
    assert.ok(body.services.every(service => service.open.open))
    const distances = body.services.map(service => service.distanceMetres)
    assert.deepEqual(
      distances,
      distances.toSorted((a, b) => a - b),
    )
  })

  it('gets exactly what looking at every service gives, with whatever filters', async () => {
    await fc.assert(
      fc.asyncProperty(anyAsked(world), async asked => {
        const { answer, body } = await find(asGiven(asked))
        assert.equal(answer.statusCode, 200, answer.body)
        assert.deepEqual(
          body.services.map(({ id, distanceMetres }) => ({ id, distanceMetres })),
          bruteForce(world, asked, now),
        )
      }),
      { numRuns: 200 },
    )
  })

  it('asked in the body gets the answer it gets in the address', async () => {
    await fc.assert(
      fc.asyncProperty(anyAsked(world), async asked => {
        const { body } = await find(asGiven(asked))
        const posted = await house.ask('call-centre', '/api/v1/services/search', {
          method: 'POST',
          payload: JSON.parse(JSON.stringify(asGiven(asked))),
        })
        assert.equal(posted.statusCode, 200, posted.body)
        assert.deepEqual({ ...posted.json<Body>(), decisionId: '' }, { ...body, decisionId: '' })
      }),
      { numRuns: 30 },
    )
  })

  it('finds a service kept for the patients of a practice only for those patients', async () => {
    const near = '429967,433602'
    const ids = async (practice?: string) => {
      const { body } = await find({ near, within: 1, practice })
      return body.services.map(service => service.id)
    }
    assert.deepEqual(await ids('A81001'), [900_001])
    assert.deepEqual(await ids('a81002'), [900_002])
    assert.deepEqual(await ids(), [])
  })

  it('says how exactly its place is known, and rounds distances no finer than that', async () => {
    const { body } = await find({ near: 'LS1', limit: 20 })
    assert.deepEqual(
      { precision: body.origin['precision'], approximate: body.origin['approximate'] },
      { precision: 'outcode', approximate: true },
    )
    const step = Number(body.origin['distancesRoundedToMetres'])
    assert.ok(body.services.every(service => service.distanceMetres % step === 0))
  })

  it('with a parameter that is unknown, mistyped or given twice is refused by its name, all of them at once', async () => {
    const { answer, body } = await find({
      near: 'LS1',
      tpye: 'pharmacy',
      limit: 'many',
      sex: 'other',
      opne: 'now',
    })
    assert.equal(answer.statusCode, 400)
    assert.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8')
    assert.deepEqual(named(body), ['limit', 'opne', 'sex', 'tpye'])
    const twice = await house.ask('call-centre', '/api/v1/services?near=LS1&type=13&type=14')
    assert.equal(twice.statusCode, 400)
    assert.deepEqual(named(twice.json()), ['type'])
    const nothing = await house.ask('call-centre', '/api/v1/services')
    assert.deepEqual(named(nothing.json()), ['near'])
    const types = await house.ask('call-centre', '/api/v1/service-types?colour=red')
    assert.deepEqual(named(types.json()), ['colour'])
    const place = await house.ask('call-centre', '/api/v1/places/LS1?a=1&b=2')
    assert.deepEqual(named(place.json()), ['a', 'b'])
    const one = await house.ask('call-centre', '/api/v1/services/1?near=LS1')
    assert.deepEqual(named(one.json()), ['near'])
  })

  it('in a body is as strict, and its numbers are numbers', async () => {
    const post = async (payload: object) => {
      const answer = await house.ask('call-centre', '/api/v1/services/search', { method: 'POST', payload })
      return { status: answer.statusCode, names: named(answer.json()) }
    }
    assert.deepEqual(await post({ near: 'LS1', tpye: 1, colour: 'red' }), {
      status: 400,
      names: ['colour', 'tpye'],
    })
    assert.deepEqual(await post({ near: { a: 1 } }), { status: 400, names: ['near'] })
    assert.deepEqual(await post({ near: ['LS1'] }), { status: 400, names: ['near'] })
    assert.deepEqual(await post({ near: null }), { status: 400, names: ['near'] })
    assert.deepEqual(await post({ near: 'LS1', limit: '5' }), { status: 400, names: ['limit'] })
    assert.deepEqual(await post({ near: 'LS1', type: 13 }), { status: 400, names: ['type'] })
    assert.deepEqual(await post({ near: 'LS1', limit: null }), { status: 400, names: ['limit'] })
    assert.deepEqual(await post([]), { status: 400, names: ['body'] })
    const beside = await house.ask('call-centre', '/api/v1/services/search?type=pharmacy', {
      method: 'POST',
      payload: { near: 'LS1' },
    })
    assert.deepEqual([beside.statusCode, named(beside.json())], [400, ['type']])
    const nothing = await house.ask('call-centre', '/api/v1/services/search', { method: 'POST' })
    assert.deepEqual([nothing.statusCode, named(nothing.json())], [400, ['body']])
  })

  it('with values that make no sense is told which, several at once', async () => {
    const { body } = await find({ near: 'LS1', type: 'pharmacy,unicorn', age: '140', referralRole: '23,77' })
    assert.deepEqual(named(body), ['age', 'referralRole', 'type'])
    for (const open of [
      '2026-02-30T10:00:00Z',
      '2026-06-03T25:00:00Z',
      '2028-06-03T10:00:00Z',
      '2026-06-03T10:00:00',
    ]) {
      assert.deepEqual(named((await find({ near: 'LS1', open })).body), ['open'], open)
    }
    assert.deepEqual(named((await find({ near: 'LS1', type: 'dos-region' })).body), ['type'])
  })

  describe('about a place', () => {
    before(async () => {
      const fixture = fileURLToPath(new URL('../fixtures/places/ONSPD_NOV_2025_UK.csv', import.meta.url))
      const imported = await importPostcodes({ database: rooms.database, path: fixture })
      assert.equal(imported.outcome, 'imported')
      await rooms.follower.catchUp()
      // The table is read behind answers, which go on from the one before until it is whole.
      const giveUpAt = performance.now() + 20_000
      while (rooms.places.edition() === null && performance.now() < giveUpAt) await nextTurn()
      assert.ok(rooms.places.edition())
    })

    const cases: [near: string, status: number, reason: string | null, outcome: string][] = [
      ['LS1 4AP', 200, null, 'located'],
      ['ls14ap', 200, null, 'located'],
      ['LS1 9ZZ', 200, null, 'terminated'],
      ['Leeds', 200, null, 'located'],
      ['53.8,-1.55', 200, null, 'located'],
      ['430123,433567', 200, null, 'located'],
      ['CH4 8QQ', 403, 'outside-england', 'outside-england'],
      ['BT1 1AA', 403, 'outside-england', 'outside-england'],
      ['EH1 1AA', 403, 'outside-england', 'outside-england'],
      ['JE2 3AB', 403, 'outside-england', 'outside-england'],
      ['ZZ99 3VZ', 422, 'origin-no-fixed-abode', 'no-fixed-abode'],
      ['BFPO 57', 422, 'origin-non-geographic', 'non-geographic'],
      ['GIR 0AA', 422, 'origin-non-geographic', 'non-geographic'],
      ['BD98 1GA', 422, 'origin-unlocated', 'unlocated'],
      ['Newport', 422, 'origin-ambiguous', 'ambiguous'],
      ['qwertyuiop', 400, 'origin-not-recognised', 'not-recognised'],
    ]
    for (const [near, status, reason, outcome] of cases) {
      it(`reads ${near} as ${outcome}`, async () => {
        const { answer, body } = await find({ near })
        assert.equal(answer.statusCode, status, answer.body)
        if (reason !== null) assert.equal(answer.json<Refusal>().reason, reason)
        else assert.ok(body.services.length > 0)
        const place = await house.ask('call-centre', `/api/v1/places/${encodeURIComponent(near)}`)
        assert.equal(place.statusCode, 200, place.body)
        assert.equal(place.json<{ outcome: string }>().outcome, outcome)
      })
    }

    it('that has ended is searched from where it was, and says so', async () => {
      const { body } = await find({ near: 'LS1 9ZZ' })
      assert.deepEqual(body.origin.notices, ['LS1 9ZZ ended in 2007-06; the search is from where it was.'])
    })

    it('outside England is told whom to ask instead', async () => {
      const { answer } = await find({ near: 'CH4 8QQ' })
      assert.match(answer.json<Refusal>().detail, /Wales/)
    })
  })
})

/** Names of the parameters that a refusal names, in order of the alphabet. */
function named(body: unknown): string[] {
  if (typeof body !== 'object' || body === null || !('errors' in body) || !Array.isArray(body.errors))
    return []
  return body.errors.map((error: { parameter: string }) => error.parameter).sort()
}
