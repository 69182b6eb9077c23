import type { FastifyPluginAsync } from 'fastify'
import type { InterfaceParts } from '../interfaces.ts'

export const dosIngestRoutes: FastifyPluginAsync<InterfaceParts> = async () => {}
