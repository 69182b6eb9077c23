import { readFileSync } from 'node:fs'
import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import type { OperatorContact } from '../vocabulary/index.ts'
import { ACT_TAGS } from './acts/index.ts'

const VERSION: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const version =
  typeof VERSION === 'object' && VERSION !== null && 'version' in VERSION
    ? String(VERSION.version)
    : 'unknown'

export type ApiSetting = {
  readonly contact: OperatorContact
  /** Asked anew for each document, since it may be unknown until the server listens. */
  readonly baseUrl: () => string
}

/**
 * Collects the routes' own schemas into one OpenAPI 3.1 document, served at /openapi.json. The token endpoint
 * describes itself by RFC 8414, and what is for operators is in their handbook; neither is part of this document.
 */
export async function describeApi(app: FastifyInstance, { contact, baseUrl }: ApiSetting): Promise<void> {
  await app.register(swagger, {
    transform: ({ schema, url }) => ({
      schema: { ...schema, hide: schema?.hide === true || !url.startsWith('/api/') },
      url,
    }),
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Signpost: Directory of Services',
        version,
        description:
          'Which services can help this person, here, now: nearest first. Every question names or implies a purpose of direct care, is decided by policy and recorded before it is answered. Do not cache or store the answers.',
        contact: { name: contact.name, email: contact.email },
        license: { name: 'MIT', identifier: 'MIT' },
      },
      tags: [
        { name: 'Services', description: 'Searching near a place, and looking up what a search returned.' },
        { name: 'Reference', description: 'Words the questions are made of.' },
        ...Object.entries(ACT_TAGS).map(([name, description]) => ({ name, description })),
      ],
      components: {
        securitySchemes: {
          clientCredentials: {
            type: 'oauth2',
            description:
              'A web service account signs a client assertion (RFC 7523) and gets a JWT access token (RFC 9068, handled as RFC8725 asks) that lives ten minutes. There are no refresh tokens: ask for a new token at the same address.',
            flows: {
              clientCredentials: { tokenUrl: '/oauth2/token', refreshUrl: '/oauth2/token', scopes: {} },
            },
          },
        },
      },
      security: [{ clientCredentials: [] }],
    },
  })
  app.get('/openapi.json', { config: { room: 'open' }, schema: { hide: true } }, async (_request, reply) =>
    reply
      .header('content-type', 'application/json; charset=utf-8')
      .send(JSON.stringify(addressed(app.swagger(), baseUrl()))),
  )
}

/** The document with the addresses of this very server in it. */
export function addressed<D extends object>(document: D, baseUrl: string) {
  const info = 'info' in document && typeof document.info === 'object' ? document.info : {}
  return {
    ...document,
    info: { ...info, termsOfService: `${baseUrl}/policy` },
    servers: [{ url: baseUrl, description: 'The production server', 'x-internal': false }],
  }
}
