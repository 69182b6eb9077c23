/** The letters that may stand in the last two places: all but C I K M O V (sources, data 5). */
const UNIT_LETTERS = 'ABDEFGHJLNPQRSTUWXYZ'
const COUNT = UNIT_LETTERS.length

/** How many inward codes a sector has; an outcode has ten times as many. */
export const SECTOR_CODES = COUNT * COUNT

const NUMBER_OF = new Int8Array(128).fill(-1)
for (let index = 0; index < COUNT; index += 1) NUMBER_OF[UNIT_LETTERS.charCodeAt(index)] = index

/** `4AP` as a number from 0 to 3999, in alphabetical order, or -1 when it cannot be an inward code. */
export function inwardNumber(inward: string): number {
  if (inward.length !== 3) return -1
  const sector = inward.charCodeAt(0) - 48
  const first = NUMBER_OF[inward.charCodeAt(1)] ?? -1
  const second = NUMBER_OF[inward.charCodeAt(2)] ?? -1
  if (sector < 0 || sector > 9 || first < 0 || second < 0) return -1
  return sector * SECTOR_CODES + first * COUNT + second
}

/** The inward code of a number from `inwardNumber`. */
export const inwardText = (number: number): string =>
  `${Math.floor(number / SECTOR_CODES)}${UNIT_LETTERS.charAt(Math.floor((number % SECTOR_CODES) / COUNT))}${UNIT_LETTERS.charAt(number % COUNT)}`
