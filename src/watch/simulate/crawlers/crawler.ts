/** One question of a crawler. Services and postcodes by their number in the world. */
export type Move =
  | { readonly kind: 'point'; readonly easting: number; readonly northing: number; readonly wanted: number }
  | { readonly kind: 'postcode'; readonly postcode: number; readonly wanted: number }
  | { readonly kind: 'id'; readonly id: number }
  | { readonly kind: 'ods'; readonly odsCode: string }

/** What came of it: service numbers, nearest first; fewer than asked for when braked, null when refused. */
export type Reply = {
  readonly services: Int32Array
  readonly count: number
  readonly farthestMetres: number
  /** The most results the answer could have held. */
  readonly k: number
} | null

/** A plan for taking the directory: asks, is answered, asks on. */
export type Crawler = {
  /** Null when there is nothing left to ask. */
  readonly next: () => Move | null
  readonly learn: (reply: Reply) => void
}

/** For plans that do not look at what they are given. */
export const heedless = (next: () => Move | null): Crawler => ({ next, learn: () => {} })
