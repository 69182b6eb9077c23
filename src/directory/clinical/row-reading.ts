/** Reads the cells of one row by the names of their columns, and notes what is wrong with them. */
export type RowReading = {
  /** The cell without spaces around it; empty where the column is absent. */
  readonly cell: (column: string) => string
  /** As much of the cell as a report may show. */
  readonly excerpt: (column: string) => string
  readonly isBlank: (column: string) => boolean
  /** A whole number in digits, both ends included; 0 where it is none, which is then noted. */
  readonly whole: (column: string, least: number, most: number) => number
  readonly decimal: (
    column: string,
    range: { readonly least: number; readonly most: number; readonly decimals: number },
  ) => number
  /** Of 1 to `lengthMax` characters, none of them a control. */
  readonly text: (column: string, lengthMax: number) => string
  readonly several: (column: string, separator: string, lengthMax: number) => readonly string[]
  /** Yes or no in the ways that spreadsheets say it; blank is no. */
  readonly yes: (column: string) => boolean
  readonly must: (holds: boolean, otherwise: string) => void
  readonly problems: readonly string[]
}

const EXCERPT = 30
const SEVERAL_MAX = 200
/** A control would break the line of a report, and NUL cannot be stored. */
const CONTROL = /\p{Cc}/u
const YES: readonly string[] = ['1', 'true', 't', 'yes', 'y']
const NO: readonly string[] = ['', '0', 'false', 'f', 'no', 'n']

export function rowReading(fields: readonly string[], places: ReadonlyMap<string, number>): RowReading {
  const problems: string[] = []
  const cell = (column: string): string => (fields[places.get(column) ?? -1] ?? '').trim()
  const excerpt = (column: string): string => {
    const text = cell(column).replace(/\p{Cc}/gu, ' ')
    return text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text
  }
  const must = (holds: boolean, otherwise: string): void => {
    if (!holds) problems.push(otherwise)
  }
  const wrong = (column: string, what: string): 0 => {
    problems.push(`${column}: not ${what}: "${excerpt(column)}"`)
    return 0
  }
  const isText = (text: string, lengthMax: number): boolean =>
    text !== '' && text.length <= lengthMax && !CONTROL.test(text)
  return {
    cell,
    excerpt,
    must,
    problems,
    isBlank: column => cell(column) === '',
    whole: (column, least, most) => {
      const value = /^-?\d{1,10}$/.test(cell(column)) ? Number(cell(column)) : Number.NaN
      const fits = value >= least && value <= most
      return fits ? value : wrong(column, `a whole number from ${least} to ${most}`)
    },
    decimal: (column, { least, most, decimals }) => {
      const isNumber = new RegExp(`^\\d{1,9}(\\.\\d{1,${decimals}})?$`).test(cell(column))
      const value = isNumber ? Number(cell(column)) : Number.NaN
      const fits = value >= least && value <= most
      return fits
        ? value
        : wrong(column, `a number from ${least} to ${most} with at most ${decimals} decimal`)
    },
    text: (column, lengthMax) => {
      if (!isText(cell(column), lengthMax)) wrong(column, `a text of 1 to ${lengthMax} characters`)
      return cell(column)
    },
    several: (column, separator, lengthMax) => {
      const parts = cell(column)
        .split(separator)
        .map(part => part.trim())
        .filter(part => part !== '')
      must(parts.length <= SEVERAL_MAX, `${column}: more than ${SEVERAL_MAX}`)
      if (!parts.every(part => isText(part, lengthMax)))
        wrong(column, `texts of 1 to ${lengthMax} characters`)
      return [...new Set(parts)]
    },
    yes: column => {
      const word = cell(column).toLowerCase()
      if (!YES.includes(word) && !NO.includes(word)) wrong(column, 'yes or no')
      return YES.includes(word)
    },
  }
}
