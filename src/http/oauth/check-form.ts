import { CLI_CLIENT, DEVICE_GRANT } from './clients.ts'
import { type OauthErrorCode, type Problem, shown } from './oauth-error.ts'

/** The one way for a program to authenticate here (RFC 7523 section 2.2). */
export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
/** What a program exchanges for a token: its own good name, or the code of a person who signed in through it. */
const GRANT_TYPES = ['client_credentials', 'authorization_code'] as const
/** What the command line exchanges, which can keep no key and sends its name alone. */
const CLI_GRANT_TYPES = [DEVICE_GRANT, 'authorization_code', 'refresh_token'] as const
const FORM = 'application/x-www-form-urlencoded'

export type FormRead =
  | { readonly outcome: 'read'; readonly assertion: string; readonly clientId: string | undefined }
  /** From the command line. There is nothing about the client to check, only about what it holds. */
  | { readonly outcome: 'command-line' }
  | { readonly outcome: 'wrong'; readonly error: OauthErrorCode; readonly problem: Problem }

export type TokenRequest = {
  readonly contentType: string | undefined
  readonly authorization: string | undefined
  readonly query: string
  readonly body: string
}

/**
 * Checks the request around the assertion. Parameters it does not know are passed over: a token endpoint must ignore
 * them (RFC 6749 section 3.2), unlike the search routes of this directory, which refuse what they do not know.
 */
export function checkForm(request: TokenRequest): FormRead {
  if (!isForm(request.contentType)) {
    return wrong(
      'Content-Type',
      shown(request.contentType),
      FORM,
      'Send the parameters as a form, not as JSON.',
    )
  }
  const query = new URLSearchParams(request.query)
  const inAddress = ['client_assertion', 'grant_type', 'client_id', 'code', 'refresh_token'].find(name =>
    query.has(name),
  )
  if (inAddress !== undefined) {
    return wrong(
      inAddress,
      'it in the address',
      'it in the body',
      'What stands in an address is written to logs on its way (RFC 6749 section 2.3.1).',
    )
  }
  const form = new URLSearchParams(request.body)
  const twice = [...form.keys()].find(name => form.getAll(name).length > 1)
  if (twice !== undefined) {
    return wrong(shownName(twice), 'it more than once', 'it once', 'See RFC 6749 section 3.2.')
  }
  if (request.authorization !== undefined || form.has('client_secret')) {
    return wrong(
      request.authorization === undefined ? 'client_secret' : 'Authorization',
      'it sent',
      'it left out',
      'There are no client secrets here: a client proves itself by a signed assertion only (private_key_jwt).',
    )
  }
  return isCommandLine(form) ? { outcome: 'command-line' } : checkParameters(form)
}

export const isForm = (contentType: string | undefined): boolean =>
  contentType?.split(';')[0]?.trim().toLowerCase() === FORM

function isCommandLine(form: URLSearchParams): boolean {
  const grant = form.get('grant_type')
  return (
    form.get('client_id') === CLI_CLIENT &&
    !form.has('client_assertion') &&
    !form.has('client_assertion_type') &&
    CLI_GRANT_TYPES.some(known => known === grant)
  )
}

function checkParameters(form: URLSearchParams): FormRead {
  const grant = form.get('grant_type') ?? undefined
  if (!GRANT_TYPES.some(known => known === grant)) {
    const expected = GRANT_TYPES.map(known => `'${known}'`).join(' or ')
    return {
      outcome: 'wrong',
      error: grant === undefined ? 'invalid_request' : 'unsupported_grant_type',
      problem: { name: 'grant_type', found: shown(grant), expected },
    }
  }
  const type = form.get('client_assertion_type') ?? undefined
  if (type !== ASSERTION_TYPE) {
    const hint = 'Encode it once only; %3A in place of each colon is right, %253A is not.'
    return wrong('client_assertion_type', shown(type), `'${ASSERTION_TYPE}'`, hint)
  }
  const assertion = form.get('client_assertion') ?? ''
  if (assertion === '') return wrong('client_assertion', 'nothing', 'a signed JWT (RFC 7523 section 2.2)')
  return { outcome: 'read', assertion, clientId: form.get('client_id') ?? undefined }
}

/** Names are shown without the quotes, as they stand in a description between them. */
const shownName = (name: string): string => shown(name).slice(1, -1)

const wrong = (name: string, found: string, expected: string, hint?: string): FormRead => ({
  outcome: 'wrong',
  error: 'invalid_request',
  problem: { name, found, expected, ...(hint === undefined ? {} : { hint }) },
})
