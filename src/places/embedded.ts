import type { Nation } from './place.ts'

/** A town that stands for an outcode or an area until a postcode file is imported. */
export type EmbeddedPlace = { readonly town: string; readonly latitude: number; readonly longitude: number }

/** A postcode area. `mixed`: it straddles a border. `regionId` is null outside England. */
export type EmbeddedArea = EmbeddedPlace & {
  readonly nation: Nation | 'mixed'
  readonly regionId: string | null
}

/** What is known of postcodes without any import (src/places/embedded). Handed in, so that tests may use a tiny one. */
export type Embedded = {
  /** Every outcode that is wholly or partly English. */
  readonly outcodePlaces: ReadonlyMap<string, EmbeddedPlace>
  /** All 124 areas of the United Kingdom, the Isle of Man and the Channel Islands. */
  readonly areas: ReadonlyMap<string, EmbeddedArea>
  /** Outcodes with addresses on both sides, and the nation on the other side. */
  readonly mixedOutcodes: ReadonlyMap<string, 'scotland' | 'wales'>
  readonly outcodeNation: (outcode: string) => Nation | 'mixed' | 'unknown'
  readonly regionOfOutcode: (outcode: string) => string
}
