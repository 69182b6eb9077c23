import type { Allowed } from '../../../policy/index.ts'
import type { ParameterError } from '../../problem.ts'
import { ALWAYS_THERE, membersSeen } from '../../service-members.ts'
import type { ServiceParts } from './encode.ts'

/** The members asked for in a `fields` parameter, each once; null: all. */
export const readFields = (text: string | undefined): readonly string[] | null =>
  text === undefined ? null : [...new Set(text.split(',').map(item => item.trim()))]

/** The errors of a `fields` parameter: names that an answer in this form has for nobody of this audience. */
export function unknownFields(
  fields: readonly string[] | null,
  audience: Allowed['audience'],
  form: 'list' | 'full',
  location: 'query' | 'body',
): ParameterError[] {
  if (fields === null) return []
  const seen = membersSeen(audience, form)
  const unknown = fields.filter(name => !seen.has(name))
  if (unknown.length === 0) return []
  const message = `There is no such member here: ${unknown.join(', ')}. There are: ${[...seen].sort().join(', ')}.`
  return [{ parameter: 'fields', in: location, message }]
}

/**
 * A service with the members asked for and no others. Reads and writes the prepared part anew, which costs some
 * microseconds a service, and is paid by those who ask for it.
 */
export function pickMembers(parts: ServiceParts, fields: readonly string[]): ServiceParts {
  const whole: unknown = JSON.parse(parts.members + parts.prepared.toString())
  const wanted = new Set<string>([...fields, ...ALWAYS_THERE])
  const picked = Object.entries(Object(whole)).filter(([name]) => wanted.has(name))
  return { members: '', prepared: Buffer.from(JSON.stringify(Object.fromEntries(picked))) }
}
