import type { Query } from '../../database/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'

/** What a node knew at an instant. `place` is plain JSON (keeper.ts); `detectors` is gzip. */
export type StoredCheckpoint = {
  readonly node: string
  readonly at: EpochMillis
  /** Of which model its detectors were. */
  readonly model: string
  readonly place: unknown
  readonly detectors: Uint8Array
}

type Row = {
  readonly node: string
  readonly at: Date
  readonly model: string
  readonly place: unknown
  readonly detectors: Uint8Array
}

/** Puts a node's checkpoint in the place of the one before. */
export async function putCheckpoint(query: Query, checkpoint: StoredCheckpoint): Promise<void> {
  const { node, at, model, place, detectors } = checkpoint
  await query(
    `insert into watch.checkpoint (node, at, model, place, detectors) values ($1, $2, $3, $4::jsonb, $5)
     on conflict (node) do update set at = excluded.at, model = excluded.model, place = excluded.place,
       detectors = excluded.detectors`,
    [node, new Date(at), model, JSON.stringify(place), detectors],
  )
}

/** The node's own checkpoint of that model; a node without one begins from the newest of any. Undefined: there is none. */
export async function readCheckpoint(
  query: Query,
  node: string,
  model: string,
): Promise<StoredCheckpoint | undefined> {
  const [row] = await query<Row>(
    `select node, at, model, place, detectors from watch.checkpoint where model = $2
     order by (node = $1) desc, at desc limit 1`,
    [node, model],
  )
  return row && { ...row, at: row.at.getTime() }
}

/** When each node last wrote one down. */
export async function checkpointTimes(query: Query): Promise<{ node: string; at: EpochMillis }[]> {
  const rows = await query<{ node: string; at: Date }>('select node, at from watch.checkpoint order by node')
  return rows.map(({ node, at }) => ({ node, at: at.getTime() }))
}
