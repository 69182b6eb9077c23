import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { OperatorContact } from '../../../vocabulary/index.ts'
import { capabilityStatement } from './capability.ts'
import { FHIR_JSON, printable, sendOutcome } from './outcome.ts'
import { OWN_PARAMETERS, searchParameter } from './own-parameters.ts'
import { readPairs } from './read-pairs.ts'
import { encode } from './stamp-headers.ts'

const OPEN = { room: 'open' } as const

/** What anybody may read: what the server does, what its own parameters mean, and where tokens come from. */
export function openRoutes(
  app: FastifyInstance,
  origin: () => string,
  base: () => string,
  contact: OperatorContact,
): void {
  app.get('/metadata', { config: OPEN, schema: { hide: true } }, (request, reply) =>
    answer(request, reply, capabilityStatement(base(), origin(), contact), ['mode']),
  )
  for (const { code } of OWN_PARAMETERS) {
    app.get(`/SearchParameter/${code}`, { config: OPEN, schema: { hide: true } }, (request, reply) =>
      answer(request, reply, searchParameter(code, base()) ?? {}, []),
    )
  }
  app.get('/.well-known/smart-configuration', { config: OPEN, schema: { hide: true } }, (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=300')
      .header('content-type', 'application/json; charset=utf-8')
      .send(JSON.stringify(smartConfiguration(origin()))),
  )
}

/** An open resource; only the form may be chosen. */
function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  resource: object,
  more: readonly string[],
): FastifyReply {
  const pairs = readPairs(request) ?? [{ name: '%', value: '' }]
  const strange = pairs.find(
    ({ name, value }) => !['_format', '_pretty', ...more].includes(name) || !fits(name, value),
  )
  if (strange) {
    const text = printable(
      `${strange.name.slice(0, 60)}: there is no such parameter here, or not with this value.`,
    )
    return sendOutcome(reply, 400, 'not-supported', text)
  }
  const pretty = pairs.some(({ name, value }) => name === '_pretty' && value === 'true')
  return reply
    .header('cache-control', 'public, max-age=300')
    .header('content-type', FHIR_JSON)
    .send(encode(resource, pretty))
}

const fits = (name: string, value: string): boolean => {
  if (name === '_pretty') return value === 'true' || value === 'false'
  return name === 'mode' ? value === 'full' : true
}

/** SMART App Launch 2, of which programs use the backend services; people sign in by OpenID Connect, found elsewhere. */
const smartConfiguration = (origin: string): object => ({
  issuer: `${origin}/oauth2`,
  token_endpoint: `${origin}/oauth2/token`,
  jwks_uri: `${origin}/oauth2/jwks`,
  grant_types_supported: ['client_credentials'],
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['RS512'],
  scopes_supported: [],
  response_types_supported: [],
  code_challenge_methods_supported: ['S256'],
  capabilities: ['client-confidential-asymmetric'],
})
