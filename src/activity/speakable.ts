import type { ActivityEntry } from './entry.ts'

/** A postcode sector, `LS1 4`, or a 1 km square of the National Grid, `SE3033`: the finest the log may hold. */
const SECTOR = /^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9]$/
const SQUARE = /^[HJNOST][A-HJ-Z][0-9]{4}$/

const OUTWARD = '(?<![A-Za-z0-9])[A-Za-z]{1,2}[0-9][A-Za-z0-9]?'
const INWARD = '[0-9][A-Za-z]{2}(?![A-Za-z0-9])'
const GAP = '(?: |\\+|%20|-|_)'
const POSTCODE = new RegExp(`${OUTWARD}${GAP}?${INWARD}`)
/** With a gap between its halves, where a short random token could look like a postcode without one. */
const PARTED_POSTCODE = new RegExp(`${OUTWARD}${GAP}${INWARD}`)
/** Degrees to three decimals (about 100 m) or finer, not the seconds of a time; or easting and northing in metres. */
const COORDINATES =
  /-?[0-9]{1,3}\.[0-9]{3,}(?![0-9]*Z)|(?<![0-9])[0-9]{6}(?:\.[0-9]+)?[ ,;]+[0-9]{6,7}(?![0-9])/

/** Names that would put health, or an exact place, beside an identity (AUP25-25, decision 12). */
const FORBIDDEN_NAMES =
  /^(age|ageDays|ageYears|dateOfBirth|dob|sex|gender|symptom.*|discriminator.*|disposition|postcode|nhsNumber|easting|northing|latitude|longitude|lat|lon|lng|body)$/i

/** Whether a text holds something that reads as a full postcode. For http: a caller's request id may not. */
export const holdsPostcode = (text: string): boolean => POSTCODE.test(text)

/** Whether a text reads as a postcode or a coordinate, which no target of a question may. */
export const readsAsPlace = (text: string): boolean => POSTCODE.test(text) || COORDINATES.test(text)

/**
 * Throws when an entry would say more than the log may know. Runs for every entry, so it looks only where a value
 * from outside could bring something in: the cell, the target and the caller's request id (under 1 µs). That no other
 * member can is shown by a test with `unspeakableIn`. It fails closed: the question is then not answered.
 * Of 47,928 real ODS and NHS.UK codes none reads as a postcode, so a look-up by code is never refused by mistake.
 */
export function assertSpeakable(entry: ActivityEntry): void {
  const { cell, target } = entry.question
  if (cell !== null && !SECTOR.test(cell) && !SQUARE.test(cell)) {
    throw new Error('An activity entry places its question more finely than a sector or a 1 km square.')
  }
  if (target !== null && readsAsPlace(target)) {
    throw new Error('An activity entry names a postcode or a coordinate as the target of its question.')
  }
  if (PARTED_POSTCODE.test(entry.requestId)) {
    throw new Error('An activity entry carries a postcode in its request id.')
  }
}

/**
 * Everything in a value, at any depth, that the log may not hold: forbidden names, postcodes, coordinates.
 * The thorough and slower sister of `assertSpeakable`, for tests and audits.
 * @returns paths with the reason, `question.age: a forbidden name`; empty when all is well
 */
export function unspeakableIn(value: unknown, path = ''): string[] {
  if (typeof value === 'string') {
    if (POSTCODE.test(value)) return [`${path}: a full postcode`]
    return COORDINATES.test(value) ? [`${path}: a coordinate`] : []
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) || Math.abs(value) > 180 ? [] : [`${path}: a fraction, as of a coordinate`]
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => unspeakableIn(item, `${path}[${index}]`))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => {
    const inner = path === '' ? name : `${path}.${name}`
    return [
      ...(FORBIDDEN_NAMES.test(name) ? [`${inner}: a forbidden name`] : []),
      ...unspeakableIn(member, inner),
    ]
  })
}
