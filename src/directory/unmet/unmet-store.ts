import type { Query } from '../../database/index.ts'
import type { NeedArea } from './area.ts'

/** How many searches of a day and an area, `YYYY-MM-DD` in London. */
export type SearchSum = NeedArea & { readonly day: string; readonly searches: number }

/** In how many of them services of a type failed for one criterion only, and how many services that were, all told. */
export type NeedSum = SearchSum & {
  readonly typeId: number
  readonly criterion: string
  readonly services: number
}

/** Writes sums of one run as they now stand. The same sums again change nothing; sums only grow. */
export async function writeSums(
  query: Query,
  run: string,
  needs: readonly NeedSum[],
  searches: readonly SearchSum[],
): Promise<void> {
  await query(
    `with needs as (
       insert into directory.unmet_need (day, region_id, area_kind, area, type_id, criterion, run, searches, services)
       select day::date, region_id, area_kind, area, type_id, criterion, $1, searches, services
       from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::text[], $8::bigint[], $9::bigint[])
         as given(day, region_id, area_kind, area, type_id, criterion, searches, services)
       on conflict (day, region_id, area_kind, area, type_id, criterion, run) do update
         set searches = greatest(unmet_need.searches, excluded.searches),
           services = greatest(unmet_need.services, excluded.services))
     insert into directory.clinical_searches (day, region_id, area_kind, area, run, searches)
     select day::date, region_id, area_kind, area, $1, searches
     from unnest($10::text[], $11::text[], $12::text[], $13::text[], $14::bigint[])
       as given(day, region_id, area_kind, area, searches)
     on conflict (day, region_id, area_kind, area, run) do update
       set searches = greatest(clinical_searches.searches, excluded.searches)`,
    [
      run,
      needs.map(sum => sum.day),
      needs.map(sum => sum.regionId),
      needs.map(sum => sum.kind),
      needs.map(sum => sum.area),
      needs.map(sum => sum.typeId),
      needs.map(sum => sum.criterion),
      needs.map(sum => sum.searches),
      needs.map(sum => sum.services),
      searches.map(sum => sum.day),
      searches.map(sum => sum.regionId),
      searches.map(sum => sum.kind),
      searches.map(sum => sum.area),
      searches.map(sum => sum.searches),
    ],
  )
}

/** What rows of a report are told apart by. */
export const NEED_GROUPINGS = ['detail', 'day', 'area', 'type', 'criterion'] as const
export type NeedGrouping = (typeof NEED_GROUPINGS)[number]

export type NeedFilter = {
  /** Days in London, both included. */
  readonly from: string
  readonly until: string
  /** Only of these regions; null: of all. */
  readonly regionIds: readonly string[] | null
  readonly typeId: number | null
}

/** A sum of a report. What the grouping does not tell apart is null. */
export type NeedRow = {
  readonly day: string | null
  readonly region_id: string | null
  readonly area_kind: NeedArea['kind'] | null
  readonly area: string | null
  readonly type_id: number | null
  /** A criterion of the search that services failed, or a reason for which they were rejected. */
  readonly kind: 'gap' | 'reject' | null
  readonly criterion: string | null
  /** Searches in which it was so, or rejections. */
  readonly times: number
  /** Of gaps, how many services all told. */
  readonly services: number
}

type Columns = {
  readonly day: boolean
  readonly area: boolean
  readonly type: boolean
  readonly criterion: boolean
}

/** What each grouping tells apart. Gaps and rejections are told apart always: they are not counted in one. */
const TOLD_APART: Readonly<Record<NeedGrouping, Columns>> = {
  detail: { day: false, area: true, type: true, criterion: true },
  day: { day: true, area: false, type: false, criterion: false },
  area: { day: false, area: true, type: false, criterion: false },
  type: { day: false, area: false, type: true, criterion: false },
  criterion: { day: false, area: false, type: false, criterion: true },
}

const FILTER = `day between $1::date and $2::date and ($3::text[] is null or region_id = any($3::text[]))`

/** Gaps as they were summed, and rejections as they are kept; those by the region of the service: no place is in them. */
const NEEDS = `
  select day, region_id, area_kind, area, type_id, 'gap' as kind, criterion, searches as times, services
  from directory.unmet_need
  union all
  select (received_at at time zone 'Europe/London')::date, region_id, 'region', region_id, type_id, 'reject',
    reason::text, 1, 0
  from directory.feedback where kind = 'reject' and region_id is not null
    and received_at >= ($1::date - 1)::timestamptz and received_at < ($2::date + 2)::timestamptz`

/** The sums of a time, in the order of what they are told apart by; at most `limit`. */
export async function readNeeds(
  query: Query,
  by: NeedGrouping,
  filter: NeedFilter,
  limit: number,
): Promise<NeedRow[]> {
  const told = TOLD_APART[by]
  const column = (name: string, isTold: boolean, type: string): string =>
    isTold ? name : `null::${type} as ${name}`
  return query<NeedRow>(
    `select ${told.day ? `to_char(day, 'YYYY-MM-DD') as day` : 'null::text as day'},
       ${column('region_id', told.area, 'text')}, ${column('area_kind', told.area, 'text')},
       ${column('area', told.area, 'text')}, ${column('type_id', told.type, 'int')}, kind,
       ${column('criterion', told.criterion, 'text')}, sum(times)::bigint as times, sum(services)::bigint as services
     from (${NEEDS}) as needs
     where ${FILTER} and ($4::int is null or type_id = $4)
     group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7 limit $5`,
    [filter.from, filter.until, filter.regionIds, filter.typeId, limit],
  )
}

/** How many clinical searches there were in each area, of any type. */
export async function readSearches(
  query: Query,
  { from, until, regionIds }: Omit<NeedFilter, 'typeId'>,
  limit: number,
): Promise<(Pick<NeedRow, 'region_id' | 'area_kind' | 'area'> & { readonly searches: number })[]> {
  return query(
    `select region_id, area_kind, area, sum(searches)::bigint as searches from directory.clinical_searches
     where ${FILTER} group by 1, 2, 3 order by 1, 2, 3 limit $4`,
    [from, until, regionIds, limit],
  )
}
