import type { Query } from '../database/index.ts'
import {
  type CallerFacts,
  type Decision,
  isRefusalReason,
  type PolicyVersion,
  type QuestionFacts,
  type RefusalReason,
  refusalOf,
  refuse,
} from '../policy/index.ts'
import type { ActivityEntry } from './entry.ts'
import { factsFrom } from './facts.ts'
import { readFactsText } from './facts-store.ts'
import { questionOf } from './question.ts'

/** What a decision was taken on, as the log holds it. */
export type Recorded =
  | { readonly outcome: 'recorded'; readonly caller: CallerFacts; readonly question: QuestionFacts }
  /** It is from before this was recorded: it can be read, and not be taken again. */
  | { readonly outcome: 'not-recorded' }

/**
 * Reads back what entries were decided on. Facts are shared by many entries, so the last of them are remembered.
 * @throws when facts are missing or altered: they were durable before the entry was
 */
export function recordedReader(query: Query): (entry: ActivityEntry) => Promise<Recorded> {
  const remembered = new Map<string, CallerFacts>()
  const factsUnder = async (hash: string): Promise<CallerFacts> => {
    const known = remembered.get(hash)
    if (known) return known
    const text = await readFactsText(query, hash)
    if (text === undefined) throw new Error(`The activity log has no facts under ${hash}.`)
    const facts = factsFrom({ hash, text })
    if (remembered.size >= REMEMBERED_MAX) remembered.clear()
    remembered.set(hash, facts)
    return facts
  }
  return async entry => {
    const question = questionOf(entry)
    if (typeof entry.facts !== 'string' || question === undefined) return { outcome: 'not-recorded' }
    return { outcome: 'recorded', caller: asNamed(await factsUnder(entry.facts), entry), question }
  }
}

const REMEMBERED_MAX = 10_000

/** The facts leave out an organisation that only the request named (facts.ts). */
function asNamed(facts: CallerFacts, { organisation: odsCode }: ActivityEntry): CallerFacts {
  const { organisation } = facts
  return organisation.status === 'not-connected'
    ? { ...facts, organisation: { ...organisation, odsCode } }
    : facts
}

/** Where a decision taken again parts from the recorded one; one member each. */
export type Difference = { readonly of: string; readonly recorded: string; readonly decided: string }

/** Compares a decision taken again with what was recorded; empty when they are the same. */
export function differencesFrom(
  entry: ActivityEntry,
  decision: Decision,
  policy: PolicyVersion,
): Difference[] {
  const held = heldUp(entry)
  // What policy allows again and something else held up then is, for the comparison, refused for that again.
  const expected =
    held !== null && decision.outcome === 'allow'
      ? refuse(policy, held, '', decision.tailoredTerms)
      : decision
  const pairs: readonly (readonly [of: string, recorded: unknown, decided: unknown])[] = [
    ['decision', entry.decision, expected.outcome],
    ['refusal', entry.refusal, expected.outcome === 'refuse' ? expected.reason : null],
    ['clauses', entry.clauses, expected.clauses],
    ['audience', entry.audience, expected.outcome === 'allow' ? expected.audience : null],
    // Of a refused question the purpose is only what was asked.
    ...(expected.outcome === 'allow' && entry.decision === 'allow'
      ? [['purpose', entry.purpose, expected.purpose] as const]
      : []),
    ['policy version', entry.policyVersion, expected.policyVersion],
    ['tailored terms', entry.tailoredTerms, expected.tailoredTerms],
  ]
  return pairs
    .map(([of, recorded, decided]) => ({ of, recorded: inWords(recorded), decided: inWords(decided) }))
    .filter(({ recorded, decided }) => recorded !== decided)
}

/** The reason for which what policy allowed was refused after all, such as a volume used up; null: no such. */
export function heldUp({ refusal }: ActivityEntry): RefusalReason | null {
  if (refusal === null || !isRefusalReason(refusal)) return null
  return refusalOf(refusal).raisedBy === undefined ? null : refusal
}

const inWords = (value: unknown): string =>
  Array.isArray(value) ? value.join(' ') : value === null || value === undefined ? 'none' : String(value)
