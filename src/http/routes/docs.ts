import swaggerUi from '@fastify/swagger-ui'
import type { FastifyPluginAsync } from 'fastify'
import { addressed } from '../openapi.ts'
import { openRoutes } from '../route-room.ts'

/**
 * Everything from here and nothing from anywhere else. The page styles its elements one by one, hence unsafe-inline
 * for styles; its icons are data addresses. The plugin's own policy would let fonts and images in from other hosts.
 */
const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 220 48" fill="#fff">
<rect x="22" y="4" width="5" height="42" rx="2"/><path d="M8 8h32l7 7-7 7H8z"/><path d="M42 25H16l-6 6 6 6h26z" opacity=".75"/>
<text x="62" y="33" font-family="sans-serif" font-size="26" font-weight="600">Signpost</text></svg>`

/** The human face of /openapi.json, with every file it needs served from here. */
export const docsRoutes: FastifyPluginAsync<{ baseUrl: () => string }> = async (app, { baseUrl }) => {
  openRoutes(app)
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: DOCS_POLICY,
    transformSpecification: document => addressed(document, baseUrl()),
    uiConfig: { docExpansion: 'list', deepLinking: true, tryItOutEnabled: false, validatorUrl: null },
    logo: { type: 'image/svg+xml', content: Buffer.from(LOGO), href: '/docs', target: '_self' },
    theme: { title: 'Signpost: API documentation' },
  })
}
