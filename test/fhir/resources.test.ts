import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Service } from '../../src/directory/index.ts'
import {
  areaLocationOf,
  areaOf,
  endpointsOf,
  healthcareServiceOf,
  locationOf,
  type ResourceContext,
} from '../../src/fhir/index.ts'
import { AUDIENCES, type Audience } from '../../src/vocabulary/index.ts'
import { anyValue } from '../directory/any-service.ts'
import { someService } from '../directory/some-services.ts'
import { PLANTED, SECRETS } from '../http/planted-service.ts'
import { problemsOf } from './validators.ts'

/** Tuesday 22 December 2026, noon. */
const NOW = Date.parse('2026-12-22T12:00:00Z')
const CONTEXT: ResourceContext = { version: 3, updatedAt: '2026-12-01T09:30:00.000Z', now: NOW }

// The schema is what the generator reads, so what it makes is a Service.
const services = anyValue(Service).map(made => made as Service)

function resourcesOf(service: Service, audience: Audience) {
  const areas = (service.coverage ?? []).map(one => areaOf(one, service.id)).filter(one => one !== undefined)
  return [
    healthcareServiceOf(service, audience, CONTEXT),
    locationOf(service, audience, CONTEXT),
    ...endpointsOf(service, audience, CONTEXT),
    ...areas
      .map(area => areaLocationOf(area, audience, { service, updatedAt: CONTEXT.updatedAt }))
      .filter(one => one !== undefined),
  ]
}

describe('resources made from services', () => {
  it('are valid R4 to two validators, for each audience, whatever the service holds', () => {
    fc.assert(
      fc.property(services, fc.constantFrom(...AUDIENCES), (service, audience) => {
        for (const resource of resourcesOf(service, audience)) {
          assert.deepEqual(problemsOf(resource), [], JSON.stringify(resource))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('keep strange signs out of what FHIR and XML can hold', () => {
    const odd = { ...PLANTED, name: ' \u0000Odd\u0007 \ud800name ', publicName: '\u0001 ' }
    const resource = healthcareServiceOf(odd, 'operator', CONTEXT)
    assert.equal(resource.name, 'Odd name')
    assert.deepEqual(problemsOf(resource), [])
  })

  it('tell the public nothing that is marked for others', () => {
    const text = JSON.stringify(resourcesOf(PLANTED, 'public'))
    for (const secret of [...SECRETS.professional, ...SECRETS.operator]) {
      assert.ok(!text.includes(secret), secret)
    }
    const told = JSON.stringify(resourcesOf(PLANTED, 'professional'))
    for (const secret of SECRETS.operator) assert.ok(!told.includes(secret), secret)
    for (const seen of ['planted-phone-professional', 'planted-endpoint', 'planted-dx', 'PLANTEDGP1']) {
      assert.ok(told.includes(seen), seen)
    }
  })

  it('read the same to an audience however the members that are not for it differ', () => {
    fc.assert(
      fc.property(services, services, (service, other) => {
        const forPublic = resourcesOf(service, 'public')
        assert.deepEqual(resourcesOf(withOthers(service, other, ['public']), 'public'), forPublic)
        const told = ['public', 'professional'] as const
        const forProfessional = resourcesOf(service, 'professional')
        assert.deepEqual(resourcesOf(withOthers(service, other, told), 'professional'), forProfessional)
      }),
      { numRuns: 200 },
    )
  })
})

/** The service with everything of the other that is for none of these audiences (AUP25-20, in the words of the rule). */
function withOthers(service: Service, other: Service, audiences: readonly Audience[]): Service {
  const isFor = (audience: Audience): boolean => audiences.includes(audience)
  const contacts = [
    ...service.contacts.filter(({ audience }) => isFor(audience)),
    ...other.contacts.filter(({ audience }) => !isFor(audience)),
  ]
  const { capacity } = service
  const operators: Service = {
    ...service,
    contacts,
    alignments: other.alignments,
    source: { name: service.source.name, ...(other.source.key ? { key: other.source.key } : {}) },
    ...(capacity ? { capacity: { ...capacity, updatedBy: 'somebody else' } } : {}),
  }
  if (isFor('professional')) return operators
  const { lastVerifiedOn } = service.verification
  const { nextDueOn } = other.verification
  const { parentId, regionId, capacity: own, ...rest } = operators
  const { practices, ...eligibility } = service.eligibility
  return {
    ...rest,
    ...(other.parentId === undefined ? {} : { parentId: other.parentId }),
    ...(other.regionId === undefined ? {} : { regionId: other.regionId }),
    ...(other.capacity === undefined ? {} : { capacity: other.capacity }),
    instructions: {
      ...other.instructions,
      ...(service.instructions.public === undefined ? {} : { public: service.instructions.public }),
      ...(service.instructions.public === undefined && other.instructions.public !== undefined
        ? { public: '' }
        : {}),
    },
    eligibility: {
      ...eligibility,
      ...(other.eligibility.practices ? { practices: other.eligibility.practices } : {}),
    },
    clinicalProfile: other.clinicalProfile,
    referralRoles: other.referralRoles,
    endpoints: other.endpoints,
    attributes: other.attributes,
    verification: { ...(lastVerifiedOn ? { lastVerifiedOn } : {}), ...(nextDueOn ? { nextDueOn } : {}) },
  }
}

describe('a HealthcareService', () => {
  const told = (changes: Partial<Service>, audience: Audience = 'professional') =>
    healthcareServiceOf(someService(7, { odsCode: 'FQW63RPX', ...changes }), audience, CONTEXT)

  it('has its type by name and by id, and belongs to the organisation its code begins with', () => {
    const { type, identifier, providedBy, meta, active } = told({})
    assert.deepEqual(
      type?.[0]?.coding?.map(({ code }) => code),
      ['Pharmacy', '13'],
    )
    assert.deepEqual(identifier, [
      { use: 'official', system: 'https://fhir.nhs.uk/Id/dos-service-id', value: 'uid-7' },
    ])
    assert.equal(providedBy?.identifier?.value, 'FQW63')
    assert.deepEqual(meta, {
      versionId: '3',
      lastUpdated: CONTEXT.updatedAt,
      profile: ['https://fhir.hl7.org.uk/StructureDefinition/UKCore-HealthcareService'],
    })
    assert.equal(active, true)
  })

  it('says of each contact whom it is for', () => {
    const comments = told({}).telecom?.map(({ value, extension }) => [value, extension?.[0]?.valueString])
    assert.deepEqual(comments, [
      ['0113 496 0000', 'Public'],
      ['0113 496 0999', 'Clinician Access Only'],
    ])
    assert.equal(told({}, 'public').telecom?.length, 1)
  })

  it('asks for an appointment only where the attribute says so', () => {
    const asks = (value: string) =>
      told({ attributes: [{ name: 'requirebooking', value }] }).appointmentRequired
    assert.equal(asks('TRUE'), true)
    assert.equal(asks('false'), false)
    assert.equal(told({}).appointmentRequired, undefined)
    assert.equal(
      told({ attributes: [{ name: 'requirebooking', value: 'TRUE' }] }, 'public').appointmentRequired,
      undefined,
    )
  })

  it('shows the capacity that stands now, green once its reset time has passed', () => {
    const capacity = {
      status: 'red',
      updatedAt: '2026-12-22T08:00:00Z',
      updatedBy: 'somebody',
      resetAt: '2026-12-22T11:59:00Z',
    } as const
    const codeAt = (now: number) =>
      healthcareServiceOf(someService(7, { capacity }), 'professional', { ...CONTEXT, now })
        .characteristic?.flatMap(({ coding }) => coding ?? [])
        .find(({ system }) => system?.endsWith('capacity-status'))?.code
    assert.equal(codeAt(NOW), 'green')
    assert.equal(codeAt(NOW - 120_000), 'red')
  })

  it('has hours of the week, with the end of the day as FHIR can write it', () => {
    const night = { opens: '20:00', closes: '24:00' }
    const { availableTime } = told({
      openingTimes: {
        allHours: false,
        weekly: [
          { day: 'monday', sessions: [{ opens: '09:00', closes: '17:30' }, night] },
          { day: 'tuesday', sessions: [night] },
          { day: 'sunday', sessions: [{ opens: '00:00', closes: '24:00' }] },
        ],
        bankHolidays: [],
        specifiedDates: [],
      },
    })
    assert.deepEqual(availableTime, [
      { daysOfWeek: ['mon'], availableStartTime: '09:00:00', availableEndTime: '17:30:00' },
      { daysOfWeek: ['mon', 'tue'], availableStartTime: '20:00:00', availableEndTime: '23:59:59' },
      { daysOfWeek: ['sun'], allDay: true },
    ])
  })

  it('is not available on bank holidays to come, but for hours it keeps; a specified date comes before them', () => {
    const { notAvailable, availabilityExceptions } = told({
      openingTimes: {
        allHours: false,
        weekly: [],
        bankHolidays: [{ opens: '10:00', closes: '14:00' }],
        specifiedDates: [
          { date: '2026-12-01', sessions: [] },
          { date: '2026-12-25', sessions: [] },
        ],
      },
    })
    const on = (day: string) =>
      notAvailable?.filter(({ during }) => during?.start?.startsWith(day)).map(({ during }) => during)
    assert.deepEqual(on('2026-12-01'), [])
    assert.deepEqual(on('2026-12-25'), [{ start: '2026-12-25', end: '2026-12-25' }])
    assert.deepEqual(on('2027-05-31'), [
      { start: '2027-05-31T00:00:00+01:00', end: '2027-05-31T09:59:59+01:00' },
      { start: '2027-05-31T14:00:00+01:00', end: '2027-05-31T23:59:59+01:00' },
    ])
    assert.deepEqual(on('2028'), [])
    assert.equal(availabilityExceptions, 'Bank holidays in England: open 10:00-14:00. 2026-12-25: closed.')
  })

  it('open at all hours shuts on no bank holiday', () => {
    const { notAvailable, availabilityExceptions, availableTime } = told({})
    assert.deepEqual([notAvailable, availabilityExceptions], [undefined, undefined])
    assert.equal(availableTime?.[0]?.allDay, true)
  })

  it('says in words that no age or sex is served, since silence would mean all', () => {
    const { eligibility } = told({ eligibility: { ageRanges: [], sexes: [] } })
    assert.deepEqual(
      eligibility?.map(({ comment }) => comment),
      ['No sex is recorded as served.', 'No age is recorded as served.'],
    )
  })

  it('refers to the areas it covers', () => {
    const { coverageArea } = told({
      coverage: [
        { kind: 'outcode', code: 'LS1' },
        { kind: 'radius', metres: 3000 },
        { kind: 'district', code: 'ü' },
      ],
    })
    assert.deepEqual(
      coverageArea?.map(({ reference }) => reference),
      ['Location/area.outcode.LS1', 'Location/area.radius.3000.7', undefined],
    )
  })
})
