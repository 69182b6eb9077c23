import type { FastifyRequest } from 'fastify'
import {
  type Feedback,
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
import { idNamed, NEVER_ISSUED, namesFor } from './service-names.ts'

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

/** Reports, with their services under the names that the reporter knows them by. */
function viewOf(rooms: HttpRooms, { limits }: Allowed, reports: readonly Feedback[]) {
  const ids = reports.map(({ serviceId }) => serviceId)
  const names = namesFor(rooms, limits, ids)
  return reports.flatMap((report, index) => {
    const name = names[index]
    return name === undefined ? [] : [reportView(report, name)]
  })
}

export type Reporting = { Params: ServiceIdPath; Body: FeedbackBody }
type Reported = {
  /** As the caller gave it, and the service it stands for; null: none. */
  readonly named: string
  readonly serviceId: number | null
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
      const serviceId = idNamed(rooms, caller, params.id)
      const decisionId = body.decisionId?.toLowerCase() ?? null
      return {
        outcome: 'read',
        question: { named: params.id, serviceId, content: read.content, decisionId, caller },
        facts: FACTS,
        shape: { cell: null, filters: [], target: serviceId === null ? NEVER_ISSUED : String(serviceId) },
      }
    },
    unfit: ({ content }, { audience }) => unfitFeedback(content, audience),
    ask: async ({ named, serviceId, content, decisionId, caller }, allowed, stamp) => {
      const account = caller.account.id
      const nothing = { outcome: 'nothing', detail: `You were told of no service ${named} lately.` } as const
      if (serviceId === null) return nothing
      const service = rooms.memory.recordOf(serviceId)
      // Asked even where there is none, so that what there is does not show in how long it takes.
      const wasTold = await told({ account, service: serviceId, decisionId }, stamp.now)
      if (!service || !wasTold) return nothing
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
      const write = async (): Promise<Answered> => {
        const { report, isNew } = await receiveFeedback(rooms.database, draft, async (query, taken) => {
          if (taken.isFirst) await tellOfError(query, taken.report, stamp.now)
        })
        return answered({ report: viewOf(rooms, allowed, [report])[0] }, allowed, stamp, isNew ? 201 : 200)
      }
      return { outcome: 'intended', results: [], write }
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
      return answered({ report: viewOf(rooms, allowed, [report])[0] }, allowed, stamp, 200)
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
      return answered({ reports: viewOf(rooms, allowed, page), next }, allowed, stamp, 200)
    },
  }
  return governed(rooms, action)
}
