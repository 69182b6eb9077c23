import { type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP } from 'node:net'
import { isPublicAddress, NotPublic, publicLookup, type Reach, type Resolve } from './public-address.ts'
import { type KeySetRead, readPublishedKeySet } from './public-key.ts'

export type FetchedKeySet = KeySetRead | { readonly outcome: 'unreadable'; readonly reason: string }

/** Reads the key set at an address. Never throws: whatever goes wrong out there is an answer. */
export type FetchKeySet = (url: string) => Promise<FetchedKeySet>

export type FetchSettings = {
  readonly reach: Reach
  /** For the whole of it, redirects and slow bodies included; 5 s unless told. */
  readonly timeoutMillis?: number
  /** Who turns names into addresses; the system unless told. */
  readonly resolve?: Resolve
}

/** Ten RSA keys of 8192 bits, with certificates, are under half of this. */
const BYTES_MAX = 65_536
const HEADER_BYTES_MAX = 16_384
const REDIRECTS_MAX = 2
const TIMEOUT_MILLIS = 5000
export const URL_LENGTH_MAX = 2000

/** The address when it may be asked at all; else why not. */
export function judgeKeySetUrl(text: string, reach: Reach): URL | string {
  if (text.length > URL_LENGTH_MAX || !URL.canParse(text)) return 'It is not a web address.'
  const url = new URL(text)
  if (url.protocol !== 'https:' && !(reach === 'anywhere' && url.protocol === 'http:')) {
    return 'It must begin with https://.'
  }
  if (url.username !== '' || url.password !== '') return 'It must hold no name or password.'
  if (url.hash !== '') return 'It must hold no fragment (#).'
  // An address in place of a name is not looked up, so it is judged here.
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (reach === 'public' && isIP(host) !== 0 && !isPublicAddress(host)) return NOT_ON_THE_INTERNET
  return url
}

const NOT_ON_THE_INTERNET = 'It does not lead to the open internet.'

/**
 * Reads key sets from addresses that suppliers give us: over TLS, from the open internet, whole and soon or not at
 * all, and following a redirect only within the same origin. The reasons it gives are few, so that nobody maps a
 * network through them.
 */
export function keySetFetcher({
  reach,
  timeoutMillis = TIMEOUT_MILLIS,
  resolve,
}: FetchSettings): FetchKeySet {
  const lookup = reach === 'public' ? { lookup: publicLookup(resolve) } : {}

  const get = async (url: URL, signal: AbortSignal, redirects: number): Promise<unknown> => {
    const response = await send(url, signal, lookup)
    const { statusCode = 0, headers } = response
    if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
      response.destroy()
      return get(redirected(url, headers.location, redirects), signal, redirects + 1)
    }
    if (statusCode !== 200) {
      response.destroy()
      throw new Unreadable('The address does not answer with a key set (status 200).')
    }
    return parsed(await bodyOf(response))
  }

  return async text => {
    const url = judgeKeySetUrl(text, reach)
    if (typeof url === 'string') return { outcome: 'unreadable', reason: url }
    const signal = AbortSignal.timeout(timeoutMillis)
    try {
      return await readPublishedKeySet(await get(url, signal, 0))
    } catch (error) {
      return { outcome: 'unreadable', reason: reasonOf(error, signal) }
    }
  }
}

class Unreadable extends Error {}

function reasonOf(error: unknown, signal: AbortSignal): string {
  if (error instanceof Unreadable) return error.message
  if (error instanceof NotPublic) return NOT_ON_THE_INTERNET
  if (signal.aborted) return 'The address does not answer in time.'
  return 'The address cannot be reached.'
}

function send(url: URL, signal: AbortSignal, more: object): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = {
      ...more,
      signal,
      // No connection is shared with, or kept for, anything else.
      agent: false,
      maxHeaderSize: HEADER_BYTES_MAX,
      headers: { accept: 'application/jwk-set+json, application/json', 'accept-encoding': 'identity' },
    }
    const request: ClientRequest =
      url.protocol === 'https:' ? requestSecure(url, options) : requestPlain(url, options)
    request.on('response', resolve)
    request.on('error', reject)
    request.end()
  })
}

function redirected(from: URL, location: string, redirects: number): URL {
  if (redirects >= REDIRECTS_MAX) throw new Unreadable('The address leads on and on.')
  if (!URL.canParse(location, from.href)) throw new Unreadable('The address leads nowhere.')
  const to = new URL(location, from)
  // Whoever may speak for one host does not thereby speak for another.
  if (to.origin !== from.origin) throw new Unreadable('The address leads to another host; give that one.')
  return to
}

async function bodyOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    if (!Buffer.isBuffer(chunk)) throw new Error('A response came as text, though nobody asked for that.')
    bytes += chunk.length
    // Leaving the loop destroys the response, and with it the connection.
    if (bytes > BYTES_MAX) throw new Unreadable(`The answer has more than ${BYTES_MAX} bytes.`)
    chunks.push(chunk)
  }
  if (!response.complete) throw new Unreadable('The answer breaks off.')
  return Buffer.concat(chunks)
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    // What it was instead is not repeated: it may be anything.
    throw new Unreadable('The answer is not JSON.')
  }
}
