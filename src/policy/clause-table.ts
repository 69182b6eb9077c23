import type { Clause, ClauseState } from './clause.ts'
import { CLAUSES } from './clauses.ts'
import { POLICY_VERSIONS } from './versions.ts'
import { workflowOf } from './workflows.ts'

const STATES: Record<ClauseState, string> = {
  enforced: 'what one question could break of it is refused, or done, today',
  planned: 'what is to carry it is not built yet',
  'attested-only': 'a promise, and samples of how it is kept, are all there can be; no program can prove it',
  notice: 'it is said where it must be said',
}

/** The page docs/clauses.md: every clause, what it asks, how far we are, what carries it, which tests prove it. */
export function clauseTable(): string {
  return `${[
    '# Clauses',
    '',
    'Made by `signpost policy clauses --markdown` from `src/policy`; a test holds this page to it. Titles and sentences are our own words, not those of the policies.',
    '',
    ...states(),
    '',
    'What carries a clause: refusals (r), obligations on an answer (o), workflows (w). In brackets: planned.',
    ...POLICY_VERSIONS.toReversed().flatMap(version => [
      '',
      `## ${version.title} (${version.id})`,
      '',
      ...rows(CLAUSES.filter(clause => version.clauses.includes(clause.id))),
    ]),
  ].join('\n')}\n`
}

function states(): string[] {
  const [first, ...others] = Object.entries(STATES).map(([state, means]) => {
    const count = CLAUSES.filter(clause => clause.state === state).length
    return `| ${state} | ${count} | ${means} |`
  })
  return ['| state | clauses | means |', '|---|---|---|', first ?? '', ...others]
}

function rows(clauses: readonly Clause[]): string[] {
  return [
    '| clause | what it asks | binds | kind | state | carried by | tests | other policy |',
    '|---|---|---|---|---|---|---|---|',
    ...clauses.map(
      clause =>
        `| ${[
          clause.id,
          `**${clause.title}.** ${clause.asks}`,
          clause.binds.join(', '),
          clause.kinds.join(', '),
          clause.state,
          carriers(clause),
          clause.tests.map(test => test.replace(/^test\//, '')).join(' '),
          otherPolicy(clause),
        ].join(' | ')} |`,
    ),
  ]
}

function carriers({ carriedBy }: Clause): string {
  return [
    ...carriedBy.refusals.map(reason => `r ${reason}`),
    ...carriedBy.obligations.map(name => `o ${name}`),
    ...carriedBy.workflows.map(name => (workflowOf(name).state === 'working' ? `w ${name}` : `(w ${name})`)),
  ].join(', ')
}

const otherPolicy = ({ supersededBy, counterparts }: Clause): string =>
  supersededBy === undefined ? counterparts.join(' ') : `replaced by ${supersededBy.join(' ')}`
