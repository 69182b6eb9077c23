import type { Box, Visit } from './box.ts'
import { type Closest, createClosest, type Found } from './closest.ts'
import { enlarged } from './enlarged.ts'
import { type Admits, createGrid, type Grid } from './grid.ts'

export type { Found } from './closest.ts'
export type { Admits } from './grid.ts'
export { NOBODY } from './layout.ts'

/** Metres on the National Grid. `typeIds` null: of any type. `withinMetres` may be Infinity. */
export type NearestQuestion = {
  readonly easting: number
  readonly northing: number
  readonly typeIds: readonly number[] | null
  readonly withinMetres: number
  readonly limit: number
}

/**
 * The nearest of many points, exactly: by (squared distance, id). A grid for each type, because nearly every question
 * names a type, and one heap for all of them, so that the second type only looks as far as the first one left open.
 */
export type Nearest = {
  /** Whole metres. `profile` is handed to `admits`, NOBODY (0) excepted. Moves the slot if it is there already. */
  readonly put: (slot: number, typeId: number, easting: number, northing: number, profile: number) => void
  readonly remove: (slot: number) => void
  readonly find: (question: NearestQuestion, admits: Admits) => Found[]
  /** Visits all in a box, of any type where `typeIds` is null, in no order that means anything. */
  readonly visitBox: (box: Box, typeIds: readonly number[] | null, visit: Visit) => void
  /** Lays out anew what changed, one type for each step: wait between steps, and nobody waits long. */
  readonly settling: () => Generator<void, void, void>
  /** How many of each type there are. */
  readonly countByType: () => Map<number, number>
}

/** @param idOf the id of the service in a slot, for ties and answers */
export function createNearest(idOf: (slot: number) => number): Nearest {
  const grids = new Map<number, Grid>()
  const gridOfSlot: (Grid | undefined)[] = []
  const whereabouts = { at: new Int32Array(1024).fill(-1) }
  const closest: Closest = createClosest(idOf)

  const gridOf = (typeId: number): Grid => {
    const known = grids.get(typeId)
    if (known) return known
    const fresh = createGrid(whereabouts)
    grids.set(typeId, fresh)
    return fresh
  }

  return {
    put: (slot, typeId, easting, northing, profile) => {
      const had = whereabouts.at.length
      if (slot >= had) whereabouts.at = enlarged(whereabouts.at, slot + 1).fill(-1, had)
      const grid = gridOf(typeId)
      if (gridOfSlot[slot] !== grid) gridOfSlot[slot]?.remove(slot)
      gridOfSlot[slot] = grid
      grid.put(slot, easting, northing, profile)
    },
    remove: slot => {
      gridOfSlot[slot]?.remove(slot)
      gridOfSlot[slot] = undefined
    },
    find: ({ easting, northing, typeIds, withinMetres, limit }, admits) => {
      closest.reset(limit, withinMetres)
      if (typeIds === null) {
        for (const grid of grids.values()) grid.search(easting, northing, closest, admits)
        return closest.take()
      }
      for (let index = 0; index < typeIds.length; index += 1) {
        const typeId = typeIds[index] ?? Number.NaN
        // A type named twice is searched once, else its services would be found twice.
        if (index > 0 && typeIds.indexOf(typeId) < index) continue
        grids.get(typeId)?.search(easting, northing, closest, admits)
      }
      return closest.take()
    },
    visitBox: (box, typeIds, visit) => {
      for (const typeId of typeIds === null ? grids.keys() : new Set(typeIds)) {
        grids.get(typeId)?.visitBox(box, visit)
      }
    },
    *settling() {
      for (const grid of grids.values()) {
        grid.settle()
        yield
      }
    },
    countByType: () => new Map([...grids].map(([typeId, grid]) => [typeId, grid.size()])),
  }
}
