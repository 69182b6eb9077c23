import type { MiddleOf } from '../live/observation.ts'

export type MappedSquare = {
  readonly square: string
  readonly searches: number
  /** Whether it lies in what was declared; null: nobody knows the account any more. */
  readonly inside: boolean | null
}

const WIDTH = 330
const HEIGHT = 330
/** England and the sea around it, National Grid metres. */
const WEST = 80_000
const NORTH = 660_000
const METRES_PER_UNIT = 2000

/**
 * Squares as a small picture: where was asked, the darker the more often; red is outside what was declared. National Grid
 * north is up. It stands by itself, with nothing from elsewhere in it.
 */
export function squareMap(squares: readonly MappedSquare[], middleOf: MiddleOf): string {
  const most = Math.max(1, ...squares.map(({ searches }) => searches))
  const marks = squares.flatMap(({ square, searches, inside }) => {
    const middle = middleOf(square)
    if (middle === null) return []
    const x = ((middle.easting - WEST) / METRES_PER_UNIT).toFixed(1)
    const y = ((NORTH - middle.northing) / METRES_PER_UNIT).toFixed(1)
    const colour = inside === false ? '#b00020' : '#0b5cad'
    const opacity = (0.35 + 0.65 * (Math.log(1 + searches) / Math.log(1 + most))).toFixed(2)
    const told = `${square}: ${searches} search${searches === 1 ? '' : 'es'}${inside === false ? ', outside' : ''}`
    return `<rect x="${x}" y="${y}" width="2" height="2" fill="${colour}" opacity="${opacity}"><title>${told}</title></rect>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"><title>Where was asked</title>${marks.join('')}</svg>`
}
