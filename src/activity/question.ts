import type { OriginFacts, QuestionFacts } from '../policy/index.ts'
import { purposeOf, unreachable } from '../vocabulary/index.ts'
import type { ActivityEntry, RecordedOrigin, RecordedQuestion } from './entry.ts'
import { readsAsPlace } from './speakable.ts'

/** What the log holds of a question beside what policy was told of it. */
export type QuestionShape = Pick<RecordedQuestion, 'cell' | 'filters' | 'target'>

/** Stands for a word of the caller's that is none of ours: free text may not enter the log. */
export const UNKNOWN = 'unknown'

/**
 * The question as the log may hold it.
 * @param isMember whether a service has a member of that name
 */
export function recordedQuestion(
  facts: QuestionFacts,
  shape: QuestionShape,
  isMember: (name: string) => boolean,
): RecordedQuestion {
  const { cell, filters } = shape
  // Whoever looks up LS14AP as if it were an ODS code is answered like anybody else, but not quoted.
  const target = shape.target !== null && readsAsPlace(shape.target) ? UNKNOWN : shape.target
  const purpose = facts.purpose === null ? null : (purposeOf(facts.purpose)?.code ?? UNKNOWN)
  switch (facts.action) {
    case 'search':
      return {
        cell,
        typeIds: facts.typeIds,
        withinMetres: facts.withinMetres,
        limit: facts.limit,
        filters,
        target,
        purpose,
        audience: facts.audience,
        origin: recordedOrigin(facts.origin),
        fields: recordedFields(facts.fields, isMember),
        kind: facts.kind ?? 'live',
      }
    case 'look-up':
      return {
        cell,
        typeIds: null,
        withinMetres: null,
        limit: null,
        filters,
        target,
        purpose,
        audience: facts.audience,
        by: facts.by,
        recentlyReturned: facts.recentlyReturned,
        fields: recordedFields(facts.fields, isMember),
        kind: facts.kind ?? 'live',
      }
    case 'maintain': {
      const { what, changes, maintained } = facts
      const maintain = { what, changes, maintained }
      return { cell, typeIds: null, withinMetres: null, limit: null, filters, target, purpose, maintain }
    }
    case 'place':
    case 'reference':
    case 'feedback':
      return { cell, typeIds: null, withinMetres: null, limit: null, filters, target, purpose }
    default:
      return unreachable(facts)
  }
}

function recordedOrigin(origin: OriginFacts): RecordedOrigin {
  switch (origin.outcome) {
    case 'not-given':
    case 'located':
      return origin
    case 'outside-england':
      return { outcome: 'outside-england', nation: origin.nation }
    case 'unusable':
      return { outcome: 'unusable', because: origin.because }
    default:
      return unreachable(origin)
  }
}

const recordedFields = (
  fields: readonly string[] | null | undefined,
  isMember: (name: string) => boolean,
): readonly string[] | null => fields?.map(name => (isMember(name) ? name : UNKNOWN)) ?? null

/**
 * The question of an entry as policy was told it, but for words that decide nothing: how the place was called. Undefined
 * for an entry from before enough was recorded.
 */
export function questionOf(entry: ActivityEntry): QuestionFacts | undefined {
  const facts = recordedFacts(entry)
  return facts && askedThrough(facts, entry.interface)
}

/** The question as an interface puts it: all but the native one know services by their number alone. */
export function askedThrough(facts: QuestionFacts, through: ActivityEntry['interface']): QuestionFacts {
  if (through === 'native') return facts
  switch (facts.action) {
    case 'search':
    case 'look-up':
    case 'maintain':
      return { ...facts, byNumber: true }
    case 'place':
    case 'reference':
    case 'feedback':
      return facts
    default:
      return unreachable(facts)
  }
}

function recordedFacts(entry: ActivityEntry): QuestionFacts | undefined {
  const { action, question } = entry
  const { purpose, audience, origin, by, recentlyReturned, fields = null, kind = 'live' } = question
  if (purpose === undefined) return undefined
  switch (action) {
    case 'search': {
      if (origin === undefined || audience === undefined) return undefined
      const { typeIds, limit, withinMetres } = question
      return { action, purpose, origin: named(origin), audience, typeIds, limit, withinMetres, fields, kind }
    }
    case 'look-up': {
      if (by === undefined || recentlyReturned === undefined || audience === undefined) return undefined
      const facts = { action, purpose, audience, by, recentlyReturned, fields, kind }
      // The native interface takes no id that could be mistaken for a place, so it stands for one never issued.
      const isNever = entry.interface === 'native' && by === 'id' && question.target === UNKNOWN
      return isNever ? { ...facts, neverIssued: true } : facts
    }
    case 'maintain':
      return question.maintain && { action, purpose, ...question.maintain }
    case 'place':
    case 'reference':
    case 'feedback':
      return { action, purpose }
    default:
      return unreachable(action)
  }
}

/** An origin with words for what was not recorded. */
function named(origin: RecordedOrigin): OriginFacts {
  switch (origin.outcome) {
    case 'not-given':
    case 'located':
      return origin
    case 'outside-england':
      return { ...origin, label: 'The place', askInstead: '' }
    case 'unusable':
      return { ...origin, detail: 'The log does not hold the place as it was given.' }
    default:
      return unreachable(origin)
  }
}
