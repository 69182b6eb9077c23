import Type from 'typebox'
import { FEEDBACK_STATES, type Feedback, REJECT_REASONS } from '../../../directory/index.ts'
import { instant, STAMP, serviceName, text, words } from './answers.ts'

/** Schemas of what is reported, and of what reporters are told, for programs. */

const closed = { additionalProperties: false } as const

const REASONS = REJECT_REASONS.map(({ id, name, comment }) => `${id} ${name}${comment ? ' (comment)' : ''}`)

/** Something besides spaces, and no NUL, which no text of the database can hold. */
const SAYS_SOMETHING = '^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$'

const own = (maxLength: number, description: string) =>
  Type.String({ minLength: 1, maxLength, pattern: SAYS_SOMETHING, description })

const DECISION = Type.Optional(
  Type.String({
    format: 'uuid',
    maxLength: 36,
    description: '`decisionId` of the answer it is about. With it a report that is sent again counts once.',
  }),
)

/** Says which of the members below belong to which kind; feedback-read.ts holds each report to it. */
export const FeedbackBody = Type.Object(
  {
    kind: Type.Unsafe<'reject' | 'error'>({
      type: 'string',
      enum: ['reject', 'error'],
      description:
        '`reject`: the service was offered and not taken up, for a `reason`. `error`: something is wrong in its entry, `member` says where and `problem` what.',
    }),
    reason: Type.Optional(
      Type.Integer({
        format: 'int32',
        minimum: 1,
        maximum: 999,
        description: `Why it was not taken up: ${REASONS.join(', ')}. 23 is for clinicians to give.`,
        examples: [22],
      }),
    ),
    comment: Type.Optional(
      own(1000, 'In words, where the reason asks for a comment, and only there. Nothing about a person.'),
    ),
    member: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 40,
        pattern: '^[A-Za-z]+$',
        description:
          'Which member of the entry is wrong, as answers name it; `entry` for all of it, such as that it has closed.',
        examples: ['openingTimes'],
      }),
    ),
    problem: Type.Optional(own(1000, 'What is wrong, in words. Nothing about a person.')),
    decisionId: DECISION,
  },
  closed,
)
export type FeedbackBody = Type.Static<typeof FeedbackBody>

export const FeedbackPath = Type.Object(
  {
    id: Type.String({
      minLength: 1,
      maxLength: 64,
      pattern: '^[A-Za-z0-9._~-]+$',
      description: 'The `id` that the report was given.',
    }),
  },
  closed,
)
export type FeedbackPath = Type.Static<typeof FeedbackPath>

export const FEEDBACK_PAGE = 100
export const FeedbackQuery = Type.Object(
  {
    after: Type.Optional({
      ...FeedbackPath.properties.id,
      description: '`next` of the page before.',
    }),
    limit: Type.Optional(
      Type.Integer({
        format: 'int32',
        minimum: 1,
        maximum: FEEDBACK_PAGE,
        description: `How many at most; ${FEEDBACK_PAGE} unless told.`,
      }),
    ),
  },
  closed,
)
export type FeedbackQuery = Type.Static<typeof FeedbackQuery>

const nullable = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) =>
  Type.Union([schema, Type.Null()])

const Report = Type.Object(
  {
    id: text(64, 'Of the report.'),
    service: serviceName('The service.'),
    kind: words(['reject', 'error']),
    reason: nullable(Type.Integer({ format: 'int32', minimum: 1, maximum: 999 })),
    member: nullable(text(40)),
    status: words(FEEDBACK_STATES, 'How far it has come: somebody takes it up, and answers it.'),
    receivedAt: instant('When it came.'),
    takenUpAt: nullable(instant('When somebody took it up.')),
    answeredAt: nullable(instant('When it was answered.')),
    answer: nullable(text(1000, 'What was done, or why nothing was.')),
    version: nullable(
      Type.Integer({
        format: 'int32',
        minimum: 1,
        maximum: 2_147_483_647,
        description: 'The version of the entry that put it right, where somebody named it.',
      }),
    ),
  },
  closed,
)

/** @param service what the reporter knows the service by */
export const reportView = (report: Feedback, service: number | string): Type.Static<typeof Report> => {
  const { content, takenUp, closed: answered } = report
  return {
    id: report.id,
    service,
    kind: content.kind,
    reason: content.kind === 'reject' ? content.reason : null,
    member: content.kind === 'error' ? content.member : null,
    status: report.state,
    receivedAt: iso(report.receivedAt),
    takenUpAt: takenUp && iso(takenUp.at),
    answeredAt: answered && iso(answered.at),
    answer: answered?.answer ?? null,
    version: answered?.version ?? null,
  }
}

const iso = (millis: number): string => new Date(millis).toISOString()

export const FeedbackAnswer = Type.Object({ ...STAMP, report: Report }, closed)
export const FeedbackListAnswer = Type.Object(
  {
    ...STAMP,
    reports: Type.Array(Report, { maxItems: FEEDBACK_PAGE, description: 'The newest first.' }),
    next: nullable(text(64, 'Ask again with this as `after`; null when there are no more.')),
  },
  closed,
)
