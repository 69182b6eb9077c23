import Type from 'typebox'
import type { Role } from '../../../vocabulary/index.ts'
import { BRAKES, FINDING_STATES, type FindingRecord } from '../../../watch/index.ts'
import {
  ClauseRef,
  choice,
  closed,
  Flag,
  Id,
  Instant,
  iso,
  isoOrNull,
  ListOf,
  Nullable,
  OdsCode,
  Prose,
  Reason,
  Text,
  Whole,
} from '../words.ts'

export const TAG = 'Watch'

/** Those who see findings with all that led to them. */
export const READERS: readonly Role[] = ['compliance-reviewer', 'decision-owner', 'access-manager', 'auditor']
/** Those who judge them (sources, use 3.7). */
export const JUDGES: readonly Role[] = ['compliance-reviewer']
/** Those whom a finding may be about. */
export const HOLDERS: readonly Role[] = ['euo-admin', 'euo-signatory']

export const FindingPath = Type.Object(
  { id: Id('The finding, or any of the ids activity entries name it by.') },
  closed,
)
export const StateName = choice(FINDING_STATES, 'How far it has come.')
const BrakeName = choice(BRAKES, 'What it brakes.')

const Summary = {
  id: Id('The finding.'),
  kind: choice(
    ['crawl', 'conduct'],
    'Like crawling, which is always investigated (AUP25-30), or other conduct.',
  ),
  scope: choice(['account', 'organisation', 'product', 'global'], 'Whom it is about.'),
  subject: Text(200, 'Which of them; `all` where it is everybody.'),
  detector: Text(60, 'What noticed it.'),
  brake: BrakeName,
  inForce: Flag('Whether that brake holds.'),
  state: StateName,
  raisedAt: Instant('When it was first raised.'),
  lastRaisedAt: Instant('When it was last raised.'),
  times: Whole(1, 2_000_000_000, 'How often.'),
}
export const FindingRow = Type.Object(Summary, closed)

export const findingRow = (finding: FindingRecord) => ({
  id: finding.id,
  kind: finding.kind,
  scope: finding.scope,
  subject: finding.subject,
  detector: finding.detector,
  brake: finding.brake,
  inForce: finding.brake !== 'none' && finding.releasedAt === null,
  state: finding.state,
  raisedAt: iso(finding.raisedAt),
  lastRaisedAt: iso(finding.lastRaisedAt),
  times: finding.times,
})

export const SQUARES_MAX = 500
export const FindingView = Type.Object(
  {
    ...Summary,
    account: Text(200, 'Whose question raised it first.'),
    organisation: Text(64, 'The organisation that asked.'),
    product: Text(200, 'With which product.'),
    decision: Id('The decision it was raised by: "activity show" has it.'),
    evidence: Type.Object(
      {},
      { additionalProperties: true, description: 'What it rests on, as the detector keeps it.' },
    ),
    note: Nullable(Prose(4000, 'What the investigation found.')),
    caseId: Nullable(Text(64, 'The case it was handed to.')),
    releasedAt: Nullable(Instant('Since when its brake no longer holds.')),
    closedAt: Nullable(Instant('When it was dismissed or closed.')),
    squares: ListOf(
      Type.Object(
        {
          square: Text(6, 'A 1 km square of the National Grid.'),
          searches: Whole(1, 2_000_000_000, 'How many in the thirty days before.'),
          inside: Nullable(Flag('Whether it lies in what was declared; null: not known.')),
        },
        closed,
      ),
      SQUARES_MAX,
      'Where was asked, the most first.',
    ),
    map: Text(200_000, 'The same as a picture: SVG, red outside what was declared.'),
    history: ListOf(
      Type.Object(
        {
          at: Instant('When.'),
          who: Text(200, 'Who.'),
          as: Text(60, 'In which role.'),
          event: Text(60, 'What.'),
          why: Text(4000, 'Why.'),
        },
        closed,
      ),
      200,
      'All that was done about it, oldest first.',
    ),
  },
  closed,
)

export const findingView = (finding: FindingRecord) => ({
  ...findingRow(finding),
  account: finding.account,
  organisation: finding.organisation,
  product: finding.product,
  decision: finding.decision,
  evidence: finding.evidence,
  note: finding.note,
  caseId: finding.caseId,
  releasedAt: isoOrNull(finding.releasedAt),
  closedAt: isoOrNull(finding.closedAt),
})

/** What the organisation it is about is told: what was noticed and what follows, and nothing of how it is measured. */
export const Told = Type.Object(
  {
    id: Id('The finding; name it when you ask about it.'),
    account: Text(200, 'The account it is about; `your organisation` where it is all of them.'),
    state: choice(['being looked into', 'confirmed', 'found to be nothing', 'over'], 'How far it has come.'),
    raisedAt: Instant('When it was first noticed.'),
    lastRaisedAt: Instant('When it was last noticed.'),
    says: Text(400, 'What was noticed.'),
    brake: BrakeName,
    inForce: Flag('Whether that brake holds.'),
    effect: Text(400, 'What follows from it.'),
    records: Nullable(
      Whole(0, 2_000_000_000, 'Services whose entries were given out, where that was counted.'),
    ),
    ends: Text(400, 'How it ends.'),
    clauses: ListOf(ClauseRef, 10, 'The clauses it rests on.'),
  },
  closed,
)

const Note = {
  ...Reason,
  maxLength: 4000,
  description: 'What the investigation found; crawling needs it (AUP25-30).',
}
export const JudgeBody = Type.Object({ reason: Reason, note: Type.Optional(Note) }, closed)
export const HandOverBody = Type.Object(
  { reason: Reason, note: Type.Optional(Note), caseId: Text(64, 'The case it goes to.') },
  closed,
)
export const ReasonBody = Type.Object({ reason: Reason }, closed)
export const Changed = Type.Object(
  { id: Id('The finding.'), state: StateName, inForce: Summary.inForce },
  closed,
)
export { OdsCode }
