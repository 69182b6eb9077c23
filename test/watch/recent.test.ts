import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { createRecentResults } from '../../src/watch/index.ts'

describe('recent results', () => {
  it('remembers for the time agreed, and for at most a sixth longer', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ wait: fc.integer({ min: 0, max: 400 }), service: fc.integer({ min: 1, max: 5 }) }),
          {
            maxLength: 60,
          },
        ),
        steps => {
          const clock = simulatedClock(0)
          const recent = createRecentResults(clock, 30)
          const returnedAt = new Map<number, number>()
          for (const { wait, service } of steps) {
            clock.advance(wait * 1000)
            for (const [known, at] of returnedAt) {
              const minutes = (clock.now() - at) / 60_000
              if (minutes < 30) assert.ok(recent.has('a', known), `${known} after ${minutes} minutes`)
              if (minutes >= 35) assert.ok(!recent.has('a', known), `${known} after ${minutes} minutes`)
            }
            recent.note('a', [service])
            returnedAt.set(service, clock.now())
          }
        },
      ),
    )
  })

  it('keeps what one account was told apart from what another was told', () => {
    const recent = createRecentResults(simulatedClock(0), 30)
    recent.note('a', [1])
    assert.ok(!recent.has('b', 1))
  })
})
