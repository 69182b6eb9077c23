/** A borough small enough to search from, that GeoNames has no town of. */
export type Borough = {
  readonly name: string
  readonly latitude: number
  readonly longitude: number
  /** To the nearest ten thousand or so; how far it spreads is told by it. */
  readonly population: number
}

/** Written from general knowledge, as ./outcodes.ts; the middle of the borough, in degrees (WGS84). */
export const BOROUGHS: readonly Borough[] = [
  { name: 'Barking and Dagenham', latitude: 51.55, longitude: 0.13, population: 220_000 },
  { name: 'Brighton and Hove', latitude: 50.84, longitude: -0.14, population: 280_000 },
  { name: 'Camden', latitude: 51.54, longitude: -0.16, population: 210_000 },
  { name: 'Hammersmith and Fulham', latitude: 51.49, longitude: -0.22, population: 180_000 },
  { name: 'Haringey', latitude: 51.59, longitude: -0.11, population: 260_000 },
  { name: 'Havering', latitude: 51.56, longitude: 0.22, population: 260_000 },
  { name: 'Hillingdon', latitude: 51.54, longitude: -0.45, population: 310_000 },
  { name: 'Kensington and Chelsea', latitude: 51.5, longitude: -0.19, population: 150_000 },
  { name: 'Merton', latitude: 51.41, longitude: -0.19, population: 220_000 },
  { name: 'Newham', latitude: 51.53, longitude: 0.03, population: 350_000 },
  { name: 'Richmond upon Thames', latitude: 51.44, longitude: -0.31, population: 200_000 },
  { name: 'Tower Hamlets', latitude: 51.52, longitude: -0.03, population: 310_000 },
  { name: 'Waltham Forest', latitude: 51.59, longitude: -0.01, population: 280_000 },
]
