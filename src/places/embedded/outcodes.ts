import { EAST_OF_ENGLAND } from './outcode-tables/east-of-england.ts'
import { LONDON } from './outcode-tables/london.ts'
import { MIDLANDS } from './outcode-tables/midlands.ts'
import { NORTH_EAST_AND_YORKSHIRE } from './outcode-tables/north-east-and-yorkshire.ts'
import { NORTH_WEST } from './outcode-tables/north-west.ts'
import { SOUTH_EAST } from './outcode-tables/south-east.ts'
import { SOUTH_WEST } from './outcode-tables/south-west.ts'

/** The place an outcode is around, and a point in it in degrees (WGS84), to a hundredth: about a kilometre. */
export type OutcodePlace = { readonly town: string; readonly latitude: number; readonly longitude: number }

/**
 * Where each outcode with addresses in England is, near enough to begin with. For the 25 that straddle the border of
 * Scotland or Wales it is a place on the English side.
 *
 * Approximate, and written by hand from general knowledge; not derived from any postcode file. A point is that of
 * the town in GeoNames (CC BY 4.0) where GeoNames has the place and it stands for the whole outcode, otherwise (city
 * districts, groups of villages) a judgement of where the middle of the district is. Outcodes of large users and PO
 * boxes have no middle and take that of their post town, or of the town that sorts their mail.
 * It serves until a postcode file is imported, and answers made from it must say that they are approximate: half of
 * the 1,491,312 located English postcodes of Code-Point Open of November 2025 lie within 1.5 km of the point given,
 * nine in ten within 5.7 km, 95 in a hundred within 7.9 km (the middle of the outcode itself would do 1.5, 5.2, 7.2).
 * test/places/embedded.test.ts measures it where real data is at hand. That test's worst distances have been used
 * to find and rethink wrongly remembered districts, and 29 outcodes it does not have were struck out; no coordinate
 * was taken from the file. The newest outcodes (E22, SR43 and nine others) are from sources, data 4.
 */
export const OUTCODE_PLACES: ReadonlyMap<string, OutcodePlace> = new Map(
  [EAST_OF_ENGLAND, LONDON, MIDLANDS, NORTH_EAST_AND_YORKSHIRE, NORTH_WEST, SOUTH_EAST, SOUTH_WEST].flatMap(
    table => readTable(table),
  ),
)

/**
 * A table has a paragraph for each area: `LS: 1,99 Leeds 53.80,-1.55; 21 Otley 53.91,-1.69` names LS1, LS99 and LS21.
 * Lines that begin with spaces go on from the one before.
 */
function readTable(table: string): [string, OutcodePlace][] {
  return table
    .trim()
    .split(/\n(?! )/)
    .flatMap(paragraph => {
      const [area, entries] = paragraph.split(': ')
      if (area === undefined || entries === undefined) throw new Error(`Not an area: ${paragraph}`)
      return entries.split(/;\s+/).flatMap(entry => readEntry(area, entry))
    })
}

function readEntry(area: string, entry: string): [string, OutcodePlace][] {
  const match = /^([\dA-Z,]+) (.+) (\d+\.\d\d),(-?\d+\.\d\d)$/.exec(entry)
  const [, districts, town, latitude, longitude] = match ?? []
  if (districts === undefined || town === undefined) throw new Error(`Not an entry of ${area}: ${entry}`)
  const place = { town, latitude: Number(latitude), longitude: Number(longitude) }
  return districts.split(',').map(district => [area + district, place])
}
