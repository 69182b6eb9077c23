import type { EpochMillis } from '../vocabulary/index.ts'
import { decide } from './decide.ts'
import type { CallerFacts, Environment, QuestionFacts } from './facts.ts'
import type { PolicyVersion } from './policy-version.ts'
import { isRefusalReason, refusalOf } from './refusals.ts'

/** A recorded question, with the facts it was decided from. */
export type RehearsalItem = {
  /** Id of its activity entry. */
  readonly id: string
  readonly at: EpochMillis
  readonly account: string
  /** ODS code. */
  readonly organisation: string
  readonly caller: CallerFacts
  readonly question: QuestionFacts
  readonly policyInForceThen: string
  readonly decisionThen: { readonly outcome: 'allow' | 'refuse'; readonly reason: string | null }
  /** Which environment the server was; production unless said. */
  readonly here?: Environment
}

/** `allow`, or the reason of the refusal. */
export type Verdict = string

export type RehearsedChange = {
  readonly before: Verdict
  readonly after: Verdict
  readonly count: number
  readonly accounts: number
  /** Ids of the first few entries. */
  readonly samples: readonly string[]
}

export type RehearsedCount = {
  readonly id: string
  readonly taken: number
  readonly newlyRefused: number
  readonly newlyAllowed: number
  readonly otherReason: number
  readonly samples: readonly string[]
}

export type RehearsalReport = {
  /** The version that was tried. */
  readonly draft: string
  readonly taken: number
  readonly unchanged: number
  readonly newlyRefused: number
  readonly newlyAllowed: number
  /** Refused then and now, for another reason. */
  readonly otherReason: number
  /** Answers that would be given, and ask for the draft to be accepted (AUP18-05). */
  readonly wouldAskToAccept: number
  /** First and last question taken; null while there is none. */
  readonly from: EpochMillis | null
  readonly until: EpochMillis | null
  /** Versions that were in force when those questions were asked, oldest first. */
  readonly versionsThen: readonly { readonly id: string; readonly taken: number }[]
  /** From what to what, the most frequent first. */
  readonly changes: readonly RehearsedChange[]
  /** Those for whom something changes, the most refused first. */
  readonly accounts: readonly RehearsedCount[]
  readonly organisations: readonly RehearsedCount[]
}

const SAMPLES_MAX = 5

/**
 * Tries a policy version on what was asked before: who would be refused what, and why. Takes any number of questions one
 * by one and keeps counts only. Each is decided at its own instant from its own facts, as if the draft had been in
 * force then; terms tailored to the version of that time do not speak under the draft, and it shows whom that would hit.
 */
export function openRehearsal(draft: PolicyVersion) {
  const changes = new Map<string, Tally & { before: Verdict; after: Verdict; accounts: Set<string> }>()
  const accounts = new Map<string, Count>()
  const organisations = new Map<string, Count>()
  const versionsThen = new Map<string, number>()
  const total = newCount('')
  let wouldAskToAccept = 0
  let from: EpochMillis | null = null
  let until: EpochMillis | null = null

  return {
    take(item: RehearsalItem): void {
      const decision = decide(item.caller, item.question, draft, item.at, item.here)
      const before = verdictThen(item.decisionThen)
      const after = decision.outcome === 'allow' ? 'allow' : decision.reason
      const kind = kindOf(before, after)
      versionsThen.set(item.policyInForceThen, (versionsThen.get(item.policyInForceThen) ?? 0) + 1)
      from = from === null ? item.at : Math.min(from, item.at)
      until = until === null ? item.at : Math.max(until, item.at)
      if (decision.outcome === 'allow' && decision.obligations.includes('accept-newer-policy'))
        wouldAskToAccept += 1
      add(total, kind, item.id)
      add(countOf(accounts, item.account), kind, item.id)
      add(countOf(organisations, item.organisation), kind, item.id)
      if (kind === 'unchanged') return
      const change = changes.get(`${before} ${after}`) ?? {
        before,
        after,
        count: 0,
        samples: [],
        accounts: new Set(),
      }
      changes.set(`${before} ${after}`, change)
      change.accounts.add(item.account)
      tally(change, item.id)
    },
    report(): RehearsalReport {
      const { taken, unchanged, newlyRefused, newlyAllowed, otherReason } = total
      return {
        draft: draft.id,
        taken,
        unchanged,
        newlyRefused,
        newlyAllowed,
        otherReason,
        wouldAskToAccept,
        from,
        until,
        versionsThen: [...versionsThen]
          .map(([id, taken]) => ({ id, taken }))
          .toSorted((a, b) => compare(a.id, b.id)),
        changes: [...changes.values()]
          .map(change => ({ ...change, samples: [...change.samples], accounts: change.accounts.size }))
          .toSorted((a, b) => b.count - a.count || compare(a.before + a.after, b.before + b.after)),
        accounts: changedOnes(accounts),
        organisations: changedOnes(organisations),
      }
    },
  }
}

export type Rehearsal = ReturnType<typeof openRehearsal>

type Kind = 'unchanged' | 'newlyRefused' | 'newlyAllowed' | 'otherReason'
type Tally = { count: number; samples: string[] }
type Count = { -readonly [Key in keyof RehearsedCount]: RehearsedCount[Key] } & {
  samples: string[]
  unchanged: number
}

const newCount = (id: string): Count => ({
  id,
  taken: 0,
  unchanged: 0,
  newlyRefused: 0,
  newlyAllowed: 0,
  otherReason: 0,
  samples: [],
})

function countOf(counts: Map<string, Count>, id: string): Count {
  let count = counts.get(id)
  if (!count) {
    count = newCount(id)
    counts.set(id, count)
  }
  return count
}

function add(count: Count, kind: Kind, id: string): void {
  count.taken += 1
  count[kind] += 1
  if (kind !== 'unchanged' && count.samples.length < SAMPLES_MAX) count.samples.push(id)
}

function tally(into: Tally, id: string): void {
  into.count += 1
  if (into.samples.length < SAMPLES_MAX) into.samples.push(id)
}

/** What another room refused, such as a volume used up, policy itself had allowed. */
function verdictThen({ outcome, reason }: RehearsalItem['decisionThen']): Verdict {
  if (outcome === 'allow' || reason === null) return outcome
  return isRefusalReason(reason) && refusalOf(reason).raisedBy !== undefined ? 'allow' : reason
}

function kindOf(before: Verdict, after: Verdict): Kind {
  if (before === after) return 'unchanged'
  if (before === 'allow') return 'newlyRefused'
  return after === 'allow' ? 'newlyAllowed' : 'otherReason'
}

const changedOnes = (counts: ReadonlyMap<string, Count>): RehearsedCount[] =>
  [...counts.values()]
    .filter(count => count.unchanged < count.taken)
    .map(({ unchanged: _, ...count }) => ({ ...count, samples: [...count.samples] }))
    .toSorted((a, b) => b.newlyRefused - a.newlyRefused || b.taken - a.taken || compare(a.id, b.id))

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
