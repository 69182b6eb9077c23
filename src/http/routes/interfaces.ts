import type { FastifyInstance } from 'fastify'
import type { OperatorContact } from '../../vocabulary/index.ts'
import type { HttpRooms } from '../rooms.ts'
import { capacityRoutes } from './capacity/index.ts'
import { dosIngestRoutes } from './dos-ingest/index.ts'
import { dosRestRoutes } from './dos-rest/index.ts'
import { dosSearchRoutes } from './dos-search/index.ts'
import { dosSoapRoutes } from './dos-soap/index.ts'
import { fhirRoutes } from './fhir/index.ts'

/** What each interface is built from. */
export type InterfaceParts = {
  readonly rooms: HttpRooms
  readonly contact: OperatorContact
  /** What callers call this directory, without a trailing slash. */
  readonly baseUrl: () => string
}

/** The paths that clients of the field already know; each interface in a scope of its own. */
export async function interfaceRoutes(app: FastifyInstance, parts: InterfaceParts): Promise<void> {
  await app.register(dosRestRoutes, { prefix: '/app/controllers/api/v1.0', ...parts })
  await app.register(dosSoapRoutes, { prefix: '/app/api/webservices', ...parts })
  await app.register(capacityRoutes, { prefix: '/api/v0.0.1/capacity', ...parts })
  await app.register(dosSearchRoutes, { prefix: '/dos-search/FHIR/R4', ...parts })
  await app.register(dosIngestRoutes, { prefix: '/dos-ingest/FHIR/R4', ...parts })
  await app.register(fhirRoutes, { prefix: '/fhir/R4', ...parts })
}
