import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { POLICY_VERSIONS, spikeOf } from '../../src/policy/index.ts'

describe('how fast a volume may be drawn', () => {
  const [{ parameters }] = POLICY_VERSIONS
  const volume = (perMinute: number) => ({ perMinute, perDay: 1_000_000 })

  it('is a tenth of a minute’s at once, then twice its rate', () => {
    assert.deepEqual(spikeOf(volume(300), parameters), { burst: 30, perMinute: 600 })
    assert.deepEqual(spikeOf(volume(60_000), parameters), { burst: 6000, perMinute: 120_000 })
  })

  it('is not limited where a minute holds no more than the least burst', () => {
    assert.equal(spikeOf(volume(10), parameters), null)
    assert.deepEqual(spikeOf(volume(11), parameters), { burst: 10, perMinute: 60 })
  })

  it('is what a policy version says', () => {
    const said = { ...parameters, spikeTimesVolume: 3, spikeBurstSeconds: 30 }
    assert.deepEqual(spikeOf(volume(300), said), { burst: 150, perMinute: 900 })
  })

  it('never keeps anybody from asking evenly what was agreed, nor makes them wait more than a second', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 60 }),
        (perMinute, spikeTimesVolume, spikeBurstSeconds) => {
          const spike = spikeOf(volume(perMinute), { ...parameters, spikeTimesVolume, spikeBurstSeconds })
          if (spike === null) return
          assert.ok(spike.perMinute >= perMinute && spike.perMinute >= 60)
          assert.ok(spike.burst >= 10 && spike.burst < perMinute)
        },
      ),
    )
  })
})
