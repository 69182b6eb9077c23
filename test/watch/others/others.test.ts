import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { AgreementFacts, CallerFacts } from '../../../src/policy/index.ts'
import {
  publicAsksProfessional,
  repeatedRefusals,
  trialsInProduction,
} from '../../../src/watch/others/counted.ts'
import { machineUse } from '../../../src/watch/others/machine-use.ts'
import type { OtherWatch, Seen, Suspicion } from '../../../src/watch/others/other-watch.ts'
import { probes } from '../../../src/watch/others/probes.ts'
import { sharedCredentials } from '../../../src/watch/others/shared-credentials.ts'
import { tooFew } from '../../../src/watch/others/too-few.ts'
import { useDrift } from '../../../src/watch/others/use-drift.ts'
import { caller } from '../../policy/examples.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** A Monday, midnight UTC. */
const MONDAY = Date.UTC(2026, 0, 5)

const agreed: AgreementFacts = caller.agreement ?? assert.fail('The example has an agreement.')
const person = (id: string, odsCode = 'A1'): CallerFacts => ({
  ...caller,
  account: { ...caller.account, id, kind: 'individual' },
  organisation: { ...caller.organisation, odsCode },
})
const service = (agreement: Partial<AgreementFacts> = {}): CallerFacts => ({
  ...caller,
  account: { ...caller.account, id: 'service', kind: 'web-service' },
  agreement: { ...agreed, ...agreement },
})
const footprint = (volumePerDay: number): Partial<AgreementFacts> => ({
  footprint: { sites: [], regions: ['Y63'], national: false, volumePerDay, class: 'gp' },
})

function seen(
  at: number,
  who: CallerFacts,
  over: Partial<Seen['entry']> = {},
  more: Partial<Pick<Seen, 'network' | 'inside'>> = {},
): Seen {
  const question = { cell: null, typeIds: [13], withinMetres: null, limit: null, filters: [], target: null }
  const entry: Seen['entry'] = {
    id: 'x',
    action: 'search',
    decision: 'allow',
    refusal: null,
    flags: [],
    question,
    ...over,
  }
  return { at, entry, caller: who, network: null, inside: true, ...more }
}
const all = (watch: OtherWatch, sequence: readonly Seen[]): Suspicion[] =>
  sequence.flatMap(one => watch.see(one) ?? [])
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))
const patterns = (found: readonly Suspicion[]) => found.map(({ evidence }) => evidence['pattern'])

/** Numbers in [0, 1), the same on every run. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

describe('machine use of a personal account', () => {
  it('is found when it is used round the clock', () => {
    const found = all(
      machineUse(),
      times(24, hour => seen(MONDAY + hour * HOUR + hour * 1000 * hour, person('p'))),
    )
    assert.deepEqual(patterns(found), ['round the clock'])
  })
  it('is found when it asks like clockwork', () => {
    const found = all(
      machineUse(),
      times(40, index => seen(MONDAY + index * 30_000, person('p'))),
    )
    assert.deepEqual(patterns(found), ['regular gaps'])
  })
  it('is not seen in a month of long shifts, nor in a product that asks for itself', () => {
    const random = chance(1)
    const shifts = times(30, day =>
      times(60, () => MONDAY + day * DAY + 7 * HOUR + random() * 13 * HOUR).sort((a, b) => a - b),
    )
    assert.deepEqual(
      all(
        machineUse(),
        shifts.flat().map(at => seen(at, person('p'))),
      ),
      [],
    )
    assert.deepEqual(
      all(
        machineUse(),
        times(500, index => seen(MONDAY + index * 30_000, service())),
      ),
      [],
    )
  })
})

describe('shared credentials', () => {
  const from = (network: string, at: number, who: CallerFacts): Seen => seen(at, who, {}, { network })
  const offices = [
    ...times(4, index => from('net-a', MONDAY + index, person(`a${index}`, 'A1'))),
    ...times(4, index => from('net-b', MONDAY + index, person(`b${index}`, 'B1'))),
  ]
  it('are found when two networks take turns', () => {
    const found = all(
      sharedCredentials(),
      times(10, index => from(index % 2 ? 'x' : 'y', MONDAY + index * 5 * MINUTE, person('p'))),
    )
    assert.deepEqual(patterns(found), ['two networks at once'])
  })
  it('are found when somebody is in another organisation’s building a few minutes later', () => {
    const found = all(sharedCredentials(), [
      ...offices,
      from('net-a', MONDAY + HOUR, person('a1', 'A1')),
      from('net-b', MONDAY + HOUR + 5 * MINUTE, person('a1', 'A1')),
    ])
    assert.deepEqual(patterns(found), ['impossible travel'])
  })
  it('are not seen in somebody who works at home in the evening, or visits with time to get there', () => {
    const found = all(sharedCredentials(), [
      ...offices,
      ...times(20, day => from(day % 2 ? 'home' : 'net-a', MONDAY + day * 12 * HOUR, person('a1', 'A1'))),
      from('net-b', MONDAY + 11 * DAY, person('a1', 'A1')),
    ])
    assert.deepEqual(found, [])
  })
  it('leave no address and no network in a checkpoint', () => {
    const watch = sharedCredentials()
    all(watch, offices)
    assert.deepEqual(watch.keep(), [])
  })
})

describe('a use that drifts', () => {
  const declared = service({ ...footprint(40), typeIds: [13, 46, 100, 105, 40] })
  it('is found when most of it is elsewhere than declared', () => {
    const found = all(
      useDrift(),
      times(200, index => seen(MONDAY + index, declared, {}, { inside: index % 3 === 0 })),
    )
    assert.deepEqual(patterns(found), ['elsewhere than declared'])
  })
  it('is found when one type of many is all that is asked for', () => {
    const found = all(
      useDrift(),
      times(200, index => seen(MONDAY + index, declared)),
    )
    assert.deepEqual(patterns(found), ['one type of many'])
  })
  it('is not seen in a quarter of patients from elsewhere, nor without a footprint', () => {
    const random = chance(2)
    const mixed = (index: number) => ({
      question: { ...seen(0, declared).entry.question, typeIds: [[13, 46, 100][index % 3] ?? 13] },
    })
    const honest = times(1000, index =>
      seen(MONDAY + index, declared, mixed(index), { inside: random() > 0.25 }),
    )
    assert.deepEqual(all(useDrift(), honest), [])
    const undeclared = times(400, index => seen(MONDAY + index, service(), {}, { inside: false }))
    assert.deepEqual(all(useDrift(), undeclared), [])
  })
})

describe('too few questions', () => {
  const day = (index: number, count: number) =>
    times(count, each => seen(MONDAY + index * DAY + each * MINUTE, service(footprint(1000))))
  it('are found after a fortnight of next to none', () => {
    const found = all(tooFew(), times(15, index => day(index, 3)).flat())
    assert.deepEqual(
      found.map(({ detector }) => detector),
      ['too-few'],
    )
  })
  it('are not seen in a quiet week, in weekends, or in an account that never declared how much', () => {
    const weeks = times(60, index => day(index, index % 7 > 4 ? 1 : 400 + index)).flat()
    assert.deepEqual(all(tooFew(), weeks), [])
    const pausing = times(60, index => day(index, index % 7 === 2 ? 600 : 3)).flat()
    assert.deepEqual(all(tooFew(), pausing), [])
    const undeclared = times(60, index => seen(MONDAY + index * DAY, service()))
    assert.deepEqual(all(tooFew(), undeclared), [])
  })
})

describe('counted conduct', () => {
  const refusedFor = (refusal: string) => ({ decision: 'refuse', refusal }) as const
  it('is found: a public display that asks for what professionals see', () => {
    const who = service({ audience: 'public' })
    const asked = times(9, index =>
      seen(MONDAY + index * HOUR, who, refusedFor('audience-wider-than-agreed')),
    )
    assert.equal(all(publicAsksProfessional(), asked).length, 1)
    assert.equal(all(publicAsksProfessional(), asked.slice(0, 3)).length, 0)
    const professional = times(9, index =>
      seen(MONDAY + index * HOUR, service(), refusedFor('audience-wider-than-agreed')),
    )
    assert.equal(all(publicAsksProfessional(), professional).length, 0)
  })
  it('is found: many trials in production, and not in integration', () => {
    const trial = (who: CallerFacts) =>
      times(60, index => seen(MONDAY + index * MINUTE, who, { flags: ['test'] }))
    assert.equal(all(trialsInProduction(), trial(service())).length, 1)
    const there = { ...service(), connection: { ...caller.connection, environment: 'integration' as const } }
    assert.equal(all(trialsInProduction(), trial(there)).length, 0)
  })
  it('is found: refusals again and again, but not a volume that is used up', () => {
    const refused = (why: string) =>
      times(80, index => seen(MONDAY + index * 20_000, service(), refusedFor(why)))
    assert.equal(all(repeatedRefusals(), refused('region-not-agreed')).length, 1)
    assert.equal(all(repeatedRefusals(), refused('quota-exhausted')).length, 0)
    const seldom = times(80, index => seen(MONDAY + index * HOUR, service(), refusedFor('region-not-agreed')))
    assert.equal(all(repeatedRefusals(), seldom).length, 0)
  })
})

describe('monitoring', () => {
  const probe = (at: number, square = 'SE3033') =>
    seen(at, service(), { flags: ['monitoring'], watched: { square, nearestMetres: 1000 } })
  it('is found when it asks more than once a minute', () => {
    const found = all(
      probes(),
      times(60, index => probe(MONDAY + index * 20_000)),
    )
    assert.deepEqual(patterns(found), ['more than once a minute'])
  })
  it('is found when it wanders', () => {
    const found = all(
      probes(),
      times(40, index => probe(MONDAY + index * 2 * MINUTE, `SE30${10 + index}`)),
    )
    assert.deepEqual(patterns(found), ['wandering'])
  })
  it('is not seen in a probe each minute for a week', () => {
    assert.deepEqual(
      all(
        probes(),
        times(7 * 1440, index => probe(MONDAY + index * MINUTE + (index % 3) * 1000)),
      ),
      [],
    )
  })
})

describe('what other watches know', () => {
  it('comes back from plain JSON, and goes on where it was', () => {
    for (const make of [machineUse, useDrift, tooFew, repeatedRefusals, probes]) {
      const random = chance(7)
      const sequence = times(600, index =>
        seen(
          MONDAY + index * 20_000,
          index % 2 ? person('p') : service(footprint(1000)),
          {
            flags: random() < 0.3 ? ['monitoring'] : [],
            ...(random() < 0.5 ? { decision: 'refuse' as const, refusal: 'region-not-agreed' } : {}),
          },
          { inside: random() < 0.3 },
        ),
      )
      const straight = make()
      const expected = all(straight, sequence)
      const first = make()
      const before = all(first, sequence.slice(0, 300))
      const second = make()
      second.take(JSON.parse(JSON.stringify(first.keep())))
      const after = all(second, sequence.slice(300))
      assert.deepEqual([...before, ...after], expected, straight.name)
      assert.deepEqual(second.keep(), straight.keep())
    }
  })
})
