import type { CoordinateReading } from './coordinates.ts'
import { hundredKilometreSquare, isOnGrid } from './national-grid.ts'

/** Two letters and two groups of figures, or one group to be cut in the middle. */
const REFERENCE = /^([HJNOST][A-HJ-Z])\s*(?:(\d{1,5})\s+(\d{1,5})|(\d{2,10}))$/i
/** Three figures each way name a square of 100 m; two a whole kilometre, from which nothing near can be put in order. */
const FIGURES_MIN = 3
/** Half the diagonal of a square, as a part of its side. */
const HALF_DIAGONAL = Math.SQRT1_2

/**
 * A National Grid reference such as `SE 300 334`, as the middle of the square it names. Null when the text is none:
 * one letter, or an odd number of figures, may be a postcode.
 */
export function readGridReference(text: string): CoordinateReading | null {
  const [, letters = '', east, north, both] = REFERENCE.exec(text) ?? []
  const eastFigures = east ?? both?.slice(0, both.length / 2) ?? ''
  const northFigures = north ?? both?.slice(both.length / 2) ?? ''
  if (eastFigures === '' || eastFigures.length !== northFigures.length) return null
  const label = `${letters.toUpperCase()} ${eastFigures} ${northFigures}`
  if (eastFigures.length < FIGURES_MIN)
    return {
      kind: 'wrong',
      reason: `The grid reference ${label} names too large a square. Give six figures or more.`,
    }
  const corner = hundredKilometreSquare(letters.toUpperCase())
  const side = 10 ** (5 - eastFigures.length)
  const point = {
    easting: corner.easting + Math.floor((Number(eastFigures) + 0.5) * side),
    northing: corner.northing + Math.floor((Number(northFigures) + 0.5) * side),
  }
  return isOnGrid(point)
    ? { kind: 'grid', point, label, errorMetres: Math.ceil(side * HALF_DIAGONAL) }
    : { kind: 'wrong', reason: `${letters.toUpperCase()} is no square of the National Grid.` }
}
