import Type, { type Static } from 'typebox'
import {
  type Difference,
  difference,
  findEntries,
  listDrafts,
  OPEN_STATES,
  overdueEntries,
  readVersions,
  SERVICE_TYPES,
  type StoredService,
  seenBy,
} from '../../../directory/index.ts'
import { readActs } from '../../../workflow/index.ts'
import { type Act, act } from '../act.ts'
import { After, Next } from '../register-words.ts'
import { closed, Id, Instant, ListOf, Nullable, Prose, RegionId, Text, Whole } from '../words.ts'
import { editReach, READERS, recordReading, regionsOf, seenEntry, todayOf } from './reach.ts'
import {
  Differences,
  differenceViews,
  EntryPath,
  EntryRow,
  EntryView,
  entryRow,
  entryView,
  READS,
  TAG,
  Version,
} from './words.ts'

/** Rows in one answer: what people look through, not what programs copy. */
const PAGE = 100
const Limit = Type.Optional(Whole(1, PAGE, `How many at most; ${PAGE} unless told.`))
const HISTORY_PAGE = 20
/** Types that give the hierarchy its shape are found by nobody, and verified by nobody. */
const VERIFIED_TYPES = SERVICE_TYPES.filter(({ searchable }) => searchable).map(({ id }) => id)

const HistoryView = Type.Object(
  {
    version: Version,
    at: Instant('When it was written.'),
    who: Text(100, 'Who wrote it: a person, an account, or a name such as import.'),
    approvedBy: Nullable(Id('Who approved it, where it takes a second person.')),
    event: Nullable(Text(100, 'What was done, where a person did it here.')),
    why: Prose(1000, 'Why.'),
    differs: Differences,
  },
  closed,
)

/** Reading entries for those who keep them: bounded by their reach, a page at a time, and each reading on record. */
export const readActsOfServices: readonly Act[] = [
  act({
    command: 'service find',
    method: 'GET',
    path: '/service-entries',
    tag: TAG,
    summary: 'Entries you look after, by id, uid or ODS code',
    description: 'Of any status. What lies outside your reach is not found.',
    roles: READERS,
    clauses: READS,
    query: Type.Object(
      { code: Text(64, 'An id, a uid or an ODS code in any case; all of it.'), after: After, limit: Limit },
      closed,
    ),
    answer: Type.Object({ entries: ListOf(EntryRow, PAGE, 'By id.'), next: Next }, closed),
    run: async context => {
      const { rooms, query } = context
      const after = Number(query.after ?? 0)
      if (!Number.isSafeInteger(after) || after < 0) return wrongAfter
      const limit = query.limit ?? PAGE
      const asked = { code: query.code, after, limit: limit + 1 }
      const found = await findEntries(rooms.database.query, await editReach(context), asked)
      const page = found.slice(0, limit)
      await recordReading(context, 'find', idsOf(page), { code: query.code })
      const next = found.length > limit ? String(page.at(-1)?.service.id ?? '') : null
      return { outcome: 'done', body: { entries: page.map(entryRow), next } }
    },
  }),
  act({
    command: 'service show',
    method: 'GET',
    path: '/service-entries/:id',
    tag: TAG,
    summary: 'An entry as it stands, with its version',
    description: 'What is marked for operators is not in it, and is kept when the entry is changed.',
    roles: READERS,
    clauses: READS,
    params: EntryPath,
    version: 'shown',
    answer: EntryView,
    run: async context => {
      const seen = await seenEntry(context, context.params.id)
      if (!seen) return { outcome: 'no-such' }
      const { stored } = seen
      const { id } = stored.service
      const reach = { all: true, regionIds: [], rootIds: [] }
      const filter = { reach, states: OPEN_STATES, ofRegions: null, serviceId: id, after: null, limit: 100 }
      const drafts = await listDrafts(context.rooms.database.query, filter)
      await recordReading(context, 'show', [id], { version: stored.version })
      const body = entryView(
        stored,
        drafts.map(draft => draft.id),
        context.now,
      )
      return { outcome: 'done', body, version: stored.version }
    },
  }),
  act({
    command: 'service history',
    method: 'GET',
    path: '/service-entries/:id/history',
    tag: TAG,
    summary: 'The versions of an entry, newest first: who, when, why, and what differs from the one before',
    roles: READERS,
    clauses: READS,
    params: EntryPath,
    query: Type.Object(
      {
        before: Type.Optional(Whole(1, 2_000_000_000, 'Only versions older than this one.')),
        limit: Type.Optional(Whole(1, HISTORY_PAGE, `How many at most; ${HISTORY_PAGE} unless told.`)),
      },
      closed,
    ),
    answer: Type.Object(
      { history: ListOf(HistoryView, HISTORY_PAGE, 'Newest first.'), next: Nullable(Version) },
      closed,
    ),
    run: async context => {
      const { rooms, params, query } = context
      const seen = await seenEntry(context, params.id)
      if (!seen) return { outcome: 'no-such' }
      const { id } = seen.stored.service
      const limit = query.limit ?? HISTORY_PAGE
      const asked = { before: query.before ?? null, limit: limit + 1 }
      const versions = await readVersions(rooms.database.query, id, asked)
      const done = await doneTo(rooms.database.query, id)
      const page = versions.slice(0, limit)
      await recordReading(context, 'history', [id], { versions: page.map(one => one.version) })
      const history = page.map(
        (one, index): Static<typeof HistoryView> => ({
          version: one.version,
          at: one.written.at.toISOString(),
          who: one.written.who,
          approvedBy: done.get(one.version)?.approvedBy ?? null,
          event: done.get(one.version)?.event ?? null,
          why: one.written.why,
          differs: differenceViews(differsFrom(versions[index + 1], one)),
        }),
      )
      const next = versions.length > limit ? (page.at(-1)?.version ?? null) : null
      return { outcome: 'done', body: { history, next } }
    },
  }),
  act({
    command: 'service overdue',
    method: 'GET',
    path: '/overdue-services',
    tag: TAG,
    summary: 'Active entries whose verification is past due, or was never planned, longest first',
    roles: READERS,
    clauses: READS,
    query: Type.Object({ region: Type.Optional(RegionId), after: After, limit: Limit }, closed),
    answer: Type.Object({ entries: ListOf(EntryRow, PAGE, 'Longest overdue first.'), next: Next }, closed),
    run: async context => {
      const { rooms, query } = context
      const after = query.after === undefined ? null : cursorIn(query.after)
      if (after === undefined) return wrongAfter
      const limit = query.limit ?? PAGE
      const found = await overdueEntries(rooms.database.query, {
        reach: await editReach(context),
        ofRegions: await regionsOf(context, query.region),
        typeIds: VERIFIED_TYPES,
        today: todayOf(context),
        after,
        limit: limit + 1,
      })
      const page = found.slice(0, limit)
      await recordReading(context, 'overdue', idsOf(page))
      const last = page.at(-1)
      const next = found.length > limit && last ? cursorOf(last) : null
      return { outcome: 'done', body: { entries: page.map(entryRow), next } }
    },
  }),
]

const idsOf = (entries: readonly StoredService[]): number[] => entries.map(({ service }) => service.id)

const wrongAfter = {
  outcome: 'wrong',
  errors: [{ parameter: 'after', in: 'query', message: 'It is the "next" of an answer before.' }],
} as const

/** Where a page of what is overdue ends: its date, `never` for none, and id. */
const cursorOf = ({ service }: StoredService): string =>
  `${service.verification.nextDueOn ?? 'never'}.${service.id}`

function cursorIn(text: string): { readonly due: string; readonly id: number } | undefined {
  const found = /^(never|\d{4}-\d{2}-\d{2})\.([1-9]\d{0,14})$/.exec(text)
  return found ? { due: found[1] === 'never' ? '' : (found[1] ?? ''), id: Number(found[2]) } : undefined
}

/** What a version changed of what editors see; of the first one, all of it is new and is not told again. */
const differsFrom = (before: StoredService | undefined, after: StoredService): readonly Difference[] =>
  before ? difference(seenBy(before.service), seenBy(after.service)) : []

type Done = { readonly event: string; readonly approvedBy: string | null }

/** What people did to an entry here, by the version it brought. */
async function doneTo(query: Parameters<typeof readActs>[0], id: number): Promise<ReadonlyMap<number, Done>> {
  const acts = await readActs(query, 'service', String(id))
  return new Map(
    acts.flatMap(({ after, event, approved_by: approvedBy }): [number, Done][] => {
      const { version }: { version?: unknown } = { ...(typeof after === 'object' ? after : {}) }
      return typeof version === 'number' ? [[version, { event, approvedBy }]] : []
    }),
  )
}
