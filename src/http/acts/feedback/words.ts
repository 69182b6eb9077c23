import Type, { type Static } from 'typebox'
import {
  FEEDBACK_STATES,
  type Feedback,
  type FeedbackGroup,
  rejectReasonById,
} from '../../../directory/index.ts'
import {
  Count,
  choice,
  closed,
  Flag,
  Id,
  Instant,
  iso,
  ListOf,
  Nullable,
  Prose,
  RegionId,
  Text,
  Whole,
} from '../words.ts'

/** Words of what people do about reports. */

export const TAG = 'Feedback'

export const FeedbackPath = Type.Object({ id: Id('The report.') }, closed)
export const KindName = choice(
  ['error', 'reject'],
  'An error in the entry, or that the service was not taken up.',
)
export const StateName = choice(FEEDBACK_STATES, 'How far it has come.')
const EntryId = Type.Integer({
  format: 'int64',
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'The entry it is about.',
})
const Organisation = Text(64, 'Code of the organisation it came from.')

export const ORGANISATIONS_MAX = 100
export const GroupRow = Type.Object(
  {
    id: Id('The oldest report of this; the others are named by showing it.'),
    service: EntryId,
    name: Nullable(Text(255, 'What the entry is called.')),
    region: Nullable(RegionId),
    kind: KindName,
    member: Nullable(Text(40, 'Which member is wrong; entry: all of it.')),
    reason: Nullable(Text(60, 'Why it was not taken up.')),
    state: StateName,
    count: Count,
    organisations: ListOf(Organisation, ORGANISATIONS_MAX, 'Where they came from.'),
    firstAt: Instant('When the oldest came.'),
    lastAt: Instant('When the newest came.'),
  },
  closed,
)

const reasonName = (id: number): string => `${id} ${rejectReasonById(id)?.name ?? ''}`.trim()

const aboutOf = ({ content }: Feedback) => ({
  kind: content.kind,
  member: content.kind === 'error' ? content.member : null,
  reason: content.kind === 'reject' ? reasonName(content.reason) : null,
})

export const groupRow = (
  { first, count, organisations, lastAt }: FeedbackGroup,
  name: string | null,
): Static<typeof GroupRow> => ({
  id: first.id,
  service: first.serviceId,
  name,
  region: first.regionId,
  ...aboutOf(first),
  state: first.state,
  count,
  organisations: [...organisations],
  firstAt: iso(first.receivedAt),
  lastAt: iso(lastAt),
})

const One = {
  id: Id('The report.'),
  organisation: Organisation,
  text: Nullable(Prose(4000, 'What was reported, in the words of whoever did.')),
  decision: Nullable(Id('The decision to give the answer it is about.')),
  state: StateName,
  receivedAt: Instant('When it came.'),
}
const oneOf = (report: Feedback) => ({
  id: report.id,
  organisation: report.organisation,
  text: report.content.text,
  decision: report.decisionId,
  state: report.state,
  receivedAt: iso(report.receivedAt),
})

export const ALIKE_SHOWN = 200
export const FeedbackView = Type.Object(
  {
    ...One,
    service: EntryId,
    name: Nullable(Text(255, 'What the entry is called.')),
    region: Nullable(RegionId),
    kind: KindName,
    member: Nullable(Text(40, 'Which member is wrong; entry: all of it.')),
    reason: Nullable(Text(60, 'Why it was not taken up.')),
    takenUpAt: Nullable(Instant('When somebody took it up.')),
    takenUpBy: Nullable(Id('Who did.')),
    closedAt: Nullable(Instant('When it was answered.')),
    closedBy: Nullable(Id('Who did.')),
    answer: Nullable(Prose(1000, 'What was done, or why nothing was; the reporter is told.')),
    version: Nullable(Whole(1, 2_000_000_000, 'The version of the entry that put it right.')),
    alike: ListOf(
      Type.Object(One, closed),
      ALIKE_SHOWN,
      'Others that say the same of the same entry and are in the same state.',
    ),
  },
  closed,
)

export const feedbackView = (
  report: Feedback,
  name: string | null,
  alike: readonly Feedback[],
): Static<typeof FeedbackView> => {
  const { takenUp, closed: answered } = report
  return {
    ...oneOf(report),
    ...aboutOf(report),
    service: report.serviceId,
    name,
    region: report.regionId,
    takenUpAt: takenUp && iso(takenUp.at),
    takenUpBy: takenUp?.by ?? null,
    closedAt: answered && iso(answered.at),
    closedBy: answered?.by ?? null,
    answer: answered?.answer ?? null,
    version: answered?.version ?? null,
    alike: alike.map(oneOf),
  }
}

export const Alike = Type.Optional(
  Flag('Also all others that say the same of the same entry and are in the same state.'),
)
export const Changed = Type.Object(
  {
    id: Id('The report.'),
    state: StateName,
    alike: Whole(0, 2_000_000_000, 'How many others went the same way with it.'),
  },
  closed,
)
