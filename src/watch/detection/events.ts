import type { EpochMillis } from '../../vocabulary/index.ts'
import type { Terrain } from './terrain.ts'
import type { DeclaredEvent } from './types.ts'

/** What was declared beforehand: looked up for every question, so kept short. */
export type Events = {
  readonly declare: (event: DeclaredEvent) => void
  readonly all: () => readonly DeclaredEvent[]
  readonly reset: (events: readonly DeclaredEvent[]) => void
  /** Whether what falls into this moment is no evidence. */
  readonly suppresses: (
    at: EpochMillis,
    account: string,
    organisation: string,
    slot: number,
    type: number,
  ) => boolean
  /** Events of any effect that a finding should mention. */
  readonly concerning: (at: EpochMillis, account: string, organisation: string) => string[]
}

export function createEvents(terrain: Terrain): Events {
  let events: readonly DeclaredEvent[] = []
  const isFor = (event: DeclaredEvent, at: EpochMillis, account: string, organisation: string): boolean => {
    if (at < event.from || at >= event.until) return false
    const { accounts, organisations } = event
    if (accounts === null && organisations === null) return true
    return accounts?.includes(account) === true || organisations?.includes(organisation) === true
  }
  return {
    declare: event => {
      events = [...events.filter(({ id }) => id !== event.id), event]
    },
    all: () => events,
    reset: all => {
      events = all
    },
    suppresses: (at, account, organisation, slot, type) =>
      events.some(
        event =>
          event.effect === 'suppress' &&
          isFor(event, at, account, organisation) &&
          (event.types === null || event.types.includes(type)) &&
          (event.regions === null ||
            event.regions.some(region => terrain.regionMasks.get(region)?.[slot] === 1)),
      ),
    concerning: (at, account, organisation) =>
      events.filter(event => isFor(event, at, account, organisation)).map(({ id }) => id),
  }
}
