import type { EpochMillis } from '../../vocabulary/index.ts'
import type { OtherWatch, Seen, Suspicion } from './other-watch.ts'

const HOUR_MILLIS = 3_600_000
/** From one network to another and back, so often in an hour: two people. */
const SWITCHES_MAX = 6
/** Within so little time nobody leaves one organisation's building and sits down in another's. */
const TRAVEL_MILLIS = 10 * 60_000
/** A network is an organisation's when so many accounts of it, and none of another, have asked from it. */
const OWNERS_MIN = 3
const NETWORKS_MAX = 20_000
const ACCOUNTS_MAX = 100_000

type State = { network: string; at: EpochMillis; switches: EpochMillis[] }

/**
 * One personal account in two places (AUP25-05): back and forth between networks as nobody walks, or at once inside the
 * networks of two organisations. Addresses are never kept: only salted hashes of their networks, in this process, and
 * none of it goes into a checkpoint.
 */
export function sharedCredentials(): OtherWatch {
  const accounts = new Map<string, State>()
  /** Which accounts of which organisation have asked from a network; more than a few are not told apart. */
  const networks = new Map<string, Map<string, Set<string>>>()

  const note = (network: string, organisation: string, account: string): void => {
    let known = networks.get(network)
    if (!known) {
      known = new Map()
      if (networks.size >= NETWORKS_MAX) networks.delete(networks.keys().next().value ?? '')
      networks.set(network, known)
    }
    const of = known.get(organisation) ?? new Set<string>()
    if (of.size < OWNERS_MIN) of.add(account)
    known.set(organisation, of)
  }
  /** The one organisation a network is known to be of, whoever else has just been seen there. */
  const ownerOf = (network: string, but: string): string | null => {
    const owners = [...(networks.get(network) ?? [])].filter(
      ([organisation, of]) => organisation !== but && of.size >= OWNERS_MIN,
    )
    return owners.length === 1 ? (owners[0]?.[0] ?? null) : null
  }
  const isOwn = (network: string, organisation: string): boolean =>
    (networks.get(network)?.get(organisation)?.size ?? 0) >= OWNERS_MIN

  const see = ({ at, caller, network }: Seen): Suspicion | null => {
    const { account, organisation } = caller
    if (account.kind !== 'individual' || network === null) return null
    const state = accounts.get(account.id)
    if (!state) {
      if (accounts.size >= ACCOUNTS_MAX) accounts.delete(accounts.keys().next().value ?? '')
      accounts.set(account.id, { network, at, switches: [] })
      note(network, organisation.odsCode, account.id)
      return null
    }
    const { network: before, at: beforeAt } = state
    state.network = network
    state.at = at
    if (before === network) return null
    const elsewhere = ownerOf(network, organisation.odsCode)
    const travelled =
      elsewhere !== null && isOwn(before, organisation.odsCode) && at - beforeAt < TRAVEL_MILLIS
    if (elsewhere === null) note(network, organisation.odsCode, account.id)
    state.switches = [...state.switches.filter(one => at - one < HOUR_MILLIS), at]
    if (travelled) {
      return {
        detector: 'shared-credentials',
        evidence: {
          pattern: 'impossible travel',
          from: organisation.odsCode,
          to: elsewhere,
          minutes: Math.round((at - beforeAt) / 60_000),
        },
      }
    }
    if (state.switches.length < SWITCHES_MAX) return null
    state.switches = []
    return {
      detector: 'shared-credentials',
      evidence: { pattern: 'two networks at once', switchesInAnHour: SWITCHES_MAX },
    }
  }
  return { name: 'shared-credentials', see, keep: () => [], take: () => {} }
}
