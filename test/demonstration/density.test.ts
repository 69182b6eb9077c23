import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { demonstrationServices } from '../../src/demonstration/index.ts'
import { createPlaces, ENGLISH_OUTCODES, type GridPoint, toGrid } from '../../src/places/index.ts'
import { realData, skipWithout } from '../support/shared.ts'

const POSTCODES = 'postcodes_gb_codepoint_2025-11.csv.gz'

/** Measured on real services from every English postcode (sources, data 6): within 5 km, and nearest in km. */
const REAL = [
  { kind: 'pharmacy', typeId: 13, within: [2, 17, 83], nearest: [0.57, 3.1, 8.3] },
  { kind: 'general practice', typeId: 100, within: [2, 13, 68], nearest: [0.65, 2.6, 6.1] },
  { kind: 'dentist', typeId: 12, within: [1, 13, 60], nearest: [0.76, 4.1, 9.6] },
] as const

const full = [...demonstrationServices({ scale: 'full' }, createPlaces(), Date.UTC(2026, 10, 22))]

const quantiles = (values: readonly number[], ...at: readonly number[]): number[] => {
  const sorted = values.toSorted((a, b) => a - b)
  return at.map(share => sorted[Math.floor(share * sorted.length)] ?? Number.NaN)
}

/** How many of a type lie within 5 km of each point, and how far the nearest is, in km: by looking at every one. */
function around(points: readonly GridPoint[], typeId: number) {
  const places = full.filter(service => service.typeId === typeId).map(service => service.place)
  const within: number[] = []
  const nearest: number[] = []
  for (const { easting, northing } of points) {
    let count = 0
    let least = Number.POSITIVE_INFINITY
    for (const place of places) {
      const metres = Math.hypot((place.easting ?? 0) - easting, (place.northing ?? 0) - northing)
      if (metres <= 5000) count += 1
      if (metres < least) least = metres
    }
    within.push(count)
    nearest.push(least / 1000)
  }
  return {
    within: quantiles(within, 0.1, 0.5, 0.9),
    nearest: quantiles(nearest, 0.5, 0.9, 0.99),
  }
}

/** One English postcode in 3000, as the file has them. */
function someUnits(): GridPoint[] {
  const text = gunzipSync(readFileSync(realData(POSTCODES) ?? '')).toString('latin1')
  return text
    .split('\n')
    .filter((_, index) => index % 3000 === 1)
    .map(line => line.split(','))
    .flatMap(([, , easting, northing, country]) =>
      country === 'E' && easting !== '' ? [{ easting: Number(easting), northing: Number(northing) }] : [],
    )
}

describe('the whole demonstration world', () => {
  it('is as large as England: about 76,000 services', () => {
    assert.ok(full.length >= 75_000 && full.length <= 77_000, `${full.length}`)
  })

  it('is dense where people are: from the middle of most outcodes a pharmacy is within an hour on foot', () => {
    const centres = ENGLISH_OUTCODES.filter((_, index) => index % 7 === 0).map(toGrid)
    const { nearest, within } = around(centres, 13)
    assert.ok((nearest[0] ?? 9) < 2 && (nearest[1] ?? 9) < 6, nearest.join(' '))
    assert.ok((within[2] ?? 0) > 10 * Math.max(1, within[0] ?? 0), within.join(' '))
  })

  it('is spread from real postcodes about as real services are', { skip: skipWithout(POSTCODES) }, test => {
    const units = someUnits()
    for (const { kind, typeId, within, nearest } of REAL) {
      const here = around(units, typeId)
      test.diagnostic(
        `${kind}: within 5 km p10/p50/p90 ${here.within.join('/')} (real ${within.join('/')}), nearest km p50/p90/p99 ${here.nearest.map(km => km.toFixed(2)).join('/')} (real ${nearest.join('/')})`,
      )
      // Within a factor of two and a half of what is real, either way; one service more or less is no fault.
      for (const [index, real] of within.entries())
        assert.ok((here.within[index] ?? 0) + 1 >= real / 2.5 && (here.within[index] ?? 0) <= real * 2.5 + 1)
      for (const [index, real] of nearest.entries())
        assert.ok((here.nearest[index] ?? 0) >= real / 2.5 && (here.nearest[index] ?? 0) <= real * 2.5)
    }
  })
})
