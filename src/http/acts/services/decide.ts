import Type from 'typebox'
import {
  approveDraft,
  candidateOf,
  DRAFT_STATES,
  type Draft,
  type DraftChange,
  difference,
  listDrafts,
  outOfDate,
  profileOf,
  readService,
  readVersion,
  rejectDraft,
  ServiceProfile,
} from '../../../directory/index.ts'
import { holds, type Role } from '../../../vocabulary/index.ts'
import { type Act, type ActContext, type ActOutcome, act } from '../act.ts'
import { allOrNothing } from '../people-reach.ts'
import { After, Next } from '../register-words.ts'
import { choice, closed, ListOf, Nullable, RegionId, Whole } from '../words.ts'
import { tellAuthor } from './notices.ts'
import { answerDraft } from './outcome.ts'
import {
  APPROVERS,
  approverOf,
  editReach,
  READERS,
  recordReading,
  regionsOf,
  seenDraft,
  todayOf,
} from './reach.ts'
import {
  Differences,
  DraftChanged,
  DraftPath,
  DraftRow,
  differenceViews,
  draftRow,
  findingViews,
  JustReason,
  READS,
  TAG,
  Version,
  Warnings,
  WRITES,
} from './words.ts'

const PAGE = 100
const forTheOperator: ActOutcome = {
  outcome: 'not-entitled',
  detail: 'The entry would go to another region: an access manager decides that.',
}

const DraftView = Type.Object(
  {
    ...DraftRow.properties,
    baseVersion: Nullable(Version),
    authors: ListOf(
      DraftRow.properties.id,
      1000,
      'Everybody who wrote something of it; none of them approves it.',
    ),
    profile: ServiceProfile,
    differs: Differences,
    changedMeanwhile: Differences,
    faults: Warnings,
    warnings: Warnings,
  },
  closed,
)

/** Seeing what waits, and deciding on it. */
export const decideActs: readonly Act[] = [
  act({
    command: 'service queue',
    method: 'GET',
    path: '/service-drafts',
    tag: TAG,
    summary: 'Drafts within your reach: those that wait for approval, longest first, or in another state',
    roles: READERS,
    clauses: READS,
    query: Type.Object(
      {
        region: Type.Optional(RegionId),
        state: Type.Optional(choice(DRAFT_STATES, 'In this state; submitted unless told.')),
        after: After,
        limit: Type.Optional(Whole(1, PAGE, `How many at most; ${PAGE} unless told.`)),
      },
      closed,
    ),
    answer: Type.Object({ drafts: ListOf(DraftRow, PAGE, 'Longest waiting first.'), next: Next }, closed),
    run: async context => {
      const { rooms, query } = context
      const limit = query.limit ?? PAGE
      const found = await listDrafts(rooms.database.query, {
        reach: await editReach(context),
        states: [query.state ?? 'submitted'],
        ofRegions: await regionsOf(context, query.region),
        serviceId: null,
        after: query.after ?? null,
        limit: limit + 1,
      })
      const page = found.slice(0, limit)
      await recordReading(
        context,
        'queue',
        page.flatMap(({ serviceId }) => serviceId ?? []),
        {
          drafts: page.map(draft => draft.id),
        },
      )
      const next = found.length > limit ? (page.at(-1)?.id ?? null) : null
      return { outcome: 'done', body: { drafts: page.map(draftRow), next } }
    },
  }),
  act({
    command: 'service-draft show',
    method: 'GET',
    path: '/service-drafts/:id',
    tag: TAG,
    summary: 'A draft: what it would make of the entry, member by member',
    description:
      '"changedMeanwhile" is how the entry has changed since the version the draft was written against; as long as there is any, it cannot be approved and is to be written anew.',
    roles: READERS,
    clauses: READS,
    params: DraftPath,
    version: 'shown',
    answer: DraftView,
    run: async context => {
      const seen = await seenDraft(context, context.params.id)
      if (!seen) return { outcome: 'no-such' }
      const { draft } = seen
      const { query } = context.rooms.database
      const { serviceId, baseVersion } = draft
      const base = serviceId === null ? undefined : await readVersion(query, serviceId, baseVersion)
      const isOpen = draft.becameVersion === null
      const stale = isOpen ? await outOfDate(query, draft) : undefined
      const findings = isOpen
        ? (await candidateOf(query, draft, todayOf(context))).findings
        : { faults: [], warnings: [] }
      const more = { draft: draft.id, revision: draft.revision }
      await recordReading(context, 'show-draft', serviceId === null ? [] : [serviceId], more)
      const body = {
        ...draftRow(draft),
        baseVersion: baseVersion === 0 ? null : baseVersion,
        authors: [...draft.authors],
        profile: draft.profile,
        differs: differenceViews(difference(base ? profileOf(base.service) : {}, draft.profile)),
        changedMeanwhile: differenceViews(stale?.differs ?? []),
        faults: findingViews(findings.faults),
        warnings: findingViews(findings.warnings),
      }
      return { outcome: 'done', body, version: draft.revision }
    },
  }),
  act({
    command: 'service-draft approve',
    method: 'POST',
    path: '/service-drafts/:id/approval',
    tag: TAG,
    summary: 'Approve a draft: it is live at once',
    description:
      'Not for whoever wrote or handed it in. A lead’s own draft is approved by another lead of the region or an access manager; one that moves an entry to another region, by an access manager. An entry that changed meanwhile is not overwritten: 412, with what differs.',
    roles: APPROVERS,
    clauses: WRITES,
    params: DraftPath,
    body: JustReason,
    version: 'required',
    answer: DraftChanged,
    run: context =>
      decided(context, async (draft, role, inner) => {
        const { actor, ifMatch, deed } = context
        if (!holds(actor, 'access-manager') && (await changesRegion(inner.query, draft))) {
          return { outcome: 'other-region' }
        }
        return approveDraft(inner, draft.id, ifMatch, deed(role), todayOf(context))
      }),
  }),
  act({
    command: 'service-draft reject',
    method: 'POST',
    path: '/service-drafts/:id/rejection',
    tag: TAG,
    summary: 'Reject a draft, with the reason; its writer may take it up again',
    roles: APPROVERS,
    clauses: WRITES,
    params: DraftPath,
    body: JustReason,
    version: 'required',
    answer: DraftChanged,
    run: context =>
      decided(context, async (draft, role, inner) =>
        rejectDraft(inner, draft.id, context.ifMatch, context.deed(role), todayOf(context)),
      ),
  }),
]

type Deciding = ActContext<{ id: string }, unknown, { reason: string }>
type Inner = Deciding['rooms']['database']

/** Finds a draft for whoever decides on it, and tells its writer what was decided: both, or neither. */
async function decided(
  context: Deciding,
  work: (
    draft: Draft,
    role: Role,
    inner: Inner,
  ) => Promise<DraftChange | { readonly outcome: 'own-cause' } | { readonly outcome: 'other-region' }>,
): Promise<ActOutcome> {
  const { rooms, params, actor, now } = context
  const seen = await seenDraft(context, params.id)
  if (!seen) return { outcome: 'no-such' }
  const role = approverOf(seen.standing, actor)
  if (!role) {
    const detail = 'It takes the DoS Lead of the region, or an access manager.'
    return { outcome: 'not-entitled', detail }
  }
  return allOrNothing(rooms.database, async inner => {
    const change = await work(seen.draft, role, inner)
    if (change.outcome === 'other-region') return forTheOperator
    if (change.outcome === 'changed') await tellAuthor(inner.query, change.draft, now)
    return answerDraft(change, null)
  })
}

async function changesRegion(query: Inner['query'], draft: Draft): Promise<boolean> {
  if (draft.serviceId === null) return false
  const stored = await readService(query, draft.serviceId)
  return stored !== undefined && stored.service.regionId !== draft.profile.regionId
}
