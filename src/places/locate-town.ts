import { notRecognised, outsideEngland } from './answers.ts'
import { borderNotice, nationOfPoint } from './england.ts'
import type { Town } from './gazetteer.ts'
import type { Knowledge } from './knowledge.ts'
import { locatePostcode } from './locate-postcode.ts'
import { gridSquare } from './national-grid.ts'
import type { LocatedPlace, PlaceAnswer } from './place.ts'
import { readAtEnd, readLettersAsPostcode } from './postcode.ts'
import type { LabelledTown, Towns } from './towns.ts'

/** What a text that is no postcode and no coordinate means: a town, or what may be wrong with it. */
export function locateTown(text: string, knowing: Knowledge, gazetteer: Towns): PlaceAnswer {
  const answer = gazetteer.search(text)
  switch (answer.outcome) {
    case 'town':
      return { outcome: 'located', place: townPlace(answer.town, knowing) }
    case 'several':
      return {
        outcome: 'ambiguous',
        label: text.trim(),
        choices: answer.towns.map(town => townPlace(town, knowing)),
      }
    case 'county':
      return notRecognised(
        text,
        'A whole county is too large to search from. Give a postcode, or a town in it.',
      )
    case 'elsewhere':
      return outsideEngland(answer.name, ...answer.nations)
    case 'none':
      return locateLetters(text, knowing) ?? notRecognised(text, unknownReason(text, knowing))
  }
}

function locateLetters(text: string, knowing: Knowledge): PlaceAnswer | null {
  const reading = readLettersAsPostcode(text, knowing.known)
  const isKnown = reading?.kind === 'unit' && knowing.known.hasOutcode(reading.outcode)
  return isKnown ? locatePostcode(reading, knowing) : null
}

function unknownReason(text: string, knowing: Knowledge): string {
  const end = readAtEnd(text, knowing.known)
  if (end !== null) return `If the place you mean is ${end}, give it alone, or after a comma.`
  return /^[a-z]{1,2}\d/i.test(text.trim()) ? BROKEN_POSTCODE : UNKNOWN_TEXT
}

const BROKEN_POSTCODE =
  'It begins like a postcode, but something is missing or mistyped. A full one ends in a digit and two letters: LS1 4AP.'
const UNKNOWN_TEXT =
  'It is no postcode, part of one, town or coordinate known here. Check the spelling, or give a postcode such as LS1 4AP.'

/** People live spread over a town. English towns hold some 2,500 a square kilometre; none is smaller than a mile. */
const PEOPLE_PER_SQUARE_KILOMETRE = 2500
const TOWN_ERROR_METRES_MIN = 1500
/** Where the population is not known: a parish of scattered villages. */
const PARISH_ERROR_METRES = 3000

function spreadOf({ population, errorMetres }: Town): number {
  if (errorMetres !== undefined) return errorMetres
  if (population === 0) return PARISH_ERROR_METRES
  const radius = 1000 * Math.sqrt(population / (PEOPLE_PER_SQUARE_KILOMETRE * Math.PI))
  return Math.max(TOWN_ERROR_METRES_MIN, Math.ceil(radius / 100) * 100)
}

function townPlace({ town, label }: LabelledTown, { regionOf }: Knowledge): LocatedPlace {
  const { easting, northing, latitude, longitude } = town
  const verdict = nationOfPoint(town)
  return {
    kind: 'town',
    label,
    easting,
    northing,
    latitude,
    longitude,
    precision: 'town',
    errorMetres: spreadOf(town),
    regionId: regionOf({ easting, northing }),
    ...borderNotice(verdict.nearBorder),
    cell: gridSquare({ easting, northing }),
  }
}
