import type { Difference, DraftChange, EntryChange, ProfileFault, Stale } from '../../../directory/index.ts'
import { unreachable } from '../../../vocabulary/index.ts'
import { type ActOutcome, notTaken } from '../act.ts'
import { findingViews } from './words.ts'

/** How changes of entries and drafts end, as acts say it. */

const TEXT_MAX = 200
const cut = (text: string | null): string =>
  text === null ? 'nothing' : text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text

const inWords = (one: Difference): string =>
  'added' in one
    ? `gained ${cut(one.added.join(', ') || 'nothing')}, lost ${cut(one.removed.join(', ') || 'nothing')}`
    : `was ${cut(one.before)}, is ${cut(one.after)}`

/** Somebody wrote the entry in between; says what differs. */
const meanwhile = ({ version, differs }: Stale, tag: boolean): ActOutcome => ({
  outcome: 'stale',
  detail:
    differs.length === 0
      ? `The entry is at version ${version} now: read it again.`
      : `The entry is at version ${version} now, and differs in ${differs.map(({ at }) => at).join(', ')}.`,
  ...(tag ? { version } : {}),
  errors: differs
    .slice(0, 100)
    .map(one => ({ parameter: one.at.slice(0, 100), in: 'entry', message: inWords(one) })),
})

/** Faults of what was sent, each by its place in the body. */
export const faulty = (faults: readonly ProfileFault[], below = ''): ActOutcome => ({
  outcome: 'wrong',
  errors: faults.slice(0, 100).map(({ at, problem }) => ({
    parameter:
      [below, ...at.split('/')]
        .filter(part => part !== '')
        .join('.')
        .slice(0, 100) || 'body',
    in: 'body',
    message: `It ${problem}.`.slice(0, 500),
  })),
})

/** Faults of what is kept already. */
const unmet = (faults: readonly ProfileFault[]): ActOutcome => ({
  outcome: 'unmet',
  unmet: faults.slice(0, 100).map(({ at, problem }) => ({
    what: `${at === '' ? 'The draft' : at} ${problem}.`,
    clauses: ['AUP25-58'],
    whoCanFix: 'whoever writes the draft',
  })),
})

/** What came of a correction. */
export function answerEntry(change: EntryChange): ActOutcome {
  switch (change.outcome) {
    case 'changed': {
      const { service, version, written } = change.entry
      const body = { id: service.id, version, writtenAt: written.at.toISOString() }
      return { outcome: 'done', body, version }
    }
    case 'unknown-entry':
      return { outcome: 'no-such' }
    case 'faulty':
      return faulty(change.faults)
    case 'not-legal':
      return change
    case 'changed-meanwhile':
      return meanwhile(change, true)
    default:
      return unreachable(change)
  }
}

/**
 * What came of a step of a draft.
 * @param sent whether its content came with the request, under which member; null: it is kept already
 */
export function answerDraft(
  change: DraftChange | { readonly outcome: 'own-cause' },
  sent: string | null,
  status: 200 | 201 = 200,
): ActOutcome {
  switch (change.outcome) {
    case 'changed': {
      const { draft, findings } = change
      const { id, state, revision, serviceId: service, becameVersion } = draft
      const warnings = findingViews(findings.warnings)
      const body = { id, state, revision, service, becameVersion, warnings }
      return { outcome: 'done', status, body, version: revision }
    }
    case 'unknown-draft':
      return { outcome: 'no-such' }
    case 'too-many':
      return {
        outcome: 'conflict',
        detail: 'There are too many open drafts already: finish or withdraw some.',
      }
    case 'own-cause':
      return {
        outcome: 'own-cause',
        detail:
          'You wrote or handed in this draft: another lead of the region approves it, or an access manager.',
      }
    case 'stale-draft':
      return {
        outcome: 'stale',
        detail: `The draft is at revision ${change.revision} now: read it again.`,
        version: change.revision,
      }
    case 'faulty':
      return sent === null ? unmet(change.faults) : faulty(change.faults, sent)
    case 'changed-meanwhile':
      return meanwhile(change, false)
    case 'not-legal':
    case 'unmet':
      return notTaken(change)
    default:
      return unreachable(change)
  }
}
