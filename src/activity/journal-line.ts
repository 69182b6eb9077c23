/** Nothing that JSON.stringify writes holds a raw tab or line end, and a person with a pager still sees two parts. */
const SEPARATOR = '\t'

/** A line of the journal: an entry, and behind it the caller facts it names where no line before has carried them. */
export const lineOf = (entry: string, facts?: string): string =>
  facts === undefined ? entry : `${entry}${SEPARATOR}${facts}`

/** The parts of a line, as the texts they were written as. */
export function partsOf(line: string): { readonly entry: string; readonly facts?: string } {
  const at = line.indexOf(SEPARATOR)
  return at === -1 ? { entry: line } : { entry: line.slice(0, at), facts: line.slice(at + 1) }
}
