import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  type ActivityEntry,
  activityEntrySchema,
  assertSpeakable,
  holdsPostcode,
  parseEntry,
  unspeakableIn,
} from '../../src/activity/index.ts'
import { uuidv7 } from '../../src/vocabulary/index.ts'
import { sampleEntry } from './sample-entry.ts'

const asking = (question: Partial<ActivityEntry['question']>): ActivityEntry =>
  sampleEntry({ question: { ...sampleEntry().question, ...question } })

describe('what the activity log may say', () => {
  it('is every ordinary entry', () => {
    for (const cell of ['LS1 4', 'SW1A 1', 'B33 8', 'SE3033', null]) {
      const entry = asking({ cell })
      assertSpeakable(entry)
      assert.deepEqual(unspeakableIn(entry), [])
      assert.deepEqual(parseEntry(JSON.stringify(entry)), entry)
    }
  })

  it('is never a place finer than a sector or a 1 km square', () => {
    for (const cell of [
      'LS1 4AP',
      'LS14AP',
      'SE30123356',
      'SE 301 335',
      '430123,433567',
      '53.795,-1.547',
      '',
    ]) {
      assert.throws(() => assertSpeakable(asking({ cell })), /more finely/)
    }
  })

  it('is never a postcode or a coordinate as the target of a look-up', () => {
    for (const target of ['LS1 4AP', 'ls14ap', 'sw1a%201aa', '430123, 433567', '53.7954']) {
      assert.throws(() => assertSpeakable(asking({ target })), /target/)
    }
    for (const target of [
      'A81001',
      'FXX01',
      'RR801',
      '40213',
      'VLE1A',
      'Y03051',
      'urgent-treatment-centre',
    ]) {
      assertSpeakable(asking({ target }))
    }
  })

  it('is never a postcode in the request id a caller sent', () => {
    assert.throws(() => assertSpeakable(sampleEntry({ requestId: 'patient at LS1 4AP' })), /request id/)
    assert.equal(holdsPostcode('req-LS14AP'), true)
  })

  it('takes no id of ours for a postcode', () => {
    fc.assert(
      fc.property(fc.nat(), fc.uint8Array({ minLength: 10, maxLength: 10 }), (millis, random) => {
        assert.equal(holdsPostcode(uuidv7(millis, random)), false)
      }),
      { numRuns: 2000 },
    )
  })

  it('has no place in its schema for an age, a sex, a symptom or a point, at any depth', () => {
    const names: string[] = []
    const collect = (schema: unknown): void => {
      if (typeof schema !== 'object' || schema === null) return
      if ('properties' in schema && typeof schema.properties === 'object' && schema.properties !== null) {
        names.push(...Object.keys(schema.properties))
        assert.equal('additionalProperties' in schema && schema.additionalProperties, false)
      }
      for (const member of Object.values(schema)) collect(member)
    }
    collect(activityEntrySchema)
    assert.ok(names.includes('cell'))
    assert.deepEqual(unspeakableIn(Object.fromEntries(names.map(name => [name, null]))), [])
  })

  it('is searched to the bottom by the thorough check', () => {
    assert.deepEqual(
      unspeakableIn({
        question: {
          age: 4,
          sex: 'F',
          symptomGroup: 1,
          filters: ['near LS1 4AP'],
          near: { lat: 53.8, lng: 0 },
        },
        at: '2026-11-22T10:00:00.123Z',
      }),
      [
        'question.age: a forbidden name',
        'question.sex: a forbidden name',
        'question.symptomGroup: a forbidden name',
        'question.filters[0]: a full postcode',
        'question.near.lat: a forbidden name',
        'question.near.lat: a fraction, as of a coordinate',
        'question.near.lng: a forbidden name',
      ],
    )
  })
})

describe('an entry read back', () => {
  it('is refused with the member that is wrong', () => {
    const wrong = { ...sampleEntry(), decision: 'perhaps' }
    assert.throws(() => parseEntry(JSON.stringify(wrong)), /\/decision/)
    assert.throws(() => parseEntry(JSON.stringify({ ...sampleEntry(), age: 4 })), /does not read/)
  })
})
