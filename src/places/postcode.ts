import { inwardNumber } from './inward.ts'
import { areaOf, type KnownPostcodes, mendOutcode } from './mend-outcode.ts'

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
  /** Different ones in one text; none of them is preferred. */
  | { readonly kind: 'several'; readonly label: string }
  /** Has the shape of a postcode, but its letters name no area: `QQ1 1AA`. */
  | { readonly kind: 'no-such-area'; readonly area: string; readonly label: string }

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
 * The `postcode` package knows the shape of an outcode; around it stands what it lacks (sources, data
 * 5): that the area must exist, that C I K M O V never end a postcode, and that a slip is mended towards an area that
 * exists, so that `S01 4AA` becomes SO1 and not a Sheffield district that never was. Its `parse` is not used: it takes
 * 15 µs, ten times all the rest.
 */
export function readPostcode(text: string, known: KnownPostcodes): PostcodeReading | null {
  const plain = text.normalize('NFKC').toUpperCase().trim()
  if (!/[A-Z]/.test(plain)) return null
  if (!/\d/.test(plain)) return readArea(plain, known)
  return readWhole(plain, known) ?? readAmong(plain, known)
}

/** A full postcode anywhere in an address, `B12, Mill House, Leeds LS1 4AP`; where there is none, an outcode or sector between commas. */
function readAmong(plain: string, known: KnownPostcodes): PostcodeReading | null {
  const parts = plain.split(/[,;()\n]/).map(part => part.trim())
  const whole = parts.flatMap(part => (part === plain ? [] : (readWhole(part, known) ?? [])))
  const units = [...whole.filter(({ kind }) => kind === 'unit'), ...unitsAmongWords(plain, known)]
  return onlyOne(units.length > 0 ? units : whole.filter(({ kind }) => kind !== 'no-such-area'))
}

function onlyOne(readings: readonly PostcodeReading[]): PostcodeReading | null {
  const labels = new Set(readings.map(({ label }) => label))
  return labels.size > 1 ? { kind: 'several', label: [...labels].join(', ') } : (readings[0] ?? null)
}

/**
 * Among words nothing is read into a code that is not there: `M1 Old Trafford` is no M1 0LD, `M1 services` no outcode,
 * and `B3 2nd floor` no B3 2ND.
 */
function unitsAmongWords(plain: string, known: KnownPostcodes): PostcodeReading[] {
  const words = plain.split(/[^A-Z0-9]+/).filter(word => word !== '')
  return words.flatMap((word, index) => {
    const isAlone = /^[A-Z0-9]{2,4}\d[A-Z]{2}$/.test(word)
    const isInward = /^\d[A-Z]{2}$/.test(word) && !(ORDINAL.test(word) && index < words.length - 1)
    const reading =
      isAlone || isInward ? readUnit(isAlone ? word : `${words[index - 1] ?? ''}${word}`, known) : null
    return reading?.kind === 'unit' ? [reading] : []
  })
}

const ORDINAL = /^(1ST|2ND|3RD|\dTH)$/

/** The outcode or sector that other words end in, `LS1` of `Leeds LS1`. It is not taken for the place: it may be a motorway. */
export function readAtEnd(text: string, known: KnownPostcodes): string | null {
  const words = text.normalize('NFKC').toUpperCase().trim().split(/\s+/)
  for (const count of [2, 1]) {
    const reading = words.length > count ? readWhole(words.slice(-count).join(' '), known) : null
    if (reading?.kind === 'outcode' || reading?.kind === 'sector')
      return known.hasOutcode(reading.outcode) ? reading.label : null
  }
  return null
}

function readArea(plain: string, known: KnownPostcodes): PostcodeReading | null {
  const area = plain.replace(/[^A-Z]/g, '')
  return known.hasArea(area) ? { kind: 'area', area, label: area } : null
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
  // Without a gap only after an outcode that is known: `E1, E2` is no sector of an E1E.
  if (outcode === null || !(gap || known.hasOutcode(outcode))) return null
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

const withDigitFirst = (inward: string): string =>
  inward.replace(/^[OI]/, letter => (letter === 'O' ? '0' : '1'))

export { areaOf, type KnownPostcodes } from './mend-outcode.ts'
