import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { readPostcodes } from '../../src/places/importers/read-postcodes.ts'
import { openSource } from '../../src/places/importers/source.ts'
import {
  createPlaces,
  type LocatedPlace,
  type PlaceAnswer,
  type Places,
  REGIONS,
} from '../../src/places/index.ts'
import { tableBuilder } from '../../src/places/table-builder.ts'

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/places/${name}`, import.meta.url))
const builder = tableBuilder()
await readPostcodes(await openSource(fixture('NSPL_NOV_2021_UK.csv')), builder, () => {})
const table = await builder.build('a test')
const bare = createPlaces()
const full = createPlaces({ table })

function placeOf(places: Places, text: string): LocatedPlace {
  const answer = places.locate(text)
  assert.ok(answer.outcome === 'located', `${text}: ${JSON.stringify(answer)}`)
  return answer.place
}
const outcome = (text: string): PlaceAnswer['outcome'] => bare.locate(text).outcome

describe('locating without an import', () => {
  it('gives a postcode the town of its outcode, and says how approximate that is', () => {
    const place = placeOf(bare, 'ls14ap')
    assert.equal(place.label, 'LS1 4AP')
    assert.equal(place.kind, 'postcode')
    assert.equal(place.precision, 'outcode')
    assert.equal(place.errorMetres, 8000)
    assert.equal(place.regionId, 'Y63')
    assert.equal(place.cell, 'LS1 4')
    assert.equal(place.nearBorder, undefined)
    assert.equal(bare.edition(), null)
  })

  it('reads postcodes known to be live, each in its nation', () => {
    for (const text of [
      'EC1A 1BB',
      'M1 1AE',
      'B33 8TH',
      'CR2 6XH',
      'N1P 2QT',
      'W1A 0AX',
      'SE1P 5BD',
      'BD98 1GA',
    ])
      assert.equal(placeOf(bare, text).label, text)
    assert.equal(placeOf(bare, 'TD15 1AA').nearBorder?.nation, 'scotland')
    assert.equal(placeOf(bare, 'DG16 5HT').nearBorder?.nation, 'scotland')
    assert.equal(placeOf(bare, 'CH4 8AA').nearBorder?.nation, 'wales')
    assert.match(placeOf(bare, 'CH4 8QQ').nearBorder?.askInstead ?? '', /111 Wales/)
  })

  it('gives an outcode nobody knows the town of its area, never a refusal', () => {
    const place = placeOf(bare, 'LS98 1AA')
    assert.equal(place.errorMetres >= 8000, true)
    assert.equal(placeOf(bare, 'SO1 4AA').precision, 'area')
    assert.equal(placeOf(bare, 'LS').precision, 'area')
    assert.equal(placeOf(bare, 'TD').nearBorder?.nation, 'scotland')
    assert.equal(bare.locate('EH').outcome, 'outside-england')
  })

  it('takes a district that exists only in lettered parts for the middle of them', () => {
    for (const text of ['W1', 'SW1', 'EC1', 'WC2', 'EC1 1BB']) {
      const place = placeOf(bare, text)
      assert.equal(place.precision, 'outcode', text)
      const middle = { easting: 530_000, northing: 180_500 }
      assert.ok(Math.hypot(place.easting - middle.easting, place.northing - middle.northing) < 2500, text)
    }
  })

  it("looks from England's side of an area that a border runs through", () => {
    for (const text of ['DG', 'LD', 'LL', 'NP', 'TD', 'CH', 'SY', 'HR', 'GL']) {
      const place = placeOf(bare, text)
      assert.ok(place.nearBorder, text)
      assert.ok(bare.isEngland(place), text)
    }
  })

  it('names every nation that has a place of that name, and whom to ask in each', () => {
    const answer = bare.locate('Bangor')
    assert.ok(answer.outcome === 'outside-england')
    assert.match(answer.askInstead, /Northern Ireland.*Wales/)
    assert.equal(bare.locate('Kent').outcome, 'not-recognised')
    assert.match(JSON.stringify(bare.locate('LS1 4AP or LS2 9JT')), /more than one postcode/)
    assert.match(JSON.stringify(bare.locate('Leeds LS1')), /mean is LS1/)
  })

  it('tells every special code for what it is', () => {
    for (const text of ['ZZ99 3VZ', 'zz993vz', 'ZZ99 3WZ', 'ZZ99 3CZ', 'ZZ99', 'no fixed abode', 'NFA'])
      assert.equal(outcome(text), 'no-fixed-abode', text)
    for (const text of [
      'BFPO 1',
      'bfpo801',
      'BFPO',
      'BF1 3AA',
      'BF1',
      'GIR 0AA',
      'G1R OAA',
      'BX1 1LT',
      'XX10 1AA',
      'XX1',
    ])
      assert.equal(outcome(text), 'non-geographic', text)
    const outside: Record<string, string> = {
      'ZZ99 1WZ': 'scotland',
      'ZZ99 2WZ': 'northern-ireland',
      'ZZ99 3GZ': 'wales',
      'ZZ99 6CZ': 'elsewhere',
      'GX11 1AA': 'gibraltar',
      'JE2 3AB': 'jersey',
      'GY1 1AA': 'guernsey',
      'IM1 1AA': 'isle-of-man',
      'BT1 1AA': 'northern-ireland',
      'ASCN 1ZZ': 'elsewhere',
      'FIQQ 1ZZ': 'elsewhere',
      STHL1ZZ: 'elsewhere',
      'NPT 9AA': 'wales',
    }
    for (const [text, nation] of Object.entries(outside)) {
      const answer = bare.locate(text)
      assert.ok(answer.outcome === 'outside-england', text)
      assert.equal(answer.nation, nation, text)
      assert.ok(answer.askInstead.length > 20)
    }
    assert.deepEqual(
      bare.locate('bf13aa').outcome === 'non-geographic' && bare.locate('bf13aa'),
      bare.locate('BF1 3AA'),
    )
  })

  it('reads National Grid metres and degrees as exact points', () => {
    const grid = placeOf(bare, '430123,433567')
    assert.deepEqual(
      [grid.kind, grid.precision, grid.cell, grid.easting],
      ['grid', 'exact', 'SE3033', 430_123],
    )
    const degrees = placeOf(bare, ' 53.8, -1.55 ')
    assert.deepEqual([degrees.kind, degrees.latitude, degrees.longitude], ['coordinate', 53.8, -1.55])
    assert.deepEqual([degrees.easting, degrees.northing], [429_737, 433_838])
    assert.equal(placeOf(bare, '53.8;\u22121.55').longitude, -1.55)
    assert.equal(placeOf(bare, '51,0').kind, 'coordinate')
    assert.equal(bare.locate('325000,673000').outcome, 'outside-england')
    assert.equal(bare.locate('48.85,2.35').outcome, 'outside-england')
    assert.equal(bare.locate('50.2,-8.5').outcome, 'outside-england')
  })

  it('says what is wrong with numbers that are no place', () => {
    const reason = (text: string): string => {
      const answer = bare.locate(text)
      return answer.outcome === 'not-recognised' ? answer.reason : answer.outcome
    }
    assert.match(reason('-1.55,53.8'), /53\.8,-1\.55/)
    assert.match(reason('9430123,433567'), /neither/)
    assert.match(reason('SW1A 1A'), /missing or mistyped/)
    assert.match(reason('QQ1 1AA'), /no postcode begins with QQ/)
    assert.match(reason('x'.repeat(300)), /longer/)
    assert.match(reason(''), /no postcode/)
  })

  it('finds towns, offers choices and points to other nations', () => {
    const leeds = placeOf(bare, 'leeds')
    assert.deepEqual([leeds.kind, leeds.precision, leeds.regionId], ['town', 'town', 'Y63'])
    assert.ok(leeds.errorMetres > 5000 && leeds.errorMetres < 10_000)
    assert.equal(placeOf(bare, 'London').regionId, 'Y56')
    const newport = bare.locate('Newport')
    assert.ok(newport.outcome === 'ambiguous')
    assert.ok(newport.choices.length > 1 && newport.choices.length <= 10)
    const [first] = newport.choices
    assert.deepEqual(placeOf(bare, first?.label ?? ''), first)
    assert.deepEqual(bare.locate('Cardiff').outcome, 'outside-england')
    assert.equal(placeOf(bare, 'WIA OAX').label, 'W1A 0AX')
    assert.equal(placeOf(bare, 'Woking').kind, 'town')
  })

  it('answers something sensible to any text at all', () => {
    const regions = new Set(REGIONS.map(region => region.id))
    const odd = fc.oneof(
      fc
        .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
        .map(codes => String.fromCharCode(...codes)),
      fc.string({ unit: fc.constantFrom(...'LSWZ019OI ,.-('), maxLength: 12 }),
      fc.tuple(fc.double(), fc.double()).map(([one, other]) => `${one},${other}`),
      fc.tuple(fc.integer(), fc.integer()).map(([one, other]) => `${one} ${other}`),
    )
    fc.assert(
      fc.property(odd, text => {
        const answer = bare.locate(text)
        if (answer.outcome !== 'located') return
        assert.ok(regions.has(answer.place.regionId))
        assert.match(answer.place.cell, /^([A-Z]{2}\d{4}|[A-Z]{1,2}\d[A-Z\d]? \d)$/)
        assert.ok(answer.place.errorMetres > 0)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('locating with an imported table', () => {
  it('gives a unit its own point', () => {
    const place = placeOf(full, 'LS1 4AP')
    assert.deepEqual(
      [place.easting, place.northing, place.precision, place.errorMetres],
      [430_001, 433_001, 'unit', 100],
    )
    assert.equal(full.edition()?.postcodes, 11)
  })

  it('says when a postcode ended and where it was', () => {
    const answer = full.locate('LS1 9ZZ')
    assert.ok(answer.outcome === 'terminated')
    assert.equal(answer.endedOn, '2007-06')
    assert.equal(answer.place?.easting, 429_801)
  })

  it('gives a postcode that is in no file its sector, then its outcode, then the embedded town', () => {
    assert.deepEqual(
      ['LS1 4ZZ', 'LS1 7ZZ', 'LS7 4ZZ', 'SO1 4AA'].map(text => placeOf(full, text).precision),
      ['sector', 'outcode', 'outcode', 'area'],
    )
    assert.equal(placeOf(full, 'LS1 4ZZ').easting, 430_001)
    assert.equal(placeOf(full, 'LS1 4ZZ').cell, 'LS1 4')
    assert.equal(placeOf(full, 'LS1 4').precision, 'sector')
    assert.equal(placeOf(full, 'LS1').precision, 'outcode')
  })

  it('says that a real postcode has no point, where its whole outcode has none', () => {
    const answer = full.locate('BD98 1GA')
    assert.ok(answer.outcome === 'unlocated')
    assert.match(answer.reason, /without any grid reference/)
  })

  it('marks a point that is only the middle of its sector as no better than that', () => {
    assert.equal(placeOf(full, 'EC1A 1BB').precision, 'sector')
  })

  it('knows the nation of each postcode in the file, and refuses no other in an outcode on the border', () => {
    assert.equal(full.locate('CH4 8QQ').outcome, 'outside-england')
    assert.equal(full.locate('IM1 1AA').outcome, 'outside-england')
    assert.equal(full.locate('BT1 1AA').outcome, 'outside-england')
    assert.equal(placeOf(full, 'TD15 1AA').nearBorder?.nation, 'scotland')
    assert.equal(full.nationOf({ easting: 430_000, northing: 433_000 }, 'CH4 8QQ'), 'wales')
  })

  it('changes table between two questions, and goes back', () => {
    const places = createPlaces()
    assert.equal(placeOf(places, 'LS1 4AP').precision, 'outcode')
    places.use(table)
    assert.equal(placeOf(places, 'LS1 4AP').precision, 'unit')
    places.use(null)
    assert.equal(placeOf(places, 'LS1 4AP').precision, 'outcode')
  })
})

describe('regions', () => {
  it('are those of the nearest outcode', () => {
    const regions: Record<string, string> = {
      'SW1A 1AA': 'Y56',
      'EX1 1AA': 'Y58',
      'BN1 1AA': 'Y59',
      'B1 1AA': 'Y60',
      'NR1 1AA': 'Y61',
      'M1 1AE': 'Y62',
      'NE1 1AA': 'Y63',
    }
    for (const [postcode, region] of Object.entries(regions)) {
      const place = placeOf(bare, postcode)
      assert.equal(place.regionId, region)
      assert.equal(bare.regionOf(place), region)
    }
    assert.equal(REGIONS.length, 7)
  })
})
