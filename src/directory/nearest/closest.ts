import { enlarged } from './enlarged.ts'

/** What was found: where it is kept, which service it is, how far away in metres on the National Grid plane. */
export type Found = { readonly slot: number; readonly id: number; readonly distanceMetres: number }

/**
 * The best few of all that is offered: nearest first, the smaller id first among equals. One is kept and used again
 * for each question, so that asking allocates nothing but the answer.
 */
export type Closest = {
  /** Starts anew: at most `limit` are kept, none further than `withinMetres` (a point at just that distance counts). */
  readonly reset: (limit: number, withinMetres: number) => void
  /** The squared distance beyond which nothing can be kept any more; negative when nothing can. At it, the id decides. */
  readonly worst: () => number
  /** Keeps `slot` if it is good enough. Answers `worst` as it is afterwards. */
  readonly offer: (squared: number, slot: number) => number
  readonly take: () => Found[]
}

/** @param idOf the id of the service in a slot; asked only for ties and answers, for at a million it is a cache miss */
export function createClosest(idOf: (slot: number) => number): Closest {
  // A binary heap with the worst on top, as two arrays; `size` of `limit` places are in use.
  let squares = new Float64Array(128)
  let slots = new Int32Array(128)
  let size = 0
  let limit = 0
  let reach = -1

  const isWorse = (squared: number, slot: number, than: number): boolean => {
    const other = squares[than] ?? 0
    return squared > other || (squared === other && idOf(slot) > idOf(slots[than] ?? 0))
  }
  const write = (at: number, squared: number, slot: number): void => {
    squares[at] = squared
    slots[at] = slot
  }
  const copy = (from: number, to: number): void => write(to, squares[from] ?? 0, slots[from] ?? 0)
  const sinkFromTop = (squared: number, slot: number): void => {
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      if (child + 1 < size && isWorse(squares[child + 1] ?? 0, slots[child + 1] ?? 0, child)) child += 1
      if (isWorse(squared, slot, child)) break
      copy(child, at)
      at = child
    }
    write(at, squared, slot)
  }
  const riseFromEnd = (squared: number, slot: number): void => {
    let at = size - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isWorse(squared, slot, parent)) break
      copy(parent, at)
      at = parent
    }
    write(at, squared, slot)
  }
  const worst = (): number => (size < limit || limit === 0 ? reach : (squares[0] ?? -1))

  return {
    reset: (most, withinMetres) => {
      limit = Math.max(0, Math.floor(most))
      size = 0
      reach = limit === 0 || !(withinMetres >= 0) ? -1 : withinMetres * withinMetres
    },
    worst,
    offer: (squared, slot) => {
      if (size < limit) {
        if (squared > reach) return worst()
        size += 1
        squares = enlarged(squares, size)
        slots = enlarged(slots, size)
        riseFromEnd(squared, slot)
      } else if (limit > 0 && !isWorse(squared, slot, 0)) {
        sinkFromTop(squared, slot)
      }
      return worst()
    },
    take: () => {
      const found: Found[] = new Array(size)
      while (size > 0) {
        const slot = slots[0] ?? 0
        size -= 1
        found[size] = { slot, id: idOf(slot), distanceMetres: Math.sqrt(squares[0] ?? 0) }
        sinkFromTop(squares[size] ?? 0, slots[size] ?? 0)
      }
      return found
    },
  }
}
