import type { FastifyRequest, RouteGenericInterface } from 'fastify'
import type { PlaceAnswer } from '../../../places/index.ts'
import { type GovernedAction, governed } from '../../governed.ts'
import type { HttpRooms } from '../../rooms.ts'
import { originMember, stampMembers } from './encode.ts'
import { placeOf } from './read-search.ts'

/** GET /places/{text}: what a text means as a place, or exactly why nothing. Says what `near` would make of it. */
export function placesDoor<R extends RouteGenericInterface>(
  rooms: HttpRooms,
  asked: (request: FastifyRequest<R>) => string,
) {
  const action: GovernedAction<PlaceAnswer, R> = {
    interface: 'native',
    action: 'place',
    contentType: 'application/json; charset=utf-8',
    read: request => {
      const answer = rooms.places.locate(asked(request))
      const cell = placeOf(answer)?.cell ?? null
      return {
        outcome: 'read',
        question: answer,
        facts: { action: 'place', purpose: null },
        shape: { cell, filters: [], target: null },
      }
    },
    ask: (answer, allowed, stamp) => ({
      outcome: 'answered',
      results: [],
      body: Buffer.from(`{${stampMembers(stamp, allowed)}${describe(answer)}}`),
    }),
  }
  return governed(rooms, action)
}

/** The outcome, and what goes with it, as the members of an answer. */
function describe(answer: PlaceAnswer): string {
  const outcome = `"outcome":"${answer.outcome}"`
  switch (answer.outcome) {
    case 'located':
      return `${outcome},"place":${originMember(answer.place, [])}`
    case 'terminated': {
      const place = answer.place ? originMember(answer.place, []) : 'null'
      return `${outcome},"label":${text(answer.label)},"endedOn":"${answer.endedOn}","place":${place}`
    }
    case 'outside-england':
      return `${outcome},"label":${text(answer.label)},"nation":"${answer.nation}","askInstead":${text(answer.askInstead)}`
    case 'non-geographic':
    case 'unlocated':
      return `${outcome},"label":${text(answer.label)},"reason":${text(answer.reason)}`
    case 'no-fixed-abode':
      return `${outcome},"label":${text(answer.label)},"reason":"Choose a place near the person instead."`
    case 'ambiguous':
      return `${outcome},"label":${text(answer.label)},"choices":[${answer.choices.map(choice => originMember(choice, [])).join(',')}]`
    case 'not-recognised':
      return `${outcome},"label":${text(answer.text)},"reason":${text(answer.reason)}`
  }
}

const text = (value: string): string => JSON.stringify(value)
