import type { FastifyReply } from 'fastify'
import { type Allowed, OBLIGATION_NAMES, type Obligation } from '../policy/index.ts'
import { ORGANISATION_HEADER } from './named-organisation.ts'

/** Where the terms-of-service link leads (AUP25-19). */
const TERMS_LINK = '</policy>; rel="terms-of-service"'
/** RFC 5829: a newer version binds by use than the one accepted (AUP18-05). */
const NEWER_LINK = `${TERMS_LINK}, </policy>; rel="latest-version"; title="Binds by use: please accept it"`

/** What an answer is kept apart by where it may be kept at all: nobody is given what another asked for. */
const VARY = `authorization, ${ORGANISATION_HEADER.toLowerCase()}`

/** Every list of obligations as a header, by the list itself: policy hands out the same few. */
const texts = new WeakMap<readonly Obligation[], string>()

/** Turns what a decision demands of its answer into headers; what belongs into the body, the encoders write. */
export function answerHeaders(reply: FastifyReply, { caching, obligations }: Allowed): void {
  if (caching === null) reply.header('cache-control', 'no-store')
  else reply.header('cache-control', `private, max-age=${caching.maxAgeSeconds}`).header('vary', VARY)
  reply.header('link', obligations.includes('accept-newer-policy') ? NEWER_LINK : TERMS_LINK)
  reply.header('signpost-obligations', inText(obligations))
}

function inText(obligations: readonly Obligation[]): string {
  const known = texts.get(obligations)
  if (known !== undefined) return known
  const text = OBLIGATION_NAMES.filter(name => obligations.includes(name)).join(', ')
  texts.set(obligations, text)
  return text
}
