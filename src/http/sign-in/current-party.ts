import type { FastifyInstance } from 'fastify'
import { issuerAt } from '../../accounts/index.ts'
import type { WebKey } from '../oauth/clients.ts'
import {
  arrangeEmbedded,
  arrangeExternal,
  type Fetch,
  type RelyingParty,
  relyingParty,
} from './relying-party.ts'
import type { SignInSetting } from './setting.ts'

/** A description of a provider of others is read again after so long: it may have moved its doors. */
const KEPT_MILLIS = 3_600_000

/**
 * The place of sign-in as it stands now. The one built in is asked anew each time, which costs a millisecond and sees
 * every change of its keys; one elsewhere is remembered for an hour.
 */
export function currentParty(
  app: FastifyInstance,
  setting: SignInSetting,
  webKey: WebKey | null,
): () => Promise<RelyingParty> {
  const { identityProvider, baseUrl, clock } = setting
  const inside = fetchInside(app, baseUrl)
  let kept: { readonly party: Promise<RelyingParty>; readonly until: number; readonly at: string } | undefined
  return async () => {
    const at = baseUrl()
    if (identityProvider === null) {
      if (webKey === null) throw new Error('Our pages have no key to sign people in with.')
      return relyingParty(await arrangeEmbedded(issuerAt(at), at, webKey, inside))
    }
    if (kept === undefined || kept.until <= clock.now() || kept.at !== at) {
      const party = arrangeExternal(identityProvider, at).then(relyingParty)
      const fresh = { party, until: clock.now() + KEPT_MILLIS, at }
      kept = fresh
      // A failure is not remembered: the next person to sign in asks again.
      party.catch(() => {
        if (kept === fresh) kept = undefined
      })
    }
    return kept.party
  }
}

/** Asks this server's own routes, hooks and all, without a network. */
const fetchInside =
  (app: FastifyInstance, baseUrl: () => string): Fetch =>
  async (url, { method, headers, body }) => {
    const { host } = new URL(url)
    // What stands before our routes in the address is known to the proxy that put it there, not to us.
    const path = url.startsWith(baseUrl()) ? url.slice(baseUrl().length) : new URL(url).pathname
    const answer = await app.inject({
      method: method === 'POST' ? 'POST' : 'GET',
      url: path,
      headers: { ...headers, host },
      ...(body === undefined || body === null ? {} : { payload: String(body) }),
    })
    const type = answer.headers['content-type']
    return new Response(answer.body, {
      status: answer.statusCode,
      headers: type === undefined ? {} : { 'content-type': String(type) },
    })
  }
