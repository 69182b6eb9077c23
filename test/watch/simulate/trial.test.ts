import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { ROWS } from '../../../src/watch/simulate/crawlers/catalogue.ts'
import { curveSvg } from '../../../src/watch/simulate/report/curve-svg.ts'
import { crawlerTable, falseFlagTable, inMarkdown } from '../../../src/watch/simulate/report/tables.ts'
import { kUnder } from '../../../src/watch/simulate/trial/braking.ts'
import { total } from '../../../src/watch/simulate/trial/curve-points.ts'
import type { RowResult } from '../../../src/watch/simulate/trial/row-trial.ts'
import { type SeedResult, trySeed } from '../../../src/watch/simulate/trial/seed-trial.ts'
import { countingEngine } from './counting-engine.ts'
import { SMALL } from './small-world.ts'

const size = {
  seed: 1,
  services: SMALL.services,
  scale: 0.004,
  independents: 20,
  wideVolume: 0.005,
  calibrationDays: 30,
  days: 7,
}
const tried = (most: number, strictnesses: readonly number[] = []): SeedResult =>
  trySeed(
    {
      size,
      rows: ROWS.filter(({ row }) => ['01', '02', '13', '20', '26'].includes(row)),
      responses: ['brake', 'suspend'],
      strictnesses,
    },
    countingEngine(most),
    () => {},
  )

describe('a trial', () => {
  let result: SeedResult
  const rowOf = (row: string): RowResult => {
    const found = result.rows.find(one => one.row === row)
    assert.ok(found)
    return found
  }
  before(() => {
    result = tried(10)
  })

  it('gives the same figures for the same seed', () => {
    assert.deepEqual(tried(10), result)
  })

  it('lets a crawl run to its end when nobody does anything', () => {
    assert.equal(rowOf('26').final, 100)
    assert.ok(rowOf('20').final > 99)
  })

  it('says how much had been extracted at the first flag, which is less than in the end', () => {
    for (const { row, flagged, final } of result.rows) assert.ok(flagged !== null && flagged < final, row)
  })

  it('loses less with brakes, and stops at the flag when accounts are closed at once', () => {
    for (const row of ['01', '02', '13']) {
      const { braked, suspended, final, flagged } = rowOf(row)
      assert.ok(braked !== null && suspended !== null && flagged !== null)
      assert.ok(braked < final, row)
      assert.ok(Math.abs(suspended - flagged) < 1e-9, row)
    }
  })

  it('judges the plain ways on the same questions', () => {
    const { rivals, final } = rowOf('01')
    assert.ok(rivals.rate !== null && rivals.rate < final)
    assert.ok(rivals.bucket !== null && rivals.bucket < final)
    assert.equal(rowOf('26').rivals.bucket, null)
  })

  it('counts honest people accused, by class and by account-month', () => {
    const { calm, upheaval } = result
    assert.equal(total(calm.months), 2 * total(upheaval.months))
    assert.ok(total(calm.flagged) > 0 && total(calm.flagged) <= total(calm.months))
    assert.equal(calm.flagged['national-111'], 0)
    assert.ok(calm.searches > upheaval.searches)
  })

  it('is told in tables', () => {
    const table = inMarkdown(crawlerTable([result]))
    assert.match(table, /\| 01 lattice of 12 km, 3 a second, clinician \| \d+ \| \d+ \|/)
    assert.match(inMarkdown(falseFlagTable([result])), /\| \*\*all\*\* \| \d+ \|/)
  })

  it('draws what stricter and looser thresholds cost', () => {
    const { curve } = tried(10, [0.3, 1, 30])
    const ours = curve.filter(({ by }) => by === 'signpost')
    const [loose, , strict] = ours
    assert.equal(ours.length, 3)
    assert.ok(loose && strict && loose.falseFlags > strict.falseFlags && loose.loss < strict.loss)
    const svg = curveSvg(curve, 'a <small> world')
    assert.ok(svg.includes('a &lt;small> world') && svg.endsWith('</svg>\n'))
    assert.ok(!svg.includes('NaN') && !svg.includes('Infinity'))
  })
})

describe('a brake', () => {
  it('is graded: fewer results, then nothing outside, then nothing above the volume', () => {
    assert.equal(kUnder('none', 20, false, true), 20)
    assert.equal(kUnder('smaller-k', 20, false, true), 5)
    assert.equal(kUnder('smaller-k', 3, true, false), 3)
    assert.equal(kUnder('footprint-only', 20, false, false), 'refused')
    assert.equal(kUnder('footprint-only', 20, true, true), 5)
    assert.equal(kUnder('throttle', 20, true, false), 5)
    assert.equal(kUnder('throttle', 20, true, true), 'refused')
  })
})
