import type { PlaceAreas } from './place.ts'
import { NO_AREAS } from './table-columns.ts'

/** Numbers pairs of areas on their way into a table, each pair once. */
export type AreaPairs = {
  /** @throws RangeError past 65,536 pairs, which no real file comes near: there are some 400 */
  readonly numberOf: (district: string | null, board: string | null) => number
  /** Every pair in order of its number; none when no row named an area. */
  readonly all: () => readonly PlaceAreas[]
}

/** What a column of sixteen bits can number. More than these would be taken for each other. */
const PAIRS_MAX = 65_536

export function areaPairs(): AreaPairs {
  // The joined text is the key, and not the codes: those are slices of the file, and would keep its blocks in memory.
  const numbers = new Map<string, number>([[',', NO_AREAS]])
  return {
    numberOf: (district, board) => {
      const key = `${district ?? ''},${board ?? ''}`
      const known = numbers.get(key)
      if (known !== undefined) return known
      if (numbers.size === PAIRS_MAX)
        throw new RangeError(`A postcode file of more than ${PAIRS_MAX} pairs of areas.`)
      numbers.set(key, numbers.size)
      return numbers.size - 1
    },
    all: () => (numbers.size === 1 ? [] : [...numbers.keys()].map(pairOf)),
  }
}

function pairOf(key: string): PlaceAreas {
  const [district = '', board = ''] = key.split(',')
  return { district: district || null, board: board || null }
}
