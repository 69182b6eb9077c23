import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  type ActivityEntry,
  assertSpeakable,
  factsFrom,
  keptFacts,
  parseEntry,
  questionOf,
  recordedQuestion,
  unspeakableIn,
} from '../../src/activity/index.ts'
import { type Decision, decide, type QuestionFacts } from '../../src/policy/index.ts'
import { callers, policies, questions } from '../policy/arbitrary.ts'
import { NOW, search } from '../policy/examples.ts'
import { cameThrough, sampleEntry } from './sample-entry.ts'

const SHAPE = { cell: 'LS1 4', filters: [], target: null }
const everyName = (): boolean => true

/** The entry of a question, through the text that the log holds. */
function entryOf(facts: QuestionFacts, isMember: (name: string) => boolean = everyName): ActivityEntry {
  const { interface: through, target } = cameThrough(facts)
  const question = recordedQuestion(facts, { ...SHAPE, target }, isMember)
  return parseEntry(JSON.stringify(sampleEntry({ action: facts.action, interface: through, question })))
}

/** A decision without the words for one person, which may hold what was given. */
function withoutWords(decision: Decision): object {
  if (decision.outcome === 'allow') return decision
  const { detail: _, ...rest } = decision
  return rest
}

describe('a question as the log holds it', () => {
  it('is decided again as it was, whoever asks it under whichever policy', () => {
    fc.assert(
      fc.property(callers, questions, policies, (caller, question, policy) => {
        const again = questionOf(entryOf(question))
        assert.ok(again)
        assert.deepEqual(
          withoutWords(decide(factsFrom(keptFacts(caller)), again, policy, NOW)),
          withoutWords(decide(caller, question, policy, NOW)),
        )
      }),
      { numRuns: 3000 },
    )
  })

  it('does not quote a target that reads as a place, and is written all the same', () => {
    const facts: QuestionFacts = { action: 'feedback', purpose: null }
    for (const [target, written] of [
      ['LS14AP', 'unknown'],
      ['XD001PB', 'unknown'],
      ['430123,433567', 'unknown'],
      ['FQW63', 'FQW63'],
      ['2009002207', '2009002207'],
    ] as const) {
      const question = recordedQuestion(facts, { ...SHAPE, target }, everyName)
      assert.equal(question.target, written)
      assertSpeakable(sampleEntry({ action: facts.action, question }))
    }
  })

  it('says nothing the log may not know, whatever was given', () => {
    const given: QuestionFacts[] = [
      { ...search, purpose: 'LS1 4AP', fields: ['LS14AP', 'name', 'painInChest'] },
      { ...search, origin: { outcome: 'unusable', because: 'unlocated', detail: 'LS1 4AP ended in 2007.' } },
      {
        ...search,
        origin: { outcome: 'outside-england', label: 'EH1 1AA', nation: 'Scotland', askInstead: 'EH1 1AA' },
      },
      { action: 'place', purpose: '53.79512,-1.54721' },
    ]
    for (const facts of given) {
      const entry = entryOf(facts, name => name === 'name')
      assertSpeakable(entry)
      assert.deepEqual(unspeakableIn(entry), [])
      assert.doesNotMatch(JSON.stringify(entry), /LS1 ?4AP|EH1|painInChest|53\.79/)
    }
    assert.deepEqual(entryOf(given[0] ?? search, name => name === 'name').question.fields, [
      'unknown',
      'name',
      'unknown',
    ])
  })

  it('cannot be had of an entry from before it was recorded, which reads all the same', () => {
    for (const action of ['search', 'look-up', 'place', 'reference'] as const) {
      const entry = parseEntry(JSON.stringify(sampleEntry({ action })))
      assert.equal(questionOf(entry), undefined)
      assert.equal(entry.facts, undefined)
    }
  })
})
