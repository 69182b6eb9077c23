import type { FastifyRequest } from 'fastify'
import {
  type FeedbackContent,
  listFeedbackOf,
  readFeedback,
  receiveFeedback,
} from '../../../directory/index.ts'
import type { Allowed, CallerFacts } from '../../../policy/index.ts'
import { tellOfError } from '../../feedback-notice.ts'
import { type Answered, type GovernedAction, governed, type Stamp } from '../../governed.ts'
import type { HttpRooms } from '../../rooms.ts'
import { stampMembers } from './encode.ts'
import { readFeedbackBody, unfitFeedback } from './feedback-read.ts'
import { toldLately } from './feedback-told.ts'
import {
  FEEDBACK_PAGE,
  type FeedbackBody,
  type FeedbackPath,
  type FeedbackQuery,
  reportView,
} from './feedback-words.ts'
import type { ServiceIdPath } from './question.ts'

const FACTS = { action: 'feedback', purpose: null } as const
const COMMON = {
  interface: 'native',
  action: 'feedback',
  contentType: 'application/json; charset=utf-8',
} as const

/** Answers hold what was reported and what came of it, never a service: so `results` is empty. */
const answered = (members: object, allowed: Allowed, stamp: Stamp, status: number): Answered => ({
  outcome: 'answered',
  status,
  results: [],
  body: Buffer.from(`{${stampMembers(stamp, allowed)}${JSON.stringify(members).slice(1)}`),
})

export type Reporting = { Params: ServiceIdPath; Body: FeedbackBody }
type Reported = {
  readonly serviceId: number
  readonly content: FeedbackContent
  readonly decisionId: string | null
  readonly caller: CallerFacts
}

/** POST /services/{id}/feedback: what became of an offer, or what is wrong with an entry. */
export function reportDoor(rooms: HttpRooms) {
  const told = toldLately(rooms)
  const action: GovernedAction<Reported, Reporting> = {
    ...COMMON,
    read: ({ params, body }, caller) => {
      const read = readFeedbackBody(body)
      if (read.outcome === 'wrong') return read
      const serviceId = Number(params.id)
      const decisionId = body.decisionId?.toLowerCase() ?? null
      return {
        outcome: 'read',
        question: { serviceId, content: read.content, decisionId, caller },
        facts: FACTS,
        shape: { cell: null, filters: [], target: params.id },
      }
    },
    unfit: ({ content }, { audience }) => unfitFeedback(content, audience),
    ask: async ({ serviceId, content, decisionId, caller }, allowed, stamp) => {
      const account = caller.account.id
      const service = rooms.memory.recordOf(serviceId)
      // Asked even where there is none, so that what there is does not show in how long it takes.
      const wasTold = await told({ account, service: serviceId, decisionId }, stamp.now)
      if (!service || !wasTold) {
        return { outcome: 'nothing', detail: `You were told of no service ${serviceId} lately.` }
      }
      const draft = {
        id: rooms.newId(stamp.now),
        serviceId,
        typeId: service.typeId,
        regionId: service.regionId ?? null,
        account,
        organisation: caller.organisation.odsCode,
        content,
        decisionId,
        receivedAt: stamp.now,
      }
      const { report, isNew } = await receiveFeedback(rooms.database, draft, async (query, taken) => {
        if (taken.isFirst) await tellOfError(query, taken.report, stamp.now)
      })
      return answered({ report: reportView(report) }, allowed, stamp, isNew ? 201 : 200)
    },
  }
  return governed(rooms, action)
}

/** GET /feedback/{id}: how far a report of this account has come. */
export function reportedDoor(rooms: HttpRooms) {
  type Route = { Params: FeedbackPath }
  const action: GovernedAction<{ readonly id: string; readonly account: string }, Route> = {
    ...COMMON,
    read: ({ params: { id } }: FastifyRequest<Route>, caller) => ({
      outcome: 'read',
      question: { id, account: caller.account.id },
      facts: FACTS,
      // What was sent as an id is free text until it is known to be one.
      shape: { cell: null, filters: [], target: null },
    }),
    ask: async ({ id, account }, allowed, stamp) => {
      const report = await readFeedback(rooms.database.query, id)
      if (report?.account !== account) return { outcome: 'nothing', detail: 'You sent no such report.' }
      return answered({ report: reportView(report) }, allowed, stamp, 200)
    },
  }
  return governed(rooms, action)
}

/** GET /feedback: the reports of this account. */
export function reportsDoor(rooms: HttpRooms) {
  type Route = { Querystring: FeedbackQuery }
  const action: GovernedAction<FeedbackQuery & { readonly account: string }, Route> = {
    ...COMMON,
    read: ({ query }: FastifyRequest<Route>, caller) => ({
      outcome: 'read',
      question: { ...query, account: caller.account.id },
      facts: FACTS,
      shape: { cell: null, filters: [], target: null },
    }),
    ask: async ({ account, after = null, limit = FEEDBACK_PAGE }, allowed, stamp) => {
      const found = await listFeedbackOf(rooms.database.query, account, { after, limit: limit + 1 })
      const page = found.slice(0, limit)
      const next = found.length > limit ? (page.at(-1)?.id ?? null) : null
      return answered({ reports: page.map(reportView), next }, allowed, stamp, 200)
    },
  }
  return governed(rooms, action)
}
