import { createHash } from 'node:crypto'
import type { ClauseId, EpochMillis } from '../vocabulary/index.ts'
import type { QuestionFacts } from './facts.ts'
import type { PolicyParameters } from './parameters.ts'
import { REFUSAL_REASONS, type RefusalReason, refusalOf } from './refusals.ts'

/** One numbered sentence or two of the policy, and the clauses it puts into plain words. */
export type PolicyParagraph = {
  readonly number: string
  readonly text: string
  readonly clauses: readonly ClauseId[]
}
export type PolicySection = { readonly heading: string; readonly paragraphs: readonly PolicyParagraph[] }

/** What people write and approve. */
export type PolicyContent = {
  /** The day it was published, `YYYY-MM-DD`, so that ids sort as the versions do. */
  readonly id: string
  readonly title: string
  readonly effectiveFrom: EpochMillis
  readonly parameters: PolicyParameters
  /** Its own clauses. */
  readonly clauses: readonly ClauseId[]
  /** Clauses of an earlier policy that stand beside it because it is silent on them (sources, use 1.3, rules 2 and 3). */
  readonly supplements: readonly ClauseId[]
  /** Which of all those the tailored terms of one consumer may waive (AUP18-10). */
  readonly waivable: readonly ClauseId[]
  /** What is new in it against the version before, in plain words. */
  readonly changes: string
  readonly text: readonly PolicySection[]
}

/** A policy version as published: never edited, and known by its hash. */
export type PolicyVersion = PolicyContent & {
  /** SHA-256 of the content in canonical form, lower-case hexadecimal. What a signatory accepts. */
  readonly hash: string
  /** The clauses this version has for each refusal and each kind of answer, worked out once. */
  readonly citations: {
    readonly refusals: ReadonlyMap<RefusalReason, readonly ClauseId[]>
    readonly answers: Readonly<Record<QuestionFacts['action'], readonly ClauseId[]>>
  }
}

/** The clauses under which an answer is given, of either policy. */
const ANSWERS: Record<QuestionFacts['action'], readonly ClauseId[]> = {
  search: [
    'AUP25-02',
    'AUP25-08',
    'AUP25-09',
    'AUP25-10',
    'AUP25-20',
    'AUP25-25',
    'AUP25-27',
    'AUP18-05',
    'AUP18-12',
    'AUP18-18',
    'AUP18-19',
  ],
  'look-up': [
    'AUP25-02',
    'AUP25-08',
    'AUP25-10',
    'AUP25-20',
    'AUP25-25',
    'AUP25-27',
    'AUP18-05',
    'AUP18-12',
    'AUP18-18',
    'AUP18-19',
  ],
  place: ['AUP25-02', 'AUP25-08', 'AUP18-05'],
  reference: ['AUP25-02', 'AUP18-05'],
  maintain: ['AUP25-02', 'AUP25-04', 'AUP18-05'],
  feedback: ['AUP25-02', 'AUP18-05'],
}

/** Seals a policy: its hash, and what it cites. */
export function policyVersion(content: PolicyContent): PolicyVersion {
  const known = new Set<ClauseId>([...content.clauses, ...content.supplements])
  const cite = (clauses: readonly ClauseId[]) => Object.freeze(clauses.filter(clause => known.has(clause)))
  return Object.freeze({
    ...content,
    hash: createHash('sha256').update(canonical(content)).digest('hex'),
    citations: {
      refusals: new Map(REFUSAL_REASONS.map(reason => [reason, cite(refusalOf(reason).clauses)])),
      answers: {
        search: cite(ANSWERS.search),
        'look-up': cite(ANSWERS['look-up']),
        place: cite(ANSWERS.place),
        reference: cite(ANSWERS.reference),
        maintain: cite(ANSWERS.maintain),
        feedback: cite(ANSWERS.feedback),
      },
    },
  })
}

/**
 * JSON with the keys of every object in order, so that the same content always hashes alike; the whole of what
 * RFC 8785 asks for content that holds no fractions, no control characters and no keys beyond ASCII.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`
}
