import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { type Client, createClientAsync } from 'soap'
import { readDemonstrationFile } from '../../src/demonstration/index.ts'
import { londonMoment } from '../../src/directory/index.ts'
import type { CallerFacts } from '../../src/policy/index.ts'
import { nonconformities } from '../dos/soap-conforms.ts'
import { caseParts, message, type Part, SOAP_11, SOAP_12, STYLES, userInfo } from '../dos/soap-message.ts'
import { type House, openHouse } from '../support/house.ts'
import { PASSWORD, PATH, soapDoor } from './dos-soap-door.ts'
import { GOLDEN, GOLDEN_DETAILS, GOLDEN_DETAILS_OLD, inOldNames } from './dos-soap-golden.ts'
import {
  asker,
  DISCRIMINATOR,
  DISPOSITION,
  GROUP,
  OTHER_DISCRIMINATOR,
  REFERENCE,
  SERVICES,
  service,
  WHOLE,
} from './dos-soap-world.ts'

const DEFAULTS = {
  postcode: 'LS1 4AP',
  age: '30',
  ageFormat: 'Years',
  disposition: String(DISPOSITION),
  symptomGroup: String(GROUP),
  symptomDiscriminatorList: String(DISCRIMINATOR),
  searchDistance: '20',
  forceSearchDistance: 'false',
  gender: 'F',
}

type Changes = Readonly<Record<string, string | null>>

describe('the SOAP interface of the DoS', async () => {
  const house = await openHouse()
  const door = await soapDoor(house, SERVICES, REFERENCE)
  const user = door.admit(asker(house))

  const searchMessage = (changes: Changes = {}, version: string | null = null, as = user): string =>
    message('CheckCapacitySummary', [userInfo(as, PASSWORD), ['c', caseParts(DEFAULTS, changes)]], {
      version,
    })

  const search = (changes: Changes = {}, version: string | null = null, as = user) =>
    door.send(searchMessage(changes, version, as))

  const details = (serviceId: string | null, version: string | null = null, as = user) => {
    const id: readonly Part[] = serviceId === null ? [] : [['serviceId', serviceId]]
    return door.send(message('ServiceDetailsById', [userInfo(as, PASSWORD), ...id], { version }))
  }

  const hospitals = (as = user) => door.send(message('GetHospitalScores', [userInfo(as, PASSWORD)]))

  const FAULT =
    /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<env:Envelope xmlns:env="http:\/\/www\.w3\.org\/2003\/05\/soap-envelope"(?: xmlns:ns1="[^"]*")?><env:Body><env:Fault><env:Code><env:Value>(\d+)<\/env:Value><\/env:Code><env:Reason><env:Text>([^<]*)<\/env:Text><\/env:Reason>(?:<env:Detail><ns1:explanation>([^<]*)<\/ns1:explanation><\/env:Detail>)?<\/env:Fault><\/env:Body><\/env:Envelope>\n$/

  const PRIVILEGES =
    'Incorrect Privileges: Please check that the user has the correct privileges to run this service'
  type Fault = { code: number; text: string }
  const unescaped = (text: string): string =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

  /** The fault of an answer, which has the one shape and a status that says so. */
  function faultIn(answer: LightMyRequestResponse, status = 500): Fault {
    const { code, text } = wholeFaultIn(answer, status)
    return { code, text }
  }

  function wholeFaultIn(answer: LightMyRequestResponse, status = 500): Fault & { more: string } {
    assert.equal(answer.statusCode, status, answer.body)
    assert.equal(answer.headers['content-type'], 'application/soap+xml; charset=utf-8')
    assert.equal(answer.headers['cache-control'], 'no-store')
    const [, code, text = '', more = ''] = FAULT.exec(answer.body) ?? []
    assert.ok(code, answer.body)
    return { code: Number(code), text: unescaped(text), more: unescaped(more) }
  }

  const told = (answer: LightMyRequestResponse, element: string): string[] => {
    assert.equal(answer.statusCode, 200, answer.body)
    return [...answer.body.matchAll(new RegExp(`<ns1:${element}>([^<]*)</ns1:${element}>`, 'g'))].map(
      ([, text = '']) => text,
    )
  }

  /** Ids of the destinations, not of their types. */
  const idsIn = (answer: LightMyRequestResponse): string[] =>
    told(answer, 'id').filter(id => id.length === 10)

  const last = () => {
    const entry = door.entries.at(-1)
    if (!entry) throw new Error('Nothing has been recorded.')
    return entry
  }

  /** Markup laid out for reading, as the interface writes it. */
  const packed = (xml: string): string => xml.trim().replace(/>\s+</g, '><')

  describe('CheckCapacitySummary', () => {
    it('answers byte for byte as the contract says', async () => {
      let made = 0
      const idOf = (number: number): string => `019e8d23-e380-7517-92e7-00000000000${number}`
      // Five kilometres from WHOLE: three east of it and four south.
      const place = {
        kind: 'postcode',
        label: 'LS1 4AP',
        easting: 430_000,
        northing: 433_600,
        latitude: 53.8,
        longitude: -1.5,
        precision: 'unit',
        errorMetres: 50,
        regionId: 'Y63',
        cell: 'LS1 4',
      } as const
      const places = { ...house.rooms.places, locate: () => ({ outcome: 'located', place }) as const }
      const one = await soapDoor(house, [WHOLE], REFERENCE, {
        newId: () => idOf(++made),
        places,
      })
      const as = one.admit(asker(house))
      for (const version of ['1.5', '1.3', '1.4']) {
        const answer = await one.send(searchMessage({ searchDistance: null }, version, as))
        assert.equal(answer.statusCode, 200, answer.body)
        assert.equal(answer.headers['content-type'], 'application/soap+xml; charset=utf-8')
        const golden = version === '1.5' ? GOLDEN : inOldNames(GOLDEN)
        assert.equal(
          answer.body,
          `<?xml version="1.0" encoding="UTF-8"?>\n${packed(golden).replace('TRANSACTION', idOf(made))}\n`,
        )
      }
    })

    it('answers the same in every style of message and under each of its media types', async () => {
      const answers = await Promise.all(
        Object.values(STYLES).flatMap(style =>
          ['application/xml', 'text/xml; charset=UTF-8', 'application/soap+xml;charset=utf-8;action="x"'].map(
            type =>
              door.send(
                message('CheckCapacitySummary', [userInfo(user, PASSWORD), ['c', caseParts(DEFAULTS)]], {
                  style,
                }),
                { 'content-type': type },
              ),
          ),
        ),
      )
      const bodies = answers.map(({ body }) => body.replace(/<ns1:TransactionId>[^<]*/, ''))
      assert.equal(answers[0]?.statusCode, 200)
      assert.deepEqual(
        bodies,
        bodies.map(() => bodies[0]),
      )
    })

    it('keeps the order of the search and labels the home practice and its out-of-hours service', async () => {
      const answer = await search({ surgery: 'b86001' })
      const names = told(answer, 'name')
      assert.ok(names.includes('Own Practice (Home)'))
      assert.ok(names.includes('Out of Hours (Home OOH)'))
      const without = await search({ surgery: 'UNK' })
      assert.ok(told(without, 'name').includes('Own Practice'))
      assert.ok(!without.body.includes('Out of Hours'))
    })

    it('answers with labelled emergency departments where nothing else fits', async () => {
      const answer = await search({ symptomGroup: null, symptomDiscriminatorList: null })
      const names = told(answer, 'name').filter(name => name.startsWith('Emergency Department '))
      assert.equal(idsIn(answer).length, 2)
      assert.ok(names.length >= 2 && names.filter(name => name.endsWith(' (Catch-all)')).length === 2)
    })

    it('says how far it searched and by what', async () => {
      const cases: readonly [Changes, string, string, string][] = [
        [{}, '20', 'Web Service', 'User Defined'],
        [{ searchDistance: null }, '60', 'National', 'System Default'],
        [{ forceSearchDistance: 'true' }, '20', 'Override', 'User Defined'],
        [{ postcode: 'YO1 7HH' }, '11', 'Postcode', 'Postcode Default'],
        [{ postcode: 'YO1 8AA' }, '12', 'Sector', 'Postcode Default'],
        [{ postcode: 'YO1 9AA' }, '13', 'District', 'Postcode Default'],
        [{ postcode: 'YO1 9AA', searchDistance: '100' }, '13', 'District', 'Postcode Default'],
        [{ postcode: 'yo17hh', forceSearchDistance: '1' }, '20', 'Override', 'User Defined'],
      ]
      for (const [changes, distance, since, before] of cases) {
        const [now, then] = [await search(changes), await search(changes, '1.3')]
        assert.deepEqual(
          [told(now, 'SearchDistance'), told(now, 'SearchDistanceUsedSource')],
          [[distance], [since]],
        )
        assert.deepEqual(
          [told(then, 'SearchDistance'), told(then, 'SearchDistanceUsedSource')],
          [[distance], [before]],
        )
      }
    })

    it('searches as if it were another time, and calls that a trial', async () => {
      const answer = await search({ searchDateTime: '2026-06-04T03:00:00+01:00' })
      assert.deepEqual(told(answer, 'SearchDateTime'), ['2026-06-04T03:00:00+01:00'])
      assert.deepEqual(told(answer, 'RequestedAtDateTime'), ['2026-06-03T12:00:00+01:00'])
      assert.ok(!idsIn(answer).includes(WHOLE.uid), 'It is shut at night.')
      assert.deepEqual(last().flags, ['test'])
      assert.equal(last().counts, false)
      await search()
      assert.deepEqual(last().flags, [])
    })

    it('tells distances by road where somebody knows them, and leaves out what no road leads to', async () => {
      const road = async () => new Map([[WHOLE.id, 16_093]])
      const driven = await soapDoor(house, SERVICES, REFERENCE, { road })
      const answer = await driven.send(searchMessage({}, null, driven.admit(asker(house))))
      assert.deepEqual(idsIn(answer), [WHOLE.uid])
      // The place is known to a kilometre only, and no distance from it pretends to more.
      assert.deepEqual(told(answer, 'distance'), ['9.9'])
    })

    it('shows the public nothing that is for professionals only', async () => {
      const answer = await search({}, null, door.admit(publicAsker(house)))
      assert.ok(idsIn(answer).includes(WHOLE.uid))
      const whole =
        answer.body.split('<ns1:serviceCareSummaryDestination>').find(part => part.includes(WHOLE.uid)) ?? ''
      for (const secret of [
        '0113 496 0002',
        '0113 496 0003',
        '0113 496 0004',
        'Ring first',
        'By letter',
        'itk',
        'requirebooking',
      ]) {
        assert.ok(!answer.body.includes(secret), secret)
      }
      for (const empty of [
        'nonPublicTelephoneNo',
        'fax',
        'referralInformation',
        'serviceEndpoints',
        'attributes',
      ]) {
        assert.ok(whole.includes(`<ns1:${empty}/>`), empty)
      }
      assert.ok(!whole.includes('<ns1:capacity>'))
      assert.ok(whole.includes('<ns1:publicFacingInformation>Walk in.</ns1:publicFacingInformation>'))
      assert.ok(!idsIn(answer).includes('2000000064'))
    })

    it('answers at most as many as are agreed, and stays within the distance agreed', async () => {
      const few = door.admit(asker(house, {}, { resultsMax: 2 }))
      assert.equal(idsIn(await search({}, null, few)).length, 2)
      const near = door.admit(asker(house, {}, { distanceMetresMax: 5000 }))
      const fault = faultIn(await search({}, null, near))
      assert.equal(fault.code, 105)
      assert.deepEqual(told(await search({ searchDistance: null }, null, near), 'SearchDistance'), ['5'])
      assert.deepEqual(told(await search({ searchDistance: '5' }, null, near), 'SearchDistance'), ['5'])
    })

    it('leaves in the log what was asked for by name, and nothing of the person', async () => {
      await search({ caseRef: 'case-of-somebody', caseId: 'mine', surgery: 'B86001', age: '37' })
      const entry = last()
      assert.equal(entry.interface, 'dos-soap')
      assert.equal(entry.action, 'search')
      assert.equal(entry.decision, 'allow')
      assert.equal(entry.question.cell, 'LS1 4')
      assert.deepEqual(entry.question.filters, [
        'age',
        'sex',
        'practice',
        'symptom-group',
        'disposition',
        'distance',
        'force-distance',
        'symptom-discriminator',
      ])
      assert.ok(entry.results.includes(WHOLE.id))
      const text = JSON.stringify(entry)
      for (const personal of [
        'case-of-somebody',
        'mine',
        'B86001',
        '"37"',
        'LS14AP',
        'LS1 4AP',
        String(GROUP),
        String(DISPOSITION),
        PASSWORD,
      ])
        assert.ok(!text.includes(personal), personal)
      const answer = await search()
      assert.equal(answer.headers['signpost-decision-id'], last().id)
      assert.deepEqual(told(answer, 'TransactionId'), [last().id])
    })

    it('marks trials, and lets only those monitor who may', async () => {
      await search({ caseId: 'TEST' })
      assert.deepEqual(last().flags, ['test'])
      assert.match(wholeFaultIn(await search({ caseId: 'MONITORING', searchDistance: '1' })).more, /AUP25-28/)
      assert.equal(last().refusal, 'monitoring-not-permitted')
      const permission = {
        id: 'p',
        type: 'synthetic-monitoring',
        from: 0,
        until: Number.MAX_SAFE_INTEGER,
      } as const
      const watcher = door.admit(asker(house, {}, { permissions: [permission] }))
      const answer = await search({ caseId: 'MONITORING', searchDistance: '1' }, null, watcher)
      assert.ok(idsIn(answer).length <= 1)
      assert.deepEqual(last().flags, ['monitoring'])
      assert.equal(
        faultIn(await search({ caseId: 'MONITORING', caseRef: 'x', searchDistance: '1' }, null, watcher))
          .code,
        108,
      )
      assert.equal(
        faultIn(await search({ caseId: 'MONITORING', searchDistance: '20' }, null, watcher)).code,
        105,
      )
    })
  })

  describe('ServiceDetailsById', () => {
    it('answers by id with endpoints in order, and in the older way before 1.5', async () => {
      const answer = await details(WHOLE.uid)
      assert.equal(answer.body.slice(answer.body.indexOf('<ns1:')), `${packed(GOLDEN_DETAILS)}\n`)
      const old = await details(WHOLE.uid, '1.4')
      assert.equal(old.body.slice(old.body.indexOf('<ns1:')), `${packed(GOLDEN_DETAILS_OLD)}\n`)
      assert.deepEqual(last().results, [WHOLE.id])
      assert.equal(last().question.target, WHOLE.uid)
    })

    it('answers by ODS code in any case, with every service that has it, and says no more of one without endpoints', async () => {
      const answer = await details('FxX99')
      assert.deepEqual(told(answer, 'id'), ['2000000072', '2000000073'])
      assert.deepEqual(told(answer, 'odsCode'), ['FXX99', 'fxx99'])
      assert.ok(!answer.body.includes('serviceEndpoints'))
      assert.deepEqual(last().results, [72, 73])
      assert.equal(last().question.by, 'ods-code')
    })

    it('shows the public no endpoints', async () => {
      const answer = await details(WHOLE.uid, null, door.admit(publicAsker(house)))
      assert.deepEqual(told(answer, 'id'), [WHOLE.uid])
      assert.ok(!answer.body.includes('ndpoint'))
    })

    it('answers one that there is none of, one that is closed, and one that is not for the caller, alike', async () => {
      const only = door.admit(asker(house, {}, { typeIds: [13] }))
      const bodies = [
        await details('9999999999'),
        await details('2000000074'),
        await details(null),
        await details('LS1 4AP'),
        await details(WHOLE.uid, null, only),
        await details('2000000064', null, door.admit(publicAsker(house))),
      ].map(answer => faultIn(answer))
      assert.deepEqual(
        bodies,
        bodies.map(() => ({ code: 103, text: 'Request Response: Service not found' })),
      )
    })

    it('follows a search that returned the service, and is refused else', async () => {
      const follower = door.admit(asker(house, {}, { lookUps: 'follow-up' }))
      const refused = wholeFaultIn(await details(WHOLE.uid, null, follower))
      assert.equal(refused.code, 303)
      assert.equal(refused.text, PRIVILEGES)
      assert.match(refused.more, /^Search first, then look up\. .*Contact: /)
      assert.equal(last().refusal, 'look-up-without-search')
      await search({}, null, follower)
      assert.deepEqual(told(await details(WHOLE.uid, null, follower), 'id'), [WHOLE.uid])
    })

    it('keeps a text that is no code out of the log', async () => {
      await details('Jane Doe of LS1 4AP')
      assert.equal(last().question.target, 'unknown')
      await details('LS1 4AP')
      assert.equal(last().question.target, 'unknown')
    })
  })

  describe('GetHospitalScores', () => {
    it('tells the scores of emergency departments that have one, the most pressed first', async () => {
      const answer = await hospitals()
      assert.deepEqual(
        told(answer, 'hospital_name'),
        [64, 61, 60, 63].map(id => `Emergency Department ${id}`),
      )
      assert.deepEqual(told(answer, 'total_score'), ['99', '40', '12', '7'])
      assert.deepEqual(told(answer, 'update_date')[0], '2026-05-01T09:30:00+01:00')
      assert.ok(answer.body.includes('<ns1:note>Queueing &amp; waiting</ns1:note>'))
      assert.deepEqual(last().results, [64, 61, 60, 63])
      assert.deepEqual(last().question.filters, ['hospital-scores'])
    })

    it('is bounded by what is agreed: number, types, and looking up as a use case', async () => {
      assert.deepEqual(
        told(await hospitals(door.admit(asker(house, {}, { resultsMax: 1 }))), 'total_score'),
        ['99'],
      )
      assert.deepEqual(
        told(await hospitals(door.admit(asker(house, {}, { typeIds: [40] }))), 'total_score'),
        ['7'],
      )
      assert.deepEqual(
        told(await hospitals(door.admit(asker(house, {}, { regions: ['Y60'] }))), 'total_score'),
        ['7'],
      )
      const fault = faultIn(await hospitals(door.admit(asker(house, {}, { lookUps: 'follow-up' }))))
      assert.equal(fault.code, 303)
      assert.deepEqual(told(await hospitals(door.admit(publicAsker(house))), 'total_score'), [])
    })

    it('is closed to whoever does not say who asks', async () => {
      assert.equal(faultIn(await door.send(message('GetHospitalScores', []))).code, 1001)
    })
  })

  describe('a fault of the SOAP interface', () => {
    it('has the number and the words of the table', async () => {
      const cases: readonly [number, string, Changes][] = [
        [
          104,
          'Parameter Validation: No valid discriminators passed',
          { symptomDiscriminatorList: String(OTHER_DISCRIMINATOR) },
        ],
        [104, 'Parameter Validation: No valid discriminators passed', { symptomDiscriminatorList: '' }],
        [104, 'Parameter Validation: No valid discriminators passed', { symptomDiscriminatorList: null }],
        [
          105,
          'Parameter Validation: Search distance must be greater than 0km and less than maximum system distance.',
          { searchDistance: '0' },
        ],
        [
          105,
          'Parameter Validation: Search distance must be greater than 0km and less than maximum system distance.',
          { searchDistance: '100', forceSearchDistance: 'true', postcode: 'YO1 7HH' },
        ],
        [106, 'Parameter Validation: Invalid gender supplied - supported values: M, F, I', { gender: 'X' }],
        [108, 'Parameter Validation: Search date and time is invalid', { searchDateTime: 'tomorrow' }],
        [
          109,
          'Parameter Validation: searchDateTime (2030-01-01T00:00:00Z) more than 12 months in future',
          { searchDateTime: '2030-01-01T00:00:00Z' },
        ],
        [
          110,
          'Parameter Validation: searchDateTime (2020-01-01T00:00:00Z) more than 1 minute in the past',
          { searchDateTime: '2020-01-01T00:00:00Z' },
        ],
        [
          113,
          'Parameter Validation: where the distance override value is true, a distance value must be provided',
          { searchDistance: null, forceSearchDistance: 'true' },
        ],
        [
          114,
          'Parameter Validation: Invalid age supplied - mandatory field, only whole numbers allowed',
          { age: null },
        ],
        [
          115,
          'Parameter Validation: Invalid age value supplied. Supported values where Days format is used are numbers between 0-31',
          { age: '32', ageFormat: 'Days' },
        ],
        [
          116,
          'Parameter Validation: Invalid age value supplied. Supported values where Months format is used are whole numbers between 1-23',
          { age: '24', ageFormat: 'Months' },
        ],
        [
          117,
          'Parameter Validation: Invalid age value supplied. Supported values where Years format is used are whole numbers between 2-129',
          { age: '130' },
        ],
        [
          118,
          'Parameter Validation: Invalid age value supplied. Supported values where AgeGroup is used are: 1, 2, 3, 4',
          { age: '8', ageFormat: 'AgeGroup' },
        ],
        [
          119,
          'Parameter Validation: Invalid age format supplied - supported values Years, Months, Days, AgeGroup',
          { ageFormat: 'Weeks' },
        ],
        [120, 'Parameter Validation: SG not found', { symptomGroup: '1008' }],
        [121, 'Parameter Validation: Disposition not found', { disposition: '1008' }],
      ]
      for (const [code, text, changes] of cases) {
        assert.deepEqual(faultIn(await search(changes)), { code, text }, JSON.stringify(changes))
      }
      assert.deepEqual(faultIn(await search({}, '1.6')), {
        code: 107,
        text: 'WSDL Validation: Unsupported Webservice version',
      })
      assert.deepEqual(faultIn(await details(WHOLE.uid, '2')), {
        code: 107,
        text: 'WSDL Validation: Unsupported Webservice version',
      })
      assert.deepEqual(faultIn(await search({}, '')), {
        code: 109,
        text: 'WSDL Validation: (109) - Unable to find version',
      })
    })

    it('says the words of the table and no others where the place cannot be searched from, and is recorded', async () => {
      const refusalOf = async (postcode: string | null, code: number, words: string) => {
        const fault = wholeFaultIn(await search({ postcode }))
        assert.equal(fault.code, code, fault.text)
        assert.match(fault.more, /Contact: .*Decision: /)
        assert.equal(fault.text, words)
        return last().refusal
      }
      const unknown = 'Postcode Validation: Postcode not found'
      assert.equal(await refusalOf(null, 101, unknown), 'origin-not-given')
      for (const text of ['Leeds', 'LS1', 'LS1 4', '430123,433567', 'nowhere', 'LS1 4AP; drop'])
        assert.equal(await refusalOf(text, 101, unknown), 'origin-not-recognised', text)
      assert.equal(await refusalOf('ZZ99 3VZ', 101, unknown), 'origin-no-fixed-abode')
      assert.equal(await refusalOf('CF10 1EP', 102, 'Service Search: No services found'), 'outside-england')
    })

    it('is 102 where not even the catch-all finds anything', async () => {
      const empty = await soapDoor(house, [service(1, { status: 'closed' })], REFERENCE)
      const answer = await empty.send(searchMessage({}, null, empty.admit(asker(house))))
      assert.deepEqual(faultIn(answer), { code: 102, text: 'Service Search: No services found' })
    })

    it('is 1001 without, 302 with wrong, and 303 with powerless credentials, before the case is looked at', async () => {
      const bad = caseParts(DEFAULTS, { age: 'x', postcode: 'nowhere' })
      const ask = (...who: readonly Part[]) =>
        door.send(message('CheckCapacitySummary', [...who, ['c', bad]], { version: '9' }))
      assert.deepEqual(faultIn(await ask()), {
        code: 1001,
        text: 'Request Validation: Unable to locate username and password in the request',
      })
      const wrong = {
        code: 302,
        text: 'Authentication Failed: Please check user credentials (username/password) or check whether the user account is locked (use password reset to unlock)',
      }
      assert.deepEqual(faultIn(await ask(userInfo('nobody', PASSWORD))), wrong)
      const asIdentified = wholeFaultIn(await ask(userInfo('nobody', PASSWORD))).more
      assert.match(asIdentified, /userInfo.*Contact: .+@.+\./)
      assert.ok(!asIdentified.includes('token'), asIdentified)
      assert.deepEqual(faultIn(await ask(userInfo(user, `${PASSWORD} `))), wrong)
      assert.deepEqual(faultIn(await ask(userInfo(user, PASSWORD.trim()))), wrong)
      const none = door.admit(asker(house, { referralRoleIds: null }))
      assert.deepEqual(faultIn(await ask(userInfo(none, PASSWORD))), {
        code: 303,
        text: 'Incorrect Privileges: Please check that the user has the correct privileges to run this service',
      })
    })

    it('is 429 for whoever fails too often, who learns no more by it', async () => {
      const secrets = { ...house.rooms.accounts.secrets, failed: () => true }
      const guarded = await soapDoor(house, SERVICES, REFERENCE, { secrets })
      const answer = await guarded.send(searchMessage({}, null, 'nobody'))
      const fault = faultIn(answer, 429)
      assert.equal(fault.code, 302)
      assert.equal(answer.headers['retry-after'], '60')
    })

    it('says in full what policy has against it, beside the words of the table', async () => {
      const { account } = asker(house)
      const suspended = { ...account, id: 'suspended', status: 'suspended' } as const
      const locked = wholeFaultIn(
        await search({ age: 'x' }, null, door.admit(asker(house, { account: suspended }))),
      )
      const cases: readonly [CallerFacts, number, RegExp][] = [
        [asker(house, { agreement: null }), 303, /There is no agreement for this connection\. .*AUP25-40/],
        [asker(house, {}, { regions: ['Y60'] }), 303, /That place is in a region outside your agreement\. /],
        [asker(house, {}, { typeIds: [13] }), 303, /That type of service is not in your agreement\. /],
        [
          asker(house, {}, { purposes: ['urgent-care-referral', 'care-coordination'] }),
          303,
          /Say what the question is for\. /,
        ],
      ]
      assert.equal(locked.code, 302)
      assert.match(locked.text, /^Authentication Failed: .*\(use password reset to unlock\)$/)
      assert.match(
        locked.more,
        /suspended\. .*Clauses: AUP25-42.*Contact: .+@.+\. Decision: [0-9a-f-]{36}\. Request: /,
      )
      for (const [facts, code, words] of cases) {
        const fault = wholeFaultIn(await search({}, null, door.admit(facts)))
        assert.deepEqual([fault.code, fault.text], [code, PRIVILEGES])
        assert.match(fault.more, words)
      }
    })

    it('is 429 with a time to wait once the agreed volume is used up', async () => {
      const small = door.admit(asker(house, {}, { volume: { perMinute: 1, perDay: 10 } }))
      assert.equal((await search({}, null, small)).statusCode, 200)
      const answer = await search({}, null, small)
      const fault = wholeFaultIn(answer, 429)
      assert.deepEqual([fault.code, fault.text], [100, 'System Search failure'])
      assert.match(fault.more, /^The agreed volume is used up for now\./)
      assert.match(String(answer.headers['retry-after']), /^\d+$/)
      // What is wrong with a request costs nothing of the volume.
      const other = door.admit(asker(house, {}, { volume: { perMinute: 1, perDay: 10 } }))
      assert.equal(faultIn(await search({ age: 'x' }, null, other)).code, 114)
      assert.equal((await search({}, null, other)).statusCode, 200)
    })

    it('is 503 with a time to wait where the directory is not current or cannot record, and 500 where it breaks', async () => {
      const stale = await soapDoor(house, SERVICES, REFERENCE, {
        freshness: () => ({ change: 1, confirmedAt: 0 }),
      })
      const answer = await stale.send(searchMessage({}, null, stale.admit(asker(house))))
      assert.equal(faultIn(answer, 503).code, 500)
      assert.equal(answer.headers['retry-after'], '1')
      const recorder = { ...house.rooms.recorder, record: async () => assert.fail('no disk') }
      const mute = await soapDoor(house, SERVICES, REFERENCE, { recorder })
      const unsaid = await mute.send(searchMessage({}, null, mute.admit(asker(house))))
      assert.equal(faultIn(unsaid, 503).code, 500)
      assert.ok(!unsaid.body.includes(WHOLE.uid))
      const broken = await soapDoor(house, SERVICES, REFERENCE, {
        policy: () => {
          throw new Error('secret words')
        },
      })
      const fault = wholeFaultIn(await broken.send(searchMessage({}, null, broken.admit(asker(house)))))
      assert.deepEqual([fault.code, fault.more.includes('secret')], [500, false])
    })

    it('answers everything that is no message of its own, without asking who it is', async () => {
      const once = searchMessage()
      const code = async (body: string | Buffer, headers = {}, status = 500) =>
        faultIn(await door.send(body, headers), status).code
      assert.equal(await code('<a>'), 108)
      assert.equal(await code(once.replaceAll(SOAP_12, SOAP_11)), 108)
      assert.equal(
        await code(once.replace('<?xml version="1.0" encoding="utf-8"?>', '<!DOCTYPE a [<!ENTITY b "c">]>')),
        108,
      )
      assert.equal(await code(once, { 'content-type': 'application/soap+xml; charset=utf-16' }), 108)
      assert.equal(await code(once, { 'content-type': 'application/json' }, 415), 108)
      assert.equal(await code(once, { 'content-type': 'multipart/related; type="text/xml"' }, 415), 108)
      assert.equal(await code(`${once}<!--${'x'.repeat(70_000)}-->`, {}, 413), 108)
      assert.equal(await code(Buffer.alloc(0)), 108)
      const queried = await door.app.inject({
        method: 'POST',
        url: `${PATH}?wsdl=1.5`,
        payload: once,
        headers: { 'content-type': 'text/xml' },
      })
      assert.equal(faultIn(queried, 400).code, 108)
    })
  })

  describe('the WSDL', () => {
    const get = (query: string) => door.app.inject({ method: 'GET', url: `${PATH}${query}` })

    it('is open to anybody for each version, and 1.5 unless told', async () => {
      for (const [query, version] of Object.entries({
        '?wsdl=1.3': '1.3',
        '?wsdl=1.4': '1.4',
        '?wsdl=1.5': '1.5',
        '?wsdl': '1.5',
        '?WSDL': '1.5',
        '/?wsdl': '1.5',
      })) {
        const answer = await get(query)
        assert.equal(answer.statusCode, 200)
        assert.equal(answer.headers['content-type'], 'text/xml; charset=utf-8')
        assert.ok(answer.body.includes(`Directory of Services, version ${version}.`))
        assert.ok(
          answer.body.includes(`location="https://directory.test${PATH}"`) ||
            answer.body.includes(`${PATH}"`),
        )
      }
    })

    it('is true of every answer', async () => {
      const home = { surgery: 'B86001' }
      for (const version of ['1.3', '1.4', '1.5']) {
        const description = (await get(`?wsdl=${version}`)).body
        for (const answer of [
          await search(home, version),
          await search({ symptomGroup: null }, version),
          await search({ searchDistance: null, ageFormat: 'AgeGroup', age: '4' }, version),
          await search({}, version, door.admit(publicAsker(house))),
          await details(WHOLE.uid, version),
          await details('FXX99', version),
          await hospitals(),
        ]) {
          assert.equal(answer.statusCode, 200, answer.body)
          assert.deepEqual(nonconformities(description, answer.body), [])
        }
        // The judge sees what is wrong.
        const swapped = (await search({}, version)).body.replace(
          /(<ns1:name>.*?<\/ns1:name>)(<ns1:publicName)/,
          '$2/>$1<ns1:x',
        )
        assert.notDeepEqual(nonconformities(description, swapped), [])
        const other = version === '1.5' ? '1.3' : '1.5'
        assert.notDeepEqual(nonconformities(description, (await search({}, other)).body), [])
      }
    })

    it('says that there is no other', async () => {
      for (const query of [
        '',
        '?wsdl=1.2',
        '?wsdl=1.5&x=1',
        '?wsdl=1.3&wsdl=1.5',
        '?xsd=1',
        '?wsdl=__proto__',
      ])
        assert.equal(faultIn(await get(query), 400).code, 107)
    })

    it('is what the npm client asks all three operations by, in every version', async () => {
      await door.app.listen({ port: 0, host: '127.0.0.1' })
      const address = door.app.server.address()
      assert.ok(typeof address === 'object' && address)
      const info = { username: user, password: PASSWORD }
      for (const version of ['1.3', '1.4', '1.5']) {
        const url = `http://127.0.0.1:${address.port}${PATH}?wsdl=${version}`
        const client = await createClientAsync(url, { forceSoap12Headers: true })
        client.addSoapHeader({ 'tns:serviceVersion': version })
        assert.deepEqual(Object.keys(client.describe().PathWayService.PathWayServiceSoap12).sort(), [
          'CheckCapacitySummary',
          'GetHospitalScores',
          'ServiceDetailsById',
        ])
        const found = await call(client, 'CheckCapacitySummary', { userInfo: info, c: CASE })
        const names = version === '1.5' ? NEW : OLD
        const services = within(found, 'CheckCapacitySummaryResult', names.destination)
        assert.ok(Array.isArray(services) && services.length > 3)
        const whole: unknown = services.find(one => Reflect.get(one, 'id') === Number(WHOLE.uid))
        assert.equal(within(whole, 'serviceType', 'name'), 'Urgent Treatment Centre (UTC)')
        assert.equal(within(whole, 'capacity'), 'Low')
        assert.equal(within(whole, names.publicText), 'Walk in.')
        assert.equal(within(whole, names.professionalText), 'Ring first.\nAsk for the lead.')
        assert.equal(within(whole, names.endpoints, 'endpoint', '0', 'address'), 'https://itk.example/')
        assert.deepEqual(within(whole, 'serviceAgeRange', names.ageRange, '0'), {
          daysFrom: 5844,
          daysTo: 47_481.5,
        })
        const one = await call(client, 'ServiceDetailsById', { userInfo: info, serviceId: WHOLE.uid })
        const reached = within(one, 'services', 'service', '0')
        assert.equal(
          version === '1.5'
            ? within(reached, 'serviceEndpoints', 'endpoint', '0', 'transport')
            : within(reached, 'contactDetails', 'contactDetail', '0', 'tag'),
          'itk',
        )
        const scores = await call(client, 'GetHospitalScores', { userInfo: info })
        assert.equal(within(scores, 'GetHospitalScoresResult', 'hospital', '0', 'total_score'), 99)
        await assert.rejects(
          call(client, 'CheckCapacitySummary', { userInfo: { ...info, password: 'x' }, c: CASE }),
          /302/,
        )
      }
    })
  })

  describe('the house', () => {
    it('answers a demonstration account by its user name and password', async () => {
      const file = await readDemonstrationFile(join(house.rooms.config.dataFolder, 'demo.json'))
      const account = file?.accounts.find(({ password }) => password !== undefined)
      assert.ok(account?.username && account.password)
      const near = house.rooms.memory.nearest({
        easting: 430_000,
        northing: 433_600,
        typeIds: null,
        withinMetres: 50_000,
        limit: 50,
        audience: 'professional',
        now: house.clock.now(),
        openAt: londonMoment(house.clock.now() + 3_600_000),
        ageDays: 10_957,
        referralRoleIds: [23],
      })
      const one = near
        .map(({ slot }) => house.rooms.memory.recordAt(slot))
        .find(
          ({ clinicalProfile, eligibility }) => clinicalProfile.symptoms.length > 0 && !eligibility.practices,
        )
      const pair = one?.clinicalProfile.symptoms[0]
      assert.ok(one && pair)
      const c = caseParts(DEFAULTS, {
        disposition: '0',
        symptomGroup: String(pair.group),
        symptomDiscriminatorList: String(pair.discriminator),
        searchDistance: '60',
      })
      const answer = await house.rooms.app.inject({
        method: 'POST',
        url: PATH,
        headers: { 'content-type': 'application/soap+xml' },
        payload: message('CheckCapacitySummary', [userInfo(account.username, account.password), ['c', c]]),
      })
      assert.ok(idsIn(answer).length > 0)
      const logged = house.logged()
      assert.ok(!logged.includes(account.password) && !logged.includes('LS1'))
      const description = await house.rooms.app.inject({ method: 'GET', url: `${PATH}?wsdl` })
      assert.ok(description.body.includes(`location="https://directory.test${PATH}"`))
    })
  })
})

const CASE = {
  postcode: 'LS1 4AP',
  age: 30,
  ageFormat: 'Years',
  disposition: DISPOSITION,
  symptomGroup: GROUP,
  symptomDiscriminatorList: { int: [DISCRIMINATOR] },
  searchDistance: 20,
  forceSearchDistance: false,
  gender: 'F',
}

const NEW = {
  destination: 'serviceCareSummaryDestination',
  endpoints: 'serviceEndpoints',
  ageRange: 'ageRange',
  publicText: 'publicFacingInformation',
  professionalText: 'referralInformation',
}
const OLD = {
  destination: 'ServiceCareSummaryDestination',
  endpoints: 'serviceEndPoints',
  ageRange: 'AgeRange',
  publicText: 'notes',
  professionalText: 'referralText',
}

/** Asks an operation through the client of npm, as its own documentation shows. */
async function call(client: Client, operation: string, args: object): Promise<unknown> {
  const method: unknown = Reflect.get(client, `${operation}Async`)
  assert.ok(typeof method === 'function')
  const [result]: unknown[] = await Reflect.apply(method, client, [args])
  return result
}

/** What lies at a path of a value. */
function within(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (held, name) => (typeof held === 'object' && held !== null ? Reflect.get(held, name) : undefined),
    value,
  )
}

/** An account whose agreement is to show services of one region to the public. */
function publicAsker(at: House): CallerFacts {
  const [from, until] = [at.clock.now() - 1000, at.clock.now() + 86_400_000_000]
  const grants = [{ regionIds: ['Y63'], from, until }]
  return asker(
    at,
    {},
    {
      audience: 'public',
      purposes: ['self-care-signposting'],
      permissions: [
        {
          id: 'p',
          type: 'public-display',
          from,
          until,
          grants,
          productVersion: '7.1',
          safetyCaseUntil: until,
        },
      ],
    },
  )
}
