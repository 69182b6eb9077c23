import { ServerResponse } from 'node:http'
import { errors } from 'oidc-provider'
import {
  openProviderDoor,
  type ProviderAnswer,
  type ProviderQuestion,
  providerRequest,
} from './ask-provider.ts'
import { REFRESH_SECONDS } from './people-configuration.ts'
import { buildProvider, type ProviderSetting } from './provider.ts'

/** What a browser was sent to our pages for. */
export type Interaction = {
  readonly uid: string
  readonly clientId: string
  /** Words of `scope` it asks for. */
  readonly scopes: readonly string[]
  /** Where the browser goes from here, code in hand; null for a device, which has no such place. */
  readonly redirectUri: string | null
  /** A name the client has for who is to sign in; to fill in a form with, never to be believed. */
  readonly loginHint: string | null
}

/** How it ended: somebody signed in and agreed, or not. */
export type InteractionEnd =
  | {
      readonly outcome: 'signed-in'
      readonly personId: string
      readonly acr: string
      readonly amr: readonly string[]
      /** The session its tokens end with; null for our own pages, which open one once the code is theirs. */
      readonly sessionId: string | null
    }
  | { readonly outcome: 'refused'; readonly why: string }

export type OauthProvider = {
  readonly ask: (question: ProviderQuestion) => Promise<ProviderAnswer>
  /** @param cookies those of the provider's the browser sent; undefined when they lead to nothing, or no longer */
  readonly interaction: (cookies: string) => Promise<Interaction | undefined>
  /** Answers where the browser is to go; undefined as above. */
  readonly finish: (cookies: string, end: InteractionEnd) => Promise<string | undefined>
}

/**
 * The provider as the signing keys and the base address stand now: built at the first question, and again when
 * either has changed.
 * @param failed hears of what the provider answers 500 to, such as a database that is away
 */
export function currentProvider(
  setting: Omit<ProviderSetting, 'baseUrl'> & { readonly baseUrl: () => string },
  failed: (error: Error) => void,
): OauthProvider {
  let built: { readonly keys: unknown; readonly baseUrl: string; readonly door: OauthProvider } | undefined
  const current = (): OauthProvider => {
    const keys = setting.accounts.signingKeys.current()
    const baseUrl = setting.baseUrl()
    if (built?.keys !== keys || built.baseUrl !== baseUrl) {
      built = { keys, baseUrl, door: openProvider({ ...setting, baseUrl }, failed) }
    }
    return built.door
  }
  return {
    ask: question => current().ask(question),
    interaction: cookies => current().interaction(cookies),
    finish: (cookies, end) => current().finish(cookies, end),
  }
}

function openProvider(setting: ProviderSetting, failed: (error: Error) => void): OauthProvider {
  const provider = buildProvider(setting)
  provider.on('server_error', (_ctx, error) => failed(error))
  const issuer = new URL(provider.issuer)
  const asked = (cookies: string) => {
    const request = providerRequest(issuer, { method: 'GET', path: '/', cookies })
    return { request, response: new ServerResponse(request) }
  }
  const interaction = async (cookies: string): Promise<Interaction | undefined> => {
    const { request, response } = asked(cookies)
    const found = await gone(provider.interactionDetails(request, response))
    if (!found) return undefined
    const { client_id: clientId, scope, redirect_uri: redirectUri, login_hint: hint } = found.params
    return {
      uid: found.uid,
      clientId: String(clientId),
      scopes: typeof scope === 'string' ? scope.split(' ') : [],
      redirectUri: typeof redirectUri === 'string' ? redirectUri : null,
      loginHint: typeof hint === 'string' ? hint : null,
    }
  }
  const finish = async (cookies: string, end: InteractionEnd): Promise<string | undefined> => {
    const { request, response } = asked(cookies)
    const answer = (result: Parameters<typeof provider.interactionResult>[2]) =>
      gone(provider.interactionResult(request, response, result, { mergeWithLastSubmission: false }))
    if (end.outcome === 'refused') return answer({ error: 'access_denied', error_description: end.why })
    const found = await interaction(cookies)
    if (!found) return undefined
    const grant = new provider.Grant({ accountId: end.personId, clientId: found.clientId })
    grant.addOIDCScope([...found.scopes])
    const grantId = await grant.save()
    if (end.sessionId !== null) await setting.grantSessions.bind(grantId, end.sessionId, REFRESH_SECONDS)
    return answer({
      login: { accountId: end.personId, acr: end.acr, amr: [...end.amr], remember: false },
      consent: { grantId },
    })
  }
  return { ask: openProviderDoor(provider), interaction, finish }
}

/** Undefined for what the provider no longer knows of. */
async function gone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined
    throw error
  }
}
