import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { feature } from '@rapideditor/country-coder'
import { AREAS, MIXED_OUTCODES, outcodeNation, regionOfOutcode } from '../../src/places/embedded/areas.ts'
import { OUTCODE_PLACES } from '../../src/places/embedded/outcodes.ts'
import { REGIONS } from '../../src/places/regions.ts'
import { realData, skipWithout } from '../support/shared.ts'

const OUTCODES_FILE = 'outcodes_gb.csv.gz'
const SECTORS_FILE = 'sectors_gb.csv.gz'
const PRACTICES_FILE = 'raw/ods_epraccur_2026-02.csv.gz'
const ENGLISH_REGIONS = REGIONS.map(region => region.id)

describe('the embedded postcode areas', () => {
  it('are all 124, each with a town and a point in these islands', () => {
    assert.equal(AREAS.size, 124)
    for (const [letters, area] of AREAS) {
      assert.match(letters, /^[A-Z]{1,2}$/)
      assert.ok(area.town.length > 2, letters)
      assert.ok(area.latitude > 49 && area.latitude < 61, letters)
      assert.ok(area.longitude > -8 && area.longitude < 2, letters)
    }
  })

  it('are 95 in England and nine across its borders, and those and no others have an NHS England region', () => {
    const count = (nation: string) => [...AREAS.values()].filter(area => area.nation === nation).length
    assert.deepEqual(
      ['england', 'mixed', 'scotland', 'wales', 'northern-ireland', 'isle-of-man', 'jersey', 'guernsey'].map(
        count,
      ),
      [95, 9, 14, 2, 1, 1, 1, 1],
    )
    for (const [letters, area] of AREAS) {
      const hasEnglishPart = area.nation === 'england' || area.nation === 'mixed'
      assert.equal(area.regionId !== null, hasEnglishPart, letters)
      if (area.regionId !== null) assert.ok(ENGLISH_REGIONS.includes(area.regionId), letters)
    }
  })
})

describe('the nation of an outcode', () => {
  it('is mixed for the 25 outcodes that straddle a border', () => {
    assert.equal(MIXED_OUTCODES.size, 25)
    for (const outcode of MIXED_OUTCODES.keys()) assert.equal(outcodeNation(outcode), 'mixed')
  })

  const expected: [string, string][] = [
    ['LS1', 'england'],
    ['SW1A', 'england'],
    ['CH2', 'england'],
    ['CH5', 'wales'],
    ['SY16', 'wales'],
    ['SY1', 'england'],
    ['GL50', 'england'],
    ['HR9', 'england'],
    ['LL11', 'wales'],
    ['NP20', 'wales'],
    ['TD1', 'scotland'],
    ['DG1', 'scotland'],
    ['EH1', 'scotland'],
    ['CF10', 'wales'],
    ['BT1', 'northern-ireland'],
    ['IM1', 'isle-of-man'],
    ['JE2', 'jersey'],
    ['GY1', 'guernsey'],
  ]
  for (const [outcode, nation] of expected)
    it(`is ${nation} for ${outcode}`, () => assert.equal(outcodeNation(outcode), nation))

  it('is that of the area for an outcode nobody has heard of', () => {
    assert.equal(outcodeNation('LS97'), 'england')
    assert.equal(outcodeNation('CH95'), 'england')
    assert.equal(outcodeNation('NP99'), 'wales')
  })

  it('is unknown for what is no outcode of any area', () => {
    for (const text of ['ZZ99', 'BF1', 'GX11', 'QQ1', 'LS', 'LS1 4AP', 'ls1', ''])
      assert.equal(outcodeNation(text), 'unknown', text)
  })

  it('is right for every real outcode, refuses no English postcode, and accepts few others', {
    skip: skipWithout(OUTCODES_FILE),
  }, () => {
    let refused = 0
    let accepted = 0
    for (const { outcode, english, scottish, welsh } of realOutcodes()) {
      const beyond = scottish > 0 ? 'scotland' : 'wales'
      const truth = english === 0 ? beyond : scottish + welsh > 0 ? 'mixed' : 'england'
      const said = outcodeNation(outcode)
      assert.equal(said, truth, outcode)
      if (truth === 'mixed') assert.equal(MIXED_OUTCODES.get(outcode), beyond, outcode)
      if (said === 'england' || said === 'mixed') accepted += scottish + welsh
      else refused += english
    }
    assert.equal(refused, 0)
    // All of these are in the mixed outcodes, which the outline of England then divides.
    assert.ok(accepted < 8_000, `${accepted} postcodes of Scotland and Wales accepted`)
  })
})

describe('the NHS England region of an outcode', () => {
  const expected: [string, string][] = [
    ['SW1A', 'Y56'],
    ['DA5', 'Y56'],
    ['DA1', 'Y59'],
    ['TW18', 'Y59'],
    ['BS1', 'Y58'],
    ['SP10', 'Y59'],
    ['B1', 'Y60'],
    ['S40', 'Y60'],
    ['S1', 'Y63'],
    ['SK17', 'Y60'],
    ['DN22', 'Y60'],
    ['MK18', 'Y59'],
    ['MK1', 'Y61'],
    ['PE11', 'Y60'],
    ['RM17', 'Y61'],
    ['CA1', 'Y63'],
    ['LA9', 'Y62'],
    ['OL14', 'Y63'],
    ['TD15', 'Y63'],
  ]
  for (const [outcode, region] of expected)
    it(`is ${region} for ${outcode}`, () => assert.equal(regionOfOutcode(outcode), region))

  it('is one of the seven for every English outcode, and for one nobody has heard of', () => {
    for (const outcode of OUTCODE_PLACES.keys())
      assert.ok(ENGLISH_REGIONS.includes(regionOfOutcode(outcode)), outcode)
    assert.equal(regionOfOutcode('LS97'), 'Y63')
  })

  it('is refused where there is no English part', () => {
    assert.throws(() => regionOfOutcode('EH1'), /EH1/)
    assert.throws(() => regionOfOutcode('ZZ99'), /ZZ99/)
  })

  it('is the one most GP practices of the outcode are grouped under', {
    skip: skipWithout(PRACTICES_FILE),
  }, () => {
    let practices = 0
    let agreeing = 0
    for (const { outcode, regionId } of realPractices()) {
      if (!OUTCODE_PLACES.has(outcode)) continue
      practices += 1
      if (regionOfOutcode(outcode) === regionId) agreeing += 1
    }
    assert.ok(practices > 1_000)
    assert.ok(agreeing / practices > 0.98, `${agreeing} of ${practices}`)
  })
})

describe('the embedded places of outcodes', () => {
  it('are of English areas, named, and on a grid of a hundredth of a degree in England', () => {
    assert.ok(OUTCODE_PLACES.size > 2_150, `${OUTCODE_PLACES.size}`)
    for (const [outcode, place] of OUTCODE_PLACES) {
      assert.ok(['england', 'mixed'].includes(outcodeNation(outcode)), outcode)
      assert.match(place.town, /^[A-Z][A-Za-z' -]+$/, outcode)
      assert.ok(place.latitude > 49.8 && place.latitude < 55.85, outcode)
      assert.ok(place.longitude > -6.5 && place.longitude < 1.8, outcode)
    }
  })

  it('are on the English side of every outcode that straddles a border', () => {
    for (const outcode of MIXED_OUTCODES.keys()) assert.ok(OUTCODE_PLACES.has(outcode), outcode)
  })

  it('lie within the outline of England', () => {
    for (const [outcode, { longitude, latitude }] of OUTCODE_PLACES)
      assert.equal(
        feature([longitude, latitude], { level: 'territory' })?.properties.wikidata,
        'Q21',
        outcode,
      )
  })

  it('are never far from the middle of their area', () => {
    for (const [outcode, place] of OUTCODE_PLACES) {
      const area = AREAS.get(/^[A-Z]+/.exec(outcode)?.[0] ?? '')
      assert.ok(area, outcode)
      // The Isles of Scilly and the far ends of Northumberland and Cumbria are the furthest.
      assert.ok(kilometres(place, area) < 95, `${outcode} ${place.town}`)
    }
  })

  const boxes: [string, south: number, north: number, west: number, east: number][] = [
    ['SW1A', 51.49, 51.52, -0.16, -0.11],
    ['EC1A', 51.51, 51.53, -0.12, -0.08],
    ['LS1', 53.78, 53.82, -1.58, -1.52],
    ['M1', 53.46, 53.5, -2.27, -2.21],
    ['B33', 52.46, 52.5, -1.83, -1.74],
    ['BS8', 51.44, 51.48, -2.65, -2.59],
    ['NE1', 54.95, 54.99, -1.64, -1.58],
    ['L1', 53.38, 53.42, -3.01, -2.95],
    ['S10', 53.35, 53.41, -1.57, -1.48],
    ['CR2', 51.31, 51.38, -0.12, -0.03],
    ['TR21', 49.88, 49.97, -6.36, -6.24],
    ['TD15', 55.66, 55.82, -2.2, -1.85],
    ['PO30', 50.62, 50.74, -1.4, -1.2],
    ['CA12', 54.5, 54.7, -3.25, -3.0],
    ['CT17', 51.1, 51.16, 1.25, 1.34],
    ['DT7', 50.7, 50.76, -2.98, -2.88],
    ['NR32', 52.45, 52.54, 1.68, 1.8],
    ['GL16', 51.74, 51.83, -2.7, -2.54],
  ]
  for (const [outcode, south, north, west, east] of boxes)
    it(`are where ${outcode} is`, () => {
      const place = OUTCODE_PLACES.get(outcode)
      assert.ok(place)
      assert.ok(place.latitude > south && place.latitude < north, `${place.latitude}`)
      assert.ok(place.longitude > west && place.longitude < east, `${place.longitude}`)
    })

  it('include nearly every real outcode of England', { skip: skipWithout(OUTCODES_FILE) }, context => {
    const english = realOutcodes().filter(outcode => outcode.english > 0)
    const missing = english.filter(({ outcode }) => !OUTCODE_PLACES.has(outcode))
    context.diagnostic(`${missing.length} of ${english.length} English outcodes are missing`)
    assert.ok(missing.length / english.length < 0.02, missing.map(({ outcode }) => outcode).join(' '))
  })

  it('are near the middle of the real outcode', { skip: skipWithout(SECTORS_FILE) }, context => {
    const middles = realMiddles()
    const distances = [...middles].flatMap(([outcode, middle]) => {
      const place = OUTCODE_PLACES.get(outcode)
      return place ? [{ outcode, units: middle.units, distance: kilometres(place, middle) }] : []
    })
    distances.sort((a, b) => a.distance - b.distance)
    const at = (share: number) => distances[Math.floor(share * distances.length)]?.distance ?? Infinity
    const worst = distances.slice(-12).map(d => `${d.outcode} ${d.distance.toFixed(1)} (${d.units} units)`)
    context.diagnostic(
      `p50 ${at(0.5).toFixed(2)} km, p90 ${at(0.9).toFixed(2)}, p99 ${at(0.99).toFixed(2)}; worst ${worst.join(', ')}`,
    )
    assert.ok(at(0.5) < 1.5)
    assert.ok(at(0.9) < 4)
    // A large user's outcode has a handful of postcodes, wherever its contract is; the "middle" of those says little.
    const real = distances.filter(({ units }) => units >= 20)
    assert.ok((real.at(-1)?.distance ?? Infinity) < 25, worst.join(', '))
  })
})

type Point = { readonly latitude: number; readonly longitude: number }

/** Good to a part in a thousand at the distances here. */
function kilometres(a: Point, b: Point): number {
  const north = (a.latitude - b.latitude) * 111.2
  const east = (a.longitude - b.longitude) * 111.2 * Math.cos((a.latitude * Math.PI) / 180)
  return Math.hypot(north, east)
}

function lines(name: string): string[] {
  const path = realData(name)
  assert.ok(path)
  return gunzipSync(readFileSync(path)).toString('latin1').trim().split('\n')
}

function realOutcodes() {
  return lines(OUTCODES_FILE)
    .slice(1)
    .map(line => {
      const [outcode = '', english, scottish, welsh] = line.split(',')
      return { outcode, english: Number(english), scottish: Number(scottish), welsh: Number(welsh) }
    })
}

/** The middle of the English part of each outcode: of its sectors, each counting for its English postcodes. */
function realMiddles(): Map<string, Point & { units: number }> {
  const middles = new Map<string, Point & { units: number }>()
  for (const line of lines(SECTORS_FILE).slice(1)) {
    const [sector = '', english, , , latitude = '', longitude = ''] = line.split(',')
    const outcode = sector.split(' ')[0] ?? ''
    const more = Number(english)
    if (more === 0 || latitude === '') continue
    const { units, ...so } = middles.get(outcode) ?? { units: 0, latitude: 0, longitude: 0 }
    const mean = (was: number, next: string) => (was * units + Number(next) * more) / (units + more)
    middles.set(outcode, {
      latitude: mean(so.latitude, latitude),
      longitude: mean(so.longitude, longitude),
      units: units + more,
    })
  }
  return middles
}

/** English prescribing sites with an NHS England region of today; closed ones keep the codes of former regions. */
function realPractices(): { outcode: string; regionId: string }[] {
  return lines(PRACTICES_FILE).flatMap(line => {
    const columns = line.split('","')
    const regionId = columns[2] ?? ''
    const outcode = (columns[9] ?? '').split(' ')[0] ?? ''
    return ENGLISH_REGIONS.includes(regionId) ? [{ outcode, regionId }] : []
  })
}
