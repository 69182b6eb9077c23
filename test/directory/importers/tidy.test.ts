import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dayAfter, readDate } from '../../../src/directory/importers/dates.ts'
import { tidyName } from '../../../src/directory/importers/tidy-name.ts'
import { type PhoneAnswer, tidyPhone } from '../../../src/directory/importers/tidy-phone.ts'
import { tidyEmail, tidyWebsite } from '../../../src/directory/importers/tidy-web.ts'
import { divideAddress } from '../../../src/directory/importers/town.ts'
import { typeCodesOf, typeOfWords } from '../../../src/directory/importers/type-words.ts'

describe('a name all in capitals', () => {
  const names = {
    'ROWAN PHARMACY': 'Rowan Pharmacy',
    'THE NHS GP & PCN HUB, UTC': 'The NHS GP & PCN Hub, UTC',
    'STOCKTON-ON-TEES': 'Stockton-on-Tees',
    "ST. JOHN'S SURGERY": "St. John's Surgery",
    "DR O'BRIEN & DR MCDONALD": "Dr O'Brien & Dr McDonald",
    '10A/10B BENTALLS CTR': '10A/10B Bentalls Ctr',
    '1ST FLOOR, UNIT 8': '1st Floor, Unit 8',
    'J W SMITH LTD': 'J W Smith Ltd',
    'BJW CHEMIST': 'BJW Chemist',
    'CAFÉ CLINIC': 'Café Clinic',
  }
  for (const [given, tidy] of Object.entries(names))
    it(`${given} becomes ${tidy}`, () => assert.equal(tidyName(given), tidy))

  it('is left alone when somebody has chosen its case, but for acronyms that can be nothing else', () => {
    assert.equal(tidyName('Liverpool Nhs  Walk-In\u00a0Centre'), 'Liverpool NHS Walk-In Centre')
    assert.equal(tidyName('BRIAR clinic'), 'BRIAR clinic')
  })
})

describe('the town of an address', () => {
  it('is taken from where it should be, unless a county stands there', () => {
    assert.equal(divideAddress(['1 High Street', '', '', 'LEEDS', 'WEST YORKSHIRE'], 3).town, 'Leeds')
    assert.equal(divideAddress(['49 CENTRE', 'LEEDS', 'WEST YORKSHIRE', '', ''], 3).town, 'Leeds')
    assert.equal(divideAddress(['Lowgate', 'Gosberton', 'Spalding', 'Lincs', ''], 3).town, 'Spalding')
  })

  it('is none where only a street is given', () => {
    assert.deepEqual(divideAddress(['', 'Long Lane', '', '', 'Essex'], 3), {
      address: ['Long Lane', 'Essex'],
      town: undefined,
    })
  })
})

describe('a telephone field', () => {
  const read = (text: string): string => {
    const answer: PhoneAnswer = tidyPhone(text)
    if (answer.outcome !== 'numbers') return answer.outcome
    const numbers = answer.numbers.map(({ value, label }) => (label ? `${value} (${label})` : value))
    return `${answer.change}: ${numbers.join(' + ')}`
  }
  const fields = {
    '01632 960001': 'as-given: 01632 960001',
    'Tel No; 01632 960001': 'phone-form: 01632 960001',
    '01632-960001': 'phone-form: 01632 960001',
    '(01632) 960001': 'phone-form: 01632 960001',
    '"+44 (0)1632 960001"': 'phone-form: 01632 960001',
    '0044 1632 960001': 'phone-form: 01632 960001',
    '01632\u00a0960001': 'phone-form: 01632 960001',
    '+1 202 555 0100': 'as-given: +1 202 555 0100',
    '1632960001': 'phone-digits: 01632960001',
    '001632960001': 'phone-digits: 01632960001',
    '01632 960001 (ext. 4266)': 'phone-label: 01632 960001 (ext. 4266)',
    '01632 960001 (ext.4) (ext. 4)': 'phone-label: 01632 960001 (ext. 4)',
    '(Freephone) 0808 157 0001': 'phone-label: 0808 157 0001 (Freephone)',
    '01632 960001/2': 'phone-label: 01632 960001 (01632 960001/2)',
    '01632 960001 or 01632 960002': 'phone-form: 01632 960001 + 01632 960002',
    '020 7946 0001 020 7946 0002': 'phone-form: 020 7946 0001 + 020 7946 0002',
    'Drop-in only': 'unreadable',
    '0845 4647': 'unreadable',
    '00000 000000': 'unreadable',
    'n/a': 'none',
    'No telephone number available': 'none',
    '.': 'none',
  }
  for (const [given, answer] of Object.entries(fields))
    it(`${JSON.stringify(given)} is ${answer}`, () => assert.equal(read(given), answer))
})

describe('a web address', () => {
  const read = (text: string): string => {
    const answer = tidyWebsite(text)
    return answer.outcome === 'address' ? answer.value : answer.outcome
  }
  const fields = {
    'https://Example.org/a?b=1': 'https://example.org/a?b=1',
    'www.example.org.uk': 'http://www.example.org.uk',
    'http://www.example.org. ': 'http://www.example.org',
    'http://www.example.org/leighton buzzard': 'http://www.example.org/leighton%20buzzard',
    'http://www.example .org': 'unreadable',
    'www.example.co.ui': 'unreadable',
    'desk@example.org': 'unreadable',
    '51.36787415': 'unreadable',
    'under construction': 'unreadable',
    'javascript:alert(1)': 'unreadable',
    none: 'none',
    '': 'none',
  }
  for (const [given, answer] of Object.entries(fields))
    it(`${JSON.stringify(given)} is ${answer}`, () => assert.equal(read(given), answer))

  it('of e-mail is checked too, and one under .invalid stands for nothing', () => {
    assert.deepEqual(tidyEmail('mailto:desk@example.org.'), { outcome: 'address', value: 'desk@example.org' })
    assert.equal(tidyEmail('taken-out@example.invalid').outcome, 'none')
    assert.equal(tidyEmail('desk at example.org').outcome, 'unreadable')
  })
})

describe('a date', () => {
  it('is read in every form met, day before month, and only when there is such a day', () => {
    assert.equal(readDate('Apr 18 2014'), '2014-04-18')
    assert.equal(readDate('May  5 2014'), '2014-05-05')
    assert.equal(readDate('18 April 2014'), '2014-04-18')
    assert.equal(readDate('2014-04-18T00:00:00Z'), '2014-04-18')
    assert.equal(readDate('20140418'), '2014-04-18')
    assert.equal(readDate('05/04/2014'), '2014-04-05')
    for (const none of ['Feb 30 2014', '2014-13-01', '', 'soon', '31/04/2014', 'Foo 1 2014'])
      assert.equal(readDate(none), undefined)
    assert.equal(dayAfter('2026-12-31'), '2027-01-01')
  })
})

describe('a word for a kind of service', () => {
  it('is an id or code of ours, a published name, a usual word, or what the map says', () => {
    const codes = typeCodesOf({ 'Talking Shop': 11, pharmacy: 132 })
    assert.equal(typeOfWords('100', codes), 100)
    assert.equal(typeOfWords('urgent-treatment-centre', codes), 135)
    assert.equal(typeOfWords('Urgent Treatment Centre (UTC)', codes), 135)
    assert.equal(typeOfWords('gp_practice', codes), 100)
    assert.equal(typeOfWords('Opticians', codes), 14)
    assert.equal(typeOfWords('TALKING  shop', codes), 11)
    assert.equal(typeOfWords('Pharmacy', codes), 132)
    assert.equal(typeOfWords('Windmill', codes), undefined)
    assert.equal(typeOfWords('DoS Region', codes), undefined)
  })
})
