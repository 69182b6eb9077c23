import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { XMLParser } from 'fast-xml-parser'
import {
  type CaseRead,
  type Fields,
  faultEnvelope,
  hospitalsEnvelope,
  readCase,
  readDistance,
  readSoap,
  type SoapCall,
  type SoapFault,
  soapFault,
  wsdlText,
  XML_LIMITS,
} from '../../src/dos/index.ts'
import { caseParts, DOS, message, type Part, SOAP_11, SOAP_12, STYLES, userInfo } from './soap-message.ts'

const DEFAULTS = {
  caseRef: 'ref-1',
  postcode: 'LS1 4AP',
  surgery: 'B86001',
  age: '30',
  ageFormat: 'Years',
  disposition: '91001',
  symptomGroup: '900001',
  symptomDiscriminatorList: '950001,950002',
  searchDistance: '20',
  forceSearchDistance: 'false',
  gender: 'F',
}

const bytes = (text: string): Uint8Array => Buffer.from(text)
const search = (parts: readonly Part[] = caseParts(DEFAULTS), options = {}): string =>
  message('CheckCapacitySummary', [userInfo(), ['c', parts]], options)

function callOf(text: string): SoapCall {
  const read = readSoap(bytes(text))
  if (read.outcome === 'fault') assert.fail(`${read.fault.text}\n${text}`)
  return read.call
}

function faultOf(text: string | Uint8Array): SoapFault {
  const read = readSoap(typeof text === 'string' ? bytes(text) : text)
  if (read.outcome === 'read') assert.fail(`It was read: ${JSON.stringify(read.call)}`)
  return read.fault
}

const EXPECTED: SoapCall = {
  version: '1.5',
  credentials: { username: 'user', password: 'pass' },
  operation: 'CheckCapacitySummary',
  fields: {
    scalars: new Map(Object.entries(DEFAULTS).filter(([name]) => name !== 'symptomDiscriminatorList')),
    lists: new Map([['symptomDiscriminatorList', ['950001', '950002']]]),
  },
}

/** Maps compare by the order of their entries here, which is that of the message. */
const sorted = (call: SoapCall): unknown =>
  'fields' in call
    ? { ...call, fields: [...call.fields.scalars].sort(), lists: [...call.fields.lists] }
    : call

describe('a SOAP message is known by namespace and name', () => {
  for (const [name, style] of Object.entries(STYLES)) {
    it(`reads the same in the style ${name}`, () => {
      assert.deepEqual(sorted(callOf(search(caseParts(DEFAULTS), { style }))), sorted(EXPECTED))
    })
  }

  it('reads the same in any order, with any prefix, white space, comments, CDATA, references and unknown elements', () => {
    const prefix = fc.constantFrom('', 'web', 'tns', 'ns1', 'a-b', 'Ä')
    const between = fc.constantFrom('', '\n', ' \t', '\r\n\r\n', '<!-- <c> & -->', '<!---->')
    const wrapped = fc.constantFrom(
      (text: string) => text,
      (text: string) => `<![CDATA[${text}]]>`,
      (text: string) => [...text].map(letter => `&#${letter.codePointAt(0)};`).join(''),
      (text: string) => [...text].map(letter => `&#x${letter.codePointAt(0)?.toString(16)};`).join(''),
      (text: string) => `\n ${text} `,
      (text: string) => `${text.slice(0, 1)}<!-- in between -->${text.slice(1)}`,
    )
    const cases = fc.record({
      order: fc.shuffledSubarray([...caseParts(DEFAULTS)], { minLength: Object.keys(DEFAULTS).length }),
      strange: fc.subarray(['wish', 'AGE', 'Postcode', 'capacity']),
      envelope: prefix,
      payload: prefix,
      between,
      wrap: wrapped,
      credentialsFirst: fc.boolean(),
    })
    fc.assert(
      fc.property(cases, ({ order, strange, envelope, payload, between, wrap, credentialsFirst }) => {
        fc.pre(envelope !== payload)
        const style = { envelope, payload, between }
        const parts: readonly Part[] = [...order, ...strange.map((name): Part => [name, 'anything'])]
        const two: readonly Part[] = [userInfo(), ['c', parts]]
        let text = message('CheckCapacitySummary', credentialsFirst ? two : two.toReversed(), { style })
        for (const value of ['LS1 4AP', 'B86001', 'Years']) text = text.replace(value, () => wrap(value))
        assert.deepEqual(sorted(callOf(text)), sorted(EXPECTED))
      }),
      { numRuns: 300 },
    )
  })

  it('takes a payload that forgets its namespace, and passes over elements of another', () => {
    const bare = `<e:Envelope xmlns:e="${SOAP_12}"><e:Body><GetHospitalScores><userInfo><username>u</username><password>p</password></userInfo></GetHospitalScores></e:Body></e:Envelope>`
    assert.deepEqual(callOf(bare).credentials, { username: 'u', password: 'p' })
    const foreign = bare.replace('<userInfo>', '<x:userInfo xmlns:x="urn:other"/><userInfo>')
    assert.deepEqual(callOf(foreign).credentials, { username: 'u', password: 'p' })
    assert.equal(
      faultOf(
        bare
          .replaceAll('GetHospitalScores', 'x:GetHospitalScores')
          .replace('<e:Env', '<e:Envelope xmlns:x="urn:other" a="')
          .replace('elope xmlns:e', '" xmlns:e'),
      ).code,
      108,
    )
  })

  it('keeps a password as it came, with its spaces and signs', () => {
    const password = '  <p&ss>"\' \u{1f511} '
    const text = message('GetHospitalScores', [userInfo('me', password)])
    assert.deepEqual(callOf(text).credentials, { username: 'me', password })
    const cdata = text.replace(
      /(<web:password>)[^<]*(<)/,
      (_all, open, end) => `${open}<![CDATA[${password}]]>${end}`,
    )
    assert.deepEqual(callOf(cdata).credentials, { username: 'me', password })
  })

  it('has no credentials where one of them is missing, empty or nil', () => {
    const nil =
      '<web:password xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true">p</web:password>'
    const text = message('GetHospitalScores', [userInfo()])
    for (const wrong of [
      message('GetHospitalScores', []),
      message('GetHospitalScores', [userInfo('', 'p')]),
      message('GetHospitalScores', [userInfo('u', '')]),
      text.replace('<web:password>pass</web:password>', nil),
      text.replace('<web:password>pass</web:password>', ''),
    ]) {
      assert.equal(callOf(wrong).credentials, null)
    }
  })

  it('names its version in a header with any prefix, and means 1.5 without', () => {
    for (const version of ['1.3', '1.4', '1.5', ' 1.4\n']) {
      assert.equal(callOf(search(undefined, { version })).version, version.trim())
    }
    assert.equal(callOf(search()).version, '1.5')
    for (const version of ['1.2', '1.6', 'v1.5', '15', '1.50']) {
      assert.deepEqual(callOf(search(undefined, { version })).version, soapFault('version'))
    }
    assert.deepEqual(callOf(search(undefined, { version: '' })).version, soapFault('version-empty'))
    const unqualified = search(undefined, { version: '1.3' }).replace(
      /web:serviceVersion[^>]*>1.3<.*?>/,
      'serviceVersion>1.3</serviceVersion>',
    )
    assert.equal(callOf(unqualified).version, '1.3')
  })

  it('refuses headers that must be understood and are not', () => {
    const security = (must: string): string =>
      search(undefined, { version: '1.4' }).replace(
        '</soap:Header>',
        `<w:Security xmlns:w="urn:wsse" soap:mustUnderstand="${must}"/></soap:Header>`,
      )
    assert.equal(faultOf(security('true')).code, 108)
    assert.equal(faultOf(security('1')).code, 108)
    assert.equal(callOf(security('false')).version, '1.4')
  })

  it('refuses SOAP 1.1 by name, and envelopes of no SOAP at all', () => {
    const words = 'Malformed XML: Unable to identify the SOAP version'
    const old = faultOf(search().replaceAll(SOAP_12, SOAP_11))
    assert.deepEqual([old.code, old.text], [108, words])
    assert.match(old.more, /^This is SOAP 1\.1/)
    assert.deepEqual(faultOf(search().replaceAll(SOAP_12, 'urn:soap')), { code: 108, text: words, more: '' })
  })

  it('takes nothing that it knows twice', () => {
    const once = search()
    for (const [what, twice] of Object.entries({
      scalar: once.replace('<web:age>', '<web:age>31</web:age><web:age>'),
      'scalar in no namespace': once.replace('<web:age>', '<age>31</age><web:age>'),
      'empty scalar': once.replace('<web:age>', '<web:age/><web:age>'),
      list: once.replace('<web:gender>', '<web:symptomDiscriminatorList/><web:gender>'),
      username: once.replace('<web:username>', '<web:username>other</web:username><web:username>'),
      userInfo: once.replace('<web:userInfo>', '<web:userInfo/><web:userInfo>'),
      c: once.replace('<web:c>', '<web:c/><web:c>'),
      operation: once.replace(/<web:CheckCapacitySummary[\s\S]*<\/web:CheckCapacitySummary>/, '$&$&'),
      'other operation': once.replace('</soap:Body>', `<GetHospitalScores xmlns="${DOS}"/></soap:Body>`),
      Body: once.replace(/<soap:Body>[\s\S]*<\/soap:Body>/, '$&$&'),
      Header: once.replace('<soap:Body>', '<soap:Header/><soap:Header/><soap:Body>'),
      version: search(undefined, { version: '1.3' }).replace(
        '</soap:Header>',
        '<serviceVersion/></soap:Header>',
      ),
      Envelope: once + once.replace(/<\?.*\?>/, ''),
    })) {
      assert.notEqual(twice, once, what)
      assert.equal(faultOf(twice).code, 108, what)
    }
  })

  it('refuses messages of another shape', () => {
    const once = search()
    for (const [what, wrong] of Object.entries({
      'no body': `<soap:Envelope xmlns:soap="${SOAP_12}"/>`,
      'empty body': `<soap:Envelope xmlns:soap="${SOAP_12}"><soap:Body/></soap:Envelope>`,
      'no envelope': `<GetHospitalScores xmlns="${DOS}"/>`,
      'another operation': once.replaceAll('CheckCapacitySummary', 'ServiceAnalysis'),
      'operation in another case': once.replaceAll('CheckCapacitySummary', 'checkCapacitySummary'),
      'no c': message('CheckCapacitySummary', [userInfo()]),
      'text in c': once.replace('<web:age>', 'hello<web:age>'),
      'text in the body': once.replace('<soap:Body>', '<soap:Body>hello'),
      'elements in a scalar': once.replace('>30<', '><b>30</b><'),
      'text in a list': once.replace('<web:int>', 'x<web:int>'),
      'elements in a list': once.replace('<web:int>', '<web:int><b/></web:int><web:int>'),
    })) {
      assert.notEqual(wrong, once, what)
      assert.equal(faultOf(wrong).code, 108, what)
    }
  })
})

describe('a SOAP message cannot be used against its reader', () => {
  const once = search()
  const inC = (markup: string): string => once.replace('<web:age>', `${markup}<web:age>`)
  const before = (markup: string): string => once.replace(/^<\?.*\?>\n/, markup)
  const billion = `<!DOCTYPE lolz [<!ENTITY a "ha">${['b', 'c', 'd', 'e', 'f', 'g']
    .map((name, index) => `<!ENTITY ${name} "${`&${'abcdef'[index]};`.repeat(10)}">`)
    .join('')}]>`
  const attacks: Readonly<Record<string, string | Uint8Array>> = {
    'a billion laughs': before(billion).replace('30', '&g;'),
    'an external entity': before('<!DOCTYPE e [<!ENTITY x SYSTEM "file:///etc/passwd">]>').replace(
      '30',
      '&x;',
    ),
    'a parameter entity': before('<!DOCTYPE e [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd">%x;]>'),
    'an external document type': before('<!DOCTYPE e SYSTEM "http://127.0.0.1/e.dtd">'),
    'a document type in small letters': before('<!doctype e>'),
    'a document type in the middle': inC('<!DOCTYPE e>'),
    'an entity that nobody declared': once.replace('30', '&nbsp;'),
    'a reference to a character there is none of': once.replace('30', '&#0;'),
    'a reference to half a character': once.replace('30', '&#xD800;'),
    'a loose ampersand': once.replace('30', '3 & 0'),
    'an entity in an attribute': inC('<web:x y="&evil;"/>'),
    'a processing instruction': inC('<?php echo 1 ?>'),
    'a style sheet': before('<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1/"?>'),
    'a second declaration': once.replace('\n', '\n<?xml version="1.0"?>'),
    'XML 1.1': before('<?xml version="1.1"?>'),
    'another encoding by name': before('<?xml version="1.0" encoding="ISO-8859-1"?>'),
    'UTF-7 by name': before('<?xml version="1.0" encoding="UTF-7"?>'),
    'UTF-16': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(once, 'utf16le')]),
    'UTF-16 without a mark': Buffer.from(once, 'utf16le'),
    'Latin 1': Buffer.from(once.replace('30', '3é0'), 'latin1'),
    'overlong UTF-8': Buffer.concat([Buffer.from(once), Buffer.from([0xc0, 0xbc])]),
    'a zero byte': once.replace('30', '3\u00000'),
    'control characters': once.replace('30', '3\u000b0'),
    depth: once.replace('<web:age>', `${'<a>'.repeat(40)}${'</a>'.repeat(40)}<web:age>`),
    'depth that never ends': `<a>`.repeat(10_000),
    'very many elements': inC('<a/>'.repeat(XML_LIMITS.elements)),
    'very many attributes': inC(
      `<a ${Array.from({ length: 300 }, (_, index) => `a${index}="1"`).join(' ')}/>`,
    ),
    'very many prefixes': inC(
      `<a ${Array.from({ length: 300 }, (_, index) => `xmlns:p${index}="urn:x"`).join(' ')}/>`,
    ),
    'the same attribute twice': inC('<a b="1" b="2"/>'),
    size: inC(`<a>${'x'.repeat(XML_LIMITS.bytes)}</a>`),
    'a long attribute': inC(`<a b="${'x'.repeat(XML_LIMITS.bytes)}"/>`),
    'CDATA without end': inC('<![CDATA[ '),
    'an end of CDATA without beginning': once.replace('30', '30]]>'),
    'CDATA around the message': `<![CDATA[${once}]]>`,
    'a comment without end': inC('<!-- '),
    'a comment with two dashes': inC('<!-- a -- b -->'),
    'a tag without end': once.slice(0, -1),
    'tags that cross': once.replace('</web:age>', '</web:ageFormat>'),
    'a tag in a tag': once.replace('<web:age>', '<web:age<b>>'),
    'a smaller sign in an attribute': inC('<a b="<"/>'),
    'an attribute without quotes': inC('<a b=1/>'),
    'an attribute without value': inC('<a b/>'),
    'a prefix nobody declared': inC('<x:a/>'),
    'a prefix taken away': inC('<a xmlns:web=""/>'),
    'the prefix xmlns': inC('<a xmlns:xmlns="urn:x"/>'),
    'two colons': inC('<web:a:b/>'),
    'a name dear to JavaScript': inC('<__proto__><polluted>1</polluted></__proto__>'),
    'another name dear to JavaScript': inC('<constructor/>'),
    'text after the message': `${once}hello`,
    'text before the message': `hello${once}`,
    'white space before the declaration': ` ${once}`,
    nothing: '',
    'white space': ' \n',
    JSON: '{"CheckCapacitySummary":{}}',
  }
  for (const [name, attack] of Object.entries(attacks)) {
    it(`refuses ${name}`, () => {
      const fault = faultOf(attack)
      assert.equal(fault.code, 108)
      assert.equal(fault.text, 'Malformed XML: The soap message is not valid xml.')
      assert.notEqual(fault.more, '')
    })
  }

  it('is not led astray by names that every object has', () => {
    const names = ['toString', 'valueOf', 'propertyIsEnumerable']
    const text = inC(names.map(name => `<${name}>1</${name}>`).join('')).replace('>F<', '>constructor<')
    const call = callOf(text)
    assert.ok('fields' in call)
    assert.deepEqual(judge(call.fields), { outcome: 'fault', fault: soapFault('gender') })
    assert.equal(Reflect.get({}, 'polluted'), undefined)
  })

  it('gives one answer for whatever it is sent, and never throws', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '&',
      ';',
      '"',
      "'",
      '/',
      '!',
      '--',
      '[CDATA[',
      ']]>',
      '?',
      'xmlns:a=',
      ':',
      '\u{1f600}',
      'é',
    )
    fc.assert(
      fc.property(fc.nat(once.length), fc.nat(3), fc.array(pieces, { maxLength: 4 }), (at, cut, put) => {
        const text = once.slice(0, at) + put.join('') + once.slice(at + cut)
        assert.ok(['read', 'fault'].includes(readSoap(bytes(text)).outcome))
      }),
      { numRuns: 1500 },
    )
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), raw => readSoap(raw).outcome === 'fault'))
  })
})

const NOW = Date.UTC(2026, 5, 3, 11, 0, 0)
const REFERENCE = {
  symptomGroups: new Map([[900_001, { name: 'Demonstration', zCode: false }]]),
  dispositionGroups: new Map([[91_001, { uid: 91_001, name: 'Demonstration', minutes: 120, codes: [] }]]),
}

const judge = (fields: Fields): CaseRead => readCase(fields, { reference: REFERENCE, now: NOW })

function fieldsWith(changes: Readonly<Record<string, string | null>>): Fields {
  const call = callOf(search(caseParts(DEFAULTS, changes)))
  assert.ok('fields' in call)
  return call.fields
}

const judged = (changes: Readonly<Record<string, string | null>>) => {
  const read = judge(fieldsWith(changes))
  return read.outcome === 'read' ? read.asked : read.fault.code
}

const ageOf = (age: string | null, ageFormat: string | null): number | string => {
  const asked = judged({ age, ageFormat })
  return typeof asked === 'number' ? `fault ${asked}` : asked.ageDays
}

describe('a case is judged as the table of faults says', () => {
  it('counts ages in days, cut off, within the limits of each format', () => {
    const ages: readonly [string | null, string | null, number | string][] = [
      ['0', 'Days', 0],
      ['31', 'Days', 31],
      ['32', 'Days', 'fault 115'],
      ['-1', 'Days', 'fault 115'],
      ['1', 'Months', 30],
      ['23', 'Months', 700],
      ['0', 'Months', 'fault 116'],
      ['24', 'Months', 'fault 116'],
      ['2', 'Years', 730],
      ['30', 'Years', 10_957],
      ['129', 'Years', 47_117],
      ['1', 'Years', 'fault 117'],
      ['130', 'Years', 'fault 117'],
      ['1', 'AgeGroup', 5844],
      ['2', 'AgeGroup', 1826],
      ['3', 'AgeGroup', 365],
      ['4', 'AgeGroup', 0],
      ['0', 'AgeGroup', 'fault 118'],
      ['5', 'AgeGroup', 'fault 118'],
      ['8', 'AgeGroup', 'fault 118'],
      ['30', 'years', 'fault 119'],
      ['30', 'Hours', 'fault 119'],
      ['30', 'constructor', 'fault 119'],
      ['30', null, 'fault 119'],
      [null, 'Years', 'fault 114'],
      ['', 'Years', 'fault 114'],
      ['30.5', 'Years', 'fault 114'],
      ['thirty', 'Years', 'fault 114'],
      ['1e1', 'Years', 'fault 114'],
      ['0x1E', 'Years', 'fault 114'],
      ['99999999999999', 'Years', 'fault 114'],
    ]
    assert.deepEqual(
      ages.map(([age, format]) => [age, format, ageOf(age, format)]),
      ages,
    )
  })

  it('takes years from 2 to 129 in every version', () => {
    for (const age of ['0', '1', '130']) assert.equal(ageOf(age, 'Years'), 'fault 117')
    assert.equal(ageOf('2', 'Years'), 730)
  })

  it('converts every age as an independent sum does', () => {
    const format = fc.constantFrom(['Days', 0, 31, 1], ['Months', 1, 23, 30.4375], ['Years', 2, 129, 365.25])
    fc.assert(
      fc.property(format, fc.integer({ min: -5, max: 200 }), ([name, min, max, days], age) => {
        const within = age >= Number(min) && age <= Number(max)
        const code = { Days: 115, Months: 116, Years: 117 }[String(name)]
        // Quarters of a hundredth of a day, so that nothing is lost on the way.
        const sum = Math.trunc((age * Number(days) * 10_000) / 10_000)
        assert.equal(ageOf(String(age), String(name)), within ? sum : `fault ${code}`)
      }),
    )
  })

  it('takes M, F and I, in this case only, and I where none is given', () => {
    const sexOf = (gender: string | null) => {
      const asked = judged({ gender })
      return typeof asked === 'number' ? asked : asked.sex
    }
    assert.deepEqual([null, '', 'M', 'F', 'I'].map(sexOf), [
      'indeterminate',
      'indeterminate',
      'male',
      'female',
      'indeterminate',
    ])
    assert.deepEqual(['m', 'X', 'MF', 'Female', 'toString'].map(sexOf), [106, 106, 106, 106, 106])
  })

  it('knows symptom groups and disposition groups by their lists; no disposition is none, and so is 0', () => {
    for (const symptomGroup of ['1', '0', '-900001', 'abc', '900001.0'])
      assert.equal(judged({ symptomGroup }), 120)
    for (const disposition of ['1', '-1', 'Dx02', '91001x']) assert.equal(judged({ disposition }), 121)
    for (const disposition of [null, '', '0']) {
      const asked = judged({ disposition })
      assert.equal(typeof asked === 'number' ? asked : asked.dispositionGroup, null)
    }
    const asked = judged({ symptomGroup: null })
    assert.equal(typeof asked === 'number' ? asked : asked.symptomGroup, null)
  })

  it('takes each discriminator once, and what is no number not at all', () => {
    const asked = judged({ symptomDiscriminatorList: '950002,abc,950002,,950001' })
    assert.deepEqual(typeof asked === 'number' ? asked : asked.discriminators, [950_002, 950_001])
  })

  it('takes UNK for a practice that is not known', () => {
    const surgeryOf = (surgery: string | null) => {
      const asked = judged({ surgery })
      return typeof asked === 'number' ? asked : asked.surgery
    }
    assert.deepEqual([null, 'UNK', 'unk', 'b86001'].map(surgeryOf), [null, null, null, 'B86001'])
  })

  it('looks ahead by at most twelve months and back by a minute', () => {
    const timeOf = (searchDateTime: string): number | string => {
      const read = judge(fieldsWith({ searchDateTime }))
      return read.outcome === 'read' ? read.asked.at - NOW : read.fault.text
    }
    const minutes = (count: number): number => count * 60_000
    // London is an hour ahead of UTC in June, and a time without an offset is London's.
    assert.equal(timeOf('2026-06-03T12:00:00'), 0)
    assert.equal(timeOf('2026-06-03T12:05'), minutes(5))
    assert.equal(timeOf('2026-06-03T11:05:00Z'), minutes(5))
    assert.equal(timeOf('2026-06-03T11:05:00.250Z'), minutes(5) + 250)
    assert.equal(timeOf('2026-06-03T12:05:00+01:00'), minutes(5))
    assert.equal(timeOf('2026-06-03T11:59:00'), -minutes(1))
    assert.equal(timeOf('2027-06-03T11:00:00Z'), 365 * 86_400_000)
    const past = '2026-06-03T10:58:59Z'
    assert.equal(
      timeOf(past),
      `Parameter Validation: searchDateTime (${past}) more than 1 minute in the past`,
    )
    const late = '2027-06-03T11:00:01Z'
    assert.equal(timeOf(late), `Parameter Validation: searchDateTime (${late}) more than 12 months in future`)
    for (const invalid of [
      'now',
      '2026-06-03',
      '03/06/2026 12:00',
      '2026-02-30T12:00:00',
      '2026-06-03T24:00:00',
      '2026-06-03T12:60',
      '2026-13-03T12:00:00',
      '2026-06-03 12:00:00',
      '2026-06-03T12:00:00+25:00',
      '1780484400',
    ]) {
      assert.equal(timeOf(invalid), 'Parameter Validation: Search date and time is invalid', invalid)
    }
  })

  it('calls another time than now a trial', () => {
    const isTrial = (searchDateTime: string | null) => {
      const asked = judged({ searchDateTime })
      return typeof asked === 'number' ? asked : asked.isWhatIf
    }
    assert.deepEqual([null, '2026-06-03T12:00:30', '2026-06-03T12:02:00'].map(isTrial), [false, false, true])
  })

  it('judges a distance only where it would be used', () => {
    const distanceOf = (
      searchDistance: string | null,
      forceSearchDistance: string | null,
      isKept: boolean,
    ) => {
      const read = readDistance(fieldsWith({ searchDistance, forceSearchDistance }), isKept)
      return read.outcome === 'read' ? [read.distance.metres, read.distance.force] : read.fault.code
    }
    assert.deepEqual(distanceOf('20', null, false), [20_000, false])
    assert.deepEqual(distanceOf('1', '0', false), [1000, false])
    assert.deepEqual(distanceOf('99', 'true', true), [99_000, true])
    assert.deepEqual(distanceOf(null, 'false', false), [null, false])
    // A distance kept for the postcode comes first, and then what the request says is of no weight.
    assert.deepEqual(distanceOf('500', 'false', true), [null, false])
    for (const wrong of ['0', '100', '-5', '1.5', 'far', '1e1']) {
      assert.equal(distanceOf(wrong, 'false', false), 105, wrong)
      assert.equal(distanceOf(wrong, '1', true), 105, wrong)
    }
    assert.equal(distanceOf(null, 'true', false), 113)
    assert.equal(distanceOf('', '1', true), 113)
    assert.equal(distanceOf('20', 'perhaps', false), 108)
    assert.equal(distanceOf('20', 'constructor', false), 108)
  })
})

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML has no room for.
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** Of any code points, halves of characters and what XML has no room for among them. */
const anyText = fc
  .array(fc.oneof(fc.nat(0x10ffff), fc.nat(0x7f), fc.constant(0xd83d)), { maxLength: 40 })
  .map(codes => String.fromCodePoint(...codes))

describe('what the SOAP interface writes', () => {
  it('writes faults in the one shape that clients read', () => {
    assert.equal(
      faultEnvelope(soapFault('privileges', 'A & B < C.')).toString(),
      `<?xml version="1.0" encoding="UTF-8"?>\n<env:Envelope xmlns:env="${SOAP_12}" xmlns:ns1="${DOS}"><env:Body><env:Fault><env:Code><env:Value>303</env:Value></env:Code><env:Reason><env:Text>Incorrect Privileges: Please check that the user has the correct privileges to run this service</env:Text></env:Reason><env:Detail><ns1:explanation>A &amp; B &lt; C.</ns1:explanation></env:Detail></env:Fault></env:Body></env:Envelope>\n`,
    )
  })

  it('writes any text so that a reader of XML has it back, but for what XML has no room for', () => {
    const parser = new XMLParser({ parseTagValue: false, trimValues: false, htmlEntities: true })
    fc.assert(
      fc.property(anyText, note => {
        const xml = hospitalsEnvelope([{ name: 'x', score: 1, note, updatedAt: 0 }]).toString()
        const told = note.toWellFormed().replace(NOT_XML, '\ufffd')
        const read = /<ns1:note>([\s\S]*)<\/ns1:note>/.exec(xml)?.[1] ?? ''
        assert.ok(!/[<>\r]/.test(read) && !/&(?!amp;|lt;|gt;|#xD;)/.test(read))
        const back = read
          .replaceAll('&#xD;', '\r')
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&amp;', '&')
        assert.equal(back, told)
        parser.parse(xml, true)
      }),
      { numRuns: 300 },
    )
  })

  it('describes each version with the names of that version', () => {
    const texts = (['1.3', '1.4', '1.5'] as const).map(version =>
      wsdlText(version, 'https://x.example/a?b=1&c="'),
    )
    for (const [index, text] of texts.entries()) {
      const isNew = index === 2
      new XMLParser().parse(text, true)
      assert.match(text, /<soap12:address location="https:\/\/x\.example\/a\?b=1&amp;c=&quot;"\/>/)
      assert.equal(/name="serviceCareSummaryDestination"/.test(text), isNew)
      assert.equal(/<s:element [^>]*name="ServiceCareSummaryDestination"/.test(text), !isNew)
      assert.equal(/name="serviceEndpoints"/.test(text), isNew)
      assert.equal(/name="serviceEndPoints"/.test(text), !isNew)
      assert.equal(/name="publicFacingInformation"/.test(text), isNew)
      assert.equal(/name="referralText"/.test(text), !isNew)
      assert.equal(/"contactDetail"/.test(text), !isNew)
      assert.equal(/value="Web Service"/.test(text), isNew)
      assert.equal(/value="User Defined"/.test(text), !isNew)
      for (const operation of ['CheckCapacitySummary', 'ServiceDetailsById', 'GetHospitalScores'])
        assert.ok(text.includes(`soapAction="${DOS}/${operation}"`))
    }
  })

  it('refers in its description only to types that are there', () => {
    for (const version of ['1.3', '1.4', '1.5'] as const) {
      const text = wsdlText(version, 'https://x.example')
      const defined = new Set(
        [...text.matchAll(/<s:(?:complexType|simpleType) name="(\w+)"/g)].map(([, name]) => name),
      )
      const used = new Set([...text.matchAll(/type="tns:(\w+)"/g)].map(([, name]) => name))
      used.delete('PathWayServiceSoap')
      assert.deepEqual(
        [...used].filter(name => !defined.has(name)),
        [],
      )
      assert.deepEqual(
        [...defined].filter(name => !used.has(name)),
        [],
      )
    }
  })
})
