import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { createRecentResults } from '../../src/watch/index.ts'

describe('recent results', () => {
  it('remembers for at least the time agreed and for at most twice that', () => {
    const clock = simulatedClock(0)
    const recent = createRecentResults(clock, 30)
    recent.note('a', [1, 2])
    clock.advance(29 * 60_000)
    recent.note('a', [3])
    assert.ok(recent.has('a', 1))
    clock.advance(30 * 60_000)
    assert.ok(recent.has('a', 3), 'returned 30 minutes ago')
    clock.advance(60 * 60_000)
    for (const service of [1, 2, 3]) assert.ok(!recent.has('a', service))
  })

  it('forgets after twice the time however seldom it is asked', () => {
    const clock = simulatedClock(0)
    const recent = createRecentResults(clock, 30)
    recent.note('a', [1])
    clock.advance(59 * 60_000)
    assert.ok(recent.has('a', 1))
    clock.advance(60_000)
    assert.ok(!recent.has('a', 1), 'returned 60 minutes ago')
  })

  it('keeps what one account was told apart from what another was told', () => {
    const recent = createRecentResults(simulatedClock(0), 30)
    recent.note('a', [1])
    assert.ok(!recent.has('b', 1))
  })
})
