import { BOROUGHS } from './embedded/boroughs.ts'
import type { Embedded } from './embedded.ts'
import type { Town } from './gazetteer.ts'
import { metresBetween, toGrid } from './national-grid.ts'
import { townKey } from './town-name.ts'

/** Nearer than this to a town of its name, an outcode is the country around that town. */
const SURROUNDINGS_METRES = 20_000
/**
 * Less than an outcode holds, which is some 25,000, and chosen for what it does: no town of ninety thousand or less
 * hides a district (towns.ts), and no district a village of unknown size.
 */
const DISTRICT_POPULATION = 9000
/** Points of outcodes are to a kilometre, and districts have no edge. An estimate of ours. */
const DISTRICT_ERROR_METRES = 3000

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
  const add = (place: Omit<Town, 'nation' | 'easting' | 'northing'>): void => {
    const district: Town = { ...place, ...toGrid(place), nation: 'england' }
    const namesakes = known.get(townKey(place.name)) ?? []
    if (namesakes.some(town => metresBetween(town, district) < SURROUNDINGS_METRES)) return
    all.push(district)
    known.set(townKey(place.name), [...namesakes, district])
  }
  for (const borough of BOROUGHS) add(borough)
  for (const [outcode, { town: name, latitude, longitude }] of embedded.outcodePlaces) {
    if (embedded.mixedOutcodes.has(outcode)) continue
    add({ name, latitude, longitude, population: DISTRICT_POPULATION, errorMetres: DISTRICT_ERROR_METRES })
  }
  return all
}
