import { randomBytes } from 'node:crypto'
import type { ActivityEntry } from '../../src/activity/index.ts'
import type { QuestionFacts } from '../../src/policy/index.ts'
import { uuidv7 } from '../../src/vocabulary/index.ts'

const START = Date.parse('2026-11-22T10:00:00.000Z')

/** A search as the log holds it; each with an id of its own, which bears the time of the entry. */
export function sampleEntry(changes: Partial<ActivityEntry> = {}): ActivityEntry {
  return {
    id: uuidv7(changes.at === undefined ? START : Date.parse(changes.at), randomBytes(10)),
    at: new Date(START).toISOString(),
    account: 'acc-1',
    organisation: 'org-1',
    product: 'prod-1',
    connection: 'conn-1',
    individual: null,
    agreement: 'agr-1',
    policyVersion: '2025-02-25',
    interface: 'native',
    action: 'search',
    purpose: 'urgent-care-referral',
    decision: 'allow',
    refusal: null,
    clauses: ['AUP25-11', 'AUP25-20'],
    audience: 'professional',
    question: {
      cell: 'LS1 4',
      typeIds: [13],
      withinMetres: null,
      limit: 20,
      filters: ['open'],
      target: null,
    },
    results: [40213, 877, 51200],
    change: 1234,
    durationMicros: 412,
    flags: [],
    requestId: '0f3c9c9e-2f0e-4f0e-8f3e-6d2f7a1b9c11',
    ...changes,
  }
}

/** `count` of them, one second apart, oldest first. */
export const sampleEntries = (count: number, changes: Partial<ActivityEntry> = {}): ActivityEntry[] =>
  Array.from({ length: count }, (_, index) =>
    sampleEntry({
      at: new Date(START + index * 1000).toISOString(),
      ...changes,
    }),
  )

/** Through which interface a question came, and what it may have named, where it says so itself. */
export const cameThrough = (facts: QuestionFacts) => ({
  interface: 'byNumber' in facts ? ('fhir' as const) : ('native' as const),
  target: 'neverIssued' in facts ? 'unknown' : null,
})
