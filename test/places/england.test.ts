import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AREAS, MIXED_OUTCODES, outcodeNation, regionOfOutcode } from '../../src/places/embedded/areas.ts'
import { OUTCODE_PLACES } from '../../src/places/embedded/outcodes.ts'
import { nationAt, nationOfNeighbours, nationOfPoint, neighbourOfArea } from '../../src/places/england.ts'
import { createPlaces, type Nation, toGrid } from '../../src/places/index.ts'

const embedded = {
  outcodePlaces: OUTCODE_PLACES,
  areas: AREAS,
  mixedOutcodes: MIXED_OUTCODES,
  outcodeNation,
  regionOfOutcode,
}
const places = createPlaces()

describe('the England rule', () => {
  it('knows the nation of a coordinate', () => {
    const cities: [latitude: number, longitude: number, nation: Nation][] = [
      [53.8, -1.55, 'england'],
      [55.95, -3.19, 'scotland'],
      [51.48, -3.18, 'wales'],
      [54.6, -5.93, 'northern-ireland'],
      [54.15, -4.48, 'isle-of-man'],
      [49.19, -2.11, 'jersey'],
      [49.46, -2.54, 'guernsey'],
      [36.14, -5.35, 'gibraltar'],
      [53.34, -6.26, 'elsewhere'],
      [48.85, 2.35, 'elsewhere'],
      [0, 0, 'elsewhere'],
    ]
    for (const [latitude, longitude, nation] of cities)
      assert.equal(nationAt({ latitude, longitude }), nation)
  })

  it('notes the other nation within two kilometres of a border and not in the heart of England', () => {
    const near = (latitude: number, longitude: number): Nation | null =>
      nationOfPoint({ latitude, longitude }).nearBorder
    assert.equal(near(55.771, -2.005), null)
    assert.equal(near(53.8, -1.55), null)
    assert.equal(near(51.66, -2.64), 'wales')
    assert.equal(near(55.0, -3.03), 'scotland')
    assert.equal(near(52.78, -3.09), 'wales')
    assert.equal(near(52.48, -1.9), null)
  })

  it('believes the outcode before the outline, and the outline where the outcode straddles the border', () => {
    const cardiff = toGrid({ latitude: 51.48, longitude: -3.18 })
    const leeds = toGrid({ latitude: 53.8, longitude: -1.55 })
    assert.equal(places.nationOf(cardiff), 'wales')
    assert.equal(places.nationOf(cardiff, 'LS1 4AP'), 'england')
    assert.equal(places.nationOf(leeds, 'EH1 1AA'), 'scotland')
    assert.equal(places.nationOf(cardiff, 'CH4 8QQ'), 'wales')
    assert.equal(places.isEngland(leeds, 'CH4 8QQ'), true)
    assert.equal(places.isEngland(leeds, 'not a postcode'), true)
    assert.equal(places.nationOf({ easting: -1, northing: -1 }), 'elsewhere')
  })

  it('refuses no mixed outcode, and every outcode that is wholly elsewhere', () => {
    for (const [outcode, neighbour] of MIXED_OUTCODES) {
      const answer = places.locate(`${outcode} 1AA`)
      assert.ok(answer.outcome === 'located', outcode)
      assert.equal(answer.place.nearBorder?.nation, neighbour)
    }
    for (const outcode of [
      'CH5',
      'CH8',
      'DG1',
      'LD1',
      'LL11',
      'NP4',
      'SY16',
      'SY25',
      'TD1',
      'TD14',
      'EH1',
      'CF10',
      'BT1',
    ])
      assert.equal(places.locate(`${outcode} 1AA`).outcome, 'outside-england', outcode)
    for (const outcode of [
      'CH2',
      'CH66',
      'HR1',
      'SY1',
      'SY99',
      'GL50',
      'CA1',
      'NE1',
      'LA1',
      'WR1',
      'TF1',
      'BS1',
      'SN1',
    ]) {
      const answer = places.locate(`${outcode} 1AA`)
      assert.ok(answer.outcome === 'located', outcode)
      assert.equal(answer.place.nearBorder, undefined, outcode)
    }
  })

  it('judges a postcode by its neighbours in the file', () => {
    assert.deepEqual(nationOfNeighbours(new Set(['england'])), { nation: 'england', nearBorder: null })
    assert.deepEqual(nationOfNeighbours(new Set(['england', 'wales'])), {
      nation: 'england',
      nearBorder: 'wales',
    })
    assert.deepEqual(nationOfNeighbours(new Set([null, 'scotland'])), {
      nation: 'scotland',
      nearBorder: null,
    })
    assert.equal(nationOfNeighbours(new Set([null])), null)
  })

  it('knows which nation each mixed area borders', () => {
    const mixed = [...AREAS].filter(([, area]) => area.nation === 'mixed').map(([letters]) => letters)
    assert.equal(mixed.length, 9)
    for (const area of mixed)
      assert.equal(neighbourOfArea(area, embedded), ['DG', 'TD'].includes(area) ? 'scotland' : 'wales')
  })
})
