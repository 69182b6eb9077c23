import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import {
  type ActivityEntry,
  keptFacts,
  openRecorder,
  type Replayed,
  recordedQuestion,
  replayRange,
} from '../../src/activity/index.ts'
import { type Decision, decide, POLICY_VERSIONS, policyInForce } from '../../src/policy/index.ts'
import { openPolicyVersions } from '../../src/policy-versions/index.ts'
import { idMaker, purposeOf, simulatedClock } from '../../src/vocabulary/index.ts'
import { callers, questions } from '../policy/arbitrary.ts'
import { NOW } from '../policy/examples.ts'
import { serverUrl, testDatabase } from '../support/database.ts'
import { cameThrough, sampleEntry } from './sample-entry.ts'

const DECISIONS = 100_000
const AT_ONCE = 1000
/** Callers and questions that are put together, so that making them does not take longer than deciding on them. */
const KINDS = 2000

describe('a log of a hundred thousand decisions, under every policy version there was', async () => {
  const database = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'signpost-replay-'))
  const clock = simulatedClock(NOW)
  const recorder = await openRecorder({
    database,
    clock,
    random: randomBytes,
    node: 'one',
    ...(serverUrl ? { kind: 'database' } : { kind: 'journal', folder }),
  })
  after(async () => {
    await recorder.close()
    await rm(folder, { recursive: true, force: true })
  })
  const newId = idMaker(randomBytes)
  const policies = await openPolicyVersions(database)
  const asking = fc.sample(callers, { numRuns: KINDS, seed: 5 })
  const asked = fc.sample(questions, { numRuns: KINDS, seed: 6 })
  /** Around the moment the examples turn on, and some time after each version took force. */
  const momentOf = (number: number): number => {
    const after = POLICY_VERSIONS[number % 4]
    return after === undefined ? NOW - 8 + (number % 17) : after.effectiveFrom + number
  }

  const verdicts = new Set<string>()
  for (let first = 0; first < DECISIONS; first += AT_ONCE) {
    const batch = Array.from({ length: AT_ONCE }, async (_, place) => {
      const number = first + place
      const caller = asking[(number * 7919) % KINDS]
      const question = asked[(number * 104_729 + Math.floor(number / KINDS)) % KINDS]
      const at = momentOf(number)
      assert.ok(caller && question)
      const policy = policyInForce(at)
      const decision = decide(caller, question, policy, at)
      verdicts.add(`${policy.id} ${decision.outcome === 'allow' ? 'allow' : decision.reason}`)
      const facts = keptFacts(caller)
      const shape = { cell: null, filters: [], target: null }
      const { interface: through, target } = cameThrough(question)
      await recorder.record(
        {
          ...sampleEntry(),
          id: newId(at),
          at: new Date(at).toISOString(),
          account: caller.account.id,
          organisation: caller.organisation.odsCode,
          facts: facts.hash,
          policyVersion: policy.id,
          action: question.action,
          interface: through,
          question: recordedQuestion(question, { ...shape, target }, () => true),
          ...recorded(decision, question.purpose),
        },
        facts,
      )
    })
    await Promise.all(batch)
  }
  await recorder.settle()

  it('holds answers and refusals of many kinds', () => {
    assert.ok(verdicts.size > 40, [...verdicts].join(', '))
  })

  it('is decided again to the very same, every one', async () => {
    const counts = { same: 0, differs: 0, 'not-recorded': 0 }
    const first: Replayed[] = []
    for await (const replayed of replayRange(database.query, {}, policies)) {
      counts[replayed.outcome] += 1
      if (replayed.outcome !== 'same' && first.length < 3) first.push(replayed)
    }
    assert.deepEqual(first, [])
    assert.deepEqual(counts, { same: DECISIONS, differs: 0, 'not-recorded': 0 })
  })
})

/** What an entry says of a decision. */
const recorded = (
  decision: Decision,
  asked: string | null,
): Pick<
  ActivityEntry,
  'decision' | 'refusal' | 'clauses' | 'audience' | 'purpose' | 'tailoredTerms' | 'flags' | 'results'
> => {
  const { clauses, tailoredTerms } = decision
  return decision.outcome === 'allow'
    ? {
        decision: 'allow',
        refusal: null,
        clauses,
        audience: decision.audience,
        purpose: decision.purpose,
        tailoredTerms,
        flags: decision.flags,
        results: [1, 2],
      }
    : {
        decision: 'refuse',
        refusal: decision.reason,
        clauses,
        audience: null,
        purpose: purposeOf(asked ?? '')?.code ?? null,
        tailoredTerms,
        flags: [],
        results: [],
      }
}
