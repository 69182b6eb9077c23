import {
  type ConnectionNotice,
  type PermissionChange,
  type RegionChange,
  tellOfConnection,
} from '../../agreements/index.ts'
import { connectionNotices } from '../../connection-reader.ts'
import type { Database } from '../../database/index.ts'
import { type EpochMillis, unreachable } from '../../vocabulary/index.ts'
import { inside } from '../../workflow/index.ts'
import { type ActOutcome, notTaken } from './act.ts'
import { permissionView } from './permission-words.ts'

/** How a step of a permission went, as an act answers it. */
export function changed(change: RegionChange): ActOutcome {
  switch (change.outcome) {
    case 'changed':
      return { outcome: 'done', body: permissionView(change.permission) }
    case 'unknown-permission':
      return { outcome: 'no-such' }
    case 'wrong-dates':
      return {
        outcome: 'wrong',
        errors: [
          {
            parameter: change.parameter,
            in: 'body',
            message: change.what,
          },
        ],
      }
    case 'too-early':
      return {
        outcome: 'conflict',
        detail: `${change.other} stands now, and this one begins later: grant it on that day, or let it begin at once.`,
      }
    case 'not-legal':
    case 'unmet':
      return notTaken(change)
    default:
      return unreachable(change)
  }
}

/** Takes a step and tells those concerned, in one transaction. */
export const tellingOf = (
  database: Database,
  now: EpochMillis,
  notice: Omit<ConnectionNotice, 'about' | 'connectionId'>,
  work: (inner: Database) => Promise<PermissionChange | RegionChange>,
): Promise<ActOutcome> =>
  database.transaction(async query => {
    const change = await work(inside(database, query))
    if (change.outcome === 'changed') {
      const { id, connectionId } = change.permission
      const about = { entity: 'permission', id } as const
      await tellOfConnection(query, connectionNotices, { ...notice, about, connectionId }, now)
    }
    return changed(change)
  })
