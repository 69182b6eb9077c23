import type { Memory, ServiceChange, StoredService } from './directory/index.ts'
import type { WatchedService } from './watch/index.ts'

/** Told of services as they come and go. */
export type ServiceListener = {
  readonly put: (service: WatchedService) => void
  readonly remove: (id: number) => void
}

/**
 * Lets the watch know the directory as the memory does: what is taken into memory is told on the way. Until somebody
 * listens, what there is is kept for them.
 */
export function watchedServices(memory: Memory) {
  const known = new Map<number, WatchedService>()
  let listener: ServiceListener = { put: () => {}, remove: () => {} }
  const tell = (id: number, stored: StoredService | null): void => {
    const service = stored === null ? null : watchedService(stored)
    if (service !== null) {
      known.set(id, service)
      listener.put(service)
    } else if (known.delete(id)) {
      listener.remove(id)
    }
  }
  function* told(changes: Iterable<ServiceChange>): Iterable<ServiceChange> {
    for (const change of changes) {
      tell(change.id, change.stored)
      yield change
    }
  }
  async function* toldAll(all: Parameters<Memory['replaceAll']>[0]): AsyncIterable<StoredService> {
    const gone = new Set(known.keys())
    for await (const stored of all) {
      gone.delete(stored.service.id)
      tell(stored.service.id, stored)
      yield stored
    }
    for (const id of gone) tell(id, null)
  }
  return {
    /** The memory, with what goes into it told. */
    memory: {
      ...memory,
      apply: (changes, number) => memory.apply(told(changes), number),
      replaceAll: (all, number) => memory.replaceAll(toldAll(all), number),
    } satisfies Memory,
    all: (): readonly WatchedService[] => [...known.values()],
    listen: (to: ServiceListener): void => {
      listener = to
    },
  }
}

/** A service as the watch knows it; null for one that is closed, stands nowhere, or is too broken to be taken in. */
function watchedService({ service }: StoredService): WatchedService | null {
  const { id, typeId, status, regionId, odsCode } = service
  const place: Partial<StoredService['service']['place']> | undefined = service.place
  const { easting, northing } = place ?? {}
  if (status !== 'active' || easting === undefined || northing === undefined) return null
  return { id, type: typeId, easting, northing, region: regionId ?? '', odsCode: odsCode ?? null }
}
