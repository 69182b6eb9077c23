import type { ClauseId } from '../vocabulary/index.ts'
import { clauseOf } from './clauses.ts'
import { PARAMETER_NAMES, type ParameterName, parameterSays } from './parameters.ts'
import { canonical, type PolicyContent, type PolicyParagraph } from './policy-version.ts'

/** One difference between two policy versions, for people. Parameter values are JSON. */
export type PolicyDifference =
  | {
      readonly what: 'parameter'
      readonly name: ParameterName
      readonly says: string
      readonly before: string
      readonly after: string
    }
  | {
      readonly what: 'clause' | 'supplement' | 'waivable clause'
      readonly change: 'added' | 'dropped'
      readonly id: ClauseId
      readonly title: string
    }
  | {
      readonly what: 'paragraph'
      readonly change: 'added' | 'removed' | 'changed'
      /** Its number in the newer version, or in the older one where it was removed. */
      readonly number: string
      readonly before: string | null
      readonly after: string | null
    }

/** What a version changes against another: parameters first, then clauses, then words, in the order of the newer text. */
export function policyDiff(before: PolicyContent, after: PolicyContent): readonly PolicyDifference[] {
  return [
    ...parameters(before, after),
    ...clauses('clause', before.clauses, after.clauses),
    ...clauses('supplement', before.supplements, after.supplements),
    ...clauses('waivable clause', before.waivable, after.waivable),
    ...paragraphs(paragraphsOf(before), paragraphsOf(after)),
  ]
}

/** A difference in one line. */
export function differenceInWords(difference: PolicyDifference): string {
  switch (difference.what) {
    case 'parameter':
      return `${difference.name}: ${difference.before} → ${difference.after}. ${difference.says}`
    case 'paragraph': {
      const { change, number, before, after } = difference
      const words = change === 'changed' ? `“${before}” → “${after}”` : `“${after ?? before}”`
      return `${number} ${change}: ${words}`
    }
    default:
      return `${difference.what} ${difference.change}: ${difference.id} ${difference.title}`
  }
}

const parameters = (before: PolicyContent, after: PolicyContent): PolicyDifference[] =>
  PARAMETER_NAMES.flatMap(name => {
    // One that a version leaves out is said as null.
    const [old, young] = [
      canonical(before.parameters[name] ?? null),
      canonical(after.parameters[name] ?? null),
    ]
    return old === young
      ? []
      : [{ what: 'parameter' as const, name, says: parameterSays(name), before: old, after: young }]
  })

function clauses(
  what: 'clause' | 'supplement' | 'waivable clause',
  before: readonly ClauseId[],
  after: readonly ClauseId[],
): PolicyDifference[] {
  const rows = (ids: readonly ClauseId[], others: readonly ClauseId[], change: 'added' | 'dropped') =>
    ids.filter(id => !others.includes(id)).map(id => ({ what, change, id, title: clauseOf(id)?.title ?? '' }))
  return [...rows(after, before, 'added'), ...rows(before, after, 'dropped')]
}

const paragraphsOf = (content: PolicyContent): readonly PolicyParagraph[] =>
  content.text.flatMap(section => section.paragraphs)

/**
 * Numbers move when a paragraph is put in, so paragraphs are known again by their words; of those left over, by a clause
 * that both put into words, or that one says in place of the other.
 */
function paragraphs(
  before: readonly PolicyParagraph[],
  after: readonly PolicyParagraph[],
): PolicyDifference[] {
  const left = before.filter(old => !after.some(young => young.text === old.text))
  const differences: PolicyDifference[] = []
  for (const young of after) {
    if (before.some(old => old.text === young.text)) continue
    const index = left.findIndex(old => saysTheSame(old, young))
    const [old] = index < 0 ? [] : left.splice(index, 1)
    differences.push({
      what: 'paragraph',
      change: old ? 'changed' : 'added',
      number: young.number,
      before: old?.text ?? null,
      after: young.text,
    })
  }
  return [
    ...differences,
    ...left.map(({ number, text }) => ({
      what: 'paragraph' as const,
      change: 'removed' as const,
      number,
      before: text,
      after: null,
    })),
  ]
}

const saysTheSame = (old: PolicyParagraph, young: PolicyParagraph): boolean =>
  old.clauses.some(
    id => young.clauses.includes(id) || clauseOf(id)?.counterparts.some(each => young.clauses.includes(each)),
  )
