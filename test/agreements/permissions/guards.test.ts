import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  CARE_RECORD_FIELDS,
  CHECKLIST_IDS,
  type Circumstances,
  CONTACT_CHECKLIST,
  type Derogation,
  type Evidence,
  type PermissionScope,
  PRESENTATION_CHECKLIST,
  safetyCaseFor,
  unmetForGrant,
} from '../../../src/agreements/index.ts'
import type { PermissionType } from '../../../src/policy/index.ts'
import { DAY, POLICY, START } from './some-permissions.ts'

const safetyCase: Evidence = {
  id: 'case',
  kind: 'clinical-safety-case',
  standard: 'DCB0129',
  standardVersion: '4.2',
  productId: 'product',
  productVersion: '2.0',
  odsCode: null,
  reference: 'file:case',
  sha256: 'a'.repeat(64),
  issuedAt: START - DAY,
  expiresAt: START + 100 * DAY,
  officer: { name: 'Dr Officer', registration: 'GMC 1234567' },
  addedBy: 'officer',
  addedAt: START,
}
const derogation: Derogation = {
  id: 'derogation',
  agreementId: 'agreement',
  permits: 'cache-exception',
  cites: ['AUP25-25'],
  reason: 'why',
  pattern: 'a kiosk',
  fields: ['id', 'name'],
  purposes: ['self-care-signposting'],
  maxAgeSeconds: 300,
  purgeOnSignal: true,
  signedBy: 'one',
  signedSecond: 'two',
  signedAt: START,
  reviewBy: START + 150 * DAY,
}
const grant = (regionId: string, over: Partial<Circumstances['grants'][number]> = {}) => ({
  id: `grant-${regionId}`,
  regionId,
  conditions: [],
  grantedBy: 'lead',
  from: START - DAY,
  until: START + 200 * DAY,
  endedAt: null,
  inheritedFrom: [],
  reviewBy: null,
  ...over,
})
/** Circumstances in which nothing stands in the way, whatever the type. */
const good = (scope: PermissionScope, over: Partial<Circumstances> = {}): Circumstances => ({
  now: START,
  scope,
  requestedAt: START,
  outOfTime: false,
  takenUpAt: null,
  from: START,
  until: START + 90 * DAY,
  regionsNow: null,
  grants: [grant('Y62'), grant('Y63')],
  agreement: {
    status: 'in-force',
    until: null,
    purposes: ['self-care-signposting'],
    volume: { perMinute: 60, perDay: 10_000 },
  },
  product: { id: 'product', version: '2.0' },
  safetyCase,
  derogation: scope.type === 'dataset-snapshot' ? { ...derogation, permits: 'dataset-snapshot' } : derogation,
  granted: [],
  parameters: POLICY.parameters,
  ...over,
})
const display: PermissionScope = {
  type: 'public-display',
  regionIds: ['Y62', 'Y63'],
  checklist: CHECKLIST_IDS,
}
const caching: PermissionScope = {
  type: 'cache-exception',
  pattern: 'a kiosk',
  fields: ['id', 'name'],
  purposes: ['self-care-signposting'],
  maxAgeSeconds: 300,
  purgeOnSignal: true,
  derogationId: 'derogation',
}
const SCOPES: Record<PermissionType, PermissionScope> = {
  'public-display': display,
  'cache-exception': caching,
  'unattended-service': { type: 'unattended-service', summary: 'A website' },
  'care-record-extract': { type: 'care-record-extract', fields: [...CARE_RECORD_FIELDS] },
  'synthetic-monitoring': { type: 'synthetic-monitoring', everyMinutes: 1 },
  'raised-quota': { type: 'raised-quota', perMinute: 61, perDay: 10_000 },
  'dataset-snapshot': { type: 'dataset-snapshot', derogationId: 'derogation' },
  'publication-opt-out': { type: 'publication-opt-out' },
}
const says = (about: Circumstances): readonly string[] => unmetForGrant(about).map(one => one.what)

describe('what must be so before a permission is granted', () => {
  for (const scope of Object.values(SCOPES)) {
    it(`lets a ${scope.type} be granted when all is there, and only then`, () => {
      assert.deepEqual(says(good(scope)), [])
      const never = {
        status: 'ended',
        until: null,
        purposes: [],
        volume: { perMinute: 1, perDay: 1 },
      } as const
      assert.ok(says(good(scope, { agreement: never })).includes('The agreement is ended.'))
      for (const unmet of unmetForGrant(good(scope, { agreement: never }))) {
        assert.ok(unmet.clauses.length > 0 && unmet.whoCanFix.length > 0 && unmet.what.endsWith('.'))
      }
    })
  }

  it('wants, to show to the public: a safety case, an officer, each item of the checklist, each region', () => {
    const nothing = good(
      { type: 'public-display', regionIds: ['Y62', 'Y63'], checklist: [] },
      { safetyCase: null, grants: [] },
    )
    assert.deepEqual(says(nothing), [
      'There is no clinical safety case in date for product product, version 2.0.',
      'No registered clinical safety officer stands under a safety case in date.',
      ...PRESENTATION_CHECKLIST.map(item => `Not ticked on the checklist, ${item.id}: ${item.asks}`),
      'No DoS Lead of region Y62 has granted it.',
      'No DoS Lead of region Y63 has granted it.',
    ])
    const clauses = new Set<string>(unmetForGrant(nothing).flatMap(one => one.clauses))
    for (const clause of ['AUP25-20', 'AUP25-21', 'AUP25-22', 'AUP25-23', 'AUP25-24', 'AUP18-16', 'AUP18-17'])
      assert.ok(clauses.has(clause), clause)
  })

  it('names, of all that public display needs, exactly what is missing', () => {
    const items = PRESENTATION_CHECKLIST.map(item => item.id)
    fc.assert(
      fc.property(
        fc.subarray(items),
        fc.subarray(['Y62', 'Y63', 'Y60']),
        fc.constantFrom('there', 'unsigned', 'none'),
        (ticked, granted, safety) => {
          const scope = {
            type: 'public-display',
            regionIds: ['Y60', 'Y62', 'Y63'],
            checklist: ticked,
          } as const
          const unsigned = { ...safetyCase, officer: null }
          const held = safety === 'there' ? safetyCase : safety === 'unsigned' ? unsigned : null
          const told = says(good(scope, { grants: granted.map(id => grant(id)), safetyCase: held })).join(
            '\n',
          )
          for (const item of items) assert.equal(told.includes(` ${item}:`), !ticked.includes(item), item)
          for (const id of scope.regionIds)
            assert.equal(told.includes(`region ${id} `), !granted.includes(id), id)
          assert.equal(told.includes('no clinical safety case'), safety === 'none')
          assert.equal(told.includes('No registered clinical safety officer'), safety !== 'there')
        },
      ),
    )
  })

  it('counts a region’s grant from its first instant up to, but not including, its last', () => {
    const bare = (over: Partial<ReturnType<typeof grant>>) =>
      says(good({ ...display, regionIds: ['Y63'] }, { grants: [grant('Y63', over)] })).length > 0
    assert.equal(bare({ from: START }), false)
    assert.equal(bare({ from: START + 1 }), true)
    assert.equal(bare({ until: START + 1 }), false)
    assert.equal(bare({ until: START }), true)
    assert.equal(bare({ endedAt: START }), true)
  })

  it('may be granted for some of the regions first, if these are among those asked for', () => {
    const one = { grants: [grant('Y63')] }
    assert.deepEqual(says(good(display, one)), ['No DoS Lead of region Y62 has granted it.'])
    assert.deepEqual(says(good(display, { ...one, regionsNow: ['Y63'] })), [])
    assert.deepEqual(says(good(display, { ...one, regionsNow: [] })), ['It names no region.'])
    assert.deepEqual(says(good(display, { regionsNow: ['Y60'], grants: [grant('Y60')] })), [
      'Region Y60 was not asked for.',
    ])
  })

  it('asks the national and local teams only where the policy says so', () => {
    const scope = { ...display, checklist: PRESENTATION_CHECKLIST.map(item => item.id) }
    assert.deepEqual(says(good(scope)), [])
    const parameters = { ...POLICY.parameters, publicDisplayNationalContact: true }
    assert.deepEqual(
      unmetForGrant(good(scope, { parameters })).map(one => one.clauses),
      CONTACT_CHECKLIST.map(item => item.clauses),
    )
  })

  it('leaves out what the policy does not ask for', () => {
    const parameters = {
      ...POLICY.parameters,
      publicDisplaySafetyCase: false,
      publicDisplayRegionGrants: false,
    }
    assert.deepEqual(says(good(display, { parameters, safetyCase: null, grants: [] })), [])
    const free = { ...POLICY.parameters, cacheNeedsDerogation: false }
    assert.deepEqual(
      says(good({ ...caching, derogationId: null }, { parameters: free, derogation: null })),
      [],
    )
  })

  it('takes the safety case of that very version, of the product or of its use there, while it is in date', () => {
    const product = { id: 'product', version: '2.0' }
    const find = (over: Partial<Evidence>, at = START, version: string | null = '2.0') =>
      safetyCaseFor([{ ...safetyCase, ...over }], { ...product, version }, 'A1', at)
    assert.equal(find({})?.id, 'case')
    for (const over of [
      { productVersion: '2.1' },
      { productId: 'other' },
      { odsCode: 'B2' },
      { kind: 'hazard-log' as const },
      { issuedAt: START + 1 },
      { expiresAt: START },
    ])
      assert.equal(find(over), null, JSON.stringify(over))
    assert.equal(find({ odsCode: 'A1', issuedAt: START, expiresAt: START + 1 })?.id, 'case')
    assert.equal(find({}, START, null), null)
    const longer = { ...safetyCase, id: 'longer', expiresAt: START + 200 * DAY, officer: null }
    assert.equal(safetyCaseFor([longer, safetyCase], product, 'A1', START)?.id, 'case')
    assert.equal(
      safetyCaseFor([{ ...longer, officer: safetyCase.officer }, safetyCase], product, 'A1', START)?.id,
      'longer',
    )
  })

  it('wants, to cache: a derogation, a pattern, fields, purposes, a time up to the cap, and purging', () => {
    const nothing: PermissionScope = {
      type: 'cache-exception',
      pattern: null,
      fields: [],
      purposes: [],
      maxAgeSeconds: null,
      purgeOnSignal: false,
      derogationId: null,
    }
    assert.deepEqual(says(good(nothing, { derogation: null })), [
      'No signed derogation for it is in date to its end; the policy forbids caching.',
      'The pattern of use it is for is not described.',
      'It lists no fields.',
      'It lists no purposes.',
      'It does not say for how long, in seconds, up to 900.',
      'Nobody has committed to throw away what is kept when the directory says so.',
    ])
  })

  it('caches no more than was signed, nor longer, nor past its review', () => {
    const wider = { ...caching, fields: ['id', 'name', 'phone'], maxAgeSeconds: 301 } as const
    assert.match(says(good(wider)).join(), /does not go that far: phone, 301 seconds/)
    const { cacheMaxAgeSecondsMax: cap } = POLICY.parameters
    const signed = { ...derogation, maxAgeSeconds: 86_400 }
    assert.deepEqual(says(good({ ...caching, maxAgeSeconds: cap }, { derogation: signed })), [])
    assert.equal(says(good({ ...caching, maxAgeSeconds: cap + 1 }, { derogation: signed })).length, 1)
    assert.deepEqual(says(good(caching, { until: derogation.reviewBy })), [])
    assert.equal(says(good(caching, { until: derogation.reviewBy + 1 })).length, 1)
    assert.equal(
      says(good(caching, { derogation: { ...derogation, permits: 'dataset-snapshot' } })).length,
      1,
    )
    assert.equal(says(good({ ...caching, purposes: ['local-audit'] })).length, 2)
  })

  it('lasts a year at most, a cache exception six months, by the calendar in London, and never past its agreement', () => {
    const from = Date.UTC(2026, 7, 31, 9)
    const sixMonths = Date.UTC(2027, 1, 28, 10)
    const late = { ...derogation, reviewBy: sixMonths + 5 * DAY }
    const cached = (until: number) => says(good(caching, { from, until, now: from, derogation: late }))
    assert.deepEqual(cached(sixMonths), [])
    assert.deepEqual(cached(sixMonths + 1), ['It may last 6 months at most, to 2027-02-28.'])
    const raised = SCOPES['raised-quota']
    const year = Date.UTC(2027, 2, 2, 10)
    assert.deepEqual(says(good(raised, { until: year })), [])
    assert.equal(says(good(raised, { until: year + 1 })).length, 1)
    const agreement = { ...good(raised).agreement, until: START + 30 * DAY }
    assert.deepEqual(says(good(raised, { agreement, until: START + 30 * DAY })), [])
    assert.deepEqual(says(good(raised, { agreement, until: START + 30 * DAY + 1 })), [
      'It would outlast the agreement it belongs to.',
    ])
    assert.equal(says(good(raised, { until: START })).length, 1)
  })

  it('never hands out the whole dataset without a derogation that names it', () => {
    for (const none of [
      null,
      derogation,
      { ...derogation, permits: 'dataset-snapshot' as const, reviewBy: START },
    ])
      assert.match(
        says(good(SCOPES['dataset-snapshot'], { derogation: none })).join(),
        /whole dataset is not handed out/,
      )
  })

  it('keeps in a record of care only which service, when, and what was said', () => {
    const keep = (...fields: string[]) => says(good({ type: 'care-record-extract', fields }))
    assert.deepEqual(keep('id', 'advice'), [])
    assert.equal(keep('id', 'phone', 'address').length, 2)
    assert.deepEqual(keep(), ['It lists no fields.'])
  })

  it('probes once a minute at most, and says how often', () => {
    const probe = (everyMinutes: number | null) => says(good({ type: 'synthetic-monitoring', everyMinutes }))
    assert.deepEqual([probe(1), probe(5)], [[], []])
    assert.equal(probe(null).length, 1)
  })

  it('raises a quota, in the minute or the day, and lowers neither', () => {
    const raise = (perMinute: number | null, perDay: number | null) =>
      says(good({ type: 'raised-quota', perMinute, perDay })).length === 0
    assert.deepEqual(
      [raise(61, 10_000), raise(60, 10_001), raise(60, 10_000), raise(120, 9_999), raise(null, 20_000)],
      [true, true, false, false, false],
    )
  })

  it('takes what runs without people only with words for the public, and never hides it', () => {
    assert.equal(says(good({ type: 'unattended-service', summary: null })).length, 1)
    assert.equal(says(good(SCOPES['unattended-service'], { granted: ['publication-opt-out'] })).length, 1)
    assert.equal(says(good(SCOPES['publication-opt-out'], { granted: ['unattended-service'] })).length, 1)
  })

  it('lets a connection go unlisted only when that was asked before its first use, or taken up all the same', () => {
    const late = { outOfTime: true }
    assert.deepEqual(says(good(SCOPES['publication-opt-out'], late)), [
      'It was asked for after the first production use, and nobody has taken it up all the same.',
    ])
    assert.deepEqual(says(good(SCOPES['publication-opt-out'], { ...late, takenUpAt: START })), [])
  })
})
