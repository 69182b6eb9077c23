import { isDeepStrictEqual } from 'node:util'
import { isObject } from './merge-patch.ts'

/**
 * One member in which two records differ; `at` is a JSON pointer (RFC 6901), values are JSON texts. A member that was
 * not there has no `before`, one that is gone no `after`. Of a list that stayed a list: what it gained and lost, and
 * when that is nothing, its order is what changed.
 */
export type Difference =
  | { readonly at: string; readonly before: string | null; readonly after: string | null }
  | { readonly at: string; readonly added: readonly string[]; readonly removed: readonly string[] }

/** Every member in which `after` differs from `before`, in the order of the members' names; none when they are equal. */
export function difference(before: unknown, after: unknown, at = ''): Difference[] {
  if (isDeepStrictEqual(before, after)) return []
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
    return names.flatMap(name => difference(before[name], after[name], `${at}/${escaped(name)}`))
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return [{ at, added: missingIn(before, after), removed: missingIn(after, before) }]
  }
  return [{ at, before: textOf(before), after: textOf(after) }]
}

/** The top-level members that are touched, each once. */
export const membersOf = (differences: readonly Difference[]): readonly string[] => [
  ...new Set(differences.map(({ at }) => at.split('/')[1] ?? '')),
]

/** Items of `given` beyond those of `known`, as JSON; an item that comes twice counts twice. */
function missingIn(known: readonly unknown[], given: readonly unknown[]): string[] {
  const left = new Map<string, number>()
  for (const item of known) left.set(sameText(item), (left.get(sameText(item)) ?? 0) + 1)
  return given.flatMap(item => {
    const text = sameText(item)
    const count = left.get(text) ?? 0
    if (count > 0) left.set(text, count - 1)
    return count > 0 ? [] : [JSON.stringify(item)]
  })
}

/** Alike for equal values, in whichever order their members stand. */
const sameText = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    isObject(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : part,
  )

const textOf = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

/** RFC 6901 section 3. */
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')
