import { appendChanges, type Database, type Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { recordAct, schedule } from '../workflow/index.ts'
import { type Region, type RegionMap, regionMap } from './region-map.ts'

/** The change feed's key, in the topic `account`, for "the regions have changed". No account id has a colon. */
export const REGIONS_CHANGED = ':regions'

type RegionRow = {
  readonly id: string
  readonly name: string
  readonly held_from: Date
  readonly held_until: Date | null
  readonly successor_id: string | null
}

/** Every region there is or was, by id; held until the transaction ends when `hold` is set. */
export async function readRegions(query: Query, hold = false): Promise<Region[]> {
  const rows = await query<RegionRow>(
    `select id, name, held_from, held_until, successor_id from accounts.region order by id ${hold ? 'for update' : ''}`,
  )
  return rows.map(row => ({
    id: row.id,
    name: row.name,
    from: row.held_from.getTime(),
    until: row.held_until?.getTime() ?? null,
    successorId: row.successor_id,
  }))
}

/** The regions as they stand in the database: inside a transaction, those it sees. */
export const readRegionMap = async (query: Query): Promise<RegionMap> => regionMap(await readRegions(query))

/** Adds a region, which begins at the time of the deed unless told. */
export async function createRegion(
  database: Database,
  region: { readonly id: string; readonly name: string; readonly from?: EpochMillis },
  deed: Deed,
): Promise<'created' | 'id-taken'> {
  return database.transaction(async query => {
    const from = region.from ?? deed.at
    const made = await query(
      'insert into accounts.region (id, name, held_from) values ($1, $2, $3) on conflict do nothing returning id',
      [region.id, region.name, new Date(from)],
    )
    if (made.length === 0) return 'id-taken'
    await recordAct(query, 'region', region.id, 'create', deed, null, { name: region.name, from })
    await appendChanges(query, 'account', [REGIONS_CHANGED])
    return 'created'
  })
}

export type Merger =
  | { readonly outcome: 'merged' | 'unknown-region' | 'unknown-successor' | 'itself' | 'in-the-past' }
  | { readonly outcome: 'merged-already'; readonly into: string; readonly from: EpochMillis }
  /** The successor will itself be gone by then: name what it goes into. */
  | { readonly outcome: 'successor-ends'; readonly into: string; readonly from: EpochMillis }
  /** The successor goes, sooner or later, into this very region. */
  | { readonly outcome: 'circle' }

/**
 * Merges a region into another from an instant on, which is now or to come. What was said of it then counts for the
 * successor; `region:merge` falls due then and has it looked at (AUP25-06; sources, use 2.4).
 */
export async function mergeRegion(
  database: Database,
  merger: { readonly id: string; readonly successorId: string; readonly from: EpochMillis },
  deed: Deed,
): Promise<Merger> {
  const { id, successorId, from } = merger
  return database.transaction(async query => {
    const regions = await readRegions(query, true)
    const refused = mergerRefused(regions, merger, deed.at)
    if (refused) return refused
    await query('update accounts.region set held_until = $2, successor_id = $3 where id = $1', [
      id,
      new Date(from),
      successorId,
    ])
    await schedule(query, 'region', id, 'merge', from)
    await recordAct(query, 'region', id, 'merge', deed, { until: null }, { until: from, successorId })
    await appendChanges(query, 'account', [REGIONS_CHANGED])
    return { outcome: 'merged' }
  })
}

function mergerRefused(
  regions: readonly Region[],
  {
    id,
    successorId,
    from,
  }: { readonly id: string; readonly successorId: string; readonly from: EpochMillis },
  now: EpochMillis,
): Merger | null {
  const region = regions.find(one => one.id === id)
  const successor = regions.find(one => one.id === successorId)
  if (!region) return { outcome: 'unknown-region' }
  if (from < now || from <= region.from) return { outcome: 'in-the-past' }
  if (!successor || successor.from > from) return { outcome: 'unknown-successor' }
  if (id === successorId) return { outcome: 'itself' }
  const ended = endOf(region)
  if (ended) return { outcome: 'merged-already', ...ended }
  const successorEnds = endOf(successor)
  if (successorEnds && successorEnds.from <= from) return { outcome: 'successor-ends', ...successorEnds }
  return regionMap(regions).reach([id], Number.MAX_SAFE_INTEGER).has(successorId)
    ? { outcome: 'circle' }
    : null
}

const endOf = ({ until, successorId }: Region) =>
  until === null || successorId === null ? null : { into: successorId, from: until }
