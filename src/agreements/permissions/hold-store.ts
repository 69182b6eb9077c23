import type { Query } from '../../database/index.ts'

/** Holds all agreements of a connection, in the one order in which everybody does. */
export const holdAgreements = (query: Query, connectionId: string): Promise<unknown> =>
  query('select id from agreements.agreement where connection_id = $1 order by id for update', [connectionId])
