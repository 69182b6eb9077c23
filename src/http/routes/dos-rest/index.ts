import type { FastifyPluginAsync } from 'fastify'
import type { InterfaceParts } from '../interfaces.ts'

export const dosRestRoutes: FastifyPluginAsync<InterfaceParts> = async () => {}
