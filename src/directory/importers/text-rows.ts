/** One row of a delimited text, with the line it starts on (from 1) and its characters as they stood. */
export type TextRow = {
  readonly line: number
  readonly fields: readonly string[]
  readonly raw: string
  /** A quotation mark opened and never closed: the row was taken to end at its line's end. */
  readonly unclosed: boolean
}

export const DELIMITERS = ['¬', '\t', '|', ';', ','] as const
export type Delimiter = (typeof DELIMITERS)[number]

/** A quoted value may run over lines, but one that runs over more than this many is a mark left open. */
const QUOTED_LINES_MAX = 30

/** The delimiter that divides the first line into most columns; a comma when none does. */
export function sniffDelimiter(text: string): Delimiter {
  const first = firstLine(text).replace(/"[^"]*"/g, '""')
  let best: Delimiter = ','
  let most = 0
  for (const delimiter of DELIMITERS) {
    const count = first.split(delimiter).length - 1
    if (count > most) [best, most] = [delimiter, count]
  }
  return best
}

function firstLine(text: string): string {
  let start = 0
  while (start < text.length && /\s/.test(text.charAt(start))) start += 1
  const end = text.slice(start, start + 100_000).search(/[\r\n]/)
  return end < 0 ? text.slice(start, start + 100_000) : text.slice(start, start + end)
}

/**
 * Reads rows one at a time; never throws. Lines with no value in them are passed over. NHS.UK's `¬` files have no
 * quoting: a quotation mark there is a character like any other.
 */
export function* readTextRows(text: string, delimiter: Delimiter): Generator<TextRow> {
  const newline = text.includes('\n') || !text.includes('\r') ? '\n' : '\r'
  let at = 0
  let line = 1
  while (at < text.length) {
    const end = lineEnd(text, at, newline)
    const raw = withoutReturn(text.slice(at, end))
    const quoted =
      delimiter !== '¬' && raw.includes('"') ? quotedRow(text, at, delimiter, newline) : undefined
    const row: TextRow = quoted
      ? { line, fields: quoted.fields, raw: withoutReturn(text.slice(at, quoted.end)), unclosed: false }
      : { line, fields: raw.split(delimiter), raw, unclosed: delimiter !== '¬' && raw.includes('"') }
    if (row.fields.some(field => field.trim() !== '')) yield row
    const next = quoted?.end ?? end
    line += 1 + (quoted?.lines ?? 0)
    at = next + 1
  }
}

const lineEnd = (text: string, from: number, newline: string): number => {
  const end = text.indexOf(newline, from)
  return end < 0 ? text.length : end
}

const withoutReturn = (raw: string): string => (raw.endsWith('\r') ? raw.slice(0, -1) : raw)

type QuotedRow = { readonly fields: string[]; readonly end: number; readonly lines: number }

/** One row with quoted values, as RFC 4180, or undefined when a mark is left open. */
function quotedRow(text: string, start: number, delimiter: string, newline: string): QuotedRow | undefined {
  const fields: string[] = []
  let at = start
  let lines = 0
  for (;;) {
    let value = ''
    if (text.charAt(at) === '"') {
      const closed = closingQuote(text, at + 1)
      if (closed < 0) return undefined
      value = text.slice(at + 1, closed).replaceAll('""', '"')
      lines += value.split(newline).length - 1
      if (lines > QUOTED_LINES_MAX) return undefined
      at = closed + 1
    }
    const end = valueEnd(text, at, delimiter, newline)
    value += withoutReturn(text.slice(at, end))
    fields.push(value)
    if (text.charAt(end) !== delimiter) return { fields, end, lines }
    at = end + 1
  }
}

/** Where the quoted value that starts at `from` ends: a mark that no second one follows. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at >= 0 && text.charAt(at + 1) === '"') at = text.indexOf('"', at + 2)
  return at
}

function valueEnd(text: string, from: number, delimiter: string, newline: string): number {
  let at = from
  while (at < text.length && text.charAt(at) !== delimiter && text.charAt(at) !== newline) at += 1
  return at
}
