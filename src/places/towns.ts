import type { Town } from './gazetteer.ts'
import { metresBetween } from './national-grid.ts'
import type { Nation } from './place.ts'
import { shortTownKey, splitQualifier, TOWN_NAME_MAX, townKey } from './town-name.ts'

/** What a name means: one English town, several, only towns elsewhere in the United Kingdom, or none. */
export type TownAnswer =
  | { readonly outcome: 'town'; readonly town: LabelledTown }
  | { readonly outcome: 'several'; readonly towns: readonly LabelledTown[] }
  | { readonly outcome: 'elsewhere'; readonly name: string; readonly nation: Nation }
  | { readonly outcome: 'none' }

/** `label` tells namesakes apart, `Newport (near Telford)`, and finds the same town when given back. */
export type LabelledTown = { readonly town: Town; readonly label: string }

export type Towns = { readonly search: (text: string) => TownAnswer }

/** Two rows of one name closer than this are one place: GeoNames has some towns as a place and as a parish. */
const SAME_PLACE_METRES = 5000
/** A namesake this many times smaller is not what most people mean; to those who do, the label shows the mistake. */
const DOMINANCE = 10
/** What an unknown population is taken for: such places are parishes and villages. */
const POPULATION_UNKNOWN = 1000
const CHOICES_MAX = 10
/** Names that everybody uses and GeoNames has in full. */
const ALIASES: Readonly<Record<string, string>> = {
  hull: townKey('Kingston upon Hull'),
  westminster: townKey('City of Westminster'),
}
/** A town that people elsewhere will have heard of. */
const LANDMARK_POPULATION = 20_000
/** `X, Y` means the X near Y, if Y is a town no further than this away. */
const NEAR_METRES = 60_000

export function towns(gazetteer: readonly Town[]): Towns {
  const byKey = new Map<string, Town[]>()
  const byShortKey = new Map<string, Town[]>()
  for (const town of gazetteer) {
    put(byKey, townKey(town.name), town)
    const short = shortTownKey(town.name)
    if (short !== null) put(byShortKey, short, town)
  }
  const landmarks = gazetteer
    .filter(town => town.nation === 'england' && town.population >= LANDMARK_POPULATION)
    .map(town => ({ town, key: townKey(town.name) }))
  /** Those of that very name first, wherever they are, then the English ones that are called so for short. */
  const named = (name: string): readonly Town[] => {
    const key = ALIASES[townKey(name)] ?? townKey(name)
    const short = (byShortKey.get(key) ?? []).filter(town => town.nation === 'england')
    return [...(byKey.get(key) ?? []), ...short]
  }
  const search = (text: string): TownAnswer => {
    if (text.length > TOWN_NAME_MAX) return { outcome: 'none' }
    const whole = named(text)
    const { name, by } = splitQualifier(text)
    const found = whole.length > 0 ? whole : named(name)
    const english = distinct(found.filter(town => town.nation === 'england'))
    if (english.length === 0) {
      const [other] = found
      return other ? { outcome: 'elsewhere', name: other.name, nation: other.nation } : { outcome: 'none' }
    }
    const labelled = labels(english, landmarks, townKey(name))
    const narrowed =
      whole.length > 0 || by === null || english.length === 1 ? null : nearestTo(labelled, named(by))
    return choose(narrowed ? [narrowed] : labelled, townKey(name))
  }
  return { search }
}

function put(map: Map<string, Town[]>, key: string, town: Town): void {
  const list = map.get(key)
  if (list) list.push(town)
  else map.set(key, [town])
}

/** Largest first, one of each place. */
function distinct(found: readonly Town[]): Town[] {
  const kept: Town[] = []
  for (const town of found.toSorted((one, other) => other.population - one.population)) {
    if (kept.every(known => metresBetween(known, town) > SAME_PLACE_METRES)) kept.push(town)
  }
  return kept
}

/**
 * One town, where there is one, or one that dwarfs its namesakes. A town asked for by a short form never overrules one
 * of that very name: `Stoke` may be Stoke-on-Trent, or Stoke.
 */
function choose(labelled: readonly LabelledTown[], key: string): TownAnswer {
  const [first, second] = labelled
  if (!first) return { outcome: 'none' }
  if (!second) return { outcome: 'town', town: first }
  const isExact = ({ town }: LabelledTown): boolean => townKey(town.name) === key
  const peopleOf = ({ town }: LabelledTown): number => town.population || POPULATION_UNKNOWN
  const dwarfs = peopleOf(first) >= DOMINANCE * peopleOf(second)
  if (dwarfs && (isExact(first) || !labelled.some(isExact))) return { outcome: 'town', town: first }
  return { outcome: 'several', towns: labelled.slice(0, CHOICES_MAX) }
}

/** Only towns that share their name need more than it, or whose name is all that was asked and meant several. */
function labels(english: readonly Town[], landmarks: readonly Landmark[], asked: string): LabelledTown[] {
  const names = english.map(town => townKey(town.name))
  return english.map((town, index) => {
    const shared = names.some(
      (name, other) => other !== index && (name === names[index] || names[index] === asked),
    )
    const landmark = shared ? nearest(town, names[index], landmarks) : null
    return { town, label: landmark ? `${town.name} (near ${landmark.name})` : town.name }
  })
}

type Landmark = { readonly town: Town; readonly key: string }

/** The nearest landmark of another name. */
function nearest(to: Town, key: string | undefined, landmarks: readonly Landmark[]): Town | null {
  let best: Town | null = null
  for (const landmark of landmarks) {
    if (landmark.key === key) continue
    if (!best || metresBetween(to, landmark.town) < metresBetween(to, best)) best = landmark.town
  }
  return best
}

function nearestTo(labelled: readonly LabelledTown[], marks: readonly Town[]): LabelledTown | null {
  let best: { choice: LabelledTown; metres: number } | null = null
  for (const choice of labelled) {
    for (const mark of marks) {
      const metres = metresBetween(choice.town, mark)
      if (metres <= NEAR_METRES && (!best || metres < best.metres)) best = { choice, metres }
    }
  }
  return best?.choice ?? null
}
