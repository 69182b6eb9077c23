import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { AccountFacts } from '../src/accounts/index.ts'
import { type Region, regionMap } from '../src/accounts/index.ts'
import { callerReader } from '../src/caller-reader.ts'
import type { AgreementFacts, PermissionFacts } from '../src/policy/index.ts'
import { simulatedClock } from '../src/vocabulary/index.ts'

const START = 1000
const MERGED_AT = 2000

const region = (id: string, successorId: string | null = null): Region => ({
  id,
  name: id,
  from: 0,
  until: successorId === null ? null : MERGED_AT,
  successorId,
})
/** YA goes into YB; YC stays. */
const map = regionMap([region('YA', 'YB'), region('YB'), region('YC')])

const display: PermissionFacts = {
  id: 'p1',
  type: 'public-display',
  from: 0,
  until: 9000,
  grants: [
    { regionIds: ['YA'], from: 0, until: 9000 },
    { regionIds: ['YC'], from: 0, until: 9000 },
  ],
  productVersion: '1',
  safetyCaseUntil: 9000,
}
const raised: PermissionFacts = {
  id: 'p2',
  type: 'raised-quota',
  from: 0,
  until: 9000,
  volume: { perMinute: 9, perDay: 99 },
}
const agreement: AgreementFacts = {
  id: 'agreement',
  status: 'in-force',
  policyVersion: '2025-02-25',
  useCase: 'a test',
  purposes: ['urgent-care-referral'],
  audience: 'public',
  regions: ['YB', 'YC'],
  typeIds: null,
  resultsMax: 10,
  distanceMetresMax: 1000,
  volume: { perMinute: 1, perDay: 10 },
  lookUps: 'follow-up',
  origins: 'any',
  from: 0,
  until: null,
  permissions: [display, raised],
}
const restriction = {
  id: 'r1',
  typeIds: null,
  resultsMax: null,
  volume: null,
  audience: null,
  hours: null,
  from: 0,
  until: null,
  reviewBy: 9000,
}
const factsOf = (id: string): AccountFacts =>
  Object.freeze({
    account: {
      id,
      name: id,
      kind: 'individual',
      status: 'active',
      regionIds: ['YA'],
      restrictions: [
        { ...restriction, regions: ['YB'] },
        { ...restriction, id: 'r2', regions: null },
      ],
    },
    organisation: { odsCode: 'XO001', name: 'Trust', status: 'active' },
    product: { id: 'product', name: 'Product', status: 'active' },
    connection: { id: 'connection', environment: 'production' },
    referralRoleIds: null,
  })

function reader() {
  const clock = simulatedClock(START)
  const asked: unknown[][] = []
  const plain: AccountFacts = {
    ...factsOf('client'),
    account: { id: 'client', name: 'client', kind: 'web-service', status: 'active' },
  }
  const known = { client: plain, person: factsOf('person') }
  let current: AgreementFacts | null = agreement
  const read = callerReader(
    {
      find: (...given) => {
        asked.push(given)
        return given[0] === 'client' ? known.client : undefined
      },
      findIndividual: (...given) => {
        asked.push(given)
        return given[1] === 'somebody' ? known.person : undefined
      },
    },
    { agreementFor: id => (id === 'connection' ? current : null) },
    { covering: map.covering, mergersInEffect: map.mergersInEffect, map: () => map },
    clock,
  )
  return { read, clock, asked, known, agree: (next: AgreementFacts | null) => (current = next) }
}

describe('everything known of who asks', () => {
  it('keeps to what account and client may both ask, counting what a merger has made one', () => {
    const { read, clock, known } = reader()
    const narrowedBy = (...regionParts: string[][]): AccountFacts => ({
      ...factsOf('person'),
      account: { ...factsOf('person').account, regionIds: [] },
      regionParts,
    })
    const regions = () => read('client', null, 'somebody')?.account.regionIds
    known.person = narrowedBy(['YA'], ['YB'])
    assert.deepEqual(regions(), [])
    clock.advance(MERGED_AT - START)
    assert.deepEqual(regions(), ['YA', 'YB'])
    assert.ok(!('regionParts' in (read('client', null, 'somebody') ?? {})))
    known.person = narrowedBy(['YA'], ['YB'], ['YC'])
    assert.deepEqual(regions(), [])
  })

  it('is the client, or the person who asks through it', () => {
    const { read, asked } = reader()
    assert.equal(read('client')?.account.id, 'client')
    assert.equal(read('client', 'XO001')?.account.id, 'client')
    assert.equal(read('client', 'XO001', 'somebody', 'R8000')?.account.id, 'person')
    assert.equal(read('client', null, 'stranger'), undefined)
    assert.equal(read('nobody'), undefined)
    assert.deepEqual(asked, [
      ['client', null],
      ['client', 'XO001'],
      ['client', 'somebody', 'R8000', 'XO001'],
      ['client', 'stranger', null, null],
      ['nobody', null],
    ])
  })

  it('is as the registers have it while no region has been merged', () => {
    const { read, known } = reader()
    assert.deepEqual(read('client', null, 'somebody'), { ...known.person, agreement })
    assert.deepEqual(read('client')?.agreement, agreement)
  })

  it('speaks, once a merger is in effect, of all a region has become and taken in', () => {
    const { read, clock } = reader()
    clock.advance(MERGED_AT - START - 1)
    assert.deepEqual(read('client', null, 'somebody')?.account.regionIds, ['YA'])
    clock.advance(1)
    const caller = read('client', null, 'somebody')
    assert.deepEqual(caller?.account.regionIds, ['YA', 'YB'])
    assert.deepEqual(
      caller?.account.restrictions?.map(({ regions }) => regions),
      [['YA', 'YB'], null],
    )
    assert.deepEqual(caller?.agreement?.regions, ['YA', 'YB', 'YC'])
    const [shown, quota] = caller?.agreement?.permissions ?? []
    // But for public display: what one lead granted opens no services of the region it went into.
    assert.deepEqual(shown?.type === 'public-display' && shown.grants.map(({ regionIds }) => regionIds), [
      ['YA'],
      ['YC'],
    ])
    assert.equal(quota, raised)
    assert.deepEqual(read('client')?.account, {
      id: 'client',
      name: 'client',
      kind: 'web-service',
      status: 'active',
    })
  })

  it('leaves an agreement for all of England, or none at all, as it is', () => {
    const { read, clock, agree } = reader()
    clock.advance(MERGED_AT)
    const { permissions: _, ...bare } = agreement
    agree({ ...bare, regions: 'national' })
    assert.deepEqual(read('client')?.agreement, { ...bare, regions: 'national' })
    agree(null)
    assert.equal(read('client')?.agreement, null)
  })

  it('stays the same object until the account, the agreement or the number of mergers changes', () => {
    const { read, clock, known, agree } = reader()
    const first = read('client', null, 'somebody')
    assert.equal(read('client', null, 'somebody'), first)
    clock.advance(MERGED_AT - START)
    const merged = read('client', null, 'somebody')
    assert.notEqual(merged, first)
    clock.advance(5000)
    assert.equal(read('client', null, 'somebody'), merged)
    agree({ ...agreement })
    const agreed = read('client', null, 'somebody')
    assert.notEqual(agreed, merged)
    assert.equal(read('client', null, 'somebody'), agreed)
    known.person = factsOf('person')
    assert.notEqual(read('client', null, 'somebody'), agreed)
  })
})
