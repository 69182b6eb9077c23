import type { FastifyInstance } from 'fastify'
import { BODY_RESPONSES, governedResponses } from '../../problem-schema.ts'
import type { HttpRooms } from '../../rooms.ts'
import { strictBody } from '../../strict-body.ts'
import { type Reporting, reportDoor, reportedDoor, reportsDoor } from './feedback-doors.ts'
import {
  FeedbackAnswer,
  FeedbackBody,
  FeedbackListAnswer,
  FeedbackPath,
  FeedbackQuery,
} from './feedback-words.ts'
import { CallerHeaders, ServiceIdPath } from './question.ts'

const TAGS = ['Feedback']

/** The routes by which programs report on what they were answered, and hear what came of it. */
export function feedbackRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const report = reportDoor(rooms)
  const { 200: known, ...rest } = governedResponses(
    FeedbackAnswer,
    'Sent before, and still open: it is the same report.',
  )
  app.post<Reporting>(
    '/services/:id/feedback',
    {
      config: report.config,
      validatorCompiler: strictBody,
      schema: {
        operationId: 'reportService',
        tags: TAGS,
        summary: 'Report why a service was not taken up, or what is wrong in its entry',
        description:
          'Of a service that a search of this account returned in the last seven days; any other answers as if it were not there. Whoever keeps the entry takes the report up and answers it.',
        headers: CallerHeaders,
        params: ServiceIdPath,
        querystring: NOTHING,
        body: FeedbackBody,
        response: { 200: known, 201: { ...known, description: 'Received.' }, ...rest, ...BODY_RESPONSES },
      },
    },
    report.handler,
  )

  const reported = reportedDoor(rooms)
  app.get<{ Params: FeedbackPath }>(
    '/feedback/:id',
    {
      config: reported.config,
      schema: {
        operationId: 'readReport',
        tags: TAGS,
        summary: 'What came of a report of yours',
        description:
          'Received, taken up, then resolved or dismissed with an answer. Reports of other accounts are not found.',
        headers: CallerHeaders,
        params: FeedbackPath,
        querystring: NOTHING,
        response: governedResponses(FeedbackAnswer, 'The report, how far it has come, and its answer.'),
      },
    },
    reported.handler,
  )

  const reports = reportsDoor(rooms)
  app.get<{ Querystring: FeedbackQuery }>(
    '/feedback',
    {
      config: reports.config,
      schema: {
        operationId: 'listReports',
        tags: TAGS,
        summary: 'The reports of this account, the newest first',
        description: 'A page at a time; reports of other accounts are not among them.',
        headers: CallerHeaders,
        querystring: FeedbackQuery,
        response: governedResponses(FeedbackListAnswer, 'A page of reports.'),
      },
    },
    reports.handler,
  )
}

/** No parameters: whatever is given is refused by name. */
const NOTHING = { type: 'object', properties: {}, additionalProperties: false } as const
