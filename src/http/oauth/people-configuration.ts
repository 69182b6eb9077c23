import { type AccessToken, type Configuration, errors, interactionPolicy } from 'oidc-provider'
import type { Accounts } from '../../accounts/index.ts'
import { CLI_CLIENT, type ClientSetting, WEB_CLIENT } from './clients.ts'
import type { GrantSessions } from './grant-sessions.ts'

/** Somebody who may sign in, as a token speaks of them. */
export type Described = { readonly name: string; readonly email: string }

export type PeopleSetting = ClientSetting & {
  readonly accounts: Accounts
  /** Undefined for somebody there is not, or who may not sign in. */
  readonly describePerson: (personId: string) => Promise<Described | undefined>
  readonly grantSessions: GrantSessions
}

/** As long as a person needs to find a password, a code and their glasses. */
export const INTERACTION_SECONDS = 900
/** RFC 8628 section 3.2; short, for a code that waits is a code to be talked out of somebody. */
export const DEVICE_CODE_SECONDS = 600
const CODE_SECONDS = 60
/** A working day, as NHS platforms give (sources, use 2.7); rotated at each use. */
export const REFRESH_SECONDS = 43_199

/** Under https, cookies that nobody without TLS, and no other host, can have set (RFC 6265bis section 4.1.3). */
const cookieNames = (baseUrl: string): { session: string; interaction: string; resume: string } => {
  const prefix = baseUrl.startsWith('https:') ? '__Secure-' : ''
  return {
    session: `${prefix}signpost_device`,
    interaction: `${prefix}signpost_step`,
    resume: `${prefix}signpost_resume`,
  }
}

/** Names that cookies of the provider begin with; its signatures stand beside them, as `.sig`. */
export const PROVIDER_COOKIES = /^(__Secure-)?signpost_(device|step|resume)(\.sig)?$/
/** The one that only pages for device codes need. */
export const DEVICE_COOKIE = /^(__Secure-)?signpost_device(\.sig)?$/

/** What of the provider's configuration is there for people. */
export function peopleConfiguration(setting: PeopleSetting) {
  const { baseUrl, grantSessions, describePerson } = setting
  const path = new URL(`${baseUrl}/`).pathname
  return {
    // A session at the provider would be a second opinion on who is signed in. There is none: it is good for one
    // request and lives in the cookie of the pages for device codes.
    cookies: {
      names: cookieNames(baseUrl),
      long: { httpOnly: true, sameSite: 'lax', signed: true, path: `${path}oauth2/device` },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    interactions: {
      policy: everyRequestAnew(),
      url: (_ctx, interaction) => `${baseUrl}/sign-in/${interaction.uid}`,
    },
    findAccount: async (_ctx, personId, token) => {
      const person = await describePerson(personId)
      if (!person) return undefined
      const grantId = token?.grantId
      const sessionId = grantId === undefined ? undefined : await grantSessions.liveSession(grantId)
      if (token && !isWeb(token.clientId) && sessionId === undefined) return undefined
      return {
        accountId: personId,
        claims: () => ({
          sub: personId,
          name: person.name,
          email: person.email,
          ...(sessionId === undefined ? {} : { sid: sessionId }),
        }),
      }
    },
    claims: {
      openid: ['sub', 'acr', 'amr', 'auth_time', 'sid'],
      profile: ['name'],
      email: ['email'],
    },
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    responseTypes: ['code'],
    pkce: { required: () => true },
    // A code is exchanged with the address it was sent to, always (RFC 6749 section 4.1.3).
    allowOmittingSingleRegisteredRedirectUri: false,
    issueRefreshToken: (_ctx, client) => client.clientId === CLI_CLIENT,
    rotateRefreshToken: true,
    expiresWithSession: () => false,
    renderError: (ctx, out) => {
      ctx.body = out
    },
    features: {
      deviceFlow: {
        enabled: true,
        charset: 'base-20',
        mask: '****-****',
        deviceInfo: () => ({}),
        userCodeInputSource: (ctx, _form, out, error) => {
          ctx.body = {
            page: 'device-code',
            xsrf: ctx.oidc.session?.state?.['secret'],
            wrong: wrongCode(out, error),
          }
        },
        userCodeConfirmSource: (ctx, _form, client, _deviceInfo, userCode) => {
          const xsrf = ctx.oidc.session?.state?.['secret']
          ctx.body = { page: 'device-confirm', xsrf, userCode, clientId: client.clientId }
        },
        successSource: ctx => {
          ctx.body = { page: 'device-done' }
        },
      },
    },
    routes: {
      authorization: '/auth',
      token: '/token',
      jwks: '/jwks',
      code_verification: '/device',
      device_authorization: '/device/auth',
    },
    ttl: {
      AuthorizationCode: CODE_SECONDS,
      DeviceCode: DEVICE_CODE_SECONDS,
      Grant: REFRESH_SECONDS,
      IdToken: 300,
      Interaction: INTERACTION_SECONDS,
      RefreshToken: REFRESH_SECONDS,
      Session: INTERACTION_SECONDS,
    },
  } satisfies Configuration
}

const isWeb = (clientId: string | undefined): boolean => clientId === WEB_CLIENT

/** Asks who it is for every request, once, and for consent where there is no grant yet. */
function everyRequestAnew(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base()
  const checks = policy.get('login')?.checks
  checks?.add(
    new interactionPolicy.Check(
      'asked_each_time',
      'Who it is, is asked for each request',
      ({ oidc }) => oidc.result?.login === undefined,
    ),
  )
  return policy
}

function wrongCode(out: unknown, error: unknown): string | null {
  if (error instanceof Error) return error.name
  return out === undefined ? null : 'Error'
}

/**
 * The claims of a person's access token beside those every token has: `sid`, the session it ends with.
 * @throws when there is none: a token of a person's that nobody could end must not leave
 */
export async function claimsOfPerson(
  { grantSessions }: PeopleSetting,
  token: AccessToken,
): Promise<Record<string, unknown>> {
  if (isWeb(token.clientId)) return {}
  const sessionId = await grantSessions.liveSession(token.grantId)
  if (sessionId === undefined) throw new errors.InvalidGrant('The sign-in it stems from has ended.')
  return { sid: sessionId }
}
