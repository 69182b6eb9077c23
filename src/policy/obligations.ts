import type { ClauseId } from '../vocabulary/index.ts'

export type ObligationTerms = {
  readonly clauses: readonly [ClauseId, ...ClauseId[]]
  /** What the answer must carry. */
  readonly means: string
  /** Test files that prove that it does. */
  readonly tests: readonly string[]
}

/** Every duty an answer can carry, closed. http turns each into a header or a member of the body. */
export const OBLIGATIONS = {
  'no-store': {
    clauses: ['AUP25-25', 'AUP25-16', 'AUP18-18'],
    means: 'The answer says that it must not be kept: Cache-Control: no-store, and no validators.',
    tests: ['test/policy/closed.test.ts', 'test/http/audience.test.ts'],
  },
  'as-of': {
    clauses: ['AUP25-27', 'AUP18-19'],
    means: 'The answer says how current it is: the instant, and the number of the newest change in it.',
    tests: ['test/policy/closed.test.ts'],
  },
  'terms-link': {
    clauses: ['AUP25-19', 'AUP18-01'],
    means: 'The answer links to the policy it was given under.',
    tests: ['test/policy/closed.test.ts', 'test/http/audience.test.ts'],
  },
  'accept-newer-policy': {
    clauses: ['AUP18-05'],
    means: 'The answer says that a newer policy than the accepted one binds by use, and asks to accept it.',
    tests: ['test/policy/decide.test.ts'],
  },
  'care-record-only': {
    clauses: ['AUP25-26', 'AUP25-25', 'AUP18-10', 'AUP18-18'],
    means:
      'The answer names the members that may be kept as a record of what a person was told, and for nothing else.',
    tests: ['test/policy/permissions.test.ts'],
  },
} as const satisfies Record<string, ObligationTerms>

export type Obligation = keyof typeof OBLIGATIONS

/** Their names, in the order of the table. */
export const OBLIGATION_NAMES: readonly Obligation[] = Object.keys(OBLIGATIONS).filter(isObligation)

export const obligationOf = (name: Obligation): ObligationTerms => OBLIGATIONS[name]

function isObligation(text: string): text is Obligation {
  return Object.hasOwn(OBLIGATIONS, text)
}
