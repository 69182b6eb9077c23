import assert from 'node:assert/strict'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

/** What a schema says, as far as the schemas of acts say anything. */
export type Shape = {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly minItems?: number
  readonly items?: Shape
  readonly anyOf?: readonly Shape[]
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
}

export type Wishes = {
  /** What a member of that name is to be; undefined: whatever fits. */
  readonly named: (name: string, shape: Shape) => unknown
  /** What stands in free text. */
  readonly text: (where: string) => string
  /** Whether a member that may be left out is given all the same. */
  readonly given: (name: string, shape: Shape) => boolean
  readonly now: number
}

type Read = { readonly shape: Shape; readonly compiled: ReturnType<typeof Compile> }
const readBefore = new WeakMap<TSchema, Read>()

/** A schema in a form to walk through and to check by; made once for each. */
function read(schema: TSchema): Read {
  const known = readBefore.get(schema)
  if (known) return known
  const made = { shape: JSON.parse(JSON.stringify(schema)), compiled: Compile(schema) }
  readBefore.set(schema, made)
  return made
}

export const shapeOf = (schema: TSchema): Shape => read(schema).shape

/** Text in no particular form: anything may be written there. */
export const isFreeText = ({ type, format, pattern, enum: options }: Shape): boolean =>
  type === 'string' && options === undefined && pattern === undefined && (format ?? 'email') === 'email'

/** Whether somebody could write something of their own into it, or into a part of it. */
export const holdsText = (shape: Shape): boolean =>
  isFreeText(shape) ||
  (shape.items !== undefined && holdsText(shape.items)) ||
  Object.values(shape.properties ?? {}).some(holdsText)

/**
 * A value that fits a schema, found from the schema alone.
 * @param over members to be otherwise; undefined: not to be there
 * @throws AssertionError when it does not: this function has to learn a new word then
 */
export function fitting(schema: TSchema, wishes: Wishes, over: object = {}): Record<string, unknown> {
  const { shape, compiled } = read(schema)
  const open = Object.entries(shape.properties ?? {}).filter(([name]) => !Object.hasOwn(over, name))
  const all = { ...object({ ...shape, properties: Object.fromEntries(open) }, wishes), ...over }
  const value = Object.fromEntries(Object.entries(all).filter(([, part]) => part !== undefined))
  assert.ok(compiled.Check(value), `${JSON.stringify(value)}: ${JSON.stringify(compiled.Errors(value))}`)
  return value
}

function fit(shape: Shape, name: string, wishes: Wishes): unknown {
  const wished = wishes.named(name, shape)
  if (wished !== undefined) return shape.type === 'array' ? [wished] : wished
  if (shape.enum) return shape.enum[0]
  if (shape.const !== undefined) return shape.const
  if (shape.anyOf?.[0]) return fit(shape.anyOf[0], name, wishes)
  switch (shape.type) {
    case 'object':
      return object(shape, wishes)
    case 'array': {
      const { items, minItems = 0 } = shape
      const length = items && holdsText(items) ? Math.max(1, minItems) : minItems
      return Array.from({ length }, () => items && fit(items, name, wishes))
    }
    case 'integer':
    case 'number':
      return shape.minimum ?? 0
    case 'boolean':
      return false
    case 'string':
      return text(shape, name, wishes)
    default:
      throw new Error(`A schema of type ${shape.type} is new here.`)
  }
}

const object = (shape: Shape, wishes: Wishes): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(shape.properties ?? {})
      .filter(([name, part]) => shape.required?.includes(name) || wishes.given(name, part))
      .map(([name, part]) => [name, fit(part, name, wishes)]),
  )

const DAY = 86_400_000

function text(shape: Shape, name: string, wishes: Wishes): string {
  const at = new Date(wishes.now + (name === 'issuedAt' ? -1 : 30) * DAY).toISOString()
  if (shape.format === 'email') return `${wishes.text(name)}@example.org`
  if (shape.format === 'date-time') return at
  if (shape.format === 'date') return at.slice(0, 10)
  if (shape.pattern === undefined) return wishes.text(name)
  const { pattern } = shape
  const found = FORMED.find(one => new RegExp(pattern).test(one))
  if (found === undefined) throw new Error(`Nothing here fits ${pattern}: add an example of it.`)
  return found
}

/** One example of each form that text has. */
const FORMED = [
  'a'.repeat(64),
  'Y63',
  '2025-02-01',
  'AUP25-01',
  'LS1 4AP',
  '123456',
  '2071234',
  'resultsMax=40',
  'name',
] as const
