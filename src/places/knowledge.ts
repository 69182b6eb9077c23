import type { Embedded } from './embedded.ts'
import type { GridPoint } from './place.ts'
import type { KnownPostcodes } from './postcode.ts'
import type { PostcodeTable } from './postcode-table.ts'

/** Everything an answer is made from. A new one is made when a table is imported, so that no answer mixes two. */
export type Knowledge = {
  readonly embedded: Embedded
  readonly table: PostcodeTable | null
  readonly known: KnownPostcodes
  /** NHS England region of a point, by the nearest English outcode. */
  readonly regionOf: (point: GridPoint) => string
}

export function knowledge(
  embedded: Embedded,
  table: PostcodeTable | null,
  nearest: (point: GridPoint) => string,
): Knowledge {
  return {
    embedded,
    table,
    known: {
      hasArea: area => embedded.areas.has(area),
      hasOutcode: outcode => embedded.outcodePlaces.has(outcode) || (table?.hasOutcode(outcode) ?? false),
    },
    regionOf: point => embedded.regionOfOutcode(nearest(point)),
  }
}
