import type { TextRow } from './text-rows.ts'

/** A column's name without case, spaces or signs: `Organisation ID`, `organisation_id` and `OrganisationID` are one. */
export const columnName = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')

/** A row read by column name; '' for a column that is not there. */
export type Cells = (name: string) => string

/** A header's names and where each stands first; '' is a column nobody reads. */
export type Header = { readonly width: number; readonly at: ReadonlyMap<string, number> }

export function headerOf(names: readonly string[]): Header {
  const at = new Map<string, number>()
  for (const [index, name] of names.entries()) if (name !== '' && !at.has(name)) at.set(name, index)
  return { width: names.length, at }
}

/**
 * Reads a row by its header's names, or says that it is not as wide as the header. One empty column too many is
 * refused as well: it is what an unquoted delimiter inside a value leaves behind when the last column is empty, and
 * then every value after it stands in the wrong column.
 */
export function readCells(
  header: Header,
  row: TextRow,
):
  | { readonly outcome: 'cells'; readonly cell: Cells }
  | {
      readonly outcome: 'rejected'
      readonly reason: 'wrong-width' | 'malformed'
      readonly detail: string
    } {
  if (row.unclosed)
    return {
      outcome: 'rejected',
      reason: 'malformed',
      detail: 'A quotation mark is opened and never closed.',
    }
  if (row.fields.length !== header.width)
    return {
      outcome: 'rejected',
      reason: 'wrong-width',
      detail: `${row.fields.length} columns where the header has ${header.width}.`,
    }
  return {
    outcome: 'cells',
    cell: name => {
      const index = header.at.get(name)
      return index === undefined ? '' : (row.fields[index] ?? '').trim()
    },
  }
}

/**
 * A coordinate column: a number, nothing, or text that is no number. Text there means that the columns have moved,
 * so the row is not to be believed in anything.
 */
export function readNumberCell(text: string): number | undefined | 'not-a-number' {
  if (text === '') return undefined
  const number = Number(text)
  return Number.isFinite(number) ? number : 'not-a-number'
}
