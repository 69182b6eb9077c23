import { type Chance, fallsIn } from '../chance.ts'
import { K_MAX } from '../world/directory.ts'
import type { World } from '../world/world.ts'
import { auditOn, type HonestAccount, type Making, surgeFor } from './account.ts'
import { type Catchment, createCatchment } from './catchment.ts'
import { CLASS_PLANS, DECLARED_ABOVE_VOLUME, type FleetClass } from './classes.ts'
import { timeOfDay, weekFactor } from './rhythm.ts'
import { accountTaste } from './taste.ts'
import type { Workplace } from './upheaval.ts'

/** Of the searches near work, those for somebody who is not on the list. */
const NEW_FACES_SHARE = 0.15
const AWAY_SHARE_MAX = 0.25
const DAY_SPREAD = 0.3
const NOWHERE = new Int32Array()
const SITE_RADIUS_METRES = 15_000
/** A locum stays somewhere for so many days, on average. */
const LOCUM_STAY_DAYS = 18

/** Clinicians, practices and pharmacies, locums and those who move away: they ask around where they work. */
export function createLocal(
  { world, number, chance, demand }: Making,
  of: FleetClass,
  organisation: string,
  postcode: number,
): HonestAccount {
  const plan = CLASS_PLANS[of]
  const [least, most] = plan.volume
  const volume = least + (most - least) * chance.next() * (of === 'clinician' ? chance.next() : 1)
  const taste = accountTaste(demand, plan.typeSpread, chance)
  const awayShare = Math.min(AWAY_SHARE_MAX, 0.005 + 0.03 * chance.exponential())
  const ownMoves = movesOf(of, world, postcode, chance.branch('moves'))
  const catchments = new Map<number, Catchment>()
  const catchmentOf = (at: number): Catchment => {
    const known = catchments.get(at)
    if (known) return known
    const made = createCatchment(world, at, chance.branch('catchment', at))
    catchments.set(at, made)
    return made
  }
  const region = world.regionOfPostcode[postcode] ?? 0
  return {
    number,
    class: of,
    volume,
    postcode,
    declared: {
      account: `${of}-${number}`,
      organisation,
      product: `product-${of === 'locum' || of === 'mover' ? 'clinician' : of}-${number % 5}`,
      class: of,
      footprint: {
        sites: [
          {
            easting: world.postcodes.easting[postcode] ?? 0,
            northing: world.postcodes.northing[postcode] ?? 0,
            radiusMetres: SITE_RADIUS_METRES,
          },
        ],
        regions: [world.regions.codes[region] ?? ''],
        national: false,
      },
      volumePerDay: Math.ceil(volume * DECLARED_ABOVE_VOLUME),
      types: null,
      k: K_MAX,
    },
    searchesOn: (day, upheaval, into) => {
      const today = chance.branch('day', day)
      const factor = weekFactor(plan.rhythm, day) * upheaval.volumeFactor(plan.rhythm, day)
      const count = today.poisson(volume * factor * today.distortion(DAY_SPREAD))
      const places = workplacesOn(day, postcode, ownMoves, upheaval.workplaces.get(number) ?? [])
      const awayFactor = upheaval.awayFactor(day)
      const away = Math.min(0.5, awayShare * awayFactor)
      const resorts = awayFactor > 1 ? upheaval.resorts : NOWHERE
      for (let search = 0; search < count; search += 1) {
        const catchment = catchmentOf(places[today.below(places.length)] ?? postcode)
        const from = whereFrom(world, catchment, away, resorts, today)
        const here = world.regionOfPostcode[from]
        const surge = surgeFor(upheaval, day, at => (at === null || at === here ? 1 : 0), today)
        const wanted = surge ? surge.wanted : fallsIn(taste, today.next())
        into.add(number, timeOfDay(plan.rhythm, today), from, wanted)
      }
      auditOn(number, day, upheaval, into)
    },
  }
}

function whereFrom(
  { postcodes }: World,
  catchment: Catchment,
  away: number,
  resorts: Int32Array,
  today: Chance,
): number {
  if (today.happens(away)) {
    if (resorts.length > 0 && today.happens(0.5)) return resorts[today.below(resorts.length)] ?? 0
    return today.below(postcodes.count)
  }
  if (today.happens(NEW_FACES_SHARE)) return catchment.draw(today)
  return catchment.postcodes[today.below(catchment.postcodes.length)] ?? 0
}

/** Locums go from practice to practice in their region; a mover goes once, anywhere, and says nothing. */
function movesOf(of: FleetClass, world: World, postcode: number, chance: Chance): Workplace[] {
  if (of === 'mover')
    return [{ day: 20 + chance.below(40), postcode: chance.below(world.postcodes.count), alongside: false }]
  if (of !== 'locum') return []
  const near = world.postcodesOfRegion[world.regionOfPostcode[postcode] ?? 0] ?? new Int32Array([postcode])
  const moves: Workplace[] = []
  for (let day = 0; day < 400; ) {
    day += 1 + Math.floor(LOCUM_STAY_DAYS * chance.exponential())
    moves.push({ day, postcode: near[chance.below(near.length)] ?? postcode, alongside: false })
  }
  return moves
}

function workplacesOn(day: number, first: number, ...moves: readonly (readonly Workplace[])[]): number[] {
  let places = [first]
  for (const move of moves.flat()) {
    if (move.day <= day) places = move.alongside ? [...places, move.postcode] : [move.postcode]
  }
  return places
}
