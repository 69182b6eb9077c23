import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { AREAS } from '../../src/places/embedded/areas.ts'
import { OUTCODE_PLACES } from '../../src/places/embedded/outcodes.ts'
import { loadGazetteer } from '../../src/places/gazetteer.ts'
import { inwardNumber, inwardText } from '../../src/places/inward.ts'
import {
  type KnownPostcodes,
  type PostcodeReading,
  readAtEnd,
  readLettersAsPostcode,
  readPostcode,
} from '../../src/places/postcode.ts'

const known: KnownPostcodes = {
  hasArea: area => AREAS.has(area),
  hasOutcode: outcode => OUTCODE_PLACES.has(outcode),
}
const read = (text: string): PostcodeReading | null => readPostcode(text, known)
const unitOf = (text: string): string | undefined => {
  const reading = read(text)
  return reading?.kind === 'unit' ? reading.label : undefined
}

const outcode = fc.constantFrom(...OUTCODE_PLACES.keys())
const inward = fc.integer({ min: 0, max: 3999 }).map(inwardText)
const unit = fc.tuple(outcode, inward).map(([front, back]) => ({ front, back, label: `${front} ${back}` }))
const gap = fc.constantFrom('', ' ', '  ', '-', '\u00a0', '\u2009', ' - ', '\t')

/** Any UTF-16 at all, half characters too: cheaper to make than fast-check's own whole ones. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
  .map(codes => String.fromCharCode(...codes))

describe('reading a postcode', () => {
  it('numbers the 4,000 inward codes in alphabetical order and back', () => {
    const texts = Array.from({ length: 4000 }, (_, number) => inwardText(number))
    assert.deepEqual(texts, texts.toSorted())
    for (const [number, text] of texts.entries()) assert.equal(inwardNumber(text), number)
    for (const bad of ['', '4A', '4APP', 'AAP', '4CP', '4AI', '4AO', ':AA', '4a{'])
      assert.equal(inwardNumber(bad), -1)
  })

  it('reads any real postcode in any case and spacing as itself', () => {
    fc.assert(
      fc.property(unit, gap, fc.boolean(), ({ front, back, label }, between, lower) => {
        const text = ` ${front}${between}${back} `
        assert.equal(unitOf(lower ? text.toLowerCase() : text), label)
      }),
      { numRuns: 500 },
    )
  })

  it('reads full-width letters, and a postcode in an address', () => {
    assert.equal(unitOf('ＬＳ１ ４ＡＰ'), 'LS1 4AP')
    assert.equal(unitOf('SW1A 1AA, London'), 'SW1A 1AA')
    assert.equal(unitOf('10 Downing Street, London SW1A 2AA'), 'SW1A 2AA')
    assert.equal(unitOf('London (SW1A2AA)'), 'SW1A 2AA')
    assert.equal(unitOf('M1 1AE Manchester'), 'M1 1AE')
  })

  it('finds the one full postcode among any words, and prefers none of several', () => {
    assert.equal(unitOf('patient is at LS1 4AP now'), 'LS1 4AP')
    assert.equal(unitOf('Flat 2 14 High Street Leeds LS14AP England'), 'LS1 4AP')
    assert.equal(unitOf('B12, Mill House, Leeds LS1 4AP'), 'LS1 4AP')
    assert.equal(unitOf('LS1 4AP (formerly ls1-4ap)'), 'LS1 4AP')
    for (const text of ['LS1 4AP LS2 9JT', 'LS1 4AP, LS2 9JT', 'E1, E2', 'LS1; M1 1'])
      assert.equal(read(text)?.kind, 'several', text)
  })

  it('reads no code into words that only resemble one', () => {
    for (const text of [
      'M1 Old Trafford',
      'E1 Inn on the Park',
      'M11 at junction 8',
      'Ward B3 2nd floor',
      'Leeds LS1',
      'Junction 4 M1',
      'S0',
    ])
      assert.equal(read(text), null, text)
    assert.equal(readAtEnd('Leeds LS1', known), 'LS1')
    assert.equal(readAtEnd('Leeds LS1 4', known), 'LS1 4')
    assert.equal(readAtEnd('High Street 12', known), null)
  })

  it('mends O for 0 and I for 1, towards an area that exists', () => {
    const mended: Record<string, string> = {
      'S01 4AA': 'SO1 4AA',
      'SWIA 1AA': 'SW1A 1AA',
      'W1A OAX': 'W1A 0AX',
      '0X1 2JD': 'OX1 2JD',
      'EC1A IBB': 'EC1A 1BB',
      '1P1 1AA': 'IP1 1AA',
      'BL0 9AA': 'BL0 9AA',
      'E1O 6AA': 'E10 6AA',
      'P015 5AA': 'PO15 5AA',
    }
    for (const [written, meant] of Object.entries(mended)) assert.equal(unitOf(written), meant, written)
  })

  it('mends every O, 0, I and 1 of an outcode, whichever way they were confused', () => {
    const confuse = (text: string): string => text.replaceAll('0', 'O').replaceAll('1', 'I')
    const other = (text: string): string => text.replaceAll('O', '0').replaceAll('I', '1')
    for (const front of OUTCODE_PLACES.keys()) {
      for (const written of [confuse(front), other(front)]) {
        const reading = read(`${written} 1AA`)
        assert.ok(reading?.kind === 'unit', written)
        // `SO1` for S01: some codes are each other's mirror, and then both exist.
        assert.ok(
          reading.outcode === front || OUTCODE_PLACES.has(reading.outcode),
          `${written} → ${reading.outcode}`,
        )
      }
    }
  })

  it('refuses letters that never end a postcode, and shapes that never were', () => {
    for (const text of [
      'SW1A 1AI',
      'SW1A 1CA',
      'LS1Q 4AP',
      'LS01 4AP',
      'LS1 4A',
      'LS1 44P',
      '1 1AA',
      'LS1 4APP',
    ])
      assert.equal(unitOf(text), undefined, text)
  })

  it('says when no postcode area has those letters', () => {
    for (const text of ['QQ1 1AA', 'AI3 4AA', 'ZA1 1AA', 'QQ1'])
      assert.equal(read(text)?.kind, 'no-such-area', text)
  })

  it('tells sectors from outcodes by the gap', () => {
    const labels: Record<string, [string, string]> = {
      'LS1 4': ['sector', 'LS1 4'],
      'ls1-4': ['sector', 'LS1 4'],
      LS14: ['outcode', 'LS14'],
      'LS 14': ['outcode', 'LS14'],
      LS1: ['outcode', 'LS1'],
      'L S 1': ['outcode', 'LS1'],
      SW1A1: ['sector', 'SW1A 1'],
      'E1 4': ['sector', 'E1 4'],
      'W1 2': ['outcode', 'W12'],
      'L1 O': ['sector', 'L1 0'],
      LS: ['area', 'LS'],
      e: ['area', 'E'],
    }
    for (const [text, [kind, label]] of Object.entries(labels)) {
      const reading = read(text)
      assert.deepEqual([reading?.kind, reading?.label], [kind, label], text)
    }
  })

  it('reads a code written in letters only where it is asked to', () => {
    assert.equal(read('WIA OAX'), null)
    assert.equal(readLettersAsPostcode('WIA OAX', known)?.label, 'W1A 0AX')
    assert.equal(readLettersAsPostcode('Woking', known)?.label, 'W0K 1NG')
  })

  it('takes no town of England for a postcode', () => {
    const taken = loadGazetteer().filter(town => read(town.name) !== null)
    assert.deepEqual(taken, [])
  })

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(anyText, text => {
        read(text)
      }),
    )
  })
})
