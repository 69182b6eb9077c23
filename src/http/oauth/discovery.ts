/** What of the provider's own description is true here (RFC 8414): it speaks of an endpoint that is not open yet. */
const TOLD = [
  'issuer',
  'token_endpoint',
  'jwks_uri',
  'grant_types_supported',
  'response_types_supported',
  'token_endpoint_auth_methods_supported',
  'token_endpoint_auth_signing_alg_values_supported',
]

/** The description of this authorization server, without what is not there. */
export function discoveryDocument(body: unknown, baseUrl: string): Readonly<Record<string, unknown>> {
  const all: Readonly<Record<string, unknown>> = { ...(typeof body === 'object' ? body : {}) }
  return {
    ...Object.fromEntries(TOLD.map(name => [name, all[name]])),
    service_documentation: `${baseUrl}/docs/token`,
    op_policy_uri: `${baseUrl}/policy`,
  }
}
