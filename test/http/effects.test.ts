import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { demonstrationServices } from '../../src/demonstration/index.ts'
import type { HttpRooms } from '../../src/http/index.ts'
import type {
  AgreementFacts,
  CallerFacts,
  PermissionFacts,
  RestrictionFacts,
} from '../../src/policy/index.ts'
import { openHouse, SHARE } from '../support/house.ts'
import { nativeDoor, reasonOf, standing } from './native-door.ts'
import { anyAsked, bruteForce } from './questions-oracle.ts'

const NEAR = '/api/v1/services?near=LS1&limit=2'
const REGIONS = ['Y56', 'Y58', 'Y59', 'Y60', 'Y61', 'Y62', 'Y63'] as const

type Body = {
  readonly services: readonly { readonly id: number; readonly distanceMetres: number }[]
  readonly validUntil: string
  readonly newerPolicyToAccept?: boolean
  readonly mayKeep?: readonly string[]
}

describe('a decision', async () => {
  const house = await openHouse()
  const { rooms } = house
  const now = house.clock.now()
  const door = await nativeDoor(house)
  const dated = { from: now - 1, until: now + 31_536_000_000 }
  const allowed = (agreed: Partial<AgreementFacts>, changes: Partial<CallerFacts> = {}) =>
    standing(house, changes, agreed)
  const permitted = (...permissions: PermissionFacts[]) => allowed({ permissions })
  const shownIn = (...regionIds: string[]) =>
    allowed({
      audience: 'public',
      resultsMax: 100,
      distanceMetresMax: 160_934,
      permissions: [
        {
          id: 'display',
          type: 'public-display',
          ...dated,
          grants: [{ regionIds, ...dated }],
          productVersion: '7.1',
          safetyCaseUntil: dated.until,
        },
      ],
    })

  describe('on keeping', () => {
    const exception: PermissionFacts = {
      id: 'cache',
      type: 'cache-exception',
      ...dated,
      fields: ['id', 'name', 'open', 'contacts'],
      purposes: ['urgent-care-referral'],
      maxAgeSeconds: 600,
      derogation: 'derogation-1',
    }
    const facts = permitted(exception)

    it('lets an answer be kept for just as long, by nobody between, and acted on for as long', async () => {
      const answer = await door.ask(facts, `${NEAR}&fields=name,open`)
      assert.equal(answer.headers['cache-control'], 'private, max-age=600')
      assert.equal(answer.headers['vary'], 'authorization, nhsd-end-user-organisation-ods')
      assert.equal(answer.headers['signpost-obligations'], 'as-of, terms-link')
      assert.equal(Date.parse(answer.json<Body>().validUntil), now + 600_000)
      assert.equal(answer.headers['etag'] ?? answer.headers['last-modified'], undefined)
    })

    it('keeps everything else from being kept', async () => {
      const cases: [name: string, facts: CallerFacts, url: string][] = [
        ['no members named', facts, NEAR],
        ['a member it does not cover', facts, `${NEAR}&fields=name,place`],
        [
          'another purpose',
          allowed({
            permissions: [exception],
            purposes: ['urgent-care-referral', 'care-coordination'],
          }),
          `${NEAR}&fields=name&purpose=care-coordination`,
        ],
        ['no derogation', permitted({ ...exception, derogation: '' }), `${NEAR}&fields=name`],
        ['one that is over', permitted({ ...exception, until: now }), `${NEAR}&fields=name`],
        ['none', allowed({}), `${NEAR}&fields=name`],
        ['no service in the answer', facts, '/api/v1/places/LS1'],
      ]
      for (const [name, asking, url] of cases) {
        const answer = await door.ask(asking, url)
        assert.equal(answer.statusCode, 200, answer.body)
        assert.equal(answer.headers['cache-control'], 'no-store', name)
        assert.equal(answer.headers['signpost-obligations'], 'no-store, as-of, terms-link', name)
        assert.equal(Date.parse(answer.json<Body>().validUntil), now + 60_000)
      }
    })

    it('lets no refusal be kept', async () => {
      const declared = allowed({ permissions: [exception], lookUps: 'declared' })
      for (const [asking, url, status] of [
        [facts, `${NEAR}&fields=name,nothing`, 400],
        [facts, `${NEAR}&fields=name&limit=100`, 403],
        [facts, '/api/v1/services?near=ZZ99%203VZ&fields=name', 422],
        [declared, '/api/v1/services/987654321?fields=name', 404],
      ] as const) {
        const answer = await door.ask(asking, url.replace('&limit=2&fields', '&fields'))
        assert.equal(answer.statusCode, status, answer.body)
        assert.equal(answer.headers['cache-control'], 'no-store')
      }
    })

    it('names what may be kept as a record of care', async () => {
      const record = permitted({
        id: 'record',
        type: 'care-record-extract',
        ...dated,
        fields: ['name', 'contacts'],
      })
      const answer = await door.ask(record, NEAR)
      assert.deepEqual(answer.json<Body>().mayKeep, ['name', 'contacts'])
      assert.equal(answer.headers['signpost-obligations'], 'no-store, as-of, terms-link, care-record-only')
      assert.equal((await door.ask(allowed({}), NEAR)).json<Body>().mayKeep, undefined)
    })
  })

  it('under a newer policy than was accepted asks for it to be accepted, in the answer and beside it', async () => {
    const answer = await door.ask(allowed({ policyVersion: '2018-07-03' }), NEAR)
    assert.equal(answer.statusCode, 200, answer.body)
    assert.equal(
      answer.headers['link'],
      '</policy>; rel="terms-of-service", </policy>; rel="latest-version"; title="Binds by use: please accept it"',
    )
    assert.equal(answer.json<Body>().newerPolicyToAccept, true)
    assert.match(String(answer.headers['signpost-obligations']), /accept-newer-policy/)
    const usual = await door.ask(allowed({}), NEAR)
    assert.equal(usual.headers['link'], '</policy>; rel="terms-of-service"')
    assert.equal(usual.json<Body>().newerPolicyToAccept, undefined)
  })

  describe('on regions', () => {
    const world = [...demonstrationServices({ scale: 'standard', share: SHARE }, rooms.places, now)]

    it('gives the nearest of the regions granted, exactly, as if there were no others', async () => {
      const asked = fc.tuple(anyAsked(world), fc.subarray([...REGIONS], { minLength: 1 }))
      let across = 0
      await fc.assert(
        fc.asyncProperty(asked, async ([{ easting, northing, ...rest }, granted]) => {
          const query = new URLSearchParams({ near: `${easting},${northing}` })
          for (const [name, value] of Object.entries(rest))
            if (value !== undefined && name !== 'audience') query.append(name, String(value))
          const answer = await door.ask(shownIn(...granted), `/api/v1/services?${query}`)
          if (answer.statusCode === 403) {
            assert.equal(reasonOf(answer), 'public-display-not-granted-here')
            return
          }
          assert.equal(answer.statusCode, 200, answer.body)
          const question = { easting, northing, ...rest, audience: 'public' } as const
          const expected = bruteForce(
            world.filter(({ regionId }) => granted.some(region => region === regionId)),
            question,
            now,
          )
          if (expected[0]?.id !== bruteForce(world, question, now)[0]?.id) across += 1
          assert.deepEqual(
            answer.json<Body>().services.map(({ id, distanceMetres }) => ({ id, distanceMetres })),
            expected,
          )
        }),
        { numRuns: 400 },
      )
      assert.ok(across > 0, 'some had a nearer service across a border')
    })

    it('withdraws a region on the very next question, and gives it to no look-up either', async () => {
      const both = shownIn('Y62', 'Y63')
      const url = '/api/v1/services?near=Todmorden&limit=100&within=60000'
      const regions = async (facts: CallerFacts) => {
        const answer = await door.ask(facts, url)
        const ids = answer.json<Body>().services.map(({ id }) => id)
        return ids.map(id => ({ id, region: rooms.memory.recordOf(id)?.regionId }))
      }
      const before = await regions(both)
      const gone = before.find(({ region }) => region === 'Y62')
      assert.ok(gone)
      assert.equal((await door.ask(both, `/api/v1/services/${gone.id}`)).statusCode, 200)
      const left = shownIn('Y63')
      assert.deepEqual(
        (await regions(left)).map(({ region }) => region).filter(region => region !== 'Y63'),
        [],
      )
      const hidden = await door.ask(left, `/api/v1/services/${gone.id}`)
      assert.equal(hidden.statusCode, 404)
    })
  })

  describe('on volume', () => {
    const volume = { perMinute: 4, perDay: 1000 }
    const restriction: RestrictionFacts = {
      id: 'restriction-1',
      regions: null,
      typeIds: null,
      resultsMax: null,
      volume: { perMinute: 2, perDay: 500 },
      audience: null,
      hours: null,
      from: now - 1,
      until: null,
      reviewBy: now + 86_400_000,
    }
    let connections = 0
    /** Accounts of one connection that nobody has asked through yet. */
    const connection = () => {
      connections += 1
      const id = `fresh-${connections}`
      return (account: string, restrictions: RestrictionFacts[] = []): CallerFacts => {
        const facts = allowed({ volume }, { connection: { id, environment: 'production' } })
        return { ...facts, account: { ...facts.account, id: `${id}-${account}`, restrictions } }
      }
    }
    const statuses = async (facts: CallerFacts, times: number): Promise<number[]> => {
      const answers: number[] = []
      for (let turn = 0; turn < times; turn += 1) answers.push((await door.ask(facts, NEAR)).statusCode)
      return answers
    }

    it('is of the connection, whichever of its accounts asks', async () => {
      const of = connection()
      assert.deepEqual(await statuses(of('one'), 3), [200, 200, 200])
      assert.deepEqual(await statuses(of('other'), 2), [200, 429])
      assert.deepEqual(await statuses(of('one'), 1), [429])
      assert.deepEqual(await statuses(connection()('one'), 1), [200])
    })

    it('raised by a permission is the higher one', async () => {
      const raised: PermissionFacts = {
        id: 'raised',
        type: 'raised-quota',
        ...dated,
        volume: { perMinute: 6, perDay: 1000 },
      }
      const facts = allowed(
        { volume, permissions: [raised] },
        { connection: { id: 'raised', environment: 'production' } },
      )
      assert.deepEqual(await statuses(facts, 7), [200, 200, 200, 200, 200, 200, 429])
    })

    it('left by a restriction is the account’s own, within that of the connection', async () => {
      const of = connection()
      const narrowed = of('narrowed', [restriction])
      const answer = await door.ask(narrowed, NEAR)
      assert.equal(
        answer.headers['ratelimit-policy'],
        '"account-minute";q=2;w=60, "account-day";q=500;w=86400, "minute";q=4;w=60, "day";q=1000;w=86400',
      )
      assert.equal(answer.headers['ratelimit'], '"account-minute";r=1;t=60')
      assert.deepEqual(await statuses(narrowed, 2), [200, 429])
      // What was refused took nothing from the others.
      assert.deepEqual(await statuses(of('other'), 3), [200, 200, 429])
      const busy = connection()
      assert.deepEqual(await statuses(busy('other'), 3), [200, 200, 200])
      const last = await door.ask(busy('narrowed', [restriction]), NEAR)
      assert.equal(last.headers['ratelimit'], '"minute";r=0;t=60')
      assert.deepEqual(await statuses(busy('narrowed', [restriction]), 1), [429])
    })

    it('is given back, all of it, when the question could not be recorded', async () => {
      const of = connection()
      const narrowed = of('narrowed', [restriction])
      const silent: HttpRooms['recorder'] = {
        ...rooms.recorder,
        record: async () => {
          throw new Error('disk full')
        },
      }
      let recorder = silent
      const shut = await nativeDoor(house, {
        recorder: { ...rooms.recorder, record: (entry, facts) => recorder.record(entry, facts) },
      })
      for (let turn = 0; turn < 10; turn += 1)
        assert.equal(reasonOf(await shut.ask(narrowed, NEAR)), 'not-recorded')
      recorder = rooms.recorder
      const answer = await shut.ask(narrowed, NEAR)
      assert.equal(answer.headers['ratelimit'], '"account-minute";r=1;t=60')
      const whole = await shut.ask(of('other'), NEAR)
      assert.equal(whole.headers['ratelimit'], '"minute";r=2;t=60')
    })

    it('lets through no more than there is, however many ask at once', async () => {
      const of = connection()
      const asked = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          door.ask(index % 2 === 0 ? of('one') : of('narrowed', [restriction]), NEAR),
        ),
      )
      const answered = asked.filter(answer => answer.statusCode === 200)
      assert.equal(answered.length, 4)
    })
  })

  describe('on what a question is for', () => {
    it('marks a trial, which is answered like any other and is no evidence of use', async () => {
      const facts = allowed({})
      const trial = await door.entryOf(await door.ask(facts, `${NEAR}&case=TEST`))
      assert.deepEqual([trial.flags, trial.counts, trial.question.kind], [['test'], false, 'test'])
      const earnest = await door.entryOf(await door.ask(facts, NEAR))
      assert.deepEqual([earnest.flags, earnest.counts, earnest.question.kind], [[], true, 'live'])
      assert.equal(earnest.results.length, trial.results.length)
      const refused = await door.entryOf(await door.ask(facts, `${NEAR}&case=TEST&purpose=research`))
      assert.deepEqual([refused.flags, refused.counts], [['test'], false])
    })

    it('counts as use what gave data in earnest, were it an empty list, and nothing else', async () => {
      const facts = allowed({ lookUps: 'declared' })
      const cases: [url: string, counts: boolean][] = [
        ['/api/v1/services?near=LS1&type=midwifery&within=1', true],
        ['/api/v1/services/60', true],
        ['/api/v1/services/60?case=TEST', false],
        ['/api/v1/places/LS1', false],
        ['/api/v1/service-types', false],
        [`${NEAR}&purpose=research`, false],
      ]
      for (const [url, counts] of cases)
        assert.equal((await door.entryOf(await door.ask(facts, url))).counts, counts, url)
      await door.ask(facts, '/api/v1/services/987654321')
      await rooms.recorder.settle()
      const [last] = await rooms.database.query(
        `select counts from activity.entry where entry->'question'->>'target' = '987654321'`,
      )
      assert.equal(last?.['counts'], false)
    })

    it('lets nobody probe without permission, and those who may from a count of their own', async () => {
      const facts = allowed(
        { volume: { perMinute: 2, perDay: 10 } },
        {
          connection: { id: 'watched', environment: 'production' },
        },
      )
      const probe = '/api/v1/services?near=LS1%204AP&limit=1&within=1000&case=MONITORING'
      const refused = await door.ask(facts, probe)
      assert.equal(reasonOf(refused), 'monitoring-not-permitted')
      assert.deepEqual((await door.entryOf(refused)).flags, ['monitoring'])
      const may = {
        ...facts,
        agreement: facts.agreement && {
          ...facts.agreement,
          permissions: [{ id: 'watch', type: 'synthetic-monitoring', ...dated } as const],
        },
      }
      const first = await door.ask(may, probe)
      assert.equal(first.statusCode, 200, first.body)
      assert.equal(first.headers['ratelimit-policy'], '"minute";q=1;w=60, "day";q=1440;w=86400')
      assert.deepEqual((await door.entryOf(first)).flags, ['monitoring'])
      assert.equal((await door.ask(may, probe)).statusCode, 429)
      for (const status of [200, 200, 429]) assert.equal((await door.ask(may, NEAR)).statusCode, status)
    })

    it('is said in one of two words', async () => {
      const facts = allowed({})
      for (const given of ['test', 'LIVE', 'Monitoring', 'TEST,MONITORING', '', 'TEST%00', '1'])
        assert.equal((await door.ask(facts, `${NEAR}&case=${given}`)).statusCode, 400, given)
      for (const url of [
        `${NEAR}&case=TEST&case=TEST`,
        `${NEAR}&Case=TEST`,
        '/api/v1/places/LS1?case=TEST',
        '/api/v1/service-types?case=TEST',
      ])
        assert.equal((await door.ask(facts, url)).statusCode, 400, url)
      for (const given of [true, 1, null, ['TEST']]) {
        const payload = { near: 'LS1', case: given }
        const answer = await door.ask(facts, '/api/v1/services/search', { method: 'POST', payload })
        assert.equal(answer.statusCode, 400)
      }
    })
  })

  it('under tailored terms is recorded with them, and lets a search be followed up for as long as they say', async () => {
    const tailored = {
      id: 'tailored-1',
      policyVersion: '2025-02-25',
      parameters: { lookUpAfterSearchMinutes: 5 },
      waives: [],
      ...dated,
    }
    const facts = allowed({ tailored })
    const search = await door.ask(facts, NEAR)
    assert.equal((await door.entryOf(search)).tailoredTerms, 'tailored-1')
    const [found] = search.json<Body>().services
    const lookUp = () => door.ask(facts, `/api/v1/services/${found?.id}`)
    assert.equal((await lookUp()).statusCode, 200)
    await house.advance(11 * 60_000)
    const late = await lookUp()
    assert.equal(reasonOf(late), 'look-up-without-search')
    assert.equal((await door.entryOf(late)).tailoredTerms, 'tailored-1')
    assert.equal((await door.ask(allowed({}), `/api/v1/services/${found?.id}`)).statusCode, 200)
  })
})
