/** What of the provider's own description is true here (RFC 8414, OpenID Connect Discovery 1.0). */
const TOLD = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'device_authorization_endpoint',
  'jwks_uri',
  'scopes_supported',
  'claims_supported',
  'grant_types_supported',
  'response_types_supported',
  'response_modes_supported',
  'subject_types_supported',
  'code_challenge_methods_supported',
  'id_token_signing_alg_values_supported',
  'token_endpoint_auth_methods_supported',
  'token_endpoint_auth_signing_alg_values_supported',
  'authorization_response_iss_parameter_supported',
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
