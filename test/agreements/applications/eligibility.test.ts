import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  CHECK_NAMES,
  type Check,
  checkEligibility,
  type EligibilityFacts,
} from '../../../src/agreements/index.ts'
import { DAY, FACTS, FORM, PUBLIC, START } from './some-application.ts'

const outcomes = (facts: EligibilityFacts): Record<string, Check['outcome']> =>
  Object.fromEntries(checkEligibility(facts).map(({ name, outcome }) => [name, outcome]))
const form = (over: Partial<EligibilityFacts['form']>): EligibilityFacts => ({
  ...FACTS,
  form: { ...FORM, ...over },
})
const evidence = PUBLIC.safetyEvidence?.[0]
assert.ok(evidence)
const showing = (over: Partial<typeof evidence>) =>
  form({ ...PUBLIC, safetyEvidence: [{ ...evidence, ...over }] })
const ended = (duties: 'met' | 'open' | 'unknown') => [{ id: 'demo-old', duties }]
const product = FACTS.product
assert.ok(product)

/** Each row: what differs from facts that pass everything, and the one check that sees it. */
const TABLE: readonly (readonly [
  why: string,
  facts: EligibilityFacts,
  check: (typeof CHECK_NAMES)[number],
  outcome: Check['outcome'],
])[] = [
  ['an organisation unknown', { ...FACTS, organisation: null }, 'organisation-active', 'failed'],
  ['one suspended', { ...FACTS, organisation: 'suspended' }, 'organisation-active', 'failed'],
  ['one closed', { ...FACTS, organisation: 'closed' }, 'organisation-active', 'failed'],
  [
    'a suspended product',
    { ...FACTS, product: { ...product, status: 'suspended' } },
    'product-not-suspended',
    'failed',
  ],
  [
    'a withdrawn product',
    { ...FACTS, product: { ...product, status: 'withdrawn' } },
    'product-not-suspended',
    'failed',
  ],
  [
    'another maker',
    { ...FACTS, product: { ...product, supplierId: 'somebody' } },
    'supplier-makes-product',
    'failed',
  ],
  ['standards not met', form({ dsptStatus: 'not-met' }), 'dspt-in-date', 'failed'],
  ['standards approached', form({ dsptStatus: 'approaching' }), 'dspt-in-date', 'to-judge'],
  ['a status in its last day', form({ dsptUntil: '2026-06-03' }), 'dspt-in-date', 'passed'],
  ['a status of yesterday, in grace', form({ dsptUntil: '2026-06-02' }), 'dspt-in-date', 'to-judge'],
  ['a status of 28 days ago, in grace', form({ dsptUntil: '2026-05-06' }), 'dspt-in-date', 'to-judge'],
  ['a status of 29 days ago', form({ dsptUntil: '2026-05-05' }), 'dspt-in-date', 'failed'],
  [
    'one approached, and out of date',
    form({ dsptStatus: 'approaching', dsptUntil: '2026-01-01' }),
    'dspt-in-date',
    'failed',
  ],
  ['research', form({ purposes: ['urgent-care-referral', 'research'] }), 'purposes-direct', 'failed'],
  ['a region that is none', form({ regionIds: ['Y63', 'W11'] }), 'within-england', 'failed'],
  [
    'a site in Wales',
    { ...form({ footprint: 'sites', sites: [] }), sitesOutside: ['CF10 1AA'] },
    'within-england',
    'failed',
  ],
  ['open duties', { ...FACTS, ended: ended('open'), predecessor: 'theirs' }, 'no-open-duties', 'failed'],
  [
    'duties not on record',
    { ...FACTS, ended: ended('unknown'), predecessor: 'theirs' },
    'no-open-duties',
    'to-judge',
  ],
  ['a return that does not say so', { ...FACTS, ended: ended('met') }, 'no-open-duties', 'failed'],
  ['somebody else’s predecessor', { ...FACTS, predecessor: 'not-theirs' }, 'no-open-duties', 'failed'],
  ['selling beyond direct care', form({ commercialModel: 'beyond-direct-care' }), 'nothing-sold', 'failed'],
  ['sharing for direct care', form({ onwardSharing: 'for-direct-care' }), 'no-onward-sharing', 'to-judge'],
  ['sharing beyond it', form({ onwardSharing: 'beyond-direct-care' }), 'no-onward-sharing', 'failed'],
  ['a wish to cache', form({ caching: 'pattern', cachingPattern: 'for a minute' }), 'no-caching', 'to-judge'],
  ['public display without evidence', form({ ...PUBLIC, safetyEvidence: [] }), 'safety-evidence', 'failed'],
  ['evidence of another version', showing({ productVersion: '0.9' }), 'safety-evidence', 'failed'],
  ['evidence out of date', showing({ expiresOn: '2026-06-02' }), 'safety-evidence', 'failed'],
  ['evidence in its last day', showing({ expiresOn: '2026-06-03' }), 'safety-evidence', 'passed'],
  [
    'no word against publication',
    form({ publication: 'withhold', publicationReason: 'because' }),
    'publication-reason',
    'failed',
  ],
  [
    'a reason against publication',
    form({ publication: 'withhold', publicationReason: 'It would show where a refuge is.' }),
    'publication-reason',
    'to-judge',
  ],
]

describe('eligibility', () => {
  it('passes every check where there is nothing to find', () => {
    assert.deepEqual(new Set(Object.values(outcomes(FACTS))), new Set(['passed']))
    assert.deepEqual(Object.keys(outcomes(FACTS)), [...CHECK_NAMES])
    assert.deepEqual(new Set(Object.values(outcomes(form(PUBLIC)))), new Set(['passed']))
  })

  for (const [why, facts, check, outcome] of TABLE) {
    it(`${outcome === 'passed' ? 'passes' : 'stops at'} ${why}, in ${check} and nowhere else`, () => {
      const found = outcomes(facts)
      assert.equal(found[check], outcome)
      const others = Object.entries(found).filter(([name, one]) => name !== check && one !== 'passed')
      assert.deepEqual(others, [])
    })
  }

  it('has a row for each way in which each check can fail or be left to judgement', () => {
    const covered = new Set(TABLE.flatMap(([, , check, outcome]) => (outcome === 'passed' ? [] : [check])))
    assert.deepEqual(covered, new Set(CHECK_NAMES))
  })

  it('says with each finding which clauses it rests on and who can put it right', () => {
    for (const [, facts] of TABLE) {
      for (const { clauses, whoCanFix, finding } of checkEligibility(facts)) {
        assert.ok(clauses.length > 0 && whoCanFix !== '' && /\.$/.test(finding), finding)
      }
    }
  })

  it('names everything that stands in the way, not only the first thing', () => {
    const wrong = form({
      ...PUBLIC,
      safetyEvidence: [],
      purposes: ['marketing'],
      regionIds: ['W11'],
      dsptStatus: 'not-met',
      commercialModel: 'beyond-direct-care',
      onwardSharing: 'beyond-direct-care',
      caching: 'pattern',
      publication: 'withhold',
    })
    const found = outcomes({ ...wrong, organisation: null, product: null, predecessor: 'not-theirs' })
    assert.deepEqual(
      Object.keys(found).filter(name => found[name] === 'passed'),
      [],
    )
  })

  it('depends on the day that it is asked', () => {
    const later = { ...FACTS, now: START + 500 * DAY }
    assert.equal(outcomes(later)['dspt-in-date'], 'failed')
  })
})
