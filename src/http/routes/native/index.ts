import type { FastifyPluginAsync } from 'fastify'
import { BODY_RESPONSES, governedResponses } from '../../problem-schema.ts'
import type { HttpRooms } from '../../rooms.ts'
import { strictBody } from '../../strict-body.ts'
import { LookUpAnswer, PlaceAnswerSchema, SearchAnswer, ServiceTypesAnswer } from './answers.ts'
import { clinicalRoutes } from './clinical.ts'
import { feedbackRoutes } from './feedback.ts'
import { lookUpDoor } from './look-up.ts'
import { placesDoor } from './places.ts'
import { CallerHeaders, LookUpQuery, PlacePath, SearchQuery, ServiceIdPath } from './question.ts'
import { serviceTypesDoor } from './reference.ts'
import { searchDoor } from './search.ts'

/** The native API, under /api/v1. Every route goes through governed(). */
export const nativeRoutes: FastifyPluginAsync<{ rooms: HttpRooms }> = async (app, { rooms }) => {
  const bySearchQuery = searchDoor<{ Querystring: SearchQuery }>(rooms, request => request.query, 'query')
  app.get<{ Querystring: SearchQuery }>(
    '/services',
    {
      config: bySearchQuery.config,
      schema: {
        operationId: 'findServices',
        tags: ['Services'],
        summary: 'The nearest services to a place',
        description:
          'Nearest first, in a straight line. An unknown parameter is refused by name: a filter is never ignored. POST /services/search takes the same question and keeps the place out of addresses and their logs.',
        headers: CallerHeaders,
        querystring: SearchQuery,
        response: governedResponses(SearchAnswer, 'The nearest services, nearest first.'),
      },
    },
    bySearchQuery.handler,
  )

  const bySearchBody = searchDoor<{ Body: SearchQuery }>(rooms, request => request.body, 'body')
  app.post<{ Body: SearchQuery }>(
    '/services/search',
    {
      config: bySearchBody.config,
      validatorCompiler: strictBody,
      schema: {
        operationId: 'searchServices',
        tags: ['Services'],
        summary: 'The nearest services to a place, asked in the body',
        description: 'The same question and answer as GET /services.',
        headers: CallerHeaders,
        querystring: NOTHING,
        body: SearchQuery,
        response: {
          ...governedResponses(SearchAnswer, 'The nearest services, nearest first.'),
          ...BODY_RESPONSES,
        },
      },
    },
    bySearchBody.handler,
  )

  type LookUp = { Params: ServiceIdPath; Querystring: LookUpQuery }
  const byId = lookUpDoor<LookUp>(rooms, ({ params, query }) => ({ id: params.id, query }))
  app.get<LookUp>(
    '/services/:id',
    {
      config: byId.config,
      schema: {
        operationId: 'getService',
        tags: ['Services'],
        summary: 'The whole profile of one service',
        description:
          'For a service that a search of this account returned lately, or under an agreement that has looking up as a use case of its own (AUP25-08).',
        headers: CallerHeaders,
        params: ServiceIdPath,
        querystring: LookUpQuery,
        response: governedResponses(LookUpAnswer, 'The service, as far as this caller may see it.'),
      },
    },
    byId.handler,
  )

  const types = serviceTypesDoor(rooms)
  app.get(
    '/service-types',
    {
      config: types.config,
      schema: {
        operationId: 'listServiceTypes',
        tags: ['Reference'],
        summary: 'The service types a search may ask for',
        description: 'Ask for them by id or by code, in the parameter `type` of a search.',
        headers: CallerHeaders,
        querystring: NOTHING,
        response: governedResponses(ServiceTypesAnswer, 'Every searchable type.'),
      },
    },
    types.handler,
  )

  const places = placesDoor<{ Params: PlacePath }>(rooms, request => request.params.text)
  app.get<{ Params: PlacePath }>(
    '/places/:text',
    {
      config: places.config,
      schema: {
        operationId: 'readPlace',
        tags: ['Reference'],
        summary: 'What a text means as a place',
        description:
          'What `near` would make of it: where it is and how exactly that is known, or why it is nowhere.',
        headers: CallerHeaders,
        params: PlacePath,
        querystring: NOTHING,
        response: governedResponses(PlaceAnswerSchema, 'What the text means.'),
      },
    },
    places.handler,
  )

  clinicalRoutes(app, rooms)
  feedbackRoutes(app, rooms)
}

/** No parameters: whatever is given is refused by name. */
const NOTHING = { type: 'object', properties: {}, additionalProperties: false } as const
