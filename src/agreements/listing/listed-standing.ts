import type { AgreementFacts } from '../../policy/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import type { ConnectionEntry } from '../connection-entry.ts'
import type { ListedStatus } from './listed.ts'

export type ListedStanding = {
  readonly status: ListedStatus
  readonly liveSince: EpochMillis | null
  /** When it ceased, if it has and that is known. */
  readonly ceasedAt: EpochMillis | null
}

/** States of an account that has once been in use. */
const WAS_LIVE: readonly string[] = ['active', 'restricted', 'suspended', 'terminated']

/**
 * How a connection stands in the public's eyes; null when it was never in use. Its web service account speaks for it;
 * where it has none, the individual accounts on it do, the liveliest first.
 */
export function standingOf(
  entry: ConnectionEntry,
  agreement: AgreementFacts,
  now: EpochMillis,
): ListedStanding | null {
  const used = entry.accounts.filter(account => WAS_LIVE.includes(account.status))
  const machines = used.filter(account => account.kind === 'web-service')
  const telling = machines.length > 0 ? machines : used
  if (telling.length === 0) return null
  const starts = telling.flatMap(account => account.activatedAt ?? [])
  const liveSince = starts.length > 0 ? Math.min(...starts) : null
  const going = telling.filter(account => account.status !== 'terminated')
  if (going.length === 0 || entry.status === 'withdrawn') {
    const ends = telling.flatMap(account => account.endedAt ?? [])
    return { status: 'ceased', liveSince, ceasedAt: ends.length > 0 ? Math.max(...ends) : null }
  }
  const has = (status: string): boolean => going.some(account => account.status === status)
  const connected = isOpen(entry) && isInForce(agreement, now) && (has('active') || has('restricted'))
  const status = !connected ? 'not-currently-connected' : has('active') ? 'live' : 'restricted'
  return { status, liveSince, ceasedAt: null }
}

const isOpen = ({ status, organisation, product }: ConnectionEntry): boolean =>
  status === 'open' && organisation.status === 'active' && product.status === 'active'

const isInForce = ({ status, from, until }: AgreementFacts, now: EpochMillis): boolean =>
  status === 'in-force' && from <= now && (until === null || now < until)
