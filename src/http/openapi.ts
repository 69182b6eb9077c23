import { readFileSync } from 'node:fs'
import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import type { OperatorContact } from '../vocabulary/index.ts'

const VERSION: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const version =
  typeof VERSION === 'object' && VERSION !== null && 'version' in VERSION
    ? String(VERSION.version)
    : 'unknown'

/** Collects the routes' own schemas into one OpenAPI 3.1 document, served at /openapi.json. */
export async function describeApi(app: FastifyInstance, contact: OperatorContact): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Signpost: Directory of Services',
        version,
        description:
          'Which services can help this person, here, now: nearest first. Every question names or implies a purpose of direct care, is decided by policy and recorded before it is answered. Do not cache or store the answers.',
        contact: { name: contact.name, email: contact.email, url: '/docs' },
        license: { name: 'MIT', identifier: 'MIT' },
        termsOfService: '/policy',
      },
      servers: [{ url: '/', description: 'This server' }],
      tags: [
        { name: 'Services', description: 'Searching near a place, and looking up what a search returned.' },
        { name: 'Reference', description: 'Words the questions are made of.' },
        { name: 'Health', description: 'For load balancers and operators.' },
      ],
      components: {
        securitySchemes: {
          clientCredentials: {
            type: 'oauth2',
            description:
              'A web service account signs a client assertion (RFC 7523); tokens live ten minutes.',
            flows: { clientCredentials: { tokenUrl: '/oauth2/token', scopes: {} } },
          },
        },
      },
      security: [{ clientCredentials: [] }],
    },
  })
  app.get('/openapi.json', { config: { room: 'open' }, schema: { hide: true } }, async (_request, reply) =>
    reply.header('content-type', 'application/json; charset=utf-8').send(app.swagger()),
  )
}
