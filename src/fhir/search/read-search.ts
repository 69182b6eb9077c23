import { askingName, NOTHING_ASKED, readAsking } from './asking.ts'
import type { Criterion } from './criterion.ts'
import { readSkip } from './cursor.ts'
import { type Include, readInclude } from './include.ts'
import { readCriterion, shown } from './read-criterion.ts'
import type { ResourceType } from './resource-types.ts'
import type { Pair, Search } from './search.ts'
import { readSortKey, type SortKey } from './sort.ts'
import { type Part, readElements, SUMMARIES, type Summary } from './subset.ts'
import { type Read, read, type SearchError, wrong } from './wrong.ts'

/** More parameters than this are no question. */
export const PARAMETERS_MAX = 50

export type SearchReading =
  | { readonly outcome: 'read'; readonly search: Search }
  | { readonly outcome: 'wrong'; readonly errors: readonly SearchError[] }

/**
 * Reads a search of a type. Everything that is not understood is named; a lenient client may have what is not known
 * here left out, and is told of it.
 * @param base of this directory, without a slash at its end
 */
export function readSearch(
  type: ResourceType,
  pairs: readonly Pair[],
  { base, lenient }: { readonly base: string; readonly lenient: boolean },
): SearchReading {
  if (pairs.length > PARAMETERS_MAX) {
    const message = `A search has at most ${PARAMETERS_MAX} parameters.`
    return { outcome: 'wrong', errors: [{ parameter: type, message, code: 'too-costly' }] }
  }
  const draft = newDraft(type, base)
  const errors: SearchError[] = []
  const ignored: SearchError[] = []
  const understood: Pair[] = []
  for (const pair of pairs) {
    const taken = take(draft, pair)
    if (taken.outcome === 'read') understood.push(pair)
    else {
      const error = { parameter: shown(pair.name), message: taken.message, code: taken.code }
      if (lenient && taken.code === 'not-supported') ignored.push(error)
      else errors.push(error)
    }
  }
  if (draft.elements !== null && draft.summary !== null) {
    const message = 'Ask for _elements or for a _summary.'
    errors.push({ parameter: '_elements', message, code: 'invalid' })
  }
  if (draft.summary === 'text' && draft.includes.length > 0) {
    const message = 'Texts alone come without what is included (R4 search, _summary).'
    errors.push({ parameter: '_summary', message, code: 'invalid' })
  }
  if (errors.length > 0) return { outcome: 'wrong', errors }
  return { outcome: 'read', search: finished(draft, understood, ignored) }
}

type Draft = {
  readonly type: ResourceType
  readonly base: string
  readonly criteria: Criterion[]
  readonly includes: Include[]
  /** Parameters that mean one thing only, and were said. */
  readonly said: Set<string>
  asking: Search['asking']
  sort: readonly SortKey[]
  count: number | null
  skip: number
  summary: Summary | null
  elements: readonly string[] | null
}

const newDraft = (type: ResourceType, base: string): Draft => ({
  type,
  base,
  criteria: [],
  includes: [],
  said: new Set(),
  asking: NOTHING_ASKED,
  sort: [],
  count: null,
  skip: 0,
  summary: null,
  elements: null,
})

function finished(draft: Draft, pairs: readonly Pair[], ignored: readonly SearchError[]): Search {
  const { type, criteria, sort, count, skip, includes, asking, summary, elements } = draft
  const part: Part = { summary: summary ?? 'false', elements }
  return { type, criteria, sort, count, skip, includes, part, asking, pairs, ignored }
}

/** Understands one parameter, or says why not. */
function take(draft: Draft, { name, value }: Pair): Read<unknown> {
  const [own = '', modifier = null] = name.split(':')
  if (own === '_include' || own === '_revinclude') {
    return keep(readInclude(value, own === '_include', modifier), one => draft.includes.push(one))
  }
  const asked = askingName(name)
  if (asked === undefined && !ONCE.has(name)) {
    return keep(readCriterion(draft.type, name, value, draft.base), one => draft.criteria.push(one))
  }
  if (draft.said.has(name)) return wrong('It is said more than once.', 'invalid')
  draft.said.add(name)
  return asked === undefined
    ? takeOnce(draft, name, value)
    : keep(readAsking(draft.asking, asked, value), known => {
        draft.asking = known
      })
}

function keep<T>(from: Read<T>, into: (value: T) => unknown): Read<unknown> {
  if (from.outcome === 'read') into(from.value)
  return from
}

export const CURSOR = '_cursor'
const ONCE = new Set(['_sort', '_count', '_summary', '_elements', '_total', '_contained', CURSOR])
const COUNT = /^[1-9]\d{0,5}$/
const SORT_KEYS_MAX = 5

function takeOnce(draft: Draft, name: string, value: string): Read<unknown> {
  switch (name) {
    case '_count':
      if (!COUNT.test(value))
        return wrong('It is a whole number from 1; totals are not given, nor is _count=0.')
      draft.count = Number(value)
      return read(value)
    case '_sort':
      return takeSort(draft, value.split(','))
    case '_summary': {
      const summary = SUMMARIES.find(one => one === value)
      if (summary === undefined) return wrong(`It is one of ${SUMMARIES.join(', ')}; totals are not given.`)
      draft.summary = summary
      return read(value)
    }
    case '_elements':
      return keep(readElements(draft.type, value), elements => {
        draft.elements = elements
      })
    case '_total':
      return value === 'none' ? read(value) : wrong('Totals are not given; it may be none.', 'not-supported')
    case CURSOR:
      return keep(readSkip(value), skip => {
        draft.skip = skip
      })
    default:
      return wrong('Nothing is contained in another resource here.', 'not-supported')
  }
}

function takeSort(draft: Draft, texts: readonly string[]): Read<unknown> {
  if (texts.length > SORT_KEYS_MAX) return wrong(`At most ${SORT_KEYS_MAX} keys.`, 'too-costly')
  const keys: SortKey[] = []
  for (const text of texts) {
    const key = readSortKey(draft.type, text)
    if (key.outcome === 'wrong') return key
    keys.push(key.value)
  }
  draft.sort = keys
  return read(keys)
}
