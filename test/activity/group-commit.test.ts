import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { groupCommit } from '../../src/activity/group-commit.ts'

/** A flush that ends when told to. */
function controllable() {
  const flushes: {
    items: string[]
    end: () => void
    fail: (why: string) => void
  }[] = []
  const flush = (batch: readonly string[]): Promise<void> => {
    const done = Promise.withResolvers<void>()
    flushes.push({
      items: [...batch],
      end: () => done.resolve(),
      fail: why => done.reject(new Error(why)),
    })
    return done.promise
  }
  const nth = async (index: number) => {
    for (let tries = 0; tries < 20 && flushes.length <= index; tries += 1) await turn()
    const found = flushes[index]
    assert.ok(found, `flush ${index} has not begun`)
    return found
  }
  return { flush, flushes, nth }
}

const LIMITS = { pendingMax: 10, batchMax: 4 }

describe('group commit', () => {
  it('resolves an item only when the flush that carried it has ended', async () => {
    const { flush, nth } = controllable()
    const group = groupCommit(flush, LIMITS)
    let resolved = false
    const added = group.add('a').then(() => {
      resolved = true
    })
    const first = await nth(0)
    await turn()
    assert.equal(resolved, false)
    assert.equal(group.pending(), 1)
    first.end()
    await added
    assert.equal(resolved, true)
  })

  it('gathers what comes during a flush into the next, in order, with never two at once', async () => {
    const { flush, flushes, nth } = controllable()
    const group = groupCommit(flush, LIMITS)
    const all = [group.add('a')]
    const first = await nth(0)
    all.push(group.add('b'), group.add('c'))
    await turn()
    all.push(group.add('d'))
    assert.equal(flushes.length, 1)
    first.end()
    const second = await nth(1)
    assert.deepEqual(second.items, ['b', 'c', 'd'])
    second.end()
    await Promise.all(all)
  })

  it('cuts a batch at its limit', async () => {
    const { flush, nth } = controllable()
    const group = groupCommit(flush, LIMITS)
    const all = ['a', 'b', 'c', 'd', 'e'].map(item => group.add(item))
    const first = await nth(0)
    assert.deepEqual(first.items, ['a', 'b', 'c', 'd'])
    first.end()
    const second = await nth(1)
    assert.deepEqual(second.items, ['e'])
    second.end()
    await Promise.all(all)
  })

  it('rejects exactly the items of a flush that fails, and tries again with the next', async () => {
    const { flush, nth } = controllable()
    const group = groupCommit(flush, LIMITS)
    const doomed = [group.add('a'), group.add('b')].map(promise => assert.rejects(promise, /disk full/))
    const first = await nth(0)
    const saved = group.add('c')
    first.fail('disk full')
    await Promise.all(doomed)
    const second = await nth(1)
    assert.deepEqual(second.items, ['c'])
    second.end()
    await saved
    assert.equal(group.pending(), 0)
  })

  it('refuses an item beyond the queue limit and takes items again when the queue has drained', async () => {
    const { flush, nth } = controllable()
    const group = groupCommit(flush, { pendingMax: 3, batchMax: 4 })
    const taken = ['a', 'b', 'c'].map(item => group.add(item))
    await assert.rejects(group.add('d'), /3 entries wait/)
    const first = await nth(0)
    first.end()
    await Promise.all(taken)
    const late = group.add('e')
    const second = await nth(1)
    second.end()
    await late
  })

  it('flushes what waits before it closes, and refuses items after', async () => {
    const { flush, nth } = controllable()
    const group = groupCommit(flush, LIMITS)
    const waiting = group.add('a')
    const closed = group.close()
    await assert.rejects(group.add('b'), /closed/)
    const first = await nth(0)
    first.end()
    await Promise.all([waiting, closed])
  })

  it('probes with an empty flush, and with no more than one at a time', async () => {
    const { flush, flushes, nth } = controllable()
    const group = groupCommit(flush, LIMITS)
    group.probe()
    group.probe()
    const first = await nth(0)
    assert.deepEqual(first.items, [])
    first.fail('still no')
    await turn()
    await turn()
    assert.equal(flushes.length, 1)
    const added = group.add('a')
    const second = await nth(1)
    assert.deepEqual(second.items, ['a'])
    second.end()
    await added
  })
})
