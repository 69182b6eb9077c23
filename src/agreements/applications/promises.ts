import type { ClauseId, EpochMillis, Role } from '../../vocabulary/index.ts'
import { type ApplicationForm, clinicalHash, hashOf } from './form.ts'

type PromiseTerms = {
  /** What the one who promises says. */
  readonly words: string
  readonly clauses: readonly [ClauseId, ...ClauseId[]]
  /** Who can say it for the organisation. */
  readonly by: readonly Role[]
  /** Whether it is about what is shown to whom, and has to be made again when that changes. */
  readonly clinical: boolean
  readonly neededFor: 'everyone' | 'public-display'
}

const ORGANISATION: readonly Role[] = ['euo-admin', 'euo-signatory']
const CLINICAL: readonly Role[] = ['clinical-safety-officer']

/** What no program can check, and a named person therefore promises (sources, use 1.5). */
export const PROMISES = {
  'no-storage': {
    words:
      'We keep no cache and no other store of service information, and ask afresh whenever it is needed.',
    clauses: ['AUP25-25', 'AUP25-26', 'AUP25-27'],
    by: ORGANISATION,
    clinical: false,
    neededFor: 'everyone',
  },
  'no-resale': {
    words:
      'We do not sell, alter or pass on what the directory tells us, except as direct care of a person needs it.',
    clauses: ['AUP25-14', 'AUP25-15', 'AUP25-16'],
    by: ORGANISATION,
    clinical: false,
    neededFor: 'everyone',
  },
  'professional-role': {
    words: 'Our people use the directory in their professional role only, and as we instruct them.',
    clauses: ['AUP25-17', 'AUP25-18'],
    by: ORGANISATION,
    clinical: false,
    neededFor: 'everyone',
  },
  'clinical-responsibility': {
    words:
      'What we show may lead people to act. The clinical responsibility and risk of that, and its clinical assurance, are ours.',
    clauses: ['AUP25-21', 'AUP25-24', 'AUP18-13'],
    by: ORGANISATION,
    clinical: false,
    neededFor: 'everyone',
  },
  'non-use-after-cessation': {
    words: 'When our use ends, we treat all that came from the directory as out of date and use it nowhere.',
    clauses: ['AUP25-37'],
    by: ORGANISATION,
    clinical: false,
    neededFor: 'everyone',
  },
  'presentation-safety': {
    words:
      'The way we ask and the way we show answers have been assessed, and put no patient at risk: opening times, capacity, referral-only services and the age of an answer are shown as they are.',
    clauses: ['AUP25-22', 'AUP25-23'],
    by: CLINICAL,
    clinical: true,
    neededFor: 'public-display',
  },
  'risk-acceptance': {
    words: 'As the named clinical lead I accept, for the organisation, the risk that is left.',
    clauses: ['AUP25-21'],
    by: CLINICAL,
    clinical: true,
    neededFor: 'public-display',
  },
} as const satisfies Record<string, PromiseTerms>

export type PromiseName = keyof typeof PROMISES

export const PROMISE_NAMES: readonly PromiseName[] = Object.keys(PROMISES).filter(isPromise)

export function isPromise(text: string): text is PromiseName {
  return Object.hasOwn(PROMISES, text)
}

export const promiseOf = (name: PromiseName): PromiseTerms => PROMISES[name]

/** A promise as it was made. */
export type Attestation = {
  readonly promise: PromiseName
  /** Hashes of its words, and of what it is about. */
  readonly wordsHash: string
  readonly aboutHash: string
  readonly at: EpochMillis
  readonly by: string
  readonly as: string
}

/** The hashes a promise made now about this form would have. */
export function hashesOf(
  name: PromiseName,
  form: ApplicationForm,
): { readonly wordsHash: string; readonly aboutHash: string } {
  const { words, clinical } = promiseOf(name)
  return { wordsHash: hashOf(words), aboutHash: clinical ? clinicalHash(form) : '' }
}

export const promiseNeeded = (name: PromiseName, form: ApplicationForm): boolean =>
  promiseOf(name).neededFor === 'everyone' || form.publicDisplay === true

/** Whether that promise stands: made in the present words, about what is now applied for. */
export function stands(
  name: PromiseName,
  form: ApplicationForm,
  attestations: readonly Attestation[],
): boolean {
  const last = attestations.findLast(one => one.promise === name)
  if (!last) return false
  const { wordsHash, aboutHash } = hashesOf(name, form)
  return last.wordsHash === wordsHash && last.aboutHash === aboutHash
}
