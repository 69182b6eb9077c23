import Type, { type Static } from 'typebox'
import { readRegionMap } from '../../accounts/index.ts'
import {
  londonMoment,
  NEED_GROUPINGS,
  type NeedRow,
  readNeeds,
  readSearches,
  rejectReasonById,
} from '../../directory/index.ts'
import { holds } from '../../vocabulary/index.ts'
import { ledBy } from './accounts-reach.ts'
import { type Act, type ActContext, type ActOutcome, act } from './act.ts'
import { OPERATOR } from './reach.ts'
import { choice, closed, Day, Flag, ListOf, Nullable, RegionId, Text, Whole } from './words.ts'

const ROWS_MAX = 5000
const DAYS = 28
const DAYS_MAX = 732
const DAY = 86_400_000

/** Below this a number could be about somebody, and is shown as `<5` to all but the operator. */
const SMALL = 5
const Shown = (description: string) =>
  Type.Union(
    [
      Type.Integer({ format: 'int64', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
      Type.Literal(`<${SMALL}`),
    ],
    { description },
  )
type Shown = number | `<${typeof SMALL}`

const AreaKind = choice(['district', 'board', 'region'], 'What the area is: the smallest that was known.')
const NeedView = Type.Object(
  {
    day: Nullable(Day('The day, in London.')),
    region: Nullable(RegionId),
    areaKind: Nullable(AreaKind),
    area: Nullable(Text(64, 'Code of the area.')),
    typeId: Nullable(Whole(-100, 1_000_000, 'The type of service.')),
    kind: choice(['gap', 'reject'], 'Not found for one criterion only; or found, and not taken up.'),
    criterion: Nullable(Text(60, 'The criterion that failed, or the reason of the rejection.')),
    times: Shown('Searches in which it was so, or rejections. A search counts for each type and criterion.'),
    services: Shown('Of gaps, how many services it was, all told.'),
  },
  closed,
)
const SearchesView = Type.Object(
  { region: RegionId, areaKind: AreaKind, area: Text(64, 'Code of the area.'), searches: Shown('How many.') },
  closed,
)
const Report = Type.Object(
  {
    from: Day('The first day.'),
    until: Day('The last day.'),
    rows: ListOf(NeedView, ROWS_MAX, 'In the order of what they are told apart by.'),
    searches: ListOf(
      SearchesView,
      ROWS_MAX,
      'All clinical searches of that time, by area: what the rows are out of.',
    ),
    totalSearches: Shown('Of all these areas.'),
    cut: Flag('Whether there is more than one answer holds: ask for less time, or one region.'),
  },
  closed,
)

/** What commissioners are told of needs that were not met: sums of areas, never of people. */
export const unmetNeedActs: readonly Act[] = [
  act({
    command: 'report unmet-need',
    method: 'GET',
    path: '/reports/unmet-need',
    tag: 'Reports',
    summary: 'Needs that were not met, by area, service type and criterion, out of how many searches',
    description: `Gaps of clinical searches and reasons for which services were rejected. The last ${DAYS} days unless told. Rejections count for the region of the service. Numbers under ${SMALL} are shown as "<${SMALL}" to all but the operator.`,
    roles: [...OPERATOR, 'dos-lead'],
    clauses: [],
    query: Type.Object(
      {
        from: Type.Optional(Day('The first day, in London.')),
        until: Type.Optional(Day('The last day, in London; today unless told.')),
        region: Type.Optional(RegionId),
        typeId: Type.Optional(
          Type.String({
            minLength: 1,
            maxLength: 8,
            pattern: '^-?[0-9]{1,7}$',
            description: 'Only this type of service, by its id.',
          }),
        ),
        by: Type.Optional(
          choice(
            NEED_GROUPINGS,
            'What rows are told apart by; detail, unless told: area, type and criterion.',
          ),
        ),
      },
      closed,
    ),
    answer: Report,
    run: report,
  }),
]

type Asked = {
  readonly from?: string
  readonly until?: string
  readonly region?: string
  readonly typeId?: string
  readonly by?: (typeof NEED_GROUPINGS)[number]
}

async function report({
  rooms,
  actor,
  now,
  query: asked,
}: ActContext<unknown, Asked, unknown>): Promise<ActOutcome> {
  const until = asked.until ?? londonMoment(now).date
  const from = asked.from ?? dayOf(Date.parse(until) - (DAYS - 1) * DAY)
  const days = (Date.parse(until) - Date.parse(from)) / DAY + 1
  if (!(days >= 1 && days <= DAYS_MAX)) {
    const message = `It must not be after "until", nor more than ${DAYS_MAX} days before.`
    return { outcome: 'wrong', errors: [{ parameter: 'from', in: 'query', message }] }
  }
  const { query } = rooms.database
  const isOperator = OPERATOR.some(role => holds(actor, role))
  const regions = await readRegionMap(query)
  // What was summed under a region counts for the one that has taken it in.
  const wanted = asked.region === undefined ? null : regions.reach([asked.region], now)
  const led = isOperator ? null : ledBy(actor, regions, now)
  const regionIds = led === null ? wanted && [...wanted] : [...led].filter(id => wanted?.has(id) ?? true)
  const filter = { from, until, regionIds, typeId: asked.typeId === undefined ? null : Number(asked.typeId) }
  const rows = await readNeeds(query, asked.by ?? 'detail', filter, ROWS_MAX + 1)
  const searches = await readSearches(query, filter, ROWS_MAX + 1)
  const shown = isOperator ? (count: number): Shown => count : small
  const body: Static<typeof Report> = {
    from,
    until,
    rows: rows.slice(0, ROWS_MAX).map(row => needView(row, shown)),
    searches: searches.slice(0, ROWS_MAX).map(row => ({
      region: row.region_id ?? '',
      areaKind: row.area_kind ?? 'region',
      area: row.area ?? '',
      searches: shown(row.searches),
    })),
    totalSearches: shown(searches.reduce((sum, row) => sum + row.searches, 0)),
    cut: rows.length > ROWS_MAX || searches.length > ROWS_MAX,
  }
  return { outcome: 'done', body }
}

const dayOf = (millis: number): string => new Date(millis).toISOString().slice(0, 10)

const small = (count: number): Shown => (count > 0 && count < SMALL ? `<${SMALL}` : count)

/** How many services it was says something of how many searches, so it is held back with them. */
function needView(row: NeedRow, shown: (count: number) => Shown): Static<typeof NeedView> {
  const times = shown(row.times)
  return {
    day: row.day,
    region: row.region_id,
    areaKind: row.area_kind,
    area: row.area,
    typeId: row.type_id,
    kind: row.kind ?? 'gap',
    criterion: row.criterion === null || row.kind === 'gap' ? row.criterion : reasonName(row.criterion),
    times,
    services: typeof times === 'number' ? shown(row.services) : times,
  }
}

const reasonName = (id: string): string => `${id} ${rejectReasonById(Number(id))?.name ?? ''}`.trim()
