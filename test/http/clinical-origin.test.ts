import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type ClinicalReference, EMPTY_REFERENCE } from '../../src/directory/index.ts'
import { clinicalOrigin } from '../../src/http/clinical-origin.ts'
import { readPostcodes } from '../../src/places/importers/read-postcodes.ts'
import { openSource } from '../../src/places/importers/source.ts'
import { createPlaces, type LocatedPlace } from '../../src/places/index.ts'
import { tableBuilder } from '../../src/places/table-builder.ts'

const builder = tableBuilder()
const file = fileURLToPath(new URL('../fixtures/places/codepoint-2025.csv', import.meta.url))
await readPostcodes(await openSource(file), builder, () => {})
const imported = createPlaces({ table: await builder.build('a test') })
const bare = createPlaces()

const lists = (areas: Readonly<Record<string, [district: string | null, board: string | null]>>) =>
  ({
    ...EMPTY_REFERENCE,
    areas: new Map(Object.entries(areas).map(([code, [district, board]]) => [code, { district, board }])),
  }) satisfies ClinicalReference

describe('the origin of a clinical search', () => {
  it('has a postcode only where it is a whole one', () => {
    const postcodeOf = (text: string) => clinicalOrigin(bare.locate(text), EMPTY_REFERENCE).postcode
    assert.equal(postcodeOf('ls1 4ap'), 'LS14AP')
    assert.equal(postcodeOf('EC1A 1BB'), 'EC1A1BB')
    for (const text of [
      'LS1 4',
      'LS1',
      'LS',
      'Leeds',
      '430000,433000',
      '53.8,-1.55',
      'BT1 1AA',
      'nowhere at all',
    ])
      assert.equal(postcodeOf(text), null, text)
  })

  it('lies in the areas that the lists give its postcode, else its sector, else its outcode', () => {
    const reference = lists({
      LS1: ['E08990001', 'E54990001'],
      'LS1 4': ['E08990002', null],
      LS14AQ: [null, 'E54990003'],
      // The outcode LS14, which is no part of LS1 4.
      LS14: ['E08990009', 'E54990009'],
    })
    const areasOf = (text: string) => clinicalOrigin(bare.locate(text), reference).areas
    assert.deepEqual(areasOf('LS1 4AP'), { district: 'E08990002', board: 'E54990001' })
    assert.deepEqual(areasOf('LS1 4AQ'), { district: 'E08990002', board: 'E54990003' })
    assert.deepEqual(areasOf('LS1 4'), { district: 'E08990002', board: 'E54990001' })
    assert.deepEqual(areasOf('LS1 5AA'), { district: 'E08990001', board: 'E54990001' })
    assert.deepEqual(areasOf('LS1'), { district: 'E08990001', board: 'E54990001' })
    assert.deepEqual(areasOf('LS14 6AA'), { district: 'E08990009', board: 'E54990009' })
    for (const text of ['LS2 9JT', 'LS', 'Leeds', '430000,433000'])
      assert.deepEqual(areasOf(text), { district: null, board: null }, text)
  })

  it('lies first in what the postcode file says of it, each kind of area by itself', () => {
    const reference = lists({ M1: ['E08990003', 'E54990002'] })
    const answer = imported.locate('M1 1AE')
    assert.ok(answer.outcome === 'located')
    assert.deepEqual(answer.place.areas, { district: 'E08000003', board: null })
    const areas = { district: 'E08000003', board: 'E54990002' }
    assert.deepEqual(clinicalOrigin(answer, reference), { postcode: 'M11AE', areas })
    assert.deepEqual(clinicalOrigin(answer.place, reference).areas, areas, 'also of the place alone')
    // One that the file lacks is guessed at, and has only what the lists say.
    assert.deepEqual(clinicalOrigin(imported.locate('M1 1AF'), reference).areas, {
      district: 'E08990003',
      board: 'E54990002',
    })
  })

  it('of a postcode that has ended is where it was', () => {
    const place: LocatedPlace = {
      ...located('LS1 4AP'),
      areas: { district: 'E08000035', board: 'E54000054' },
    }
    const ended = { outcome: 'terminated', label: 'LS1 4AP', endedOn: '2007-06' } as const
    assert.deepEqual(clinicalOrigin({ ...ended, place }, EMPTY_REFERENCE), {
      postcode: 'LS14AP',
      areas: { district: 'E08000035', board: 'E54000054' },
    })
    assert.equal(clinicalOrigin({ ...ended, place: null }, EMPTY_REFERENCE).postcode, null)
  })
})

function located(text: string): LocatedPlace {
  const answer = bare.locate(text)
  assert.ok(answer.outcome === 'located')
  return answer.place
}
