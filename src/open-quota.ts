import { randomUUID } from 'node:crypto'
import type { SharedCountsConfig } from './config-shared.ts'
import type { Clock } from './vocabulary/index.ts'
import { createQuota, createSharing, openValkey, type Quota, type SharedState } from './watch/index.ts'

type Say = (context: object, message: string) => void

/** The quota of this process, shared with other nodes where a place to meet is set. */
export async function openQuota(
  shared: SharedCountsConfig | null,
  clock: Clock,
  { error }: { readonly error: Say },
): Promise<{
  readonly quota: Quota
  readonly state: () => SharedState | 'alone'
  readonly stop: () => Promise<void>
}> {
  if (shared === null) return { quota: createQuota(clock), state: () => 'alone', stop: async () => {} }
  const { url, nodes } = shared
  const exchange = await openValkey({
    url,
    // Anew with each start: what this process held before its end is not known any more, and stays counted.
    node: randomUUID(),
    nodes,
    // The client tells of every try to connect; what matters is told below, once.
    report: () => {},
  })
  const sharing = createSharing({
    clock,
    exchange,
    nodes,
    told: (state, failure) =>
      state === 'apart'
        ? error(
            { err: failure, nodes },
            'quotas are counted by this node alone, with its part of what is left',
          )
        : error({ nodes }, 'quotas are shared among the nodes again'),
  })
  return { quota: createQuota(clock, sharing), state: sharing.state, stop: sharing.stop }
}
