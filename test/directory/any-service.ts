import fc from 'fast-check'

type Node = { readonly [keyword: string]: unknown }

/** Any value that fits a schema, of the few keywords that the service schema uses. */
export function anyValue(schema: unknown): fc.Arbitrary<unknown> {
  const { type, enum: choices, format, pattern, items, properties, required, minimum } = node(schema)
  if (Array.isArray(choices)) return fc.constantFrom(...choices)
  if (format === 'date') return fc.constantFrom('2026-06-03', '2027-12-25')
  if (format === 'date-time') return fc.constantFrom('2026-06-03T08:00:00Z')
  if (typeof pattern === 'string') return fc.constantFrom('09:00', '17:30')
  switch (type) {
    case 'string':
      // Two letters are the least that any text of a service has to have.
      return fc.string({ minLength: 2, maxLength: 6 })
    case 'boolean':
      return fc.boolean()
    case 'integer':
    case 'number':
      return fc.integer({ min: typeof minimum === 'number' ? minimum : -1000, max: 1000 })
    case 'array':
      return fc.array(anyValue(items), { maxLength: 3 })
    case 'object': {
      const arbitraries = Object.entries(node(properties)).map(
        ([name, held]) => [name, anyValue(held)] as const,
      )
      const requiredKeys = Array.isArray(required) ? required.map(String) : []
      return fc.record(Object.fromEntries(arbitraries), { requiredKeys })
    }
    default:
      throw new Error(`No value for type ${String(type)}`)
  }
}

export function node(value: unknown): Node {
  if (typeof value !== 'object' || value === null) throw new Error(`Not an object: ${JSON.stringify(value)}`)
  return Object.fromEntries(Object.entries(value))
}
