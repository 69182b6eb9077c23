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

  it('tells of a shorter time where that is what was agreed, and of no longer one than it remembers', () => {
    const clock = simulatedClock(0)
    const recent = createRecentResults(clock, 30)
    recent.note('a', [1])
    const held = (minutes: number): boolean => recent.has('a', 1, minutes)
    clock.advance(5 * 60_000 - 1)
    assert.deepEqual([held(1), held(5), held(60)], [true, true, true])
    clock.advance(5 * 60_000 + 1)
    assert.deepEqual([held(0), held(5), held(6), held(30)], [false, false, true, true])
    clock.advance(25 * 60_000)
    assert.deepEqual([held(30), held(60)], [false, false])
  })

  it('keeps what one account was told apart from what another was told', () => {
    const recent = createRecentResults(simulatedClock(0), 30)
    recent.note('a', [1])
    assert.ok(!recent.has('b', 1))
  })
})
