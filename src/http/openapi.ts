import { readFileSync } from 'node:fs'
import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger'
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
      schema: { ...schema, hide: schema?.hide === true || !url.startsWith('/api/v1/') },
      url,
    }),
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Signpost: Directory of Services',
        version,
        description:
          'Which services can help this person, here, now: nearest first. Every question names or implies a purpose of direct care, is decided by policy and recorded before it is answered. Do not cache or store the answers. What clients of the field already speak is described beside it: /fhir/R4/openapi.json, /dos-search/FHIR/R4/openapi.json, /dos-ingest/FHIR/R4/openapi.json, /app/controllers/api/v1.0/openapi.json, /api/v0.0.1/capacity/openapi.json, and for SOAP /app/api/webservices?wsdl=1.5.',
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

type OpenApi = NonNullable<FastifyDynamicSwaggerOptions['openapi']>
type SecuritySchemes = NonNullable<NonNullable<OpenApi['components']>['securitySchemes']>

export type InterfaceDocument = ApiSetting & {
  /** Tells documents apart inside the process. The document is served at `openapi.json` under the interface's prefix. */
  readonly name: string
  readonly title: string
  readonly description: string
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  /** By name, as OpenAPI's components have them; each is asked for by every operation. */
  readonly security: SecuritySchemes
}

/**
 * Collects the routes of one interface into a document of its own, and opens it. Call it first thing in the interface's
 * plugin: it sees what is registered in that scope afterwards. The native document does not hold them.
 */
export async function describeInterface(
  app: FastifyInstance,
  { name, title, description, tags, security, contact, baseUrl }: InterfaceDocument,
): Promise<void> {
  const decorator = `openapi of ${name}`
  await app.register(swagger, {
    decorator,
    openapi: {
      openapi: '3.1.0',
      info: {
        title,
        version,
        description,
        contact: { name: contact.name, email: contact.email },
        license: { name: 'MIT', identifier: 'MIT' },
      },
      tags: [...tags],
      components: { securitySchemes: { ...security } },
      security: [Object.fromEntries(Object.keys(security).map(scheme => [scheme, []]))],
    },
  })
  const document = app.getDecorator<() => object>(decorator)
  app.get(DOCUMENT, { config: { room: 'open' }, schema: { hide: true } }, async (_request, reply) =>
    reply
      .header('content-type', 'application/json; charset=utf-8')
      .send(JSON.stringify(addressed(document(), baseUrl()))),
  )
}

const DOCUMENT = '/openapi.json'
