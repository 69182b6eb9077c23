import type { LightMyRequestResponse } from 'fastify'
import { createPerson, setPassword } from '../../../src/people/index.ts'
import { BASE_URL, type House } from '../../support/house.ts'

const REDIRECTS_MAX = 12

export type Page = LightMyRequestResponse & {
  /** Where the browser is, after every redirect it followed. */
  readonly at: URL
}

export type Browser = {
  readonly get: (address: string, headers?: Record<string, string>) => Promise<Page>
  /** Sends the form on a page as somebody would who fills in these fields and presses that button. */
  readonly send: (page: Page, fields: Record<string, string>, form?: number) => Promise<Page>
  readonly post: (
    address: string,
    fields: Record<string, string>,
    headers?: Record<string, string>,
  ) => Promise<Page>
  readonly cookies: () => ReadonlyMap<string, string>
  /** Every Set-Cookie so far, to the letter. */
  readonly setCookieLines: () => readonly string[]
  readonly setCookie: (name: string, value: string) => void
  /** Signs in at our own pages, as far as these go. */
  readonly signIn: (who: Login, to?: string) => Promise<Page>
}

export type Login = { readonly userName: string; readonly password: string }

type Kept = { readonly value: string; readonly path: string }

/** A browser as far as sign-in needs one: cookies with paths, redirects, forms. Addresses elsewhere it only names. */
export function openBrowser(house: House, base: Record<string, string> = {}): Browser {
  const jar = new Map<string, Kept>()

  const lines: string[] = []

  const keep = (answer: LightMyRequestResponse): void => {
    lines.push(...[answer.headers['set-cookie'] ?? []].flat())
    for (const { name, value, path = '/', expires, maxAge } of answer.cookies as readonly Cookie[]) {
      if (maxAge === 0 || (expires && expires.getTime() <= house.clock.now())) jar.delete(`${name} ${path}`)
      else jar.set(`${name} ${path}`, { value, path })
    }
  }
  const cookieHeader = (path: string): string =>
    [...jar]
      .filter(([, kept]) => path === kept.path || path.startsWith(kept.path.replace(/\/?$/, '/')))
      .map(([key, kept]) => `${key.split(' ')[0]}=${kept.value}`)
      .join('; ')

  const ask = async (
    address: URL,
    over: { method?: 'GET' | 'POST'; payload?: string; headers?: Record<string, string> },
  ): Promise<LightMyRequestResponse> => {
    const cookie = cookieHeader(address.pathname)
    const answer = await house.rooms.app.inject({
      method: over.method ?? 'GET',
      url: `${address.pathname}${address.search}`,
      headers: { host: address.host, ...base, ...(cookie ? { cookie } : {}), ...over.headers },
      ...(over.payload === undefined ? {} : { payload: over.payload }),
    })
    keep(answer)
    return answer
  }

  const follow = async (first: LightMyRequestResponse, from: URL): Promise<Page> => {
    let answer = first
    let at = from
    for (let count = 0; count < REDIRECTS_MAX; count += 1) {
      const { location } = answer.headers
      if (answer.statusCode < 300 || answer.statusCode >= 400 || location === undefined) break
      at = new URL(location, at)
      if (at.origin !== BASE_URL) break
      answer = await ask(at, {})
    }
    return Object.assign(answer, { at })
  }

  const post: Browser['post'] = async (address, fields, headers = {}) => {
    const to = new URL(address, BASE_URL)
    const form = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
    const payload = new URLSearchParams(fields).toString()
    return follow(await ask(to, { method: 'POST', payload, headers: { ...form, ...headers } }), to)
  }
  const get: Browser['get'] = async (address, headers = {}) => {
    const to = new URL(address, BASE_URL)
    return follow(await ask(to, { headers }), to)
  }
  const send: Browser['send'] = (page, fields, form = 0) => {
    const { action, hidden } = formsOf(page.body)[form] ?? { action: '', hidden: {} }
    return post(new URL(action, page.at).href, { ...hidden, ...fields })
  }
  return {
    get,
    post,
    send,
    cookies: () => new Map([...jar].map(([key, kept]) => [key.split(' ')[0] ?? '', kept.value])),
    setCookieLines: () => lines,
    setCookie: (name, value) => jar.set(`${name} /`, { value, path: '/' }),
    signIn: async ({ userName, password }, to) => {
      const page = await get(to === undefined ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to)}`)
      return send(page, { user_name: userName, password })
    },
  }
}

type Cookie = {
  readonly name: string
  readonly value: string
  readonly path?: string
  readonly expires?: Date
  readonly maxAge?: number
}

/** The forms of a page, each with where it goes and what it carries unseen. */
export function formsOf(html: string): { action: string; hidden: Record<string, string> }[] {
  return [...html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].map(
    ([, action = '', inside = '']) => ({
      action,
      hidden: Object.fromEntries(
        [...inside.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(
          ([, name = '', value = '']) => [name, value],
        ),
      ),
    }),
  )
}

export const PASSWORD = 'four words nobody joins'

/** Somebody who can sign in here with a password; their user name is their id. */
export async function somebody(house: House, id: string): Promise<Login & { readonly id: string }> {
  const { database } = house.rooms
  const deed = { who: 'test', actingAs: 'system', why: 'a test needs this person', at: house.clock.now() }
  const person = {
    id,
    name: `Nora ${id}`,
    email: `${id}@example.org`,
    identity: null,
    status: 'active',
  } as const
  await createPerson(database, person, deed)
  const set = await setPassword(database, { personId: id, userName: id, password: PASSWORD }, deed)
  if (set.outcome !== 'set') throw new Error(`No password for ${id}: ${set.outcome}`)
  return { id, userName: id, password: PASSWORD }
}
