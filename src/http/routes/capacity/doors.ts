import type { FastifyRequest } from 'fastify'
import {
  type Capacity,
  capacityAt,
  capacityResets,
  isMaintained,
  resetTime,
  type Service,
  setCapacity,
} from '../../../directory/index.ts'
import { type CapacityWanted, capacityAnswer } from '../../../dos/index.ts'
import type { CallerFacts } from '../../../policy/index.ts'
import { unreachable } from '../../../vocabulary/index.ts'
import { type Answered, governed, type ReadQuestion, type Stamp } from '../../governed.ts'
import type { ParameterError } from '../../problem.ts'
import { recentlyReturned } from '../../recently-returned.ts'
import type { HttpRooms } from '../../rooms.ts'
import { identifyByToken, keyOf } from './identify-token.ts'
import { type BodyRead, type CapacityRoute, readBody, uidOf, unknownParameters } from './read-request.ts'
import { CAPACITY_JSON, SAID } from './say-no.ts'
import { refuseByStanding, type Standing, standingOf } from './standing.ts'

type Request = FastifyRequest<CapacityRoute>

const keeps = (rooms: HttpRooms, { maintains = [] }: CallerFacts, service: Service | undefined): boolean =>
  service !== undefined && isMaintained(rooms.memory, service.id, maintains)

/** What every door here has in common. */
const common = (rooms: HttpRooms) =>
  ({
    interface: 'capacity',
    action: 'maintain',
    contentType: CAPACITY_JSON,
    identify: (request: Request) => identifyByToken(rooms, request),
    refuse: refuseByStanding,
  }) as const

type Asked = {
  /** Undefined: there is none that is active, and then nobody keeps it. */
  readonly service: Service | undefined
  readonly errors: readonly ParameterError[]
}

const activeOf = (standing: Standing): Service | undefined =>
  standing.is === 'active' ? standing.service : undefined

/**
 * Reading a capacity. Of a service that the account keeps it is part of keeping it; of any other it is a look-up, held
 * to what a look-up is held to, and tells what a professional may be told.
 */
export const readDoor = (rooms: HttpRooms) =>
  governed<Asked & { readonly kept: boolean }, CapacityRoute>(rooms, {
    ...common(rooms),
    read: async (request, caller, now) => {
      const uid = uidOf(request.params)
      const service = activeOf(await standingOf(rooms, request, uid))
      const kept = keeps(rooms, caller, service)
      const question = { service, kept, errors: unknownParameters(request.query) }
      const shape = { cell: null, filters: [], target: uid }
      if (kept || service === undefined)
        return { outcome: 'read', question, facts: maintain(false, kept), shape }
      const returned = await recentlyReturned(rooms, caller, [service.id], now)
      const facts = { action: 'look-up', purpose: null, audience: 'professional', by: 'id' } as const
      return { outcome: 'read', question, facts: { ...facts, recentlyReturned: returned }, shape }
    },
    unfit: ({ errors }) => errors,
    ask: ({ service, kept }, { limits: { typeIds, regions } }, stamp) => {
      if (!service) throw new Error('Nobody keeps a service there is not.')
      const { typeId, regionId } = service
      const agreed =
        kept ||
        ((typeIds === null || typeIds.includes(typeId)) &&
          (regions === 'national' || (regionId !== undefined && regions.includes(regionId))))
      if (!agreed) return { outcome: 'nothing', detail: SAID.noService }
      const capacity = service.capacity && capacityAt(service.capacity, stamp.now).capacity
      return answered(service, capacity, kept)
    },
  })

type Change = Asked & { readonly username: string; readonly read: BodyRead }

/** Setting a capacity, as a new version of the service that every interface answers with from then on. */
export const writeDoor = (rooms: HttpRooms) =>
  governed<Change, CapacityRoute>(rooms, {
    ...common(rooms),
    read: async (request, caller): Promise<ReadQuestion<Change>> => {
      const uid = uidOf(request.params)
      const service = activeOf(await standingOf(rooms, request, uid))
      const read = readBody(request)
      const wrong = read.outcome === 'wrong' ? read.errors : []
      const errors = [...wrong, ...unknownParameters(request.query)]
      return {
        outcome: 'read',
        question: { service, read, errors, username: usernameOf(rooms, request) },
        facts: maintain(true, keeps(rooms, caller, service)),
        shape: { cell: null, filters: [], target: uid },
      }
    },
    unfit: ({ errors }) => errors,
    ask: ({ service, read, username }, _allowed, stamp) => {
      if (!service || read.outcome !== 'read') throw new Error('What is wrong was to be refused before.')
      const capacity = capacityOf(service, read.wanted, username, stamp)
      const write = () => change(rooms, service, capacity, stamp)
      return { outcome: 'intended', results: [service.id], write }
    },
  })

const maintain = (changes: boolean, maintained: boolean) =>
  ({ action: 'maintain', purpose: null, what: 'capacity', changes, maintained }) as const

/** The user that the key acts as, who has been identified by it. */
function usernameOf(rooms: HttpRooms, request: Request): string {
  const known = rooms.secrets.byKey(keyOf(request) ?? '')
  return known.outcome === 'known' ? known.holder.username : ''
}

/**
 * As it will be kept. A reset time is set only where it will be kept to: a type that does not fall back to green by
 * itself has none, and none is promised.
 */
function capacityOf(
  { typeId }: Service,
  { status, resetMinutes, notes }: CapacityWanted,
  username: string,
  { now }: Stamp,
): Capacity {
  const resetAt = capacityResets(typeId) ? resetTime(status, now, resetMinutes) : undefined
  const updated = { updatedAt: new Date(now).toISOString(), updatedBy: username }
  return { status, notes, ...updated, ...(resetAt === undefined ? {} : { resetAt }) }
}

async function change(
  rooms: HttpRooms,
  { id }: Service,
  capacity: Capacity,
  { now }: Stamp,
): Promise<Answered> {
  const why = `saveCapacityStatus: set to ${capacity.status} through the Capacity Status API.`
  const written = { who: capacity.updatedBy, at: new Date(now), why }
  const set = await setCapacity(rooms.database, id, capacity, written)
  switch (set.outcome) {
    case 'set':
      // From here on a question to this node, by any interface, is answered with it.
      await rooms.settle()
      return answered(set.service, capacity, true)
    case 'not-there':
      return refusedLate(404, SAID.noService)
    case 'not-active':
      return refusedLate(404, SAID.serviceNotActive)
    case 'invalid':
      return refusedLate(400, {
        notes: set.faults.map(fault => `These notes cannot be kept: this ${fault.problem}.`),
      })
    default:
      return unreachable(set)
  }
}

const answered = (service: Service, capacity: Capacity | undefined, seesWho: boolean): Answered => ({
  outcome: 'answered',
  results: [service.id],
  body: Buffer.from(JSON.stringify(capacityAnswer(service, capacity, seesWho))),
})

const refusedLate = (status: number, body: unknown): Answered => ({
  outcome: 'answered',
  results: [],
  status,
  body: Buffer.from(JSON.stringify(body)),
})
