import type { Memory } from './memory.ts'

/**
 * Whether a service is one of these, or lies below one of them: rights given on a node of the hierarchy cover all under
 * it (sources, DoS 3). A service that there is not is nobody's, and a hierarchy that leads back into itself ends.
 * @param roots ids of the services whose entries are kept, with all below them
 */
export function isMaintained(
  memory: Pick<Memory, 'recordOf'>,
  serviceId: number,
  roots: readonly number[],
): boolean {
  const passed = new Set<number>()
  for (let id: number | undefined = serviceId; id !== undefined && !passed.has(id); ) {
    const record = memory.recordOf(id)
    if (record === undefined) return false
    if (roots.includes(id)) return true
    passed.add(id)
    id = record.parentId
  }
  return false
}
