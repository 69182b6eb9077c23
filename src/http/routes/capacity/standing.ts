import type { FastifyReply } from 'fastify'
import { readServiceByUid, type Service } from '../../../directory/index.ts'
import type { Problem } from '../../problem.ts'
import type { HttpRooms } from '../../rooms.ts'
import { SAID, sayJson, sayNo } from './say-no.ts'

/** The service a request names: as this node holds it, or why there is none to ask about. */
export type Standing =
  | { readonly is: 'active'; readonly service: Service }
  | { readonly is: 'not-active' | 'not-there' }

/** By request; there while it is answered. */
const standings = new WeakMap<object, Standing['is']>()

/** Finds the service of that public identifier, and keeps in mind for the refusal of this request how it stands. */
export async function standingOf(rooms: HttpRooms, request: object, uid: string): Promise<Standing> {
  const standing = await find(rooms, uid)
  standings.set(request, standing.is)
  return standing
}

async function find({ memory, database }: HttpRooms, uid: string): Promise<Standing> {
  const slot = memory.byUid(uid, 'operator')
  if (slot !== undefined) return { is: 'active', service: memory.recordAt(slot) }
  const stored = await readServiceByUid(database.query, uid)
  return { is: stored && stored.status !== 'active' ? 'not-active' : 'not-there' }
}

/**
 * Says no. Whoever has no right to a service hears first, as this interface has always said it, whether there is such a
 * one and whether it is active (sources, DoS 3: user, existence, status, authority); who they are comes before.
 */
export function refuseByStanding(reply: FastifyReply, problem: Problem): FastifyReply {
  const standing = standings.get(reply.request)
  if (problem.reason !== 'not-maintained' || standing === undefined || standing === 'active') {
    return sayNo(reply, problem)
  }
  reply.refusedBecause = problem.reason
  return sayJson(reply, 404, standing === 'not-active' ? SAID.serviceNotActive : SAID.noService)
}
