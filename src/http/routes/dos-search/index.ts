import type { FastifyPluginAsync } from 'fastify'
import type { InterfaceParts } from '../interfaces.ts'

export const dosSearchRoutes: FastifyPluginAsync<InterfaceParts> = async () => {}
