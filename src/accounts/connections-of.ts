import type { Environment } from '../policy/index.ts'
import type { Entry } from './registry-entry.ts'

/** The connections that organisations and products have in one environment, as far as an account of theirs lives. */
export type ConnectionsOf = {
  readonly organisation: (odsCode: string, environment: Environment) => readonly string[]
  readonly product: (productId: string, environment: Environment) => readonly string[]
}

export function createConnectionIndex() {
  /** By whose they are: how many live accounts each connection has. */
  const counts = new Map<string, Map<string, number>>()
  const add = (whose: string, connectionId: string, by: 1 | -1): void => {
    const connections = counts.get(whose) ?? new Map<string, number>()
    const count = (connections.get(connectionId) ?? 0) + by
    if (count > 0) connections.set(connectionId, count)
    else connections.delete(connectionId)
    if (connections.size > 0) counts.set(whose, connections)
    else counts.delete(whose)
  }
  const change = ({ row, live }: Entry, by: 1 | -1): void => {
    if (row.kind === 'product' || !live) return
    add(`o ${row.environment} ${row.ods_code}`, row.connection_id, by)
    add(`p ${row.environment} ${row.product_id}`, row.connection_id, by)
  }
  const of: ConnectionsOf = {
    organisation: (odsCode, environment) => [...(counts.get(`o ${environment} ${odsCode}`)?.keys() ?? [])],
    product: (productId, environment) => [...(counts.get(`p ${environment} ${productId}`)?.keys() ?? [])],
  }
  return {
    put: (entry: Entry) => change(entry, 1),
    remove: (entry: Entry) => change(entry, -1),
    of,
  }
}
