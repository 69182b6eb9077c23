import { K_MAX } from '../world/directory.ts'
import { WANTED } from '../world/kinds.ts'
import { auditOn, type HonestAccount, type Making } from './account.ts'
import { timeOfDay, weekFactor } from './rhythm.ts'

/** A review day: so likely, and so many searches instead of the usual. */
const REVIEW = { probability: 0.15, searches: 180 }
const USUAL_SEARCHES = 15
const WALKED_SHARE = 0.7

/** A DoS Lead looks after the entries of one region, and goes through them place by place: lawful, and much like a crawl. */
export function createSteward({ world, number, chance }: Making, region: number): HonestAccount {
  const code = world.regions.codes[region] ?? ''
  const places = world.postcodesOfRegion[region] ?? new Int32Array()
  return {
    number,
    class: 'dos-lead',
    volume: USUAL_SEARCHES,
    postcode: -1,
    declared: {
      account: `dos-lead-${number}`,
      organisation: `board-${code}`,
      product: 'product-dos-editor',
      class: 'dos-lead',
      footprint: { sites: [], regions: [code], national: false },
      volumePerDay: 300,
      types: null,
      k: K_MAX,
    },
    searchesOn: (day, upheaval, into) => {
      const today = chance.branch('day', day)
      if (day % 7 >= 5 || places.length === 0) return
      const usual = today.happens(REVIEW.probability) ? REVIEW.searches : USUAL_SEARCHES
      const count = today.poisson(
        usual * Math.min(1, weekFactor('office', day)) * upheaval.volumeFactor('office', day),
      )
      let place = today.below(places.length)
      const times = Float64Array.from({ length: count }, () => timeOfDay('office', today)).sort()
      for (const millis of times) {
        place = (place + 1 + today.below(5)) % places.length
        const postcode = today.happens(WALKED_SHARE) ? places[place] : places[today.below(places.length)]
        into.add(number, millis, postcode ?? 0, today.below(WANTED.length))
      }
      auditOn(number, day, upheaval, into)
    },
  }
}
