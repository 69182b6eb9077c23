import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Service } from '../../src/directory/index.ts'
import {
  CAPACITY_WORDS,
  dashedDate,
  dosSession,
  endpointLine,
  metresOfMiles,
  milesText,
  type RestSegments,
  type RestSurroundings,
  readRestSearch,
  readServiceTypeIds,
  readSymptomPair,
  restFoundService,
  restSuccess,
  restWholeService,
  seenBy,
  sessionsByDay,
  slashedMoment,
  transactionIdOf,
  upperDisposition,
} from '../../src/dos/index.ts'
import { someService } from '../directory/some-services.ts'
import { PLANTED, SECRETS } from '../http/planted-service.ts'

/** Half an hour after the planted capacity was set: a Wednesday in summer. */
const NOW = Date.parse('2026-06-03T10:37:00Z')
const AROUND: RestSurroundings = {
  symptomGroupName: id => `group ${id}`,
  discriminatorName: id => `discriminator ${id}`,
  dispositionName: code => `disposition ${code}`,
  referralRoleName: id => `role ${id}`,
  region: { id: 'region-uid', name: 'Region' },
  parentId: 'parent-uid',
  practices: [{ id: 'practice-uid', name: 'Practice' }],
  createdAt: Date.parse('2026-01-02T03:04:05Z'),
  updatedAt: Date.parse('2026-06-30T23:30:00Z'),
}

const SEGMENTS: RestSegments = {
  caseId: '0',
  postcode: 'LS1 4AP',
  searchDistance: '0',
  gpPracticeId: '0',
  age: '0',
  gender: '0',
  numberPerType: '0',
}
const isPostcode = (text: string): boolean => text === 'LS1 4AP'
const read = (change: Partial<RestSegments>) => readRestSearch({ ...SEGMENTS, ...change }, isPostcode)
const search = (change: Partial<RestSegments>) => {
  const answer = read(change)
  assert.equal(answer.outcome, 'read', JSON.stringify(change))
  return answer.outcome === 'read' ? answer.read : assert.fail()
}
const message = (change: Partial<RestSegments>): string => {
  const answer = read(change)
  return answer.outcome === 'wrong' ? answer.message : assert.fail(`${JSON.stringify(change)} is read`)
}

/** Names and kinds of everything in a value, in its own order; of a list, those of its first item. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])]
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value
  return Object.entries(value).map(([name, held]) => [name, shapeOf(held)])
}

const STATUS = [
  'status',
  [
    ['rag', 'string'],
    ['human', 'string'],
    ['hex', 'string'],
  ],
]
const TIME = [
  ['hours', 'string'],
  ['minutes', 'string'],
]
const SESSIONS = [
  [
    ['start', TIME],
    ['end', TIME],
  ],
]
const WRITTEN = [
  ['date', 'string'],
  ['time', 'string'],
  ['by', 'string'],
]
const NAMED = (id: string) => [
  [
    ['id', id],
    ['name', 'string'],
  ],
]
/** As recorded answers have it (sources, DoS 1.4), `metres` being what easting, northing and the type's id are. */
const common = (metres: string, capacity: unknown[]) => [
  ['id', 'string'],
  ['name', 'string'],
  [
    'type',
    [
      ['id', metres],
      ['name', 'string'],
    ],
  ],
  ['odsCode', 'string'],
  ['address', ['string']],
  ['postcode', 'string'],
  ['easting', metres],
  ['northing', metres],
  [
    'phone',
    [
      ['public', 'string'],
      ['nonPublic', 'string'],
      ['fax', 'string'],
    ],
  ],
  ['web', 'string'],
  [
    'openingTimes',
    [
      ['allHours', 'boolean'],
      [
        'days',
        [
          [
            ['day', 'string'],
            ['sessions', []],
          ],
        ],
      ],
      [
        'specifiedDates',
        [
          [
            ['date', 'string'],
            ['sessions', SESSIONS],
          ],
        ],
      ],
    ],
  ],
  [
    'referralInstructions',
    [
      ['callHandler', 'string'],
      ['other', 'string'],
    ],
  ],
  ['capacity', capacity],
  [
    'endpoints',
    [
      [
        ['tag', 'string'],
        ['order', 'number'],
        ['value', 'string'],
      ],
    ],
  ],
  ['publicName', 'string'],
  ['professionalReferralInformation', 'string'],
]

const professional = seenBy(PLANTED, 'professional', NOW)

describe('a service in an answer of DoS REST', () => {
  it('has, when searched for, every key of the recorded answers in their order, the three numbers as text', () => {
    assert.deepEqual(shapeOf(restFoundService(professional, 322, NOW)), [
      ...common('string', [STATUS]),
      ['patientDistance', 'string'],
    ])
  })

  it('has, when looked up, the three as numbers, and the keys that only looking up gives', () => {
    assert.deepEqual(shapeOf(restWholeService(professional, AROUND, NOW)), [
      ...common('number', [STATUS, ['updated', WRITTEN]]),
      ['isNational', 'boolean'],
      ['created', WRITTEN],
      ['updated', WRITTEN],
      ['town', 'string'],
      ['country', 'string'],
      ['email', 'string'],
      ['region', NAMED('string')[0]],
      ['parent', [['id', 'string']]],
      [
        'symptomGroups',
        [
          [
            ['id', 'number'],
            ['name', 'string'],
            ['symptomDiscriminators', NAMED('number')],
          ],
        ],
      ],
      ['dispositions', NAMED('string')],
      ['referralRoles', NAMED('string')],
      [
        'serviceReferrals',
        [
          ['restricted', 'boolean'],
          ['services', NAMED('string')],
        ],
      ],
      ['ageGroups', NAMED('number')],
      ['genders', NAMED('string')],
    ])
  })

  it('has the values of the record', () => {
    const { openingTimes, ...whole } = restWholeService(professional, AROUND, NOW)
    assert.deepEqual(
      openingTimes.days.map(({ day }) => day),
      ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday', 'Bankholiday'],
    )
    assert.deepEqual(openingTimes.days[2]?.sessions, [
      { start: { hours: '03', minutes: '07' }, end: { hours: '23', minutes: '53' } },
    ])
    assert.deepEqual(openingTimes.days[7]?.sessions[0]?.end, { hours: '22', minutes: '47' })
    assert.equal(openingTimes.specifiedDates[0]?.date, '01-01-2077')
    assert.deepEqual(whole, {
      id: 'planted-uid',
      name: 'planted-name',
      type: { id: 13, name: 'Pharmacy' },
      odsCode: 'planted-ods',
      address: ['planted-address'],
      postcode: 'PL9 9PL',
      easting: 429_737,
      northing: 433_838,
      phone: { public: 'planted-phone-public', nonPublic: 'planted-phone-professional', fax: '' },
      web: '',
      referralInstructions: {
        callHandler: 'planted-instructions-public',
        other: 'planted-instructions-professional',
      },
      capacity: {
        status: { rag: 'AMBER', human: 'LOW', hex: '#FFBF00' },
        updated: { date: '03/06/2026', time: '11:07', by: '' },
      },
      endpoints: [
        {
          tag: 'itk',
          order: 777_000_006,
          value: 'planted-endpoint\\|planted-interaction\\|CDA\\|Primary\\|planted-comment\\|compressed',
        },
      ],
      publicName: 'planted-public-name',
      professionalReferralInformation: 'planted-instructions-referral',
      isNational: false,
      created: { date: '02/01/2026', time: '03:04', by: '' },
      updated: { date: '01/07/2026', time: '00:30', by: '' },
      town: 'planted-town',
      country: 'England',
      email: '',
      region: { id: 'region-uid', name: 'Region' },
      parent: { id: 'parent-uid' },
      symptomGroups: [
        {
          id: 777_000_003,
          name: 'group 777000003',
          symptomDiscriminators: [{ id: 777_000_004, name: 'discriminator 777000004' }],
        },
      ],
      dispositions: [{ id: 'DXPLANTED-DX', name: 'disposition planted-dx' }],
      referralRoles: [
        { id: '1', name: 'role 1' },
        { id: '777000005', name: 'role 777000005' },
      ],
      serviceReferrals: { restricted: true, services: [{ id: 'practice-uid', name: 'Practice' }] },
      ageGroups: [
        { id: 4, name: 'Neonate and infant' },
        { id: 3, name: 'Toddler' },
        { id: 2, name: 'Child' },
        { id: 1, name: 'Adult' },
        { id: 8, name: 'Older people' },
      ],
      genders: [
        { id: 'F', name: 'Female' },
        { id: 'M', name: 'Male' },
        { id: 'I', name: 'Indeterminate' },
      ],
    })
  })

  it('has for the public the same keys, and nothing in those that are for professionals', () => {
    const seen = seenBy(PLANTED, 'public', NOW)
    const whole = restWholeService(seen, AROUND, NOW)
    assert.deepEqual(Object.keys(whole), Object.keys(restWholeService(professional, AROUND, NOW)))
    assert.deepEqual(whole.phone, { public: 'planted-phone-public', nonPublic: '', fax: '' })
    assert.equal(whole.referralInstructions.other, '')
    assert.deepEqual(whole.capacity, {
      status: { rag: '', human: '', hex: '' },
      updated: { date: '', time: '', by: '' },
    })
    assert.deepEqual(
      [whole.endpoints, whole.symptomGroups, whole.dispositions, whole.referralRoles],
      [[], [], [], []],
    )
    assert.deepEqual(whole.region, { id: '', name: '' })
    assert.deepEqual(whole.parent, { id: '' })
    assert.deepEqual(whole.serviceReferrals, { restricted: false, services: [] })
    const bytes = JSON.stringify([whole, restFoundService(seen, 1, NOW)])
    for (const secret of [...SECRETS.professional, ...SECRETS.operator])
      assert.ok(!bytes.includes(secret), secret)
  })

  it('never holds what only those who run the directory may have', () => {
    const bytes = JSON.stringify([
      restWholeService(professional, AROUND, NOW),
      restFoundService(professional, 1, NOW),
    ])
    for (const secret of SECRETS.operator) assert.ok(!bytes.includes(secret), secret)
  })

  it('holds empty text and never null, however little is known of it', () => {
    const bare: Service = {
      ...someService(1, { contacts: [], instructions: {}, place: { address: [] } }),
      eligibility: { ageRanges: [], sexes: [] },
    }
    const seen = seenBy(bare, 'professional', NOW)
    for (const made of [restFoundService(seen, 0, NOW), restWholeService(seen, AROUND, NOW)]) {
      const values = JSON.stringify(made)
      assert.ok(!values.includes('null') && !values.includes('undefined'), values)
      assert.equal(made.easting, '')
      assert.equal(made.odsCode, '')
    }
  })

  it('tells of its capacity for a day, and then leaves all three words empty', () => {
    const at = (hours: number) => {
      const set = new Date(NOW - hours * 3_600_000).toISOString()
      const service = someService(1, { capacity: { status: 'red', updatedAt: set, updatedBy: 'x' } })
      return restFoundService(seenBy(service, 'professional', NOW), 0, NOW).capacity.status
    }
    assert.deepEqual(at(0), { rag: 'RED', human: 'NONE', hex: '#FF0000' })
    assert.equal(at(24).rag, 'RED')
    assert.deepEqual(at(24.001), { rag: '', human: '', hex: '' })
  })

  it('shows as green again what has been reset, from then on', () => {
    const service = someService(1, {
      capacity: {
        status: 'red',
        updatedAt: new Date(NOW - 30 * 3_600_000).toISOString(),
        updatedBy: 'x',
        resetAt: new Date(NOW - 3_600_000).toISOString(),
      },
    })
    const whole = restWholeService(seenBy(service, 'professional', NOW), AROUND, NOW)
    assert.equal(whole.capacity.status.human, 'HIGH')
    assert.deepEqual(whole.capacity.updated, { date: '03/06/2026', time: '10:37', by: '' })
  })

  it('lists its endpoints in the order of use', () => {
    const service = someService(1, {
      endpoints: [
        { order: 3, transport: 'telno', address: '0113 496 0000', comment: 'ring\\|first' },
        { order: 1, transport: 'itk', address: 'https://itk.example.org/1', compressed: false },
      ],
    })
    const { endpoints } = restFoundService(seenBy(service, 'professional', NOW), 0, NOW)
    assert.deepEqual(endpoints, [
      { tag: 'itk', order: 1, value: 'https://itk.example.org/1\\|\\|\\|\\|\\|uncompressed' },
      { tag: 'telno', order: 3, value: '0113 496 0000\\|\\|\\|\\|ring|first\\|' },
    ])
  })
})

describe('the words of the DoS', () => {
  it('count a mile as 1,609.344 metres and tell distances to a tenth of one', () => {
    assert.equal(metresOfMiles(1), 1609)
    assert.equal(metresOfMiles(37.5), 60_350)
    assert.equal(metresOfMiles(100), 160_934)
    assert.deepEqual([0, 80, 322, 1609.344, 16_093.44].map(milesText), ['0.0', '0.0', '0.2', '1.0', '10.0'])
  })

  it('end a session that goes on over midnight at 23:59 and begin the next at 00:00', () => {
    assert.deepEqual(dosSession({ opens: '18:30', closes: '24:00' }), {
      start: { hours: '18', minutes: '30' },
      end: { hours: '23', minutes: '59' },
    })
    assert.deepEqual(dosSession({ opens: '00:00', closes: '02:00' }).start, { hours: '00', minutes: '00' })
  })

  it('keep every session of a day, and have eight days whatever is stored', () => {
    const times = fc.record({ opens: fc.constant('09:00'), closes: fc.constantFrom('12:00', '24:00') })
    const day = fc.constantFrom('monday', 'thursday', 'sunday')
    fc.assert(
      fc.property(fc.uniqueArray(day), fc.array(times, { maxLength: 3 }), (days, sessions) => {
        const made = sessionsByDay({
          weekly: days.map(name => ({ day: name, sessions })),
          bankHolidays: sessions,
        })
        assert.equal(made.length, 8)
        for (const { day: name, sessions: held } of made) {
          const open = name === 'Bankholiday' || days.some(one => one === name.toLowerCase())
          assert.equal(held.length, open ? sessions.length : 0)
        }
      }),
    )
  })

  it('write dates in two ways, instants on the clock of London', () => {
    assert.equal(dashedDate('2026-12-25'), '25-12-2026')
    assert.deepEqual(slashedMoment(Date.parse('2026-01-05T08:09:59Z')), { date: '05/01/2026', time: '08:09' })
    assert.deepEqual(slashedMoment(Date.parse('2026-07-05T23:09:00Z')), { date: '06/07/2026', time: '00:09' })
  })

  it('write dispositions in capitals, but for the one that stands for none', () => {
    assert.deepEqual(['Dx28', 'DX118', 'dxNULL', 'Dxnull'].map(upperDisposition), [
      'DX28',
      'DX118',
      'DXnull',
      'DXnull',
    ])
  })

  it('say High, Low, None for green, amber, red', () => {
    assert.deepEqual(
      (['green', 'amber', 'red'] as const).map(status => CAPACITY_WORDS[status].human),
      ['HIGH', 'LOW', 'NONE'],
    )
  })

  it('give an endpoint six parts, whatever they hold', () => {
    const part = fc.string({ unit: fc.constantFrom('a', '\\', '|', '\\|', ' ') })
    fc.assert(
      fc.property(part, part, (address, comment) => {
        const line = endpointLine({ order: 1, transport: 'http', address, comment })
        // A backslash at the end of a part and the separator after it read as one all the same.
        assert.ok(line.split('\\|').length >= 6)
      }),
    )
  })
})

describe('a search of DoS REST', () => {
  it('takes 0 for what is left open', () => {
    assert.deepEqual(search({}), {
      kind: 'live',
      postcode: 'LS1 4AP',
      distanceMetres: null,
      practiceId: null,
      ageGroup: null,
      sex: null,
      numberPerType: 5,
    })
    assert.equal(search({ searchDistance: '0.000000' }).distanceMetres, null)
    assert.equal(search({ searchDistance: 'null', age: 'null', gender: 'null' }).distanceMetres, null)
  })

  it('takes miles with decimals', () => {
    assert.equal(search({ searchDistance: '1.500000' }).distanceMetres, 2414)
    assert.equal(search({ searchDistance: '.5' }).distanceMetres, 805)
    assert.equal(search({ searchDistance: '100' }).distanceMetres, 160_934)
    // What programs make of 60 km: every digit that a double has.
    assert.equal(search({ searchDistance: String(60 / 1.609344) }).distanceMetres, 60_000)
    assert.equal(search({ searchDistance: (1 / 3).toFixed(40) }).distanceMetres, 536)
  })

  it('takes age groups by id, genders by letter, and how many of each type', () => {
    assert.deepEqual(
      ['1', '2', '3', '4', '8'].map(age => search({ age }).ageGroup?.fromYears),
      [16, 5, 1, 0, 65],
    )
    assert.deepEqual(
      ['M', 'F', 'I'].map(gender => search({ gender }).sex),
      ['male', 'female', 'indeterminate'],
    )
    assert.equal(search({ numberPerType: '12' }).numberPerType, 12)
  })

  it('knows two case ids, written just so; any other is the consumer’s own', () => {
    assert.equal(search({ caseId: 'TEST' }).kind, 'test')
    assert.equal(search({ caseId: 'MONITORING', searchDistance: '1' }).kind, 'monitoring')
    for (const caseId of ['test', 'CAPMON', 'Test', ' TEST', '0'])
      assert.equal(search({ caseId }).kind, 'live')
  })

  it('says what is wrong in the words of the contract', () => {
    const wrong: [change: Partial<RestSegments>, text: string][] = [
      [{ searchDistance: '100.1' }, 'Search distance must be no more than 100'],
      [{ searchDistance: '999999999999' }, 'Search distance must be no more than 100'],
      ...['abc', '-1', '1e2', '0x10', 'NaN', 'Infinity', '1,5', '1 ', '1.2.3', '.', '9'.repeat(180)].map(
        (searchDistance): [Partial<RestSegments>, string] => [
          { searchDistance },
          'Search distance must be numeric',
        ],
      ),
      [{ postcode: 'LS1' }, 'Invalid post code'],
      [{ postcode: '0' }, 'Postcode must be provided'],
      [{ postcode: '' }, 'Postcode must be provided'],
      ...['5', '9', '-1', '01', '1.0', 'x', '12'].map((age): [Partial<RestSegments>, string] => [
        { age },
        'The age group ID must be one of the following: 1, 2, 3, 4, 8',
      ]),
      ...['m', 'f', 'X', 'MF', 'constructor', '__proto__'].map((gender): [Partial<RestSegments>, string] => [
        { gender },
        'The gender must be one of the following: M, F, I (case sensitive)',
      ]),
      [{ numberPerType: 'many' }, 'The number of services per type must be a whole number'],
      [{ numberPerType: '-3' }, 'The number of services per type must be a whole number'],
      [
        { caseId: 'MONITORING', searchDistance: '2' },
        'Search distance must be 1 where the case ID is MONITORING',
      ],
      [{ caseId: 'MONITORING' }, 'Search distance must be 1 where the case ID is MONITORING'],
    ]
    for (const [change, text] of wrong) assert.equal(message(change), text, JSON.stringify(change))
  })

  it('tells of several things wrong the first in the order of the contract', () => {
    const all = { searchDistance: 'x', postcode: 'y', age: 'z', gender: 'w', numberPerType: 'v' }
    const order = ['numeric', 'post code', 'age group', 'gender', 'per type']
    for (const [index, name] of order.entries()) {
      assert.match(message(Object.fromEntries(Object.entries(all).slice(index))), new RegExp(name))
    }
  })

  it('takes service types by id, once each, and a pair of symptom group and discriminator', () => {
    assert.deepEqual(readServiceTypeIds('13,116,13,-1'), { outcome: 'read', read: [13, 116, -1] })
    for (const text of ['', '0', 'pharmacy', '13,', ',13', '13;14', '13, 14', '1.5', '13,,14'])
      assert.equal(readServiceTypeIds(text).outcome, 'wrong', text)
    assert.deepEqual(readSymptomPair('1008=4020'), { group: 1008, discriminator: 4020 })
    for (const text of [
      '',
      '0',
      '1008',
      '1008=',
      '=4020',
      '1008=4020,1008=4021',
      '1008=4020=1',
      'a=b',
      '-1=2',
    ])
      assert.equal(readSymptomPair(text), null, text)
  })

  it('answers with a transaction in capitals, and says TRUE where there is nothing to show', () => {
    assert.equal(transactionIdOf('0198-abcd'), '0198-ABCD')
    assert.deepEqual(restSuccess('X', []), {
      success: {
        code: 200,
        transactionId: 'X',
        servicesReturnedAreCatchAll: 'TRUE',
        serviceCount: 0,
        services: [],
      },
    })
    assert.deepEqual(Object.keys(restSuccess('X', [1]).success), [
      'code',
      'transactionId',
      'servicesReturnedAreCatchAll',
      'serviceCount',
      'services',
    ])
    assert.equal(restSuccess('X', [1]).success.servicesReturnedAreCatchAll, 'FALSE')
  })
})
