import { AUDIENCES, type Audience } from '../vocabulary/index.ts'
import type { Form } from './shape.ts'

/** Prepared parts of answers, one for each slot, audience and form, made when first wanted and kept as bytes. */
export type Fragments = {
  readonly of: (slot: number, audience: Audience, form: Form) => Buffer
  readonly forget: (slot: number) => void
  readonly bytes: () => number
}

const FORMS: readonly Form[] = ['list', 'full']

/**
 * @param make the bytes, when they are not there yet
 * @param bytesMax when more than these have been kept, all are dropped and made again as they are wanted: a bound on
 *   memory without bookkeeping at each read. The list form of 60,000 services takes some 40 MB
 */
export function createFragments(
  make: (slot: number, audience: Audience, form: Form) => Buffer,
  bytesMax: number,
): Fragments {
  const shelves = AUDIENCES.flatMap(audience =>
    FORMS.map(form => ({ audience, form, kept: [] as (Buffer | undefined)[] })),
  )
  let bytes = 0

  const keep = (kept: (Buffer | undefined)[], slot: number, fragment: Buffer): void => {
    if (bytes + fragment.length > bytesMax) {
      for (const shelf of shelves) shelf.kept.length = 0
      bytes = 0
    }
    // Filled up to the slot, for an array with holes far apart turns into a slow hash table.
    while (kept.length <= slot) kept.push(undefined)
    kept[slot] = fragment
    bytes += fragment.length
  }
  return {
    of: (slot, audience, form) => {
      const shelf = shelves[AUDIENCES.indexOf(audience) * FORMS.length + (form === 'full' ? 1 : 0)]
      const known = shelf?.kept[slot]
      if (known) return known
      const fragment = make(slot, audience, form)
      if (shelf) keep(shelf.kept, slot, fragment)
      return fragment
    },
    forget: slot => {
      for (const { kept } of shelves) {
        const known = kept[slot]
        if (!known) continue
        bytes -= known.length
        kept[slot] = undefined
      }
    },
    bytes: () => bytes,
  }
}
