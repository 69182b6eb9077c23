import type { Places } from './locate.ts'
import { gridSquare, middleOfSquare } from './national-grid.ts'
import type { PostcodeTable } from './postcode-table.ts'

/** England has some 9,500 sectors. */
const KEPT_MAX = 20_000

/**
 * The 1 km square in which the middle of a cell of the activity log lies: of a square itself, of a postcode sector the
 * one its middle falls in. It says no more than the cell does, since nothing of the question goes into it. Null for a
 * cell that is nowhere in England.
 */
export function squareOfCell(places: Pick<Places, 'locate' | 'edition'>): (cell: string) => string | null {
  let edition: PostcodeTable['edition'] | null = null
  const kept = new Map<string, string | null>()
  return cell => {
    if (middleOfSquare(cell) !== null) return cell
    const now = places.edition()
    if (now !== edition || kept.size >= KEPT_MAX) {
      kept.clear()
      edition = now
    }
    const known = kept.get(cell)
    if (known !== undefined) return known
    const answer = places.locate(cell)
    const square = answer.outcome === 'located' ? gridSquare(answer.place) : null
    kept.set(cell, square)
    return square
  }
}
