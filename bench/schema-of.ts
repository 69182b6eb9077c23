type TypeName = 'string' | 'integer' | 'number' | 'boolean' | 'null' | 'array' | 'object'

/** The part of JSON Schema that is needed to serialise; without `type`, anything. */
export type Shape = {
  readonly type?: TypeName
  readonly items?: Shape
  readonly properties?: Readonly<Record<string, Shape>>
}

/**
 * The leanest schema that all the samples fit: no formats, no patterns, nothing to choose between, and so the most that
 * fast-json-stringify can make of them. A member seen with values of two types is left to JSON.stringify.
 */
export function schemaOf(samples: readonly unknown[]): Shape {
  const types = new Set(samples.map(typeOf))
  if (types.size === 2 && types.has('integer') && types.has('number')) return { type: 'number' }
  const [type] = types
  if (types.size !== 1 || type === undefined) return {}
  if (type === 'array')
    return { type, items: schemaOf(samples.flatMap(sample => (Array.isArray(sample) ? sample : []))) }
  if (type !== 'object') return { type }
  const members = new Map<string, unknown[]>()
  for (const sample of samples) {
    for (const [name, value] of Object.entries(Object(sample))) {
      const known = members.get(name)
      if (known) known.push(value)
      else members.set(name, [value])
    }
  }
  return {
    type,
    properties: Object.fromEntries([...members].map(([name, values]) => [name, schemaOf(values)])),
  }
}

function typeOf(value: unknown): TypeName {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  if (typeof value === 'string' || typeof value === 'boolean')
    return typeof value === 'string' ? 'string' : 'boolean'
  return 'object'
}
