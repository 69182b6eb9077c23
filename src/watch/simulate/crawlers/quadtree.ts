import type { Chance } from '../chance.ts'
import { BOX } from '../world/england.ts'
import type { Crawler } from './crawler.ts'
import { allTypes } from './sweeps.ts'

type Square = {
  readonly west: number
  readonly south: number
  readonly side: number
  readonly wanted: number
}

const SIDE_METRES_MIN = 50

/**
 * Asks in the middle of a square; when the answer was full and does not reach the corners, asks in its four quarters.
 * Knows nothing beforehand and misses nothing. Takes squares in any order, so that no line shows.
 */
export function quadtree(chance: Chance): Crawler {
  const side = Math.max(BOX.east - BOX.west, BOX.north - BOX.south)
  const open: Square[] = allTypes().map(wanted => ({ west: BOX.west, south: BOX.south, side, wanted }))
  let asked: Square | undefined
  return {
    next: () => {
      const at = chance.below(open.length)
      const chosen = open[at]
      const last = open.pop()
      if (chosen === undefined || last === undefined) return null
      if (at < open.length) open[at] = last
      asked = chosen
      const half = chosen.side / 2
      return {
        kind: 'point',
        easting: chosen.west + half,
        northing: chosen.south + half,
        wanted: chosen.wanted,
      }
    },
    learn: reply => {
      if (!reply || !asked || reply.count < reply.k || asked.side < SIDE_METRES_MIN) return
      if (reply.farthestMetres >= asked.side * Math.SQRT1_2) return
      const { west, south, wanted } = asked
      const half = asked.side / 2
      for (const east of [0, half]) {
        for (const north of [0, half])
          open.push({ west: west + east, south: south + north, side: half, wanted })
      }
    },
  }
}
