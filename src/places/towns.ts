import type { Town } from './gazetteer.ts'
import { nationNamed } from './nation-names.ts'
import { metresBetween } from './national-grid.ts'
import type { Nation } from './place.ts'
import { countyNamed, LANDMARK_POPULATION, type TownIndex, townIndex } from './town-index.ts'
import { spacedQualifiers, splitQualifier, TOWN_NAME_MAX, townKey } from './town-name.ts'

/** What a name means: one English town, several to choose from, a county, only places outside England, or nothing. */
export type TownAnswer =
  | { readonly outcome: 'town'; readonly town: LabelledTown }
  /** At least one: a single one when what was said beside its name does not fit it. */
  | { readonly outcome: 'several'; readonly towns: readonly LabelledTown[] }
  | { readonly outcome: 'county' }
  /** The nations that have a place of that name, the largest place first. */
  | { readonly outcome: 'elsewhere'; readonly name: string; readonly nations: readonly [Nation, ...Nation[]] }
  | { readonly outcome: 'none' }

/** `label` tells namesakes apart, `Newport (near Telford)`, and finds the same town when given back. */
export type LabelledTown = { readonly town: Town; readonly label: string }

export type Towns = { readonly search: (text: string) => TownAnswer }

/** Two rows of one name closer than this are one place: GeoNames has some towns as a place and as a parish. */
const SAME_PLACE_METRES = 5000
/** A namesake this many times smaller is not what most people mean; to those who do, the label shows the mistake. */
const DOMINANCE = 10
/** What an unknown population is taken for: such places are parishes, villages and parts of cities. */
const POPULATION_UNKNOWN = 1000
const CHOICES_MAX = 10

export function towns(gazetteer: readonly Town[]): Towns {
  const index = townIndex(gazetteer)
  const search = (text: string): TownAnswer => {
    if (text.length > TOWN_NAME_MAX) return { outcome: 'none' }
    // Before towns: there is a village of Wales in Yorkshire.
    const nation = nationNamed(text)
    if (nation) return { outcome: 'elsewhere', name: text.trim(), nations: [nation] }
    const whole = distinct(index.named(text))
    if (whole.length > 0) return choose(index, whole, whole, townKey(text))
    if (countyNamed(text)) return { outcome: 'county' }
    const { name, by } = splitQualifier(text)
    const found = distinct(index.named(name))
    if (found.length === 0) return searchSpaced(index, text)
    const own = labels(index, found, townKey(name)).find(({ label }) => townKey(label) === townKey(text))
    return own ? { outcome: 'town', town: own } : qualified(index, found, name, by)
  }
  return { search }
}

/** A town and what was said beside it. Nothing that was said is dropped: what does not fit is asked back. */
function qualified(
  index: TownIndex,
  found: readonly Town[],
  name: string,
  by: readonly string[],
): TownAnswer {
  const left = narrowedBy(index, found, by)
  if (left.length > 0) return choose(index, found, left, townKey(name))
  const english = labels(index, found, townKey(name))
  return english.length > 0
    ? { outcome: 'several', towns: english.slice(0, CHOICES_MAX) }
    : choose(index, found, found, townKey(name))
}

const narrowedBy = (index: TownIndex, found: readonly Town[], by: readonly string[]): readonly Town[] =>
  by.reduce((left, part) => index.narrowed(left, part) ?? [], found)

/** `Newport Shropshire`, where the last words fit what the first words name. */
function searchSpaced(index: TownIndex, text: string): TownAnswer {
  for (const { name, by } of spacedQualifiers(text)) {
    const found = distinct(index.named(name))
    const left = narrowedBy(index, found, by)
    if (left.length > 0) return choose(index, found, left, townKey(name))
  }
  return { outcome: 'none' }
}

/**
 * Of those named, the English ones that are left: the only one, or one that dwarfs its namesakes. A town asked for by
 * a short form dwarfs nothing: `Kingston` may be upon Hull or upon Thames, whatever their size; and a place abroad
 * that is so much larger is asked about.
 */
function choose(index: TownIndex, found: readonly Town[], left: readonly Town[], asked: string): TownAnswer {
  const remaining = new Set(left)
  const english = labels(index, found, asked).filter(({ town }) => remaining.has(town))
  const abroad = left.filter(town => town.nation !== 'england')
  const [largestAbroad] = abroad
  const [first, second] = english
  if (!first) {
    if (!largestAbroad) return { outcome: 'none' }
    const nations = new Set(abroad.map(town => town.nation))
    nations.delete(largestAbroad.nation)
    return { outcome: 'elsewhere', name: largestAbroad.name, nations: [largestAbroad.nation, ...nations] }
  }
  const isDwarfed = largestAbroad !== undefined && dwarfs(largestAbroad, first.town)
  const isFirst = !second || (isNamed(first, asked) && dwarfs(first.town, second.town))
  return isFirst && !isDwarfed
    ? { outcome: 'town', town: first }
    : { outcome: 'several', towns: english.slice(0, CHOICES_MAX) }
}

const peopleOf = (town: Town): number => town.population || POPULATION_UNKNOWN
const largestFirst = (one: Town, other: Town): number => peopleOf(other) - peopleOf(one)
const dwarfs = (large: Town, small: Town): boolean => peopleOf(large) >= DOMINANCE * peopleOf(small)
const isNamed = ({ town }: LabelledTown, key: string): boolean => townKey(town.name) === key

/** Largest first, one of each place. */
function distinct(found: readonly Town[]): Town[] {
  const kept: Town[] = []
  for (const town of found.toSorted(largestFirst)) {
    if (kept.every(known => metresBetween(known, town) > SAME_PLACE_METRES)) kept.push(town)
  }
  return kept
}

/**
 * Names that several towns share, or that meant several, need more to be told apart. So do small places: whoever
 * meant a village that is not known here must see that they were given another.
 */
function labels(index: TownIndex, found: readonly Town[], asked: string): LabelledTown[] {
  const english = found.filter(town => town.nation === 'england')
  const names = english.map(town => townKey(town.name))
  return english.map((town, position) => {
    const isShared = names.some(
      (name, other) => other !== position && (name === names[position] || names[position] === asked),
    )
    const landmark = isShared || town.population < LANDMARK_POPULATION ? index.landmarkOf(town) : null
    return { town, label: landmark ? `${town.name} (near ${landmark.name})` : town.name }
  })
}
