import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  type Guard,
  giveBackForNetwork,
  giveBackForUser,
  NETWORK_ROUND_MILLIS,
  NETWORK_WRONG_MAX,
  newGuard,
  takeForNetwork,
  takeForUser,
} from '../../src/people/guard.ts'
import { HOUR, MINUTE, NOON } from './some-people.ts'

/** Attempts with a user name, all wrong, at these times; answers which were weighed. */
function wrongAt(times: readonly number[]): { weighed: boolean[]; guard: Guard } {
  let guard = newGuard(NOON)
  const weighed = times.map(at => {
    const taken = takeForUser(guard, at)
    guard = taken.guard
    return taken.weigh
  })
  return { weighed, guard }
}

describe('the guard of a user name', () => {
  it('weighs ten wrong attempts in a row, and then none for 15 minutes to the millisecond', () => {
    const { weighed, guard } = wrongAt(Array.from({ length: 11 }, () => NOON))
    assert.deepEqual(weighed, [...Array.from({ length: 10 }, () => true), false])
    assert.equal(guard.lockedUntil, NOON + 15 * MINUTE)
    assert.equal(takeForUser(guard, NOON + 15 * MINUTE - 1).weigh, false)
    assert.equal(takeForUser(guard, NOON + 15 * MINUTE).weigh, true)
  })

  it('locks twice as long each time, up to a day', () => {
    let guard = newGuard(NOON)
    let now = NOON
    const minutes: number[] = []
    for (let lock = 0; lock < 9; lock += 1) {
      for (let wrong = 0; wrong < 10; wrong += 1) guard = takeForUser(guard, now).guard
      assert.ok(guard.lockedUntil !== null)
      minutes.push((guard.lockedUntil - now) / MINUTE)
      now = guard.lockedUntil
    }
    assert.deepEqual(minutes, [15, 30, 60, 120, 240, 480, 960, 1440, 1440])
  })

  it('never weighs more than ten between two locks, whenever the attempts come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 * MINUTE }), { maxLength: 200 }), waits => {
        let now = NOON
        let guard = newGuard(NOON)
        let weighedSinceLock = 0
        let tries = 0
        for (const wait of waits) {
          now += wait
          const lockedBefore = guard.lockedUntil !== null && now < guard.lockedUntil
          if (guard.lockedUntil !== null && !lockedBefore) weighedSinceLock = 0
          const taken = takeForUser(guard, now)
          guard = taken.guard
          tries += 1
          if (taken.weigh) weighedSinceLock += 1
          assert.equal(taken.weigh, !lockedBefore)
          assert.ok(weighedSinceLock <= 10)
          assert.equal(taken.locks, weighedSinceLock === 10 && taken.weigh)
          assert.equal(guard.tries, tries)
        }
      }),
    )
  })

  it('takes an attempt back without beginning the row anew, and opens what that attempt had locked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), wrong => {
        const { guard } = wrongAt(Array.from({ length: wrong }, () => NOON))
        const back = giveBackForUser(guard)
        const { guard: less } = wrongAt(Array.from({ length: wrong - 1 }, () => NOON))
        assert.deepEqual(back, less)
      }),
    )
  })
})

describe('the guard of a network', () => {
  it('weighs a hundred wrong attempts in a round of 15 minutes, and begins anew with the next', () => {
    let guard = newGuard(NOON)
    for (let wrong = 0; wrong < NETWORK_WRONG_MAX; wrong += 1) {
      const taken = takeForNetwork(guard, NOON + wrong)
      assert.equal(taken.weigh, true)
      guard = taken.guard
    }
    assert.equal(takeForNetwork(guard, NOON + NETWORK_ROUND_MILLIS - 1).weigh, false)
    assert.equal(takeForNetwork(guard, NOON + NETWORK_ROUND_MILLIS).weigh, true)
  })

  it('counts no attempt that was right: a hospital may sign in all morning', () => {
    let guard = newGuard(NOON)
    for (let person = 0; person < 5000; person += 1) {
      const taken = takeForNetwork(guard, NOON + (person * HOUR) / 5000)
      assert.equal(taken.weigh, true)
      guard = giveBackForNetwork(taken.guard)
    }
  })
})
