import swaggerUi from '@fastify/swagger-ui'
import type { FastifyPluginAsync } from 'fastify'
import { openRoutes } from '../route-room.ts'

/** The human face of /openapi.json, with every file it needs served from here. */
export const docsRoutes: FastifyPluginAsync = async app => {
  openRoutes(app)
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    uiConfig: { docExpansion: 'list', deepLinking: true, tryItOutEnabled: false, validatorUrl: null },
    theme: { title: 'Signpost: API documentation' },
  })
}
