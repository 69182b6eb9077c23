import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { decodeText } from '../../../src/directory/importers/source-text.ts'
import { type Delimiter, readTextRows, sniffDelimiter } from '../../../src/directory/importers/text-rows.ts'

const rowsOf = (text: string, delimiter: Delimiter = ',') => [...readTextRows(text, delimiter)]

describe('text of unknown make', () => {
  it('is read by its byte order mark, as strict UTF-8, or else as Windows-1252', () => {
    assert.deepEqual(decodeText(Buffer.from('\ufeffé', 'utf8')), { text: 'é', encoding: 'utf-8' })
    assert.deepEqual(decodeText(Buffer.from('a¬é', 'utf8')), { text: 'a¬é', encoding: 'utf-8' })
    assert.deepEqual(decodeText(Buffer.from([0xff, 0xfe, 0x61, 0x00, 0xe9, 0x00])), {
      text: 'aé',
      encoding: 'utf-16le',
    })
    // 0x92 is an apostrophe in Windows-1252 and a control character in Latin-1; 0xAC is NHS.UK's delimiter.
    assert.deepEqual(decodeText(Buffer.from([0x6f, 0x92, 0x73, 0xac])), {
      text: 'o’s¬',
      encoding: 'windows-1252',
    })
  })

  it('is divided at whichever of five delimiters its first line has most of, outside quotation marks', () => {
    assert.equal(sniffDelimiter('a¬b¬c,d'), '¬')
    assert.equal(sniffDelimiter('a\tb\tc'), '\t')
    assert.equal(sniffDelimiter('a|b|c'), '|')
    assert.equal(sniffDelimiter('\n"one, two, three";b;c'), ';')
    assert.equal(sniffDelimiter('only one column'), ',')
  })

  it('gives each row the line it starts on, through quoted line ends, blank lines and CRLF', () => {
    const rows = rowsOf('a,b\r\n\r\n"x\ny",2\r\n , \r\n3,"say ""hi"""\r\n')
    assert.deepEqual(
      rows.map(({ line, fields }) => [line, fields]),
      [
        [1, ['a', 'b']],
        [3, ['x\ny', '2']],
        [6, ['3', 'say "hi"']],
      ],
    )
    assert.equal(rows[1]?.raw, '"x\ny",2')
  })

  it('ends a row at its line when a quotation mark is never closed, and reads the next as if nothing had been', () => {
    const rows = rowsOf(`h,i\n"open,1\n${'good,2\n'.repeat(40)}`)
    assert.deepEqual(
      rows.slice(0, 3).map(({ line, unclosed }) => [line, unclosed]),
      [
        [1, false],
        [2, true],
        [3, false],
      ],
    )
    assert.equal(rows.length, 42)
  })

  it('takes quotation marks for characters in files divided by ¬, which have no quoting', () => {
    assert.deepEqual(rowsOf('1¬"dorian House"¬"x', '¬')[0]?.fields, ['1', '"dorian House"', '"x'])
  })

  it('gives back any table of values, however they are quoted', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é', ';'), maxLength: 6 })
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 }), table => {
        const text = table
          .map(row => row.map(value => `"${value.replaceAll('"', '""')}"`).join(','))
          .join('\r\n')
        const filled = table.filter(row => row.some(value => value.trim() !== ''))
        assert.deepEqual(
          rowsOf(text).map(({ fields }) => fields),
          filled,
        )
      }),
    )
  })
})
