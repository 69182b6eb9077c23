import { AUDIENCES, type Audience, maySee, unreachable } from '../vocabulary/index.ts'
import { IN_LIST, SEEN_BY, SEEN_BY_ITEM } from './seen-by.ts'
import { Service } from './service.ts'
import { type Form, type Keywords, type Plan, planShape } from './shape-plan.ts'

export type { Form } from './shape-plan.ts'

/**
 * A function from a service (any object that fits the schema) to what an audience may see of it, a new plain object
 * throughout, by the marks of seen-by.ts alone. Fails closed: without a mark, or with an object or array where the
 * schema has none or the other, nothing is shown. A marked property covers what it holds, unless it holds an object with marks of its own, in which each
 * property needs its own mark. Objects left empty are left out.
 */
export function compileShape(
  schema: object,
  audience: Audience,
  form: Form,
): (service: object) => Record<string, unknown> {
  const plan = planShape(schema, audience, form)
  if (!plan) return () => ({})
  const shaper = shaperOf(plan)
  return service => {
    const shaped = shaper(service)
    return isRecord(shaped) ? shaped : {}
  }
}

/** The JSON Schema of what compileShape gives: fit for OpenAPI, and free of marks, which would tell of what is withheld. */
export function shapeSchema(schema: object, audience: Audience, form: Form): Record<string, unknown> {
  const plan = planShape(schema, audience, form)
  return plan ? publish(plan) : { type: 'object', properties: {}, additionalProperties: false }
}

const shapes = new Map(
  AUDIENCES.map(audience => [
    audience,
    { list: compileShape(Service, audience, 'list'), full: compileShape(Service, audience, 'full') },
  ]),
)

/** A service as an audience sees it. Whether it may be told of the service at all is mayBeTold's to say. */
export function shape(service: Service, audience: Audience, form: Form): Record<string, unknown> {
  return shapes.get(audience)?.[form](service) ?? {}
}

/** Whether an audience may be told that the service exists. Its own `audience` decides; an unknown one tells nobody. */
export function mayBeTold(service: Pick<Service, 'audience'>, audience: Audience): boolean {
  return AUDIENCES.includes(service.audience) && maySee(audience, service.audience)
}

/** Gives what may be seen of a value, or undefined for nothing. */
type Shaper = (value: unknown) => unknown

function shaperOf(plan: Plan): Shaper {
  switch (plan.kind) {
    case 'scalar':
      return value => (typeof value === 'object' ? undefined : value)
    case 'object':
      return objectShaper(plan)
    case 'array':
      return arrayShaper(plan)
    default:
      return unreachable(plan)
  }
}

function objectShaper(plan: Extract<Plan, { kind: 'object' }>): Shaper {
  const properties = Array.from(plan.properties, ([name, held]) => ({ name, shaper: shaperOf(held) }))
  return value => {
    if (!isRecord(value)) return undefined
    let shaped: Record<string, unknown> | undefined
    for (const { name, shaper } of properties) {
      const seen = Object.hasOwn(value, name) ? shaper(value[name]) : undefined
      if (seen === undefined) continue
      shaped ??= {}
      shaped[name] = seen
    }
    return shaped
  }
}

function arrayShaper({ items, passes }: Extract<Plan, { kind: 'array' }>): Shaper {
  const shaper = shaperOf(items)
  const mayPass = (item: unknown): boolean =>
    passes === null ||
    (isRecord(item) && Object.hasOwn(item, passes.property) && passes.audiences.has(item[passes.property]))
  return value => {
    if (!Array.isArray(value)) return undefined
    const shaped: unknown[] = []
    for (const item of value) {
      const seen = mayPass(item) ? shaper(item) : undefined
      if (seen !== undefined) shaped.push(seen)
    }
    return shaped
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function publish(plan: Plan): Record<string, unknown> {
  const { [SEEN_BY]: _mark, [SEEN_BY_ITEM]: _item, [IN_LIST]: _list, ...rest } = plan.schema
  switch (plan.kind) {
    case 'scalar':
      return rest
    case 'array':
      return { ...rest, items: publishItems(plan) }
    case 'object':
      return publishObject(plan, rest)
    default:
      return unreachable(plan)
  }
}

function publishObject(plan: Extract<Plan, { kind: 'object' }>, rest: Keywords): Record<string, unknown> {
  const required = Array.isArray(rest['required']) ? rest['required'] : []
  const always = required.filter(name => {
    const held = plan.properties.get(name)
    return held !== undefined && !mayVanish(held)
  })
  const properties = Object.fromEntries(Array.from(plan.properties, ([name, held]) => [name, publish(held)]))
  const { required: _required, ...others } = rest
  return always.length === 0 ? { ...others, properties } : { ...others, required: always, properties }
}

/** Items that are seen by choice: the property that decides can only have the values that passed. */
function publishItems({ items, passes }: Extract<Plan, { kind: 'array' }>): Record<string, unknown> {
  const decided = items.kind === 'object' && passes ? items.properties.get(passes.property) : undefined
  if (items.kind !== 'object' || !passes || !decided) return publish(items)
  const narrowed: Plan = { kind: 'scalar', schema: { ...decided.schema, enum: [...passes.audiences] } }
  return publish({ ...items, properties: new Map(items.properties).set(passes.property, narrowed) })
}

/** Whether shaping may leave the value out although the service has it: an object in which nothing is always there. */
function mayVanish(plan: Plan): boolean {
  if (plan.kind !== 'object') return false
  const required = Array.isArray(plan.schema['required']) ? plan.schema['required'] : []
  return !required.some(name => {
    const held = plan.properties.get(name)
    return held !== undefined && !mayVanish(held)
  })
}
