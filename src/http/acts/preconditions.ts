import type { FastifyRequest } from 'fastify'
import Type, { type TObject } from 'typebox'
import type { ParameterError } from '../problem.ts'
import type { Act } from './act.ts'

/** What the headers of a request make of it: on which versions it rests, and by which key it is known. */
export type Preconditions =
  | {
      readonly outcome: 'fit'
      /** Any of which may be the present one; empty: none that could be. */
      readonly ifMatch: readonly number[]
      readonly key: string | null
    }
  | { readonly outcome: 'wrong'; readonly error: ParameterError }
  /** RFC 6585 section 3: without a version, whoever comes last would win. */
  | { readonly outcome: 'version-not-named' }

/** Whether an act may be sent with a key: what is made by PUT or DELETE is the same, however often it comes. */
export const takesKey = (act: Pick<Act, 'method' | 'body'>): boolean =>
  act.method === 'POST' && act.body !== null

/** The headers of an act, for its description and its schema; any others may come besides. */
export function headersOf(act: Pick<Act, 'method' | 'body' | 'version'>): TObject | null {
  const conditional = act.version === 'required'
  if (!conditional && !takesKey(act)) return null
  return Type.Object({
    ...(conditional ? { 'If-Match': IfMatch } : {}),
    ...(takesKey(act) ? { 'Idempotency-Key': IdempotencyKey } : {}),
  })
}

const IfMatch = Type.Optional(
  Type.String({
    maxLength: 1000,
    pattern: '^[ -~]*$',
    description:
      'The version you have seen, as the ETag of an answer gives it (RFC 9110). Required: without it the answer is 428, with one that is past 412.',
    examples: ['"3"'],
  }),
)
const IdempotencyKey = Type.Optional(
  Type.String({
    maxLength: 1000,
    pattern: '^[ -~]*$',
    description:
      'A key of your own, such as a UUID in quotation marks. The same request with the same key within a day is done once and answered alike; another request with it is answered 422, one still under way 409.',
    examples: ['"8e03978e-40d5-43dd-bc93-6894a57f9324"'],
  }),
)

export function preconditionsOf(
  act: Pick<Act, 'method' | 'body' | 'version'>,
  headers: FastifyRequest['headers'],
): Preconditions {
  const match = headers['if-match']
  const given = headers['idempotency-key']
  const key = given === undefined ? null : keyIn(given)
  if (given !== undefined && !takesKey(act))
    return wrong('Idempotency-Key', 'Only a POST with a body takes it.')
  if (key === undefined) {
    return wrong(
      'Idempotency-Key',
      `It is one text of ${KEY_MIN} to ${KEY_MAX} printable characters in quotation marks, such as a UUID.`,
    )
  }
  if (act.version !== 'required') {
    return match !== undefined && act.method !== 'GET'
      ? wrong('If-Match', 'What is done here rests on no version.')
      : { outcome: 'fit', ifMatch: [], key }
  }
  if (match === undefined) return { outcome: 'version-not-named' }
  const ifMatch = versionsIn(match)
  return ifMatch === null
    ? wrong(
        'If-Match',
        'Name the version you have seen, as its ETag does: "3". "*" would be any, seen or not.',
      )
    : { outcome: 'fit', ifMatch, key }
}

const wrong = (parameter: string, message: string): Preconditions => ({
  outcome: 'wrong',
  error: { parameter, in: 'header', message },
})

const KEY_MIN = 16
const KEY_MAX = 200

/** The text between the quotation marks (RFC 9651 section 3.3.3), or without any; undefined when it is none. */
function keyIn(given: string | readonly string[]): string | undefined {
  if (typeof given !== 'string') return undefined
  const text = /^"((?:[ !#-[\]-~]|\\["\\])*)"$/.exec(given)?.[1]?.replaceAll(/\\(["\\])/g, '$1')
  const bare = /^[\w.:/+=-]+$/.exec(given)?.[0]
  const key = text ?? bare
  return key !== undefined && key.length >= KEY_MIN && key.length <= KEY_MAX ? key : undefined
}

/**
 * The versions among entity tags (RFC 9110 section 13.1.1). Weak ones, and tags that are none of ours, never match; what is no
 * list of tags, and `*`, is null.
 */
function versionsIn(header: string): readonly number[] | null {
  const tags = header.split(',').map(tag => /^(W\/)?"([\x21\x23-\x7e]*)"$/.exec(tag.trim()))
  if (tags.some(tag => tag === null)) return null
  return tags.flatMap(tag =>
    tag?.[1] === undefined && /^[1-9]\d{0,8}$/.test(tag?.[2] ?? '') ? [Number(tag?.[2])] : [],
  )
}

/** A version as an entity tag. */
export const tagOf = (version: number): string => `"${version}"`
