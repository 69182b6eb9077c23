import { fallsIn, summedUp } from '../chance.ts'
import { K_MAX } from '../world/directory.ts'
import { numbers, type World } from '../world/world.ts'
import { auditOn, type HonestAccount, type Making, surgeFor } from './account.ts'
import { CLASS_PLANS, DECLARED_ABOVE_VOLUME, type FleetClass } from './classes.ts'
import { timeOfDay, weekFactor } from './rhythm.ts'
import { accountTaste } from './taste.ts'

const REGION_SPREAD = 0.3
const CELL_SPREAD = 0.3
const CELL_METRES = 8_000
const DAY_SPREAD = 0.12
const BUSY_DAY = { probability: 0.02, factor: 1.8 }
/** Now and then something happens in one region and is asked about for some days. */
const LOCAL_EVENT = { probability: 0.05, days: 5, share: 0.05 }
/** Callers who are outside the regions served. */
const STRAY_SHARE: Partial<Record<FleetClass, number>> = {
  'remote-clinician': 0.01,
  ambulance: 0.02,
  'call-centre': 0.03,
}

/** Those who serve regions or all of England, where people are: ambulance trusts, 111, apps, clinicians at a distance. */
export function createWide(
  { world, number, chance, demand }: Making,
  of: FleetClass,
  regions: readonly number[] | null,
  volumeFactor: number,
): HonestAccount {
  const plan = CLASS_PLANS[of]
  const [least, most] = plan.volume
  const volume = volumeFactor * (least + (most - least) * chance.next())
  const taste = accountTaste(demand, plan.typeSpread, chance)
  const strayShare = STRAY_SHARE[of] ?? 0
  const served = regions === null ? numbers(world.postcodes.count) : postcodesOf(world, regions)
  const weights = crowdsOf()
  const servedRegions = regions ?? world.regions.codes.map((_, region) => region)
  const name = `${of}-${number}`
  return {
    number,
    class: of,
    volume,
    postcode: -1,
    declared: {
      account: name,
      organisation: `organisation-of-${name}`,
      product: `product-of-${name}`,
      class: of,
      footprint: {
        sites: [],
        regions: (regions ?? []).map(region => world.regions.codes[region] ?? ''),
        national: regions === null,
      },
      volumePerDay: Math.ceil(volume * DECLARED_ABOVE_VOLUME),
      types: null,
      k: K_MAX,
    },
    searchesOn: (day, upheaval, into) => {
      const today = chance.branch('day', day)
      const busy = today.happens(BUSY_DAY.probability) ? BUSY_DAY.factor : 1
      const factor = weekFactor(plan.rhythm, day) * upheaval.volumeFactor(plan.rhythm, day) * busy
      const count = today.poisson(volume * factor * today.distortion(DAY_SPREAD))
      const eventRegion = eventOn(day)
      const moved = upheaval.boundaryMoves.filter(
        move => move.day <= day && regions !== null && regions.includes(move.to),
      )
      for (let search = 0; search < count; search += 1) {
        const surge = surgeFor(upheaval, day, shareOfRegion, today)
        const region = surge
          ? surge.region
          : eventRegion !== null && today.happens(LOCAL_EVENT.share)
            ? eventRegion
            : null
        const postcode = region === null ? usualPlace() : inRegion(region)
        into.add(
          number,
          timeOfDay(plan.rhythm, today),
          postcode,
          surge ? surge.wanted : fallsIn(taste, today.next()),
        )
      }
      auditOn(number, day, upheaval, into)

      function usualPlace(): number {
        if (strayShare > 0 && today.happens(strayShare)) return today.below(world.postcodes.count)
        for (const { postcodes } of moved) {
          if (today.happens(postcodes.length / (served.length + postcodes.length)))
            return postcodes[today.below(postcodes.length)] ?? 0
        }
        const away = regions === null ? AWAY_SHARE * (upheaval.awayFactor(day) - 1) : 0
        if (away > 0 && today.happens(away))
          return upheaval.resorts[today.below(upheaval.resorts.length)] ?? 0
        return served[fallsIn(weights, today.next())] ?? 0
      }

      function inRegion(region: number): number {
        const there = world.postcodesOfRegion[region] ?? served
        return there[today.below(there.length)] ?? 0
      }
    },
  }

  /** A surge of a region takes its share of what is asked about that region. */
  function shareOfRegion(region: number | null): number {
    if (region === null) return 1
    if (!servedRegions.includes(region)) return 0
    return (world.postcodesOfRegion[region]?.length ?? 0) / served.length
  }

  function eventOn(day: number): number | null {
    for (let began = day; began > day - LOCAL_EVENT.days; began -= 1) {
      const then = chance.branch('event', began)
      if (then.happens(LOCAL_EVENT.probability))
        return servedRegions[then.below(servedRegions.length)] ?? null
    }
    return null
  }

  /** Where its callers are, apart from where people are: by region and by place, log-normal. */
  function crowdsOf(): Float64Array {
    const byRegion = new Map<number, number>()
    const byCell = new Map<number, number>()
    const factorOf = (known: Map<number, number>, key: number, spread: number): number => {
      const factor = known.get(key) ?? chance.distortion(spread)
      known.set(key, factor)
      return factor
    }
    const { easting, northing } = world.postcodes
    return summedUp(
      Array.from(served, postcode => {
        const column = Math.floor((easting[postcode] ?? 0) / CELL_METRES)
        const row = Math.floor((northing[postcode] ?? 0) / CELL_METRES)
        return (
          factorOf(byRegion, world.regionOfPostcode[postcode] ?? 0, REGION_SPREAD) *
          factorOf(byCell, row * 1_000 + column, CELL_SPREAD)
        )
      }),
    )
  }
}

const postcodesOf = ({ postcodesOfRegion }: World, regions: readonly number[]): Int32Array =>
  Int32Array.from(regions.flatMap(region => Array.from(postcodesOfRegion[region] ?? [])))

/** Of the calls to a national line, those from people on holiday when twice as many are away. */
const AWAY_SHARE = 0.03
