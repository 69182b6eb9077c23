import type { FastifyRequest } from 'fastify'
import { type CapacityWanted, readCapacityBody } from '../../../dos/index.ts'
import type { ParameterError } from '../../problem.ts'
import { UNREADABLE } from './say-no.ts'

export type CapacityPath = { readonly id: string }
export type CapacityRoute = {
  Params: CapacityPath
  Querystring: Readonly<Record<string, unknown>>
  Body: unknown
}

/** The public identifier as it is kept: the address holds a number, and those have no noughts before them. */
export const uidOf = ({ id }: CapacityPath): string => BigInt(id).toString()

/** Parameters there are none of. Nothing is asked with them here, and what would be passed over is refused. */
export const unknownParameters = (query: Readonly<Record<string, unknown>>): readonly ParameterError[] =>
  Object.keys(query).map(name => ({
    parameter: name.slice(0, 100),
    in: 'query',
    message: 'There is no such parameter.',
  }))

export type BodyRead =
  | { readonly outcome: 'read'; readonly wanted: CapacityWanted }
  | { readonly outcome: 'wrong'; readonly errors: readonly ParameterError[] }

/** A body comes as text: what is wrong with it is said after who asks is known and may, and not before. */
export function readBody({ body, headers }: Pick<FastifyRequest, 'body' | 'headers'>): BodyRead {
  const text = typeof body === 'string' ? body : ''
  const type = headers['content-type']
  if (text !== '' && !JSON_TYPE.test(type ?? '')) {
    const named = (type ?? '').replaceAll(/[^\w/+.; =-]/g, '?').slice(0, 100)
    return wrong(UNREADABLE.mediaType, `Unsupported media type "${named}" in request.`)
  }
  // Nothing at all lacks what it must hold, as an empty object does.
  const parsed = text === '' ? { value: {} } : parse(text)
  if (!parsed) return wrong(UNREADABLE.notJson, 'JSON parse error - the body cannot be read as JSON.')
  const { value } = parsed
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const errors = [{ parameter: 'non_field_errors', in: 'body', message: NOT_OBJECT }]
    return { outcome: 'wrong', errors }
  }
  const read = readCapacityBody(value)
  if (read.outcome === 'read') return read
  return {
    outcome: 'wrong',
    errors: read.faults.map(({ member, message }) => ({ parameter: member, in: 'body', message })),
  }
}

const JSON_TYPE = /^application\/json *(;|$)/i
const NOT_OBJECT = 'Invalid data. Expected a dictionary.'

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

const wrong = (code: string, message: string): BodyRead => ({
  outcome: 'wrong',
  errors: [{ parameter: 'body', in: 'body', message, code }],
})
