import { validOutcode } from 'postcode'

/** What exists, as far as is known: the areas surely, the outcodes perhaps. */
export type KnownPostcodes = {
  readonly hasArea: (area: string) => boolean
  readonly hasOutcode: (outcode: string) => boolean
}

/** The letters in front. */
export const areaOf = (outcode: string): string => /^[A-Z]{1,2}/.exec(outcode)?.[0] ?? ''

/** Whether an outcode is a lettered part of a district: SW1A of SW1. */
export const isPartOf = (outcode: string, district: string): boolean =>
  outcode.length === district.length + 1 && outcode.startsWith(district) && /\d[A-Z]$/.test(outcode)

/**
 * Which letters may stand where (sources, data 5: it refuses none of 1,745,849 real postcodes). An area
 * of one letter has no district 0.
 */
const STRICT_OUTCODE = /^[A-PR-UWYZ]([1-9]\d?|[A-HK-Y](\d|[1-9]\d)|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRVWXY])$/

/**
 * The best reading of an outcode that may have O and 0, I and 1 confused: one that is known, before one whose area is
 * known, before one of the right shape; among equals the one with fewest mends. Null when none has the shape.
 */
export function mendOutcode(written: string, known: KnownPostcodes): string | null {
  if (known.hasOutcode(written)) return written
  let best: string | null = null
  let bestWorth = 0
  for (const reading of mendings(written)) {
    const worth = worthOf(reading, known)
    // A code whose area does not exist is reported as it was written: no mending makes `AI3` or `1012` a place.
    if (worth === SHAPE_ONLY && reading !== written) continue
    if (worth === KNOWN_OUTCODE) return reading
    if (worth > bestWorth) {
      best = reading
      bestWorth = worth
    }
  }
  return best
}

const SHAPE_ONLY = 1
const KNOWN_OUTCODE = 3

function worthOf(outcode: string, known: KnownPostcodes): number {
  if (!validOutcode(outcode)) return 0
  if (known.hasOutcode(outcode)) return KNOWN_OUTCODE
  if (!known.hasArea(areaOf(outcode))) return SHAPE_ONLY
  return STRICT_OUTCODE.test(outcode) ? 2 : 0
}

const CONFUSED: Readonly<Record<string, string>> = { O: '0', '0': 'O', I: '1', '1': 'I' }

/** Every way to mend the outcode, as written first and then by rising number of mends; at most sixteen. */
function mendings(written: string): string[] {
  if (written.length < 2 || written.length > 4) return []
  let found: { text: string; mends: number }[] = [{ text: '', mends: 0 }]
  for (const letter of written) {
    const other = CONFUSED[letter]
    found = found.flatMap(({ text, mends }) =>
      other === undefined
        ? [{ text: text + letter, mends }]
        : [
            { text: text + letter, mends },
            { text: text + other, mends: mends + 1 },
          ],
    )
  }
  return found.sort((one, two) => one.mends - two.mends).map(({ text }) => text)
}
