import { AUDIENCES, type Audience, maySee } from '../vocabulary/index.ts'
import { IN_LIST, SEEN_BY, SEEN_BY_ITEM } from './seen-by.ts'

/** `list` is the short form that search answers carry, `full` everything that the audience may see. */
export type Form = 'list' | 'full'

export type Keywords = Readonly<Record<string, unknown>>

/**
 * What of a schema an audience sees. Shaping and the published schema are both read off this one plan, so they
 * cannot tell two stories. A property that is not in the plan is not seen.
 */
export type Plan =
  | { readonly kind: 'scalar'; readonly schema: Keywords }
  | {
      readonly kind: 'object'
      readonly schema: Keywords
      readonly properties: ReadonlyMap<string, Plan>
    }
  | {
      readonly kind: 'array'
      readonly schema: Keywords
      readonly items: Plan
      /** The property of each item that says who may see that item, and the audiences that pass. */
      readonly passes: { readonly property: string; readonly audiences: ReadonlySet<unknown> } | null
    }

const SCALARS: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean'])

/**
 * The plan of a schema for an audience and form; undefined when nothing of it is seen. Throws for a schema it
 * cannot read to the end (a union, a reference, an object of any keys, an unknown audience): the program does not
 * start rather than guess what it would let through.
 */
export function planShape(schema: unknown, audience: Audience, form: Form, path = '$'): Plan | undefined {
  const keywords = keywordsOf(schema, path)
  const type = keywords['type']
  if (type === 'object') return planObject(keywords, audience, form, path)
  if (type === 'array') return planArray(keywords, audience, form, path)
  if (SCALARS.has(type)) return { kind: 'scalar', schema: keywords }
  throw new Error(`The shape cannot read the schema at ${path}: type ${JSON.stringify(type)}`)
}

function planObject(schema: Keywords, audience: Audience, form: Form, path: string): Plan | undefined {
  const all = Object.entries(keywordsOf(schema['properties'], `${path} properties`))
  if (schema['patternProperties'] !== undefined || (schema['additionalProperties'] ?? false) !== false) {
    throw new Error(`The shape cannot read the schema at ${path}: it allows properties it does not name`)
  }
  // A mark on any of them means that each needs its own; with none, the mark above covers them all.
  const marked = path === '$' || all.some(([, property]) => keywordsOf(property, path)[SEEN_BY] !== undefined)
  const properties = new Map<string, Plan>()
  for (const [name, property] of all) {
    const below = `${path}.${name}`
    if (marked && !passes(keywordsOf(property, below), audience, form, below)) continue
    const plan = planShape(property, audience, form, below)
    if (plan) properties.set(name, plan)
  }
  return properties.size === 0 ? undefined : { kind: 'object', schema, properties }
}

function planArray(schema: Keywords, audience: Audience, form: Form, path: string): Plan | undefined {
  const items = planShape(schema['items'], audience, form, `${path}[]`)
  if (!items) return undefined
  const property = schema[SEEN_BY_ITEM]
  if (property === undefined) return { kind: 'array', schema, items, passes: null }
  const held = keywordsOf(keywordsOf(schema['items'], path)['properties'], path)
  if (typeof property !== 'string' || items.kind !== 'object' || held[property] === undefined) {
    throw new Error(`The shape cannot read the schema at ${path}: its items have no ${String(property)}`)
  }
  const audiences = new Set<unknown>(AUDIENCES.filter(mark => maySee(audience, mark)))
  const shown = new Map(items.properties)
  // Who else may see an item is bookkeeping: to the public, everything they see is public.
  if (audience === 'public') shown.delete(property)
  return shown.size === 0
    ? undefined
    : { kind: 'array', schema, items: { ...items, properties: shown }, passes: { property, audiences } }
}

function passes(schema: Keywords, audience: Audience, form: Form, path: string): boolean {
  const mark = schema[SEEN_BY]
  if (mark === undefined) return false
  const known = AUDIENCES.find(one => one === mark)
  if (!known) throw new Error(`Unknown audience ${JSON.stringify(mark)} on ${path}`)
  return maySee(audience, known) && (form === 'full' || schema[IN_LIST] === true)
}

function keywordsOf(schema: unknown, path: string): Keywords {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    throw new Error(`The shape cannot read the schema at ${path}: not an object`)
  }
  return Object.fromEntries(Object.entries(schema))
}
