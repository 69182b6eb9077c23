import type { LocatedPlace, PlaceAnswer } from '../../places/index.ts'
import type { Note } from './candidate.ts'

/** The part of places that an import needs: a text read as a place. */
export type Locate = (text: string) => PlaceAnswer

/** What the postcode field came to. `postcode` is kept on the record; `place` is where it is, when known. */
export type ByPostcode = {
  readonly given: string
  readonly postcode?: string
  readonly place: LocatedPlace | null
  readonly outside?: string
  readonly why: string
}

/** Reads a postcode field: where it is, or why nowhere. */
export function readPostcode(given: string, locate: Locate, note: Note): ByPostcode {
  const text = given.trim()
  if (text === '') return { given, place: null, why: 'no postcode' }
  const answer = locate(text)
  switch (answer.outcome) {
    case 'located':
      return locatedPostcode(given, answer.place, note)
    case 'terminated':
      notePostcodeForm(given, answer.label, note)
      note('postcode-ended', `${answer.label} ended ${answer.endedOn}`)
      return { given, postcode: answer.label, place: answer.place, why: `${answer.label} has ended` }
    case 'outside-england':
      return { given, postcode: answer.label, place: null, outside: answer.nation, why: 'outside England' }
    case 'non-geographic':
    case 'unlocated':
      return { given, postcode: answer.label, place: null, why: `${answer.label}: ${answer.reason}` }
    default:
      return { given, place: null, why: `${text} is no postcode` }
  }
}

function locatedPostcode(given: string, place: LocatedPlace, note: Note): ByPostcode {
  if (place.kind === 'postcode') {
    notePostcodeForm(given, place.label, note)
    return { given, postcode: place.label, place, why: '' }
  }
  if (place.kind === 'sector' || place.kind === 'outcode') {
    note('postcode-partial', given)
    return { given, place, why: '' }
  }
  // A town or an area in the postcode's column, such as KENT, is no address to send anyone to.
  return { given, place: null, why: `${given.trim()} is no postcode` }
}

function notePostcodeForm(given: string, label: string, note: Note): void {
  if (given === label) return
  const bare = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '')
  note(bare(given) === bare(label) ? 'postcode-form' : 'postcode-corrected', `${given} → ${label}`)
}
