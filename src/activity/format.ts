import type { ActivityEntry } from './entry.ts'

/** One line for a person: when, what came of it, who, what was asked, what was answered, the decision id. */
export function formatEntry(entry: ActivityEntry): string {
  const outcome = entry.decision === 'allow' ? 'allowed' : `refused: ${entry.refusal ?? 'no reason recorded'}`
  const answer = entry.decision === 'allow' ? `→ ${counted(entry.results.length, 'result')}` : ''
  return [
    entry.at,
    outcome,
    entry.action,
    `${entry.account} (${entry.organisation})`,
    questionOf(entry),
    answer,
    `${(entry.durationMicros / 1000).toFixed(1)} ms`,
    entry.flags.length > 0 ? `[${entry.flags.join(' ')}]` : '',
    entry.id,
  ]
    .filter(part => part !== '')
    .join('  ')
}

/** Every member on a line of its own, with a heading. */
export function formatEntryInFull(entry: ActivityEntry): string {
  const { question } = entry
  const rows: readonly (readonly [string, string | null])[] = [
    ['decided', entry.decision === 'allow' ? 'allowed' : `refused: ${entry.refusal ?? 'no reason recorded'}`],
    ['clauses', listed(entry.clauses)],
    ['at', entry.at],
    ['action', `${entry.action} through the ${entry.interface} interface`],
    ['purpose', entry.purpose],
    ['account', entry.account],
    ['organisation', entry.organisation],
    ['product', entry.product],
    ['connection', entry.connection],
    ['individual', entry.individual],
    ['agreement', entry.agreement],
    ['policy version', entry.policyVersion],
    ['tailored terms', entry.tailoredTerms ?? null],
    ['facts', entry.facts ?? null],
    ['audience', entry.audience],
    ['place', question.cell],
    ['service types', question.typeIds && listed(question.typeIds)],
    ['within', question.withinMetres === null ? null : `${question.withinMetres} m`],
    ['limit', question.limit === null ? null : String(question.limit)],
    ['filters', listed(question.filters)],
    ['target', question.target],
    ['members', question.fields ? listed(question.fields) : null],
    ['results', entry.results.length === 0 ? 'none' : listed(entry.results)],
    ['change', String(entry.change)],
    ['took', `${entry.durationMicros} µs`],
    ['flags', listed(entry.flags)],
    ['counts as use', entry.counts === undefined ? null : entry.counts ? 'yes' : 'no'],
    ['request id', entry.requestId],
  ]
  const lines = rows.flatMap(([name, value]) => (value ? [`  ${name.padEnd(15)} ${value}`] : []))
  return [`Decision ${entry.id}`, ...lines].join('\n')
}

function questionOf({ question }: ActivityEntry): string {
  return [
    question.target ?? '',
    question.cell === null ? '' : `near ${question.cell}`,
    question.typeIds === null ? '' : `types ${listed(question.typeIds)}`,
    question.withinMetres === null ? '' : `within ${question.withinMetres} m`,
    listed(question.filters),
  ]
    .filter(part => part !== '')
    .join(', ')
}

const listed = (items: readonly (string | number)[]): string => items.join(' ')
const counted = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`
