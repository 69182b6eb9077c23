/**
 * Applies a JSON Merge Patch (RFC 7396 section 2): null takes a member away, an object is merged into, anything else
 * takes the place of what was there, arrays whole. Neither argument is changed.
 */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const merged = new Map(Object.entries(isObject(target) ? target : {}))
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name)
    else merged.set(name, mergePatch(merged.get(name), value))
  }
  // Made from entries, so that a member called __proto__ is a member like others.
  return Object.fromEntries(merged)
}

/** A JSON object: no array, not null. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
