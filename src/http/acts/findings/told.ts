import type { Static } from 'typebox'
import { unreachable } from '../../../vocabulary/index.ts'
import type { FindingRecord } from '../../../watch/index.ts'
import { effectOf } from '../../brake-notice.ts'
import { iso } from '../words.ts'
import type { Told } from './words.ts'

/** What was noticed, in words for whom it is about; a detector without words of its own has the general ones. */
const SAYS: Readonly<Record<string, string>> = {
  'look-ups': 'Many services were looked up one after the other, or codes that there are none of were tried.',
  'machine-use': 'A personal account was used round the clock, or at regular intervals, as a program would.',
  'shared-credentials': 'A personal account was used in two places at once.',
  'use-drift': 'What is asked has become another use than the agreement describes.',
  'too-few': 'Far fewer questions are asked than were declared, as if answers were kept and used again.',
  'public-asks-professional': 'A display for the public asked again and again for what professionals see.',
  probes: 'Monitoring asked more than once a minute, or about many places.',
  'trials-in-production': 'Many trials were made in production.',
  'repeated-refusals': 'Questions were refused again and again.',
}
const LIKE_CRAWLING =
  'What was asked, where and for what, looks less like finding care for people than like reading the directory through.'

/** A finding in words for the organisation it is about. */
export function toldOf(finding: FindingRecord): Static<typeof Told> {
  const { kind, brake, releasedAt, evidence } = finding
  const held = releasedAt === null && brake !== 'none' ? brake : null
  return {
    id: finding.id,
    account: finding.scope === 'account' ? finding.subject : 'your organisation',
    state: stateOf(finding),
    raisedAt: iso(finding.raisedAt),
    lastRaisedAt: iso(finding.lastRaisedAt),
    says: SAYS[finding.detector] ?? LIKE_CRAWLING,
    brake,
    inForce: held !== null,
    effect: held === null ? 'Nothing is braked.' : effectOf(held),
    records: recordsOf(evidence),
    ends:
      kind === 'crawl'
        ? 'A compliance reviewer looks into it, and ends it when it is mistaken; a brake ends by itself seven days after the last of it.'
        : 'A compliance reviewer looks into it. Say what it was, if you know.',
    clauses: kind === 'crawl' ? ['AUP25-28', 'AUP25-29', 'AUP25-30', 'AUP25-31'] : ['AUP25-36'],
  }
}

function stateOf({ state }: FindingRecord): Static<typeof Told>['state'] {
  switch (state) {
    case 'open':
    case 'under-review':
      return 'being looked into'
    case 'upheld':
    case 'handed-over':
      return 'confirmed'
    case 'dismissed':
      return 'found to be nothing'
    case 'closed':
      return 'over'
    default:
      return unreachable(state)
  }
}

/** How many entries were given out, where the detector counted them. */
function recordsOf(evidence: FindingRecord['evidence']): number | null {
  const records = evidence['records']
  const taken = typeof records === 'object' && records !== null && 'taken' in records ? records.taken : null
  return typeof taken === 'number' && Number.isSafeInteger(taken) && taken >= 0 ? taken : null
}
