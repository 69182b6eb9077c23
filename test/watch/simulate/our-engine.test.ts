import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ROWS } from '../../../src/watch/simulate/crawlers/catalogue.ts'
import { ourEngine } from '../../../src/watch/simulate/trial/our-engine.ts'
import { trySeed } from '../../../src/watch/simulate/trial/seed-trial.ts'
import { SMALL } from './small-world.ts'

describe('the detectors of the service in a trial', () => {
  it('flag a lattice early, are set back to the same memory for every response, and stop it', () => {
    const { rows, calm } = trySeed(
      {
        size: {
          seed: 2,
          services: SMALL.services,
          scale: 0.004,
          independents: 0,
          wideVolume: 0.002,
          calibrationDays: 30,
          days: 2,
        },
        rows: ROWS.filter(({ row }) => row === '02'),
        responses: ['brake', 'suspend'],
        strictnesses: [],
      },
      ourEngine,
      () => {},
    )
    const [lattice] = rows
    assert.ok(lattice && lattice.flagged !== null && lattice.suspended !== null && lattice.braked !== null)
    assert.ok(lattice.flagged < lattice.final / 2, JSON.stringify(lattice))
    assert.ok(lattice.braked < lattice.final)
    // The same questions after the same history are flagged at the same one.
    assert.ok(Math.abs(lattice.suspended - lattice.flagged) < 1e-9)
    assert.ok(calm.searches > 1_000)
  })
})
