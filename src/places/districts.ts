import { BOROUGHS } from './embedded/boroughs.ts'
import type { Embedded } from './embedded.ts'
import type { Town } from './gazetteer.ts'
import { metresBetween, toGrid } from './national-grid.ts'
import { townKey } from './town-name.ts'

/** Nearer than this to a town of its name, an outcode is the country around that town. */
const SURROUNDINGS_METRES = 20_000

/**
 * The towns, and parts of cities beside them: boroughs, and the places that outcodes are named after, which GeoNames
 * mostly lacks. Without them `Headingley` is nowhere, and, what is worse, `Everton` is a village in Bedfordshire and
 * nothing else. Outcodes on a border are left out: some are named after the town across it.
 */
export function withDistricts(
  gazetteer: readonly Town[],
  embedded: Pick<Embedded, 'outcodePlaces' | 'mixedOutcodes'>,
): readonly Town[] {
  const english = gazetteer.filter(town => town.nation === 'england')
  const known = Map.groupBy(english, town => townKey(town.name))
  const all = [...gazetteer]
  const add = (name: string, place: { latitude: number; longitude: number }, population: number): void => {
    const point = toGrid(place)
    const namesakes = known.get(townKey(name)) ?? []
    if (namesakes.some(town => metresBetween(town, point) < SURROUNDINGS_METRES)) return
    const { latitude, longitude } = place
    const district: Town = { name, nation: 'england', population, latitude, longitude, ...point }
    all.push(district)
    known.set(townKey(name), [...namesakes, district])
  }
  for (const { name, population, ...place } of BOROUGHS) add(name, place, population)
  for (const [outcode, { town, ...place }] of embedded.outcodePlaces) {
    if (!embedded.mixedOutcodes.has(outcode)) add(town, place, 0)
  }
  return all
}
