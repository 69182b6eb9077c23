import type { FastifyRequest } from 'fastify'
import { readFhirId, readIngestIdentifier } from '../../../fhir/index.ts'
import type { ParameterError } from '../../problem.ts'
import type { Kind } from './say-no.ts'

export type FindRoute = { Querystring: Readonly<Record<string, unknown>> }
export type PutRoute = FindRoute & { Params: { readonly id: string }; Body: unknown }

export const fault = (kind: Kind, parameter: string, where: string, message: string): ParameterError => ({
  parameter: parameter.slice(0, 200),
  in: where,
  message,
  code: kind,
})

const MEDIA_TYPE = 'application/fhir+json'

/** What is asked for where no other type is taken. Nothing said is everything taken (RFC 9110, 12.5.1). */
export function acceptFaults({ method, headers }: FastifyRequest<FindRoute>): ParameterError[] {
  const ranges = (headers.accept ?? '*/*')
    .split(',')
    .map(range => range.split(';', 1)[0]?.trim().toLowerCase())
  const takes = ranges.some(range => range === MEDIA_TYPE || range === 'application/*' || range === '*/*')
  const message = `${method} requests must have Accept '${MEDIA_TYPE}'`
  return takes ? [] : [fault('not-acceptable', 'Accept', 'header', message)]
}

/** The parameter of a search: the code it is for, or what is wrong. */
export function readFind(request: FastifyRequest<FindRoute>): {
  readonly odsCode: string | null
  readonly errors: readonly ParameterError[]
} {
  const { query } = request
  const errors = [...acceptFaults(request), ...unknownParameters(query, ['identifier'])]
  const given = query['identifier']
  if (given === undefined) {
    const message = "Missing required query parameter(s): 'identifier'"
    return { odsCode: null, errors: [...errors, fault('missing', 'identifier', 'query', message)] }
  }
  if (typeof given !== 'string') {
    const message = "Query parameter 'identifier' must be given once."
    return { odsCode: null, errors: [...errors, fault('value', 'identifier', 'query', message)] }
  }
  const read = readIngestIdentifier(given)
  if (read.outcome === 'read') return { odsCode: read.odsCode, errors }
  const wrong = fault(BY_CODE[read.code], 'identifier', 'query', read.diagnostics)
  return { odsCode: null, errors: [...errors, wrong] }
}

const BY_CODE = { structure: 'structure', 'code-invalid': 'system', value: 'value' } as const

/** The organisation of the address; null where the id is of none. */
export function readTarget({ params }: FastifyRequest<PutRoute>): string | null {
  const told = readFhirId(params.id)
  return told?.kind === 'Organization' ? told.odsCode : null
}

export type BodyRead =
  | { readonly outcome: 'read'; readonly body: unknown }
  | { readonly outcome: 'wrong'; readonly errors: readonly ParameterError[] }

/** A body comes as text: what is wrong with it is said after who asks is known and may, and not before. */
export function readBody(request: FastifyRequest<PutRoute>): BodyRead {
  const { headers, body, query } = request
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (type !== MEDIA_TYPE) {
    const message = `PUT requests must have Content-Type '${MEDIA_TYPE}'`
    return { outcome: 'wrong', errors: [fault('media-type', 'Content-Type', 'header', message)] }
  }
  const errors = [...acceptFaults(request), ...unknownParameters(query, [])]
  if (errors.length > 0) return { outcome: 'wrong', errors }
  try {
    return { outcome: 'read', body: JSON.parse(typeof body === 'string' ? body : '') }
  } catch {
    const message = 'The body cannot be read as JSON.'
    return { outcome: 'wrong', errors: [fault('unreadable', 'body', 'body', message)] }
  }
}

/** The version that a change is meant for: null where none is named; undefined where what is named is none. */
export function readIfMatch({ headers }: FastifyRequest<PutRoute>): number | null | undefined {
  const given = headers['if-match']
  if (given === undefined) return null
  const version = /^(?:W\/)?"(0|[1-9]\d{0,8})"$/.exec(given)?.[1]
  return version === undefined ? undefined : Number(version)
}

const unknownParameters = (
  query: Readonly<Record<string, unknown>>,
  known: readonly string[],
): ParameterError[] =>
  Object.keys(query)
    .filter(name => !known.includes(name))
    .map(name => {
      const shown = name.replaceAll(/\p{C}/gu, '').slice(0, 100)
      const only = known.length === 0 ? 'None is allowed.' : `Only '${known.join()}' is allowed.`
      return fault('unknown', shown, 'query', `Unexpected query parameter(s): ${shown}. ${only}`)
    })
