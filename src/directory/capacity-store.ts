import type { Query } from '../database/index.ts'
import type { Service } from './service.ts'

/** A service by its public identifier, whatever its status; undefined when there never was one. */
export async function readServiceByUid(query: Query, uid: string): Promise<Service | undefined> {
  const [row] = await query<{ record: Service }>('select record from directory.service where uid = $1', [uid])
  return row?.record
}

/**
 * Every service with a reset time, and the time as it was written: few at any moment. Which are due is told by reading
 * the times, not by comparing them as text, for they may have been written with any offset.
 */
export const readResetTimes = (query: Query): Promise<{ readonly id: number; readonly resetAt: string }[]> =>
  query(
    `select id, record->'capacity'->>'resetAt' as "resetAt" from directory.service
     where record->'capacity'->>'resetAt' is not null order by id`,
    [],
  )
