import { validOutcode } from 'postcode'
import { inwardNumber } from './inward.ts'

/** A text understood as a postcode or the front part of one. Whether it exists is another question. */
export type PostcodeReading =
  | {
      readonly kind: 'unit'
      readonly area: string
      readonly outcode: string
      /** Digit and two letters, `4AP`. */
      readonly inward: string
      readonly sector: string
      /** `LS1 4AP`. */
      readonly label: string
    }
  | {
      readonly kind: 'sector'
      readonly area: string
      readonly outcode: string
      readonly digit: string
      readonly label: string
    }
  | { readonly kind: 'outcode'; readonly area: string; readonly outcode: string; readonly label: string }
  | { readonly kind: 'area'; readonly area: string; readonly label: string }
  /** Has the shape of a postcode, but its letters name no area: `QQ1 1AA`. */
  | { readonly kind: 'no-such-area'; readonly area: string; readonly label: string }

/** What exists, as far as is known: the areas surely, the outcodes perhaps. */
export type KnownPostcodes = {
  readonly hasArea: (area: string) => boolean
  readonly hasOutcode: (outcode: string) => boolean
}

/** Capitals, and nothing but letters and digits; full-width and other look-alike forms become plain ones. */
export const compactPostcode = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')

/**
 * Reads a postcode, sector, outcode or area in any form people write them: any case, spaces or hyphens, O for 0 and
 * I for 1 and the reverse, and with a town or an address around a full postcode. Null when it is none of these.
 *
 * The `postcode` package knows the shape of an outcode; around it stands what it lacks (facts/data-sources section
 * 5): that the area must exist, that C I K M O V never end a postcode, and that a slip is mended towards an area that
 * exists, so that `S01 4AA` becomes SO1 and not a Sheffield district that never was. Its `parse` is not used: it takes
 * 15 µs, ten times all the rest.
 */
export function readPostcode(text: string, known: KnownPostcodes): PostcodeReading | null {
  const plain = text.normalize('NFKC').toUpperCase().trim()
  if (!/[A-Z]/.test(plain)) return null
  if (!/\d/.test(plain)) return readArea(plain, known)
  const whole = readWhole(plain, known)
  if (whole) return whole
  const parts = plain
    .split(/[,;()\n]/)
    .map(part => part.trim())
    .filter(part => part !== '' && part !== plain)
  for (const part of parts) {
    const reading = readWhole(part, known)
    if (reading && reading.kind !== 'no-such-area') return reading
  }
  return readAmongWords(plain, known)
}

function readArea(plain: string, known: KnownPostcodes): PostcodeReading | null {
  const area = plain.replace(/[^A-Z]/g, '')
  return known.hasArea(area) ? { kind: 'area', area, label: area } : null
}

/** A full postcode at the start or the end of an address. Never less than a full one: `M1 services` is no outcode. */
function readAmongWords(plain: string, known: KnownPostcodes): PostcodeReading | null {
  const words = plain.split(/[^A-Z0-9]+/).filter(word => word !== '')
  if (words.length < 2) return null
  const candidates = [words.slice(-2), words.slice(0, 2), words.slice(-1), words.slice(0, 1)]
  for (const candidate of candidates) {
    const reading = readUnit(candidate.join(''), known)
    if (reading?.kind === 'unit') return reading
  }
  return null
}

function readWhole(plain: string, known: KnownPostcodes): PostcodeReading | null {
  const compact = plain.replace(/[^A-Z0-9]/g, '')
  if (compact.length > 7 || !/\d/.test(compact)) return null
  if (compact.length >= 5) {
    const unit = readUnit(compact, known)
    if (unit) return unit
  }
  return readSector(plain, compact, known) ?? readOutcode(compact, known)
}

/** A code with O and I for every digit, `WIA OAX`. For a text that is nothing else: `Woking` would be W0K 1NG. */
export const readLettersAsPostcode = (text: string, known: KnownPostcodes): PostcodeReading | null =>
  readMendedUnit(compactPostcode(text), known)

const readUnit = (compact: string, known: KnownPostcodes): PostcodeReading | null =>
  /\d/.test(compact) ? readMendedUnit(compact, known) : null

function readMendedUnit(compact: string, known: KnownPostcodes): PostcodeReading | null {
  if (compact.length < 5 || compact.length > 7) return null
  const inward = withDigitFirst(compact.slice(-3))
  if (inwardNumber(inward) < 0) return null
  const outcode = mendOutcode(compact.slice(0, -3), known)
  if (outcode === null) return null
  const area = areaOf(outcode)
  const label = `${outcode} ${inward}`
  if (!known.hasArea(area)) return { kind: 'no-such-area', area, label }
  return { kind: 'unit', area, outcode, inward, sector: `${outcode} ${inward.charAt(0)}`, label }
}

/** A sector needs its gap, or an outcode that ends in a letter: `LS14` without one is the outcode. */
function readSector(plain: string, compact: string, known: KnownPostcodes): PostcodeReading | null {
  const gap = /[^A-Z0-9]([0-9OI])$/.exec(plain)
  if (!gap && !/[A-Z]\d[A-Z]\d$/.test(compact)) return null
  const outcode = mendOutcode(compact.slice(0, -1), known)
  if (outcode === null) return null
  const digit = withDigitFirst(compact.slice(-1))
  const area = areaOf(outcode)
  if (!known.hasArea(area)) return null
  // `W1 2` is W12 written with a gap, for there is no W1, while `E1 4` is a sector of E1.
  if (!known.hasOutcode(outcode) && known.hasOutcode(compact)) return null
  return { kind: 'sector', area, outcode, digit, label: `${outcode} ${digit}` }
}

function readOutcode(compact: string, known: KnownPostcodes): PostcodeReading | null {
  const outcode = mendOutcode(compact, known)
  if (outcode === null) return null
  const area = areaOf(outcode)
  if (!known.hasArea(area)) return { kind: 'no-such-area', area, label: outcode }
  return { kind: 'outcode', area, outcode, label: outcode }
}

/** The letters in front. */
export const areaOf = (outcode: string): string => /^[A-Z]{1,2}/.exec(outcode)?.[0] ?? ''

const withDigitFirst = (inward: string): string =>
  inward.replace(/^[OI]/, letter => (letter === 'O' ? '0' : '1'))

/** Which letters may stand where (facts/data-sources section 5: it refuses none of 1,745,849 real postcodes). */
const STRICT_OUTCODE =
  /^[A-PR-UWYZ](\d|[1-9]\d|[A-HK-Y](\d|[1-9]\d)|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRVWXY])$/

/**
 * The best reading of an outcode that may have O and 0, I and 1 confused: one that is known, before one whose area is
 * known, before one of the right shape; among equals the one with fewest mends. Null when none has the shape.
 */
function mendOutcode(written: string, known: KnownPostcodes): string | null {
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
