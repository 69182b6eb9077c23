/** What a part of the bench found: tables for people, the same as figures for machines, and whether goals were met. */
export type Report = {
  readonly part: string
  readonly tables: readonly Table[]
  readonly goals: readonly Goal[]
  readonly notes: readonly string[]
}

export type Table = {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

/** `atLeast` or `below` is the bar that `value` is held against. */
export type Goal = { readonly what: string; readonly value: number } & (
  | { readonly atLeast: number }
  | { readonly below: number }
)

export const isMet = (goal: Goal): boolean =>
  'atLeast' in goal ? goal.value >= goal.atLeast : goal.value < goal.below

/** The report as Markdown, as it stands in the README. */
export function inMarkdown(report: Report): string {
  const parts = report.tables.map(table =>
    [`**${table.title}**`, '', rowOf(table.columns), divider(table), ...table.rows.map(rowOf)].join('\n'),
  )
  if (report.goals.length > 0) {
    const rows = report.goals.map(goal =>
      rowOf([goal.what, figure(goal.value), wanted(goal), isMet(goal) ? 'met' : '**missed**']),
    )
    parts.push(['| goal | measured | wanted | |', '|---|--:|--:|---|', ...rows].join('\n'))
  }
  if (report.notes.length > 0) parts.push(report.notes.map(note => `* ${note}`).join('\n'))
  return parts.join('\n\n')
}

const rowOf = (cells: readonly (string | number)[]): string =>
  `| ${cells.map(cell => (typeof cell === 'number' ? figure(cell) : cell)).join(' | ')} |`

const divider = ({ columns, rows }: Table): string =>
  `|${columns.map((_, at) => (rows.every(row => typeof row[at] === 'number') ? '--:' : '---')).join('|')}|`

const wanted = (goal: Goal): string => ('atLeast' in goal ? `≥ ${goal.atLeast}` : `< ${goal.below}`)

/** Three figures that mean something: a bench knows no more. */
export function figure(value: number): string {
  const size = Math.abs(value)
  if (size >= 100 || value === 0) return Math.round(value).toLocaleString('en-GB')
  return value.toFixed(size >= 10 ? 1 : size >= 0.1 ? 2 : 3)
}
