/** Numbers of needs that are not one service type begin here (detection/types.ts). */
const NEEDS_FROM = 1_000_000
const NEEDS = 1_000_000_000

/** Filters that make a search a clinical one: what was asked for then is not said by types alone. */
const CLINICAL: ReadonlySet<string> = new Set([
  'symptom-group',
  'symptom-discriminator',
  'disposition',
  'clinical-term',
])

/** Whether a search asked for what a patient's condition needs, by the names of its filters. */
export const isClinical = (filters: readonly string[]): boolean => filters.some(name => CLINICAL.has(name))

/**
 * What was asked for as one number: a service type as itself; several, all, or a clinical need as a number of their
 * own, the same for the same need for ever (FNV-1a, 32 bits). The log never holds a symptom, so all clinical needs
 * over the same types are one.
 */
export function needNumber(typeIds: readonly number[] | null, filters: readonly string[]): number {
  const clinical = isClinical(filters)
  const [only] = typeIds ?? []
  if (!clinical && typeIds?.length === 1 && only !== undefined) return only
  let hash = 0x811c9dc5 ^ (clinical ? 1 : 0)
  for (const type of typeIds === null ? [] : [...typeIds].sort((a, b) => a - b)) {
    hash = Math.imul(hash ^ type, 0x01000193)
  }
  if (typeIds === null) hash = Math.imul(hash ^ 0xa11, 0x01000193)
  return NEEDS_FROM + ((hash >>> 0) % NEEDS)
}
