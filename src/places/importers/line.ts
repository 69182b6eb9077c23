/**
 * The first `limit` cells of one line of comma-separated text, quoted or not (RFC 4180). Null when a quotation mark
 * is left open.
 *
 * Not `csv-parse`: over the 41 columns of an NSPL file it read 21,000 to 44,000 rows a
 * second here, so that the 2.7 million rows of an ONSPD would take one to two minutes. Postcode files are written by
 * machines, one record a line, and only their first dozen or so columns matter; this splits seven to ten times as many.
 * Where the files agree, both readers must: the tests hold this one against csv-parse.
 */
export function cellsOf(line: string, limit: number): string[] | null {
  if (!line.includes('"')) return line.split(',', limit)
  const cells: string[] = []
  let from = 0
  while (cells.length < limit) {
    if (line.charCodeAt(from) !== QUOTE) {
      const comma = line.indexOf(',', from)
      cells.push(comma < 0 ? line.slice(from) : line.slice(from, comma))
      if (comma < 0) return cells
      from = comma + 1
      continue
    }
    const close = closingQuote(line, from + 1)
    if (close < 0) return null
    cells.push(line.slice(from + 1, close).replaceAll('""', '"'))
    if (close + 1 >= line.length) return cells
    if (line.charAt(close + 1) !== ',') return null
    from = close + 2
  }
  return cells
}

const QUOTE = 34

/** A doubled quotation mark is a character, a single one the end. */
function closingQuote(line: string, from: number): number {
  let close = line.indexOf('"', from)
  while (close >= 0 && line.charCodeAt(close + 1) === QUOTE) close = line.indexOf('"', close + 2)
  return close
}
