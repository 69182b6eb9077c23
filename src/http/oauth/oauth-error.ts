import type { OperatorContact } from '../../vocabulary/index.ts'

/** The error codes of RFC 6749 section 5.2 that this endpoint uses. */
export type OauthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'unsupported_grant_type'
  | 'temporarily_unavailable'

/** One thing that is wrong with a token request, in words for the person who has to put it right. */
export type Problem = {
  /** The parameter, header or claim: `aud`, `client_assertion_type`, … */
  readonly name: string
  readonly found: string
  readonly expected: string
  /** What most often lies behind it, when there is something to say. */
  readonly hint?: string
}

export type OauthError = {
  readonly error: OauthErrorCode
  readonly error_description: string
  readonly error_uri: string
  /** Everything that is wrong, when it can be told apart. */
  readonly problems?: readonly Problem[]
  readonly contact: OperatorContact
}

/** What every error answer is built with. */
export type ErrorSetting = { readonly baseUrl: string; readonly contact: OperatorContact }

/** An error answer. The description must keep to the characters of RFC 6749 section 5.2, so it is made to. */
export const oauthError = (
  { baseUrl, contact }: ErrorSetting,
  error: OauthErrorCode,
  description: string,
  problems: readonly Problem[] = [],
): OauthError => ({
  error,
  error_description: printable(description),
  error_uri: `${baseUrl}/docs/token`,
  ...(problems.length > 0 ? { problems } : {}),
  contact,
})

/** Says all the problems, each in its own sentences. */
export const describe = (where: string, problems: readonly Problem[]): string =>
  problems
    .map(({ name, found, expected, hint }) => {
      const first = `${where} '${name}': found ${found}; expected ${expected}.`
      return hint === undefined ? first : `${first} ${hint}`
    })
    .join(' ')

const SHOWN_LENGTH_MAX = 120

/** A value a caller sent, short and harmless enough to be shown back to them. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? typeof value)
  return printable(text.length > SHOWN_LENGTH_MAX ? `${text.slice(0, SHOWN_LENGTH_MAX)} ...` : text)
}

/** Only %x20-21 / %x23-5B / %x5D-7E may stand in an error_description (RFC 6749 section 5.2). */
const printable = (text: string): string =>
  text
    .replaceAll('"', "'")
    .replaceAll('\\', '/')
    .replace(/[^\x20-\x7e]/g, '?')
