import type { Log } from './tree-store.ts'

/** The logs there are: what was asked and decided, and what was done to the registers. */
export const LOGS = ['activity', 'governance'] as const satisfies readonly Log[]

/** The first line of a log's checkpoints and the name of the keys that sign them, from what the ledger is called. */
export const originOf = (name: string, log: Log): string => (log === 'activity' ? name : `${name}/governance`)

/**
 * What a ledger is called that is made at this address: the address of its checkpoints without the scheme, as C2SP
 * tlog-tiles advises. It stays when the address changes.
 */
export function nameAt(baseUrl: string): string {
  const { host, pathname } = new URL(baseUrl)
  return `${host}${pathname.replace(/\/+$/, '')}/ledger`
}
