import Type, { type Static } from 'typebox'
import { createRegion, type Merger, mergeRegion, type Region, readRegions } from '../../accounts/index.ts'
import { unreachable } from '../../vocabulary/index.ts'
import { type Act, type ActOutcome, act } from './act.ts'
import { closed, Instant, iso, isoOrNull, ListOf, Nullable, Reason, RegionId, Text } from './words.ts'

const TAG = 'Regions'

const RegionView = Type.Object(
  {
    id: RegionId,
    name: Text(200, 'What it is called.'),
    from: Instant('From when on it is a region.'),
    until: Nullable(Instant('From when on it is part of its successor.')),
    successor: Nullable(RegionId),
  },
  closed,
)
const view = ({ id, name, from, until, successorId }: Region): Static<typeof RegionView> => ({
  id,
  name,
  from: iso(from),
  until: isoOrNull(until),
  successor: successorId,
})

/** Regions, and how they merge (sources, use 2.4). */
export const regionActs: readonly Act[] = [
  act({
    command: 'region list',
    method: 'GET',
    path: '/regions',
    tag: TAG,
    summary: 'Every region there is or was',
    roles: 'anyone',
    clauses: ['AUP25-06'],
    answer: Type.Object({ regions: ListOf(RegionView, 1000, 'By code.') }, closed),
    run: async ({ rooms }) => {
      const regions = await readRegions(rooms.database.query)
      return { outcome: 'done', body: { regions: regions.map(view) } }
    },
  }),
  act({
    command: 'region create',
    method: 'POST',
    path: '/regions',
    tag: TAG,
    summary: 'Add a region',
    roles: ['access-manager'],
    clauses: ['AUP25-06'],
    body: Type.Object(
      {
        id: RegionId,
        name: Text(200, 'What it is called.'),
        from: Type.Optional(Instant('From when on; now unless told.')),
        reason: Reason,
      },
      closed,
    ),
    answer: RegionView,
    run: async ({ rooms, now, body, deed }) => {
      const from = body.from === undefined ? now : Date.parse(body.from)
      const region = { id: body.id, name: body.name, from }
      const made = await createRegion(rooms.database, region, deed('access-manager'))
      if (made === 'id-taken') return { outcome: 'conflict', detail: `There is a region ${body.id}.` }
      return { outcome: 'done', status: 201, body: view({ ...region, until: null, successorId: null }) }
    },
  }),
  act({
    command: 'region merge',
    method: 'POST',
    path: '/regions/:id/merger',
    tag: TAG,
    summary: 'Merge a region into another, from an instant on',
    description:
      'What was authorised, agreed or granted for it then counts for its successor, whose DoS Lead is asked to look at it again. Nobody’s authority grows by it.',
    roles: ['access-manager'],
    clauses: ['AUP25-06'],
    params: Type.Object({ id: RegionId }, closed),
    body: Type.Object(
      {
        successor: RegionId,
        from: Type.Optional(Instant('From when on; now unless told, never in the past.')),
        reason: Reason,
      },
      closed,
    ),
    answer: RegionView,
    run: async ({ rooms, now, params, body, deed }) => {
      const merger = {
        id: params.id,
        successorId: body.successor,
        from: body.from === undefined ? now : Date.parse(body.from),
      }
      const done = await mergeRegion(rooms.database, merger, deed('access-manager'))
      const refused = refusedMerger(done)
      if (refused) return refused
      const region = (await readRegions(rooms.database.query)).find(({ id }) => id === params.id)
      return region ? { outcome: 'done', body: view(region) } : { outcome: 'no-such' }
    },
  }),
]

function refusedMerger(merger: Merger): ActOutcome | null {
  const wrong = (parameter: string, message: string): ActOutcome => ({
    outcome: 'wrong',
    errors: [{ parameter, in: 'body', message }],
  })
  switch (merger.outcome) {
    case 'merged':
      return null
    case 'unknown-region':
      return { outcome: 'no-such' }
    case 'unknown-successor':
      return wrong('successor', 'is no region at that time')
    case 'itself':
      return wrong('successor', 'is the region itself')
    case 'in-the-past':
      return wrong('from', 'is in the past, or before the region began')
    case 'merged-already':
      return {
        outcome: 'conflict',
        detail: `It is merged into ${merger.into} from ${iso(merger.from)} on.`,
      }
    case 'successor-ends':
      return wrong('successor', `is itself part of ${merger.into} from ${iso(merger.from)} on: name that one`)
    case 'circle':
      return wrong('successor', 'is to become part of this region')
    default:
      return unreachable(merger)
  }
}
