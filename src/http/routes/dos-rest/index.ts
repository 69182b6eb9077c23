import type { FastifyInstance } from 'fastify'
import { describeInterface } from '../../openapi.ts'
import type { HttpRooms } from '../../rooms.ts'
import type { Interface } from '../interfaces.ts'
import { DESCRIBED, DOCUMENT } from './describe-routes.ts'
import { lookUpDoor } from './look-up.ts'
import { sayNo } from './say-no.ts'
import { type ClinicalTermPath, clinicalTermDoor, type ServiceTypePath, serviceTypeDoor } from './search.ts'

/** The REST interface of the DoS, version 1.0 (sources, DoS 1). Every route goes through governed(). */
export const dosRest: Interface = {
  prefix: '/app/controllers/api/v1.0',
  sayNo,
  // Whatever is asked by another method than GET has always been told that there is nothing.
  addresses: [],
  unknown: () =>
    'There is byClinicalTerm and byServiceType with nine positions after it, byOdsCode and byServiceId with one, each below /services and to be read with GET.',
  routes: async (app, { rooms, contact, baseUrl }) => {
    await describeInterface(app, { ...DOCUMENT, contact, baseUrl })
    // The schemas only describe. What is wrong the door says, to those it knows, in the contract's words and order.
    app.setValidatorCompiler(() => () => true)
    searchRoutes(app, rooms)
    lookUpRoutes(app, rooms)
  },
}

/** The positions that both searches begin with. */
const POSITIONS = ':caseId/:postcode/:searchDistance/:gpPracticeId/:age/:gender/:disposition'

function searchRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  type ByClinicalTerm = { Params: ClinicalTermPath; Querystring: Record<string, unknown> }
  const byTerm = clinicalTermDoor<ByClinicalTerm>(rooms, ({ params, query }) => ({ path: params, query }))
  app.get<ByClinicalTerm>(
    `/services/byClinicalTerm/${POSITIONS}/:symptomGroupDiscriminatorCombos/:numberPerType`,
    { config: byTerm.config, schema: DESCRIBED.clinicalTerm },
    byTerm.handler,
  )

  type ByServiceType = { Params: ServiceTypePath; Querystring: Record<string, unknown> }
  const byType = serviceTypeDoor<ByServiceType>(rooms, ({ params, query }) => ({ path: params, query }))
  app.get<ByServiceType>(
    `/services/byServiceType/${POSITIONS}/:serviceTypeIds/:numberPerType`,
    { config: byType.config, schema: DESCRIBED.serviceType },
    byType.handler,
  )
}

function lookUpRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  type ById = { Params: { serviceId: string }; Querystring: Record<string, unknown> }
  const byId = lookUpDoor<ById>(rooms, ({ params, query }) => ({ by: 'id', code: params.serviceId, query }))
  app.get<ById>(
    '/services/byServiceId/:serviceId',
    { config: byId.config, schema: DESCRIBED.serviceId },
    byId.handler,
  )

  type ByOdsCode = { Params: { odsCode: string }; Querystring: Record<string, unknown> }
  const byCode = lookUpDoor<ByOdsCode>(rooms, ({ params, query }) => ({
    by: 'ods-code',
    code: params.odsCode,
    query,
  }))
  app.get<ByOdsCode>(
    '/services/byOdsCode/:odsCode',
    { config: byCode.config, schema: DESCRIBED.odsCode },
    byCode.handler,
  )
  // The documentation writes byODSCode, clients byOdsCode (sources, DoS 1): in any case it is the same address.
  app.get<ByOdsCode & { Params: { name: string } }>(
    '/services/:name/:odsCode',
    {
      config: byCode.config,
      schema: { hide: true },
      onRequest: (request, reply, done) => {
        if (request.params.name.toLowerCase() === 'byodscode') done()
        else reply.callNotFound()
      },
    },
    byCode.handler,
  )
}
