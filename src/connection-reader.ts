import { readConnectionEntries } from './accounts/index.ts'
import { firstAllowedAt } from './activity/index.ts'
import type { NoticeParts, ReadConnections, ReadFirstUse } from './agreements/index.ts'
import { holdersOf } from './people/index.ts'

/** The interfaces that questions come through, as the published list names them. */
const INTERFACES = ['Signpost JSON API'] as const

/** What agreements, permissions and the published list know of a connection, from the register of accounts. */
export const connectionReader: ReadConnections = async (query, connectionIds) =>
  (await readConnectionEntries(query, connectionIds)).map(entry => ({ ...entry, interfaces: INTERFACES }))

/** When a connection was first answered in production, from the activity log. */
export const firstUseReader: ReadFirstUse = async (query, connectionId) =>
  (await firstAllowedAt(query, connectionId))?.getTime() ?? null

/** How notices about connections find the people they are for. */
export const connectionNotices: NoticeParts = { connections: connectionReader, holdersOf }
