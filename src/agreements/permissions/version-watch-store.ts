import type { Database } from '../../database/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import { recordAct } from '../../workflow/index.ts'
import { type NoticeParts, tellOfConnection } from '../connection-notice.ts'

/**
 * Says, once for each version, that a product has moved on from the version its safety case was made for. Nothing is
 * shown to the public by then already: `decide` compares the versions itself (sources, use 3.6).
 * @returns the permissions that were told of
 */
export async function tellOfNewVersions(
  database: Database,
  parts: NoticeParts,
  now: EpochMillis,
): Promise<readonly string[]> {
  return database.transaction(async query => {
    const rows = await query<{
      id: string
      connection_id: string
      product_version: string
      told: string | null
    }>(
      `select p.id, a.connection_id, e.product_version, p.told_of_version as told
       from agreements.permission p
       join agreements.agreement a on a.id = p.agreement_id
       join agreements.evidence e on e.id = p.evidence_id
       where p.state = 'granted' and p.type = 'public-display' order by p.id for update of p skip locked`,
    )
    if (rows.length === 0) return []
    const connections = await parts.connections(
      query,
      rows.map(row => row.connection_id),
    )
    const versionOf = new Map(connections.map(one => [one.connectionId, one.product.version ?? '']))
    const told: string[] = []
    for (const row of rows) {
      const version = versionOf.get(row.connection_id)
      if (version === undefined || version === row.product_version || version === row.told) continue
      await query('update agreements.permission set told_of_version = $2 where id = $1', [row.id, version])
      const why = `The product is at version ${version || 'unknown'}; the safety case is for ${row.product_version}.`
      await recordAct(
        query,
        'permission',
        row.id,
        'product-version-changed',
        { who: 'system', actingAs: 'system', why, at: now, clauses: ['AUP25-22', 'AUP18-17'] },
        { version: row.product_version },
        { version },
      )
      const notice = {
        kind: 'safety-case-for-another-version',
        connectionId: row.connection_id,
        about: { entity: 'permission', id: row.id },
        subject: 'Public display is frozen: the product has a new version',
        text: `${why} Nothing is shown to the public until there is a safety case for the new version and the permission is reaffirmed.`,
      } as const
      await tellOfConnection(query, parts, notice, now)
      told.push(row.id)
    }
    return told
  })
}
