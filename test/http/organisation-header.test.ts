import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holdsPostcode } from '../../src/activity/index.ts'
import { readNamedOrganisation } from '../../src/http/named-organisation.ts'
import { openHouse } from '../support/house.ts'
import { nativeDoor, reasonOf, standing } from './native-door.ts'

const HEADER = 'NHSD-End-User-Organisation-ODS'
const SYSTEM = 'https://fhir.nhs.uk/Id/ods-organization-code'
const base64 = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64')
const organisation = (...codes: unknown[]) => ({
  resourceType: 'Organization',
  identifier: codes.map(value => ({ system: SYSTEM, value })),
  name: 'Example Care',
})

describe('the organisation a request names', () => {
  it('is an ODS code as it stands, in any case', () => {
    for (const [text, odsCode] of [
      ['XO001', 'XO001'],
      ['y12345', 'Y12345'],
      [' A81001 ', 'A81001'],
      ['RR8', 'RR8'],
    ] as const)
      assert.deepEqual(readNamedOrganisation(text), { outcome: 'named', odsCode })
    assert.deepEqual(readNamedOrganisation(undefined), { outcome: 'not-named' })
  })

  it('is the ODS identifier of a FHIR Organization in base64, of either alphabet, whatever else it holds', () => {
    const whole = {
      ...organisation('xo001'),
      identifier: [
        { system: 'https://example.org/other', value: 'A B' },
        { system: SYSTEM, value: 'xo001', use: 'official' },
      ],
      address: [{ text: 'a?b>c' }],
    }
    for (const text of [
      base64(whole),
      Buffer.from(JSON.stringify(whole)).toString('base64url'),
      base64(organisation('XO001', 'XO001')),
    ])
      assert.deepEqual(readNamedOrganisation(text), { outcome: 'named', odsCode: 'XO001' })
  })

  const wrong: [name: string, header: string | string[]][] = [
    ['is empty', ''],
    ['is blank', '   '],
    ['is too short', 'X'],
    ['is too long', 'ABCDEFGHIJKLM'],
    ['is two codes', 'XO001, XO002'],
    ['is sent twice', ['XO001', 'XO001']],
    ['is an address', 'https://example.org/Organization/XO001'],
    ['is a statement of SQL', "XO001'; drop table accounts.account; --"],
    ['is markup', '<script>alert(1)</script>'],
    ['is a postcode', 'LS14AP'],
    ['is a postcode in lower case', 'sw1a1aa'],
    ['is JSON as it stands', JSON.stringify(organisation('XO001'))],
    ['is no JSON in base64', base64('XO001 and much more')],
    ['is null in base64', base64(null)],
    ['is a list in base64', base64([organisation('XO001')])],
    ['is another resource', base64({ ...organisation('XO001'), resourceType: 'Patient' })],
    ['has no identifier', base64({ resourceType: 'Organization' })],
    ['has none of the system', base64({ resourceType: 'Organization', identifier: [{ value: 'XO001' }] })],
    ['has two codes', base64(organisation('XO001', 'XO002'))],
    ['has a code that is a number', base64(organisation(81001))],
    ['has a code that is an object', base64(organisation({ $ne: 1 }))],
    ['has a code that is a postcode', base64(organisation('LS14AP'))],
    ['has a code with a space', base64(organisation('XO 001'))],
    ['reaches for what every object inherits', base64('{"__proto__":{"resourceType":"Organization"}}')],
    ['is longer than any such resource', base64({ ...organisation('XO001'), name: 'x'.repeat(4000) })],
    ['is nested past sense', base64(`{"resourceType":"Organization","identifier":${'['.repeat(900)}`)],
  ]
  for (const [name, header] of wrong) {
    it(`is refused where it ${name}`, () => {
      assert.equal(readNamedOrganisation(header).outcome, 'wrong')
    })
  }

  it('whatever is sent, is a code that may be recorded, or refused', () => {
    const texts = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.stringMatching(/^[A-Za-z0-9]{0,14}$/),
      fc.jsonValue().map(base64),
      fc.string({ maxLength: 14 }).map(code => base64(organisation(code))),
    )
    fc.assert(
      fc.property(texts, text => {
        const read = readNamedOrganisation(text)
        if (read.outcome !== 'named') return
        assert.match(read.odsCode, /^[A-Z0-9]{2,12}$/)
        assert.equal(holdsPostcode(read.odsCode), false)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a request that names an organisation', async () => {
  const house = await openHouse()
  const door = await nativeDoor(house)
  const facts = standing(house)
  const own = facts.organisation.odsCode
  const near = '/api/v1/services?near=LS1&limit=1'
  const naming = (header: string) => ({ headers: { [HEADER]: header } })

  it('is answered where it is the one the account asks for, and asks the registers for it', async () => {
    for (const header of [own, own.toLowerCase(), base64(organisation(own))]) {
      const answer = await door.ask(facts, near, naming(header))
      assert.equal(answer.statusCode, 200, answer.body)
      assert.deepEqual(door.askedFor(), [own, null, null])
      assert.equal((await door.entryOf(answer)).organisation, own)
    }
    await door.ask(facts, near)
    assert.deepEqual(door.askedFor(), [null, null, null])
  })

  it('is refused where the account asks for another, and recorded in the name it was asked in', async () => {
    const answer = await door.ask(facts, near, naming('ZZZ99'))
    assert.equal(answer.statusCode, 403)
    assert.equal(reasonOf(answer), 'organisation-not-connected')
    const entry = await door.entryOf(answer)
    assert.deepEqual([entry.organisation, entry.refusal], ['ZZZ99', 'organisation-not-connected'])
  })

  it('cannot fill the log with facts by naming ever others', async () => {
    const kept = async () => (await house.rooms.database.query('select hash from activity.facts')).length
    const entry = async (code: string) => door.entryOf(await door.ask(facts, near, naming(code)))
    const { facts: hash } = await entry('AAA01')
    const before = await kept()
    for (const code of ['AAA02', 'AAA03', 'AAA04']) assert.equal((await entry(code)).facts, hash)
    assert.equal(await kept(), before)
  })

  it('is told by the name of the header what is wrong with it, once it is known who asks', async () => {
    for (const header of ['', 'LS14AP', 'XO001, XO002', base64(organisation())]) {
      const answer = await door.ask(facts, near, naming(header))
      assert.equal(answer.statusCode, 400)
      const { errors } = answer.json<{ errors: object[] }>()
      assert.deepEqual(
        errors.map(error => ({ ...error, message: '' })),
        [{ parameter: HEADER, in: 'header', message: '' }],
      )
      assert.ok(!answer.body.includes('LS14AP'))
      const stranger = await door.ask({ facts: undefined }, near, naming(header))
      assert.equal(stranger.statusCode, 401)
      assert.ok(!stranger.body.includes(HEADER))
    }
  })

  it('with whatever in the header gets an answer or problem details, and never a fault of ours', async () => {
    const text = fc.string({ unit: fc.integer({ min: 32, max: 255 }).map(code => String.fromCharCode(code)) })
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, text.map(base64)), async header => {
        const answer = await door.ask(facts, near, naming(header))
        assert.ok([400, 403].includes(answer.statusCode), `${answer.statusCode} ${JSON.stringify(header)}`)
        if (answer.statusCode === 403) assert.equal(reasonOf(answer), 'organisation-not-connected')
      }),
      { numRuns: 200 },
    )
  })

  it('is one organisation for every route', async () => {
    for (const url of ['/api/v1/services/60', '/api/v1/places/LS1', '/api/v1/service-types'])
      assert.equal(reasonOf(await door.ask(facts, url, naming('ZZZ99'))), 'organisation-not-connected', url)
    const post = { method: 'POST', payload: { near: 'LS1' }, ...naming('ZZZ99') } as const
    assert.equal(
      reasonOf(await door.ask(facts, '/api/v1/services/search', post)),
      'organisation-not-connected',
    )
  })
})
