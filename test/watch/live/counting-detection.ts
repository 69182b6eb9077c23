import type { Detection, DetectionOptions, Finding, WatchedAccount } from '../../../src/watch/index.ts'

/** So many services of outside the footprint, seen by one account, begin each brake. */
export const STEPS = { 'smaller-k': 30, 'footprint-only': 60, throttle: 90 } as const

type State = { outside: number[]; misses: number; level: number; observed: number }
const BRAKES = ['none', 'smaller-k', 'footprint-only', 'throttle'] as const

/**
 * The smallest real detection there can be: it counts the services an account was given from outside its footprint. For
 * tests of all that stands around the detectors, where what they find has to be foreseen.
 */
export function countingDetection({ accounts }: Pick<DetectionOptions, 'accounts'>): Detection {
  const known = new Map<string, WatchedAccount>(accounts.map(one => [one.account, one]))
  const states = new Map<string, State>()
  const events: string[] = []
  const isIn = (account: string, easting: number, northing: number): boolean => {
    const footprint = known.get(account)?.footprint
    if (!footprint || footprint.national) return true
    return footprint.sites.some(
      site => Math.hypot(site.easting - easting, site.northing - northing) <= site.radiusMetres,
    )
  }
  const stateOf = (account: string): State => {
    const state = states.get(account) ?? { outside: [], misses: 0, level: 0, observed: 0 }
    states.set(account, state)
    return state
  }
  return {
    observe: observation => {
      const { account, at } = observation
      const who = known.get(account)
      if (!who) return []
      const state = stateOf(account)
      state.observed += 1
      if (observation.action !== 'search') {
        if (!observation.found) state.misses += 1
        return []
      }
      if (!isIn(account, observation.easting, observation.northing)) {
        for (const id of observation.ids) if (!state.outside.includes(id)) state.outside.push(id)
      }
      const level = [STEPS['smaller-k'], STEPS['footprint-only'], STEPS.throttle].filter(
        step => state.outside.length >= step,
      ).length
      if (level <= state.level) return []
      state.level = level
      const finding: Finding = {
        at,
        account,
        organisation: who.organisation,
        product: who.product,
        scope: 'account',
        detector: 'counting',
        brake: BRAKES[level] ?? 'none',
        evidence: {
          outside: state.outside.length,
          limit: STEPS['smaller-k'],
          records: { taken: state.outside.length },
        },
      }
      return [finding]
    },
    brakeOn: account => BRAKES[states.get(account)?.level ?? 0] ?? 'none',
    inFootprint: isIn,
    release: account => {
      states.delete(account)
    },
    declare: event => {
      events.push(event.id)
    },
    putAccount: account => {
      known.set(account.account, account)
    },
    removeAccount: account => {
      known.delete(account)
      states.delete(account)
    },
    putService: () => {},
    removeService: () => {},
    snapshot: () => Buffer.from(JSON.stringify({ known: [...known], states: [...states], events })),
    restore: snapshot => {
      const kept: { known: [string, WatchedAccount][]; states: [string, State][]; events: string[] } =
        JSON.parse(snapshot.toString())
      known.clear()
      states.clear()
      for (const [name, account] of kept.known) known.set(name, account)
      for (const [name, state] of kept.states) states.set(name, state)
      events.splice(0, events.length, ...kept.events)
    },
  }
}
