import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createMemory, organisationCodeOf } from '../../src/directory/index.ts'
import { organisationId, organisationOf, titleCase } from '../../src/fhir/index.ts'
import { someService, stored } from '../directory/some-services.ts'

describe('the organisation of a service', () => {
  it('is read from the code its provider keeps, whatever is added to it', () => {
    const told: readonly (readonly [string | undefined, string | undefined])[] = [
      ['FQW63', 'FQW63'],
      ['fqw63rpx', 'FQW63'],
      ['FQW63 CPCS', 'FQW63'],
      ['A81001', 'A81001'],
      ['a81001001', 'A81001'],
      ['A81001-X', 'A81001'],
      // A practice whose code begins with F keeps its last digit.
      ['F81001', 'F81001'],
      ['RJ1', 'RJ1'],
      [' rj122 ', 'RJ122'],
      ['8HX23', '8HX23'],
      ['RJ1/22', undefined],
      ['TBC (closed)', undefined],
      ['ABCDEFGHIJKLM', undefined],
      ['', undefined],
      [undefined, undefined],
    ]
    for (const [code, organisation] of told) assert.equal(organisationCodeOf(code), organisation, code)
  })

  it('leads to all its services, and follows them as they change', async () => {
    const memory = createMemory({ isSearchable: () => true })
    const of = (audience: 'public' | 'operator') => memory.byOrganisation('fqw63', audience)
    await memory.replaceAll(
      [
        stored(someService(3, { odsCode: 'FQW63' })),
        stored(someService(1, { odsCode: 'FQW63RPX', audience: 'professional' })),
        stored(someService(2, { odsCode: 'FQW63OLD', status: 'closed' })),
        stored(someService(4, { odsCode: 'FQW64' })),
        stored(someService(5)),
      ],
      1,
    )
    assert.deepEqual(of('public'), [3])
    assert.deepEqual(of('operator'), [1, 3])
    assert.deepEqual([...memory.ofOrganisation('FQW63')].sort(), [1, 2, 3])
    const moved = stored(someService(4, { odsCode: 'FQW63NEW' }), 2)
    await memory.apply(
      [
        { id: 4, stored: moved },
        { id: 3, stored: null },
      ],
      2,
    )
    assert.deepEqual(of('public'), [4])
    assert.deepEqual(memory.byOrganisation('FQW64', 'operator'), [])
  })
})

describe('an Organization without a record', () => {
  const service = (id: number, changes: object) => ({
    service: someService(id, changes),
    updatedAt: `2026-06-0${id}T12:00:00.000Z`,
  })

  it('is named after the service that has its very code, and moves with the newest of them', () => {
    const made = organisationOf(
      'A81001',
      [
        service(1, { odsCode: 'A81001X', name: 'Access hub' }),
        service(2, { odsCode: 'A81001', name: 'GP - Hollow Lane - Leeds', publicName: 'Hollow Lane - GPs' }),
      ],
      'public',
      {},
    )
    assert.equal(made?.name, 'Hollow Lane')
    assert.equal(made?.id, organisationId('A81001'))
    assert.equal(made?.meta?.lastUpdated, '2026-06-02T12:00:00.000Z')
    assert.equal(made?.active, true)
  })

  it('has no endpoints for the public', () => {
    const endpoints = [{ order: 1, transport: 'email', address: 'in@example.org' }] as const
    const services = [service(1, { odsCode: 'A81001', endpoints })]
    assert.equal(organisationOf('A81001', services, 'public', {})?.endpoint, undefined)
    assert.equal(organisationOf('A81001', services, 'professional', {})?.endpoint?.length, 1)
  })
})

describe('a name in title case', () => {
  it('keeps four acronyms, and the signs names are written with', () => {
    const told: readonly (readonly [string, string])[] = [
      ['nhs trust hospital', 'NHS Trust Hospital'],
      ['LONDON GP SURGERY', 'London GP Surgery'],
      ['the icb board', 'The ICB Board'],
      ['local pcn practice', 'Local PCN Practice'],
      ['Mixed Case nhs gp', 'Mixed Case NHS GP'],
      ["ST JOHN'S  HEALTH-CENTRE", "St John's Health-Centre"],
      ['MEDICAL PRACTICE - !COVID LOCAL', 'Medical Practice - !Covid Local'],
    ]
    for (const [given, kept] of told) assert.equal(titleCase(given), kept)
  })
})
