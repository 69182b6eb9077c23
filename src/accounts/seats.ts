import type { Entry } from './registry-entry.ts'

/**
 * Places of which each is taken by one account at a time: that of a person on a connection, that of an organisation
 * with a product. Found by whose it is and where; hardly anybody has more than a few, so that they lie in a short list
 * and finding one makes no new text and reads one table.
 */
export type Seats = {
  /** Who has the place now; else, if any, one that had it and ended. */
  readonly get: (whose: string, where: string) => Entry | undefined
  readonly put: (whose: string, where: string, entry: Entry) => void
  readonly remove: (whose: string, where: string, id: string) => void
}

type Seat = { readonly where: string; readonly holders: Entry[]; current: Entry | undefined }

export function createSeats(): Seats {
  const places = new Map<string, Seat[]>()
  const find = (seats: readonly Seat[] | undefined, where: string): Seat | undefined => {
    if (seats === undefined) return undefined
    for (const seat of seats) if (seat.where === where) return seat
    return undefined
  }
  return {
    get: (whose, where) => find(places.get(whose), where)?.current,
    put: (whose, where, entry) => {
      const seats = places.get(whose) ?? []
      if (seats.length === 0) places.set(whose, seats)
      const seat = find(seats, where) ?? { where, holders: [], current: undefined }
      if (seat.holders.length === 0) seats.push(seat)
      seat.holders.push(entry)
      settle(seat)
    },
    remove: (whose, where, id) => {
      const seats = places.get(whose)
      const seat = find(seats, where)
      const at = seat?.holders.findIndex(entry => entry.row.id === id) ?? -1
      if (!seats || !seat || at < 0) return
      seat.holders.splice(at, 1)
      settle(seat)
      if (seat.holders.length === 0) seats.splice(seats.indexOf(seat), 1)
      if (seats.length === 0) places.delete(whose)
    },
  }
}

function settle(seat: Seat): void {
  seat.current = seat.holders.find(entry => entry.live) ?? seat.holders.at(-1)
}
