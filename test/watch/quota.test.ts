import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { createQuota } from '../../src/watch/index.ts'

const volume = { perMinute: 2, perDay: 5 }

describe('the quota', () => {
  it('lets two through a gate of two, however many ask at once', async () => {
    const quota = createQuota(simulatedClock(0))
    const answers = await Promise.all(Array.from({ length: 20 }, async () => quota.reserve('a', volume)))
    assert.equal(answers.filter(answer => answer.outcome === 'granted').length, 2)
  })

  it('says which window is used up and when to come back', () => {
    const clock = simulatedClock(0)
    const quota = createQuota(clock)
    quota.reserve('a', volume)
    quota.reserve('a', volume)
    clock.advance(20_500)
    assert.deepEqual(quota.reserve('a', volume), {
      outcome: 'exhausted',
      window: 'minute',
      retryAfterSeconds: 40,
    })
    clock.advance(40_000)
    assert.equal(quota.reserve('a', volume).outcome, 'granted')
    assert.equal(quota.reserve('a', volume).outcome, 'granted')
    clock.advance(60_000)
    assert.equal(quota.reserve('a', volume).outcome, 'granted')
    assert.deepEqual(quota.reserve('a', volume), {
      outcome: 'exhausted',
      window: 'day',
      retryAfterSeconds: 86_400 - 120.5 + 0.5,
    })
  })

  it('gives back what was reserved for a question that could not be answered', () => {
    const quota = createQuota(simulatedClock(0))
    for (let turn = 0; turn < 10; turn += 1) {
      const reservation = quota.reserve('a', volume)
      assert.equal(reservation.outcome, 'granted')
      quota.giveBack('a', reservation)
    }
  })

  it('gives back to the window it took from, never to a later one', () => {
    const clock = simulatedClock(0)
    const quota = createQuota(clock)
    const early = quota.reserve('a', volume)
    clock.advance(61_000)
    quota.reserve('a', volume)
    quota.reserve('a', volume)
    quota.giveBack('a', early)
    assert.equal(quota.reserve('a', volume).outcome, 'exhausted')
  })

  it('never grants an account more than its volume in any window, and never counts one account on another', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ wait: fc.integer({ min: 0, max: 30_000 }), who: fc.constantFrom('a', 'b') }), {
          maxLength: 200,
        }),
        steps => {
          const clock = simulatedClock(0)
          const quota = createQuota(clock)
          const alone = createQuota(clock)
          for (const step of steps) {
            clock.advance(step.wait)
            const answer = quota.reserve(step.who, { perMinute: 3, perDay: 1000 })
            if (step.who === 'a') assert.deepEqual(alone.reserve('a', { perMinute: 3, perDay: 1000 }), answer)
            if (answer.outcome === 'granted') assert.ok(answer.remaining >= 0 && answer.remaining <= 2)
          }
        },
      ),
    )
  })
})
