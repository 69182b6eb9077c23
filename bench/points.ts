import { type Chance, createChance } from '../src/demonstration/chance.ts'
import { AGE_DAYS_MAX, type Sex } from '../src/directory/index.ts'
import { ENGLISH_OUTCODES, toGrid, toWgs84 } from '../src/places/index.ts'

/** Services as points, column by column; the id of a service is its place in the columns, plus one. */
export type Points = {
  readonly count: number
  readonly types: Uint8Array
  /** National Grid metres. */
  readonly eastings: Int32Array
  readonly northings: Int32Array
  /** WGS84 degrees. */
  readonly longitudes: Float64Array
  readonly latitudes: Float64Array
  /** Whom each serves, a place in AGES and a place in SEXES. */
  readonly ages: Uint8Array
  readonly sexes: Uint8Array
}

export type Range = { readonly fromDays: number; readonly toDays: number }

/** Most serve everybody. */
export const AGES: readonly Range[] = [
  { fromDays: 0, toDays: AGE_DAYS_MAX },
  { fromDays: 0, toDays: AGE_DAYS_MAX },
  { fromDays: 5844, toDays: AGE_DAYS_MAX },
  { fromDays: 0, toDays: 5843 },
]
export const SEXES: readonly (readonly Sex[])[] = [
  ['female', 'male', 'indeterminate'],
  ['female', 'male', 'indeterminate'],
  ['female'],
  ['male'],
]

export const TYPES = 40
const SEED = 42
/** How fast types get rarer: the commonest is a sixth of all, the rarest one in a hundred and twenty. */
const ZIPF = 0.8
const IN_CLUSTERS = 0.88

/** Points spread as people are: most around the middle of an outcode, some anywhere in a wider ring about it. */
export function createPoints(count: number): Points {
  const chance = createChance(SEED)
  const centres = ENGLISH_OUTCODES.map(toGrid)
  const typeOf = zipf(chance)
  const points: Points = {
    count,
    types: new Uint8Array(count),
    eastings: new Int32Array(count),
    northings: new Int32Array(count),
    longitudes: new Float64Array(count),
    latitudes: new Float64Array(count),
    ages: new Uint8Array(count),
    sexes: new Uint8Array(count),
  }
  for (let index = 0; index < count; index += 1) {
    const centre = chance.pick(centres)
    const spreadMetres = chance.yes(IN_CLUSTERS) ? 1200 : 9000
    const easting = Math.round(centre.easting + chance.bell() * spreadMetres)
    const northing = Math.round(centre.northing + chance.bell() * spreadMetres)
    const { longitude, latitude } = toWgs84({ easting, northing })
    points.types[index] = typeOf()
    points.eastings[index] = easting
    points.northings[index] = northing
    points.longitudes[index] = longitude
    points.latitudes[index] = latitude
    points.ages[index] = chance.below(AGES.length)
    points.sexes[index] = chance.below(SEXES.length)
  }
  return points
}

function zipf(chance: Chance): () => number {
  const ends: number[] = []
  for (let type = 1; type <= TYPES; type += 1) ends.push((ends.at(-1) ?? 0) + type ** -ZIPF)
  const all = ends.at(-1) ?? 1
  return () => {
    const roll = chance.next() * all
    return ends.findIndex(end => roll < end) + 1
  }
}

/** A question: the nearest `limit` services of a type for a person of that age and sex. */
export type PointQuestion = {
  readonly typeId: number
  readonly easting: number
  readonly northing: number
  readonly longitude: number
  readonly latitude: number
  readonly ageDays: number
  readonly sex: Sex
}

/** Asked near one service for the type of another, for people of all ages. */
export function createQuestions(points: Points, count: number): PointQuestion[] {
  const chance = createChance(SEED + 1)
  return Array.from({ length: count }, () => {
    const near = chance.below(points.count)
    const easting = (points.eastings[near] ?? 0) + chance.below(2001) - 1000
    const northing = (points.northings[near] ?? 0) + chance.below(2001) - 1000
    return {
      typeId: points.types[chance.below(points.count)] ?? 1,
      easting,
      northing,
      ...toWgs84({ easting, northing }),
      ageDays: chance.below(33_000),
      sex: chance.pick(['female', 'male'] as const),
    }
  })
}
