import { regionOfOutcode } from './embedded/areas.ts'
import { OUTCODE_PLACES } from './embedded/outcodes.ts'
import type { Wgs84Point } from './place.ts'

/** An outcode with addresses in England, and about where it is. */
export type EnglishOutcode = Wgs84Point & {
  readonly outcode: string
  readonly town: string
  readonly regionId: string
}

/** Every outcode of the embedded table, in its order. */
export const ENGLISH_OUTCODES: readonly EnglishOutcode[] = [...OUTCODE_PLACES].map(([outcode, place]) => ({
  outcode,
  ...place,
  regionId: regionOfOutcode(outcode),
}))
