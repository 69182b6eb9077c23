import { COUNTIES, type County } from './embedded/counties.ts'
import type { Town } from './gazetteer.ts'
import { nationNamed } from './nation-names.ts'
import { metresBetween, toGrid } from './national-grid.ts'
import type { GridPoint } from './place.ts'
import { shortTownKey, townKey } from './town-name.ts'

/** Towns by what people call them. */
export type TownIndex = {
  /** Those of that very name first, wherever they are, then the English ones that are called so for short. */
  readonly named: (name: string) => readonly Town[]
  /** The nearest town of another name that people elsewhere will have heard of. */
  readonly landmarkOf: (town: Town) => Town | null
  /** Those of the towns that a county, a nation or a town near by leaves; null when it says nothing known here. */
  readonly narrowed: (towns: readonly Town[], by: string) => readonly Town[] | null
}

/** Names that everybody uses and GeoNames has in full. */
const ALIASES: Readonly<Record<string, string>> = {
  hull: townKey('Kingston upon Hull'),
  westminster: townKey('City of Westminster'),
  'greater london': townKey('London'),
}
/** A town that people elsewhere will have heard of. */
export const LANDMARK_POPULATION = 20_000
/** `X, Y` means the X near Y, if Y is a town no further than this away. */
const NEAR_METRES = 60_000

export function townIndex(gazetteer: readonly Town[]): TownIndex {
  const byKey = Map.groupBy(gazetteer, town => townKey(town.name))
  const english = gazetteer.filter(town => town.nation === 'england')
  const byShortKey = Map.groupBy(english, town => shortTownKey(town.name))
  const landmarks = english
    .filter(town => town.population >= LANDMARK_POPULATION)
    .map(town => ({ town, key: townKey(town.name) }))
  const landmarkOf = new Map<Town, Town | null>()
  const named = (name: string): readonly Town[] => {
    const key = ALIASES[townKey(name)] ?? townKey(name)
    return [...(byKey.get(key) ?? []), ...(byShortKey.get(key) ?? [])]
  }
  return {
    named,
    landmarkOf: town => {
      const known = landmarkOf.get(town)
      if (known !== undefined) return known
      const own = townKey(town.name)
      const others = landmarks.flatMap(({ key, town: other }) => (key === own ? [] : [other]))
      const landmark = nearest(town, others)
      landmarkOf.set(town, landmark)
      return landmark
    },
    narrowed: (towns, by) => {
      const nation = nationNamed(by)
      if (nation) return towns.filter(town => town.nation === nation)
      const county = countyNamed(by)
      if (county) {
        const centre = toGrid(county)
        return towns.filter(town => metresBetween(town, centre) <= county.reachMetres)
      }
      const marks = named(by)
      return marks.length === 0 ? null : beside(towns, marks)
    },
  }
}

const COUNTY_OF = new Map(COUNTIES.flatMap(county => county.names.map(name => [townKey(name), county])))

/** The county of that name, long or short. */
export const countyNamed = (text: string): County | undefined => COUNTY_OF.get(townKey(text))

function nearest(to: GridPoint, towns: readonly Town[]): Town | null {
  let best: Town | null = null
  for (const town of towns) if (!best || metresBetween(to, town) < metresBetween(to, best)) best = town
  return best
}

/** The one of the towns that is nearest to any of the marks, and near. */
function beside(towns: readonly Town[], marks: readonly Town[]): readonly Town[] {
  let best: Town | null = null
  let bestMetres = NEAR_METRES
  for (const town of towns) {
    const mark = nearest(town, marks)
    const metres = mark ? metresBetween(town, mark) : Number.POSITIVE_INFINITY
    if (metres > bestMetres) continue
    best = town
    bestMetres = metres
  }
  return best ? [best] : []
}
