import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type ClinicalAnswer, CRITERIA } from '../../../src/directory/clinical/question.ts'
import { sameChance } from '../some-services.ts'
import { randomQuestion, randomRoad, randomWorld } from './random-worlds.ts'
import { type SlowAnswer, slowSearch } from './slow-search.ts'
import { type Found, memoryOf } from './world.ts'

const WORLDS = 250
const QUESTIONS = 400
const ORIGIN = { latitude: 53.8, longitude: -1.5 }

/** All that a caller is told, but for where a service is kept. */
function told(answer: ClinicalAnswer): SlowAnswer {
  if (answer.outcome !== 'found') return answer
  const { traces: _traces, services, gaps, ...rest } = answer
  return { ...rest, services: services.map(({ slot: _slot, ...service }) => service), gaps: [...gaps] }
}

describe('the clinical search', () => {
  it('agrees with the slow one on 100,000 questions: order, labels, gaps and distance', async () => {
    const seen = new Map<string, number>()
    const count = (what: string): unknown => seen.set(what, (seen.get(what) ?? 0) + 1)
    for (let number = 0; number < WORLDS; number += 1) {
      const chance = sameChance(number)
      const world = randomWorld(chance)
      const memory = await memoryOf(world.services, world.reference)
      for (let turn = 0; turn < QUESTIONS; turn += 1) {
        const question = randomQuestion(chance, world)
        const expected = slowSearch(world.services, world.reference, world.clock, question)
        const answer = told(memory.clinical.search(question))
        // Comparing texts first is ten times as quick, and the order of members is the same nearly always.
        if (JSON.stringify(answer) !== JSON.stringify(expected)) {
          assert.deepEqual(answer, expected, `world ${number}: ${JSON.stringify(question)}`)
        }
        count(answer.outcome)
        if (answer.outcome !== 'found') continue
        count(answer.distanceSource)
        count(answer.services.length === 0 ? 'nothing' : answer.catchAll ? 'catch-all' : 'services')
        if (answer.services.length > 1) count('an order')
        for (const { label } of answer.services) count(label ?? 'no label')
        for (const { criterion } of answer.gaps) count(criterion)
      }
    }
    // The worlds must be such that every rule decides often.
    const outcomes = ['found', 'no-valid-discriminator', 'nothing', 'catch-all', 'services', 'an order']
    const sources = ['override', 'postcode', 'sector', 'district', 'request', 'national']
    for (const what of [...outcomes, ...sources, ...CRITERIA, 'home', 'home-out-of-hours']) {
      assert.ok((seen.get(what) ?? 0) > 500, `${what} came up ${seen.get(what) ?? 0} times`)
    }
  })

  it('agrees with the slow one by road, too', async () => {
    let byRoad = 0
    for (let number = 0; number < 20; number += 1) {
      const chance = sameChance(5000 + number)
      const world = randomWorld(chance)
      const memory = await memoryOf(world.services, world.reference)
      for (let turn = 0; turn < 100; turn += 1) {
        const question = randomQuestion(chance, world)
        const road = randomRoad(chance, world)
        const answer = told(await memory.clinical.searchByRoad(question, ORIGIN, async () => road))
        const expected = slowSearch(world.services, world.reference, world.clock, question, road)
        assert.deepEqual(answer, expected, JSON.stringify(question))
        if (answer.outcome === 'found' && answer.services.some(service => service.byRoad)) byRoad += 1
      }
    }
    assert.ok(byRoad > 500)
  })

  it('explains each service of the box once, keeps just those it answers with, and answers the same', async () => {
    for (let number = 0; number < 40; number += 1) {
      const chance = sameChance(9000 + number)
      const world = randomWorld(chance)
      const memory = await memoryOf(world.services, world.reference)
      for (let turn = 0; turn < 50; turn += 1) {
        const question = randomQuestion(chance, world)
        const plain = memory.clinical.search(question)
        const road = turn % 2 === 0 ? null : randomRoad(chance, world)
        const explained = await memory.clinical.searchByRoad(
          { ...question, explain: true },
          ORIGIN,
          async () => road,
        )
        assert.equal(explained.outcome, plain.outcome)
        if (explained.outcome !== 'found' || plain.outcome !== 'found') continue
        if (!road) assert.deepEqual(told(explained), told(plain))
        assert.deepEqual(plain.traces, [])
        holdsTogether(explained)
        const half = explained.distanceMetres
        const inBox = world.services.filter(
          ({ status, typeId, referralRoles, place: { easting = Number.NaN, northing = Number.NaN } }) =>
            status === 'active' &&
            typeId > 0 &&
            referralRoles.length > 0 &&
            Math.abs(easting - question.easting) <= half &&
            Math.abs(northing - question.northing) <= half,
        )
        const ids = new Set([...inBox, ...explained.services].map(({ id }) => id))
        assert.deepEqual(
          explained.traces.map(({ id }) => id),
          [...ids].sort((a, b) => a - b),
        )
      }
    }
  })
})

/** That traces, answer and gaps of one answer say the same. */
function holdsTogether({ traces, services, gaps, catchAll }: Found): void {
  const kept = traces.filter(trace => trace.kept)
  assert.deepEqual(
    kept.map(({ id }) => id),
    services.map(({ id }) => id).sort((a, b) => a - b),
  )
  const byId = new Map(traces.map(trace => [trace.id, trace]))
  assert.ok(kept.every(({ step }) => step === (catchAll ? 'catch-all' : 'answer')))
  for (const { id, criterion } of gaps) {
    const trace = byId.get(id)
    if (!trace?.kept) assert.equal(trace?.step, criterion)
  }
  for (const { why, step, kept: isKept } of traces) {
    assert.match(why, /^[A-Z].*\.$/)
    assert.doesNotMatch(why, /undefined|null|NaN/)
    assert.equal(isKept, step === 'answer' || step === 'catch-all')
  }
}
