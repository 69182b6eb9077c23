/** JSON as people read it in a terminal: names with values, lists of records as tables. */
export function tell(value: unknown, indent = ''): string[] {
  if (Array.isArray(value)) return tellList(value, indent)
  if (typeof value !== 'object' || value === null) return [`${indent}${plain(value)}`]
  const members = Object.entries(value)
  if (members.length === 0) return [`${indent}-`]
  const width = Math.max(...members.map(([name, member]) => (isFlat(member) ? name.length : 0)))
  return members.flatMap(([name, member]) =>
    isFlat(member)
      ? [`${indent}${name.padEnd(width)}  ${flat(member)}`]
      : [`${indent}${name}:`, ...tell(member, `${indent}  `)],
  )
}

const COLUMN_MAX = 48
/** A longer list, such as one of sentences, has a line for each. */
const LINE_MAX = 100

function tellList(items: readonly unknown[], indent: string): string[] {
  if (items.length === 0) return [`${indent}none`]
  const records = items.flatMap(item =>
    typeof item === 'object' && item !== null && !Array.isArray(item) ? [{ ...item }] : [],
  )
  if (records.length < items.length) return items.map(item => `${indent}${flat(item)}`)
  const names = [...new Set(records.flatMap(record => Object.keys(record)))]
  const tabular = records.every(record => Object.values(record).every(isFlat))
  if (!tabular || names.length > 9) {
    return records.flatMap((record, index) => [...(index > 0 ? [''] : []), ...tell(record, indent)])
  }
  const rows = records.map(record => {
    const byName = new Map<string, unknown>(Object.entries(record))
    return names.map(name => cut(flat(byName.get(name))))
  })
  const widths = names.map((name, column) =>
    Math.max(name.length, ...rows.map(row => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]): string =>
    `${indent}${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd()
  return [line(names), ...rows.map(line)]
}

/** Whether a value fits on one line beside its name. */
const isFlat = (value: unknown): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (Array.isArray(value) &&
    value.every(item => typeof item !== 'object' || item === null) &&
    flat(value).length <= LINE_MAX)

const flat = (value: unknown): string =>
  Array.isArray(value) ? value.map(plain).join(', ') || 'none' : plain(value)

const plain = (value: unknown): string => {
  if (value === null || value === undefined) return '-'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const cut = (text: string): string => (text.length > COLUMN_MAX ? `${text.slice(0, COLUMN_MAX - 1)}…` : text)
