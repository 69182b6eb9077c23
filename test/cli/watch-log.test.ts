import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { logReader } from '../../src/cli/watch-log.ts'
import { readSlowly } from '../../src/cli/watch-log-slowly.ts'

const read = logReader()
const quickly = (text: string) => {
  const bytes = Buffer.from(` ${text} `)
  return read(bytes, 1, bytes.length - 1)
}

describe('the reader of logs', () => {
  it('reads what JSON.parse reads, whatever the line holds', () => {
    const odd = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.integer()),
    )
    const number = fc.oneof({ weight: 6, arbitrary: fc.integer() }, odd)
    const at = fc.oneof(
      {
        weight: 6,
        arbitrary: fc
          .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
          .map(date => date.toISOString()),
      },
      fc.constantFrom(
        '2026-01-05T09:12:03Z',
        '2026-01-05',
        '2026-13-05T09:12:03.120Z',
        '2026-01-05T25:12:03.120Z',
        '2026-01-05T09:12:03.12aZ',
      ),
      odd,
    )
    const ids = fc.oneof({ weight: 6, arbitrary: fc.array(fc.nat()) }, odd)
    const entry = fc.record(
      {
        at,
        account: fc.oneof({ weight: 6, arbitrary: fc.constantFrom('a1', 'ä"\\', 'b') }, odd),
        action: fc.constantFrom('search', 'lookup', 'ods', 'other'),
        easting: number,
        northing: number,
        type: number,
        id: number,
        found: fc.oneof({ weight: 6, arbitrary: fc.boolean() }, odd),
        odsCode: fc.oneof({ weight: 6, arbitrary: fc.constant('FXX01') }, odd),
        ids,
        another: fc.oneof(odd, fc.dictionary(fc.string(), odd)),
      },
      { requiredKeys: [] },
    )
    const spacing = fc.constantFrom(0, 1)
    fc.assert(
      fc.property(entry, spacing, (fields, space) => {
        const text = JSON.stringify(fields, null, space).replaceAll('\n', ' ')
        assert.deepEqual(quickly(text), readSlowly(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it('reads decimals, and says of broken lines what is wrong', () => {
    const line =
      '{"at":"2026-01-05T09:12:03.120Z","account":"a1","action":"search","easting":430000.5,"northing":-1,"type":13,"ids":[1, 2]}'
    assert.deepEqual(quickly(line), {
      action: 'search',
      at: Date.parse('2026-01-05T09:12:03.120Z'),
      account: 'a1',
      easting: 430_000.5,
      northing: -1,
      type: 13,
      ids: [1, 2],
    })
    for (const cut of [
      line.slice(0, -1),
      line.slice(5),
      `${line}x`,
      line.replace('13', '01'),
      line.replace('[1, 2]', '[1, 2'),
    ])
      assert.equal(quickly(cut), 'is not JSON')
    assert.equal(quickly(line.replace('"type":13', '"type":null')), 'has no number in "type"')
  })
})
