import type { RowPlace } from './candidate.ts'
import { isObject, type JsonObject, parseJson, rawJson } from './json.ts'

/** One object of a JSON file: where it stands, or that it cannot be read. `line` counts entries, or lines of NDJSON. */
export type JsonItem =
  | { readonly outcome: 'item'; readonly at: RowPlace; readonly item: JsonObject }
  | { readonly outcome: 'unreadable'; readonly at: RowPlace; readonly detail: string }

/**
 * The objects of a JSON file: one, a list of them, a page of them under one of `lists` (such as `contents`), or one
 * on each line (NDJSON).
 */
export function readJsonItems(
  text: string,
  lists: readonly string[],
): JsonItem[] | { readonly fault: string } {
  const whole = parseJson(text)
  if (whole.outcome === 'json') return itemsOf(unwrapped(whole.value, lists))
  const lines = text.split(/\r?\n/).map((raw, index) => ({ raw, line: index + 1 }))
  const filled = lines.filter(({ raw }) => raw.trim() !== '')
  const first = filled[0] ? parseJson(filled[0].raw) : whole
  if (filled.length < 2 || first.outcome === 'fault')
    return { fault: `The file is neither JSON nor JSON on each line: ${whole.reason}` }
  return filled.flatMap(at => {
    const parsed = parseJson(at.raw)
    if (parsed.outcome === 'fault') return [{ outcome: 'unreadable', at, detail: parsed.reason } as const]
    return unwrapped(parsed.value, lists).map(item => itemOf(item, at))
  })
}

function unwrapped(value: unknown, lists: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (isObject(value))
    for (const name of lists) {
      const list = value[name]
      if (Array.isArray(list)) return list
    }
  return [value]
}

const itemsOf = (values: readonly unknown[]): JsonItem[] =>
  values.map((value, index) => itemOf(value, { line: index + 1, raw: rawJson(value) }))

const itemOf = (value: unknown, at: RowPlace): JsonItem =>
  isObject(value)
    ? { outcome: 'item', at, item: value }
    : { outcome: 'unreadable', at, detail: 'An entry is no JSON object.' }
