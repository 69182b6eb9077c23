import type { SearchParameter } from './parameters.ts'
import type { DirectoryResource } from './resource-types.ts'

/** Paths by expression: `Location.name | Location.alias` is two of them. */
const paths = new Map<string, readonly (readonly string[])[]>()

function pathsOf(expression: string): readonly (readonly string[])[] {
  const known = paths.get(expression)
  if (known) return known
  const read = expression.split(' | ').map(path => path.split('.').slice(1))
  paths.set(expression, read)
  return read
}

/** The elements of a resource that a parameter looks at, lists opened. */
export const valuesOf = (
  resource: DirectoryResource,
  { expression }: Pick<SearchParameter, 'expression'>,
): unknown[] => pathsOf(expression).flatMap(path => follow(resource, path, 0))

function follow(value: unknown, path: readonly string[], at: number): unknown[] {
  if (Array.isArray(value)) return value.flatMap(item => follow(item, path, at))
  if (value === undefined || value === null) return []
  const name = path[at]
  if (name === undefined) return [value]
  return isRecord(value) && Object.hasOwn(value, name) ? follow(value[name], path, at + 1) : []
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A member that is a text, else undefined. */
export function textIn(value: unknown, name: string): string | undefined {
  const held = isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined
  return typeof held === 'string' ? held : undefined
}
