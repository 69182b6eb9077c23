import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { gridSquare, isOnGrid, metresBetween, toGrid, toWgs84 } from '../../src/places/national-grid.ts'

const english = fc.record({
  easting: fc.integer({ min: 80_000, max: 656_000 }),
  northing: fc.integer({ min: 5000, max: 658_000 }),
})

describe('the National Grid', () => {
  it('comes back to the same metre through degrees and again', () => {
    fc.assert(
      fc.property(english, point => {
        assert.ok(metresBetween(toGrid(toWgs84(point)), point) <= 1.5)
      }),
    )
  })

  it('puts known landmarks within five metres', () => {
    // The trig pillar on Caister Water Tower, the worked example of Ordnance Survey's own guide to coordinate systems:
    // 52°39'28.8282" N 1°42'57.8663" E on WGS84 is TG 51409.603 13177.9.
    const pillar = toGrid({ latitude: 52.65800783, longitude: 1.71607397 })
    assert.ok(metresBetween(pillar, { easting: 651_410, northing: 313_177 }) < 5)
  })

  it('names kilometre squares', () => {
    assert.equal(gridSquare({ easting: 430_123, northing: 433_567 }), 'SE3033')
    assert.equal(gridSquare({ easting: 530_168, northing: 180_509 }), 'TQ3080')
    assert.equal(gridSquare({ easting: 90_500, northing: 10_500 }), 'SV9010')
    assert.equal(gridSquare({ easting: 447_000, northing: 1_141_000 }), 'HU4741')
    assert.equal(gridSquare({ easting: 400_000, northing: 653_000 }), 'NU0053')
    assert.throws(() => gridSquare({ easting: -1, northing: 0 }), RangeError)
  })

  it('gives each kilometre square one name', () => {
    fc.assert(
      fc.property(english, point => {
        const corner = (metres: number): number => Math.floor(metres / 1000) * 1000
        const square = { easting: corner(point.easting), northing: corner(point.northing) }
        assert.equal(gridSquare(point), gridSquare(square))
        const beside = { ...square, easting: square.easting + 1000 }
        if (isOnGrid(beside)) assert.notEqual(gridSquare(point), gridSquare(beside))
      }),
    )
  })
})
