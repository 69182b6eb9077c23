import type { Detection, Finding, WatchedAccount } from '../../../src/watch/detection/types.ts'
import type { Engine } from '../../../src/watch/simulate/trial/engine.ts'

/** So many questions outside what was declared, and an account is flagged; once again as many, and the brake is harder. */
export const countingEngine = (most: number): Engine => ({
  calibrate: (_services, _accounts, traffic) => {
    traffic(() => {})
    return { detect: (_, accounts, strictness) => countingDetection(accounts, most * strictness) }
  },
})

function countingDetection(accounts: readonly WatchedAccount[], most: number): Detection {
  const known = new Map(accounts.map(account => [account.account, account]))
  let counts = new Map<string, number>()
  const isInside = (name: string, easting: number, northing: number): boolean => {
    const footprint = known.get(name)?.footprint
    if (!footprint) return false
    return (
      footprint.national ||
      footprint.sites.some(
        site => Math.hypot(site.easting - easting, site.northing - northing) <= site.radiusMetres,
      )
    )
  }
  const levelOf = (name: string): number => Math.floor((counts.get(name) ?? 0) / most)
  return {
    observe: (observation): Finding[] => {
      const { account, at } = observation
      const declared = known.get(account)
      if (
        !declared ||
        (observation.action === 'search' && isInside(account, observation.easting, observation.northing))
      )
        return []
      const before = levelOf(account)
      counts.set(account, (counts.get(account) ?? 0) + 1)
      if (levelOf(account) === before) return []
      const { organisation, product } = declared
      return [
        {
          at,
          account,
          organisation,
          product,
          scope: 'account',
          detector: 'count',
          brake: 'smaller-k',
          evidence: {},
        },
      ]
    },
    brakeOn: account => (['none', 'smaller-k'] as const)[levelOf(account)] ?? 'footprint-only',
    inFootprint: isInside,
    release: account => void counts.delete(account),
    declare: () => {},
    putAccount: account => void known.set(account.account, account),
    removeAccount: account => void known.delete(account),
    putService: () => {},
    removeService: () => {},
    snapshot: () => Buffer.from(JSON.stringify([...counts])),
    restore: snapshot => {
      counts = new Map(JSON.parse(snapshot.toString()))
    },
  }
}
