import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  type CallerFacts,
  decide,
  openRehearsal,
  POLICY_VERSIONS,
  type PolicyParameters,
  policyInForce,
  policyVersion,
  type QuestionFacts,
  type RehearsalItem,
} from '../../src/policy/index.ts'
import { callers, questions } from './arbitrary.ts'
import { agreed, caller, NOW, search } from './examples.ts'

const policy = policyInForce(NOW)
const { hash: _, citations: __, ...content } = policy
const draft = (change: Partial<PolicyParameters>) =>
  policyVersion({
    ...content,
    id: '2027-01-01',
    effectiveFrom: Date.parse('2027-01-01'),
    parameters: { ...content.parameters, ...change },
  })

let count = 0
function recorded(
  who: CallerFacts,
  question: QuestionFacts,
  change: Partial<RehearsalItem> = {},
): RehearsalItem {
  const decision = decide(who, question, policy, NOW)
  count += 1
  return {
    id: `entry-${count}`,
    at: NOW,
    account: who.account.id,
    organisation: who.organisation.odsCode,
    caller: who,
    question,
    policyInForceThen: policy.id,
    decisionThen: {
      outcome: decision.outcome,
      reason: decision.outcome === 'refuse' ? decision.reason : null,
    },
    ...change,
  }
}

describe('a rehearsal', () => {
  it('says how many answers would change, from what to what, for whom, with a few examples', () => {
    const rehearsal = openRehearsal(draft({ resultsMax: 10 }))
    const greedy = { ...search, limit: 11 }
    for (let i = 0; i < 7; i += 1) rehearsal.take(recorded(caller, greedy, { id: `greedy-${i}` }))
    rehearsal.take(recorded(caller, search))
    rehearsal.take(recorded(caller, greedy, { id: 'other', account: 'account-2', organisation: 'XYZ02' }))
    const report = rehearsal.report()
    assert.deepEqual(report.changes, [
      {
        before: 'allow',
        after: 'limit-above-agreed',
        count: 8,
        accounts: 2,
        samples: ['greedy-0', 'greedy-1', 'greedy-2', 'greedy-3', 'greedy-4'],
      },
    ])
    assert.deepEqual(report.accounts, [
      {
        id: 'account-1',
        taken: 8,
        newlyRefused: 7,
        newlyAllowed: 0,
        otherReason: 0,
        samples: ['greedy-0', 'greedy-1', 'greedy-2', 'greedy-3', 'greedy-4'],
      },
      { id: 'account-2', taken: 1, newlyRefused: 1, newlyAllowed: 0, otherReason: 0, samples: ['other'] },
    ])
    assert.deepEqual(
      report.organisations.map(({ id, newlyRefused }) => [id, newlyRefused]),
      [
        ['XYZ01', 7],
        ['XYZ02', 1],
      ],
    )
    assert.equal(report.draft, '2027-01-01')
    assert.deepEqual(report.versionsThen, [{ id: policy.id, taken: 9 }])
    assert.deepEqual([report.taken, report.unchanged, report.newlyRefused], [9, 1, 8])
    assert.deepEqual([report.from, report.until], [NOW, NOW])
  })

  it('tells new answers and other reasons from new refusals', () => {
    const rehearsal = openRehearsal(draft({ directCareOnly: false, resultsMax: 10 }))
    const several = agreed({ purposes: ['urgent-care-referral', 'care-coordination'] })
    rehearsal.take(recorded(several, search))
    rehearsal.take(recorded(several, { ...search, limit: 11 }))
    rehearsal.take(recorded(several, { ...search, purpose: 'research' }))
    const { newlyAllowed, otherReason, unchanged, changes } = rehearsal.report()
    assert.deepEqual([newlyAllowed, otherReason, unchanged], [1, 1, 1])
    assert.deepEqual(
      changes.map(({ before, after }) => [before, after]),
      [
        ['purpose-missing', 'allow'],
        ['purpose-missing', 'limit-above-agreed'],
      ],
    )
  })

  it('counts what a full quota refused as what policy had allowed', () => {
    const rehearsal = openRehearsal(draft({}))
    rehearsal.take(
      recorded(caller, search, { decisionThen: { outcome: 'refuse', reason: 'quota-exhausted' } }),
    )
    assert.equal(rehearsal.report().unchanged, 1)
  })

  it('shows whom the end of tailored terms would hit, and who would be asked to accept', () => {
    const dated = { from: NOW - 1, until: NOW + 1 }
    const waiving = agreed({
      audience: 'public',
      permissions: [
        {
          id: 'permission-1',
          type: 'public-display',
          grants: [],
          productVersion: '7.1',
          safetyCaseUntil: NOW + 1,
          ...dated,
        },
      ],
      tailored: {
        id: 'tailored-1',
        policyVersion: policy.id,
        parameters: {},
        waives: ['AUP18-16'],
        ...dated,
      },
    })
    const rehearsal = openRehearsal(draft({}))
    rehearsal.take(recorded(waiving, search))
    rehearsal.take(recorded(caller, search))
    const report = rehearsal.report()
    assert.deepEqual(
      report.changes.map(({ before, after }) => [before, after]),
      [['allow', 'public-display-not-granted-here']],
    )
    assert.equal(report.wouldAskToAccept, 1)
  })

  it('of the version in force itself changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(callers, questions), { maxLength: 20 }), asked => {
        const rehearsal = openRehearsal(policy)
        for (const [who, question] of asked) rehearsal.take(recorded(who, question))
        const { taken, unchanged, changes, accounts } = rehearsal.report()
        assert.deepEqual([taken, unchanged], [asked.length, asked.length])
        assert.deepEqual([changes, accounts], [[], []])
      }),
      { numRuns: 300 },
    )
  })

  it('adds up, whatever was asked', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(callers, questions), { maxLength: 30 }), asked => {
        const rehearsal = openRehearsal(POLICY_VERSIONS[0])
        for (const [who, question] of asked) rehearsal.take(recorded(who, question))
        const { taken, unchanged, newlyRefused, newlyAllowed, otherReason, changes } = rehearsal.report()
        assert.equal(taken, asked.length)
        assert.equal(unchanged + newlyRefused + newlyAllowed + otherReason, taken)
        assert.equal(
          changes.reduce((sum, change) => sum + change.count, 0),
          taken - unchanged,
        )
      }),
      { numRuns: 300 },
    )
  })

  it('of nothing reports nothing', () => {
    const { taken, from, until, changes } = openRehearsal(policy).report()
    assert.deepEqual([taken, from, until, changes], [0, null, null, []])
  })
})
