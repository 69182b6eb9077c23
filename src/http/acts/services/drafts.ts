import Type from 'typebox'
import {
  createDraft,
  type Draft,
  difference,
  moveDraft,
  ProfilePatch,
  type ProfileRead,
  patched,
  profileOf,
  readService,
  ServiceProfile,
  saveDraft,
  staleSince,
  submitDraft,
} from '../../../directory/index.ts'
import type { Role } from '../../../vocabulary/index.ts'
import { type Act, type ActContext, type ActOutcome, act } from '../act.ts'
import { allOrNothing } from '../people-reach.ts'
import { closed, Reason } from '../words.ts'
import { tellLeads } from './notices.ts'
import { answerDraft, faulty } from './outcome.ts'
import { placeFaults } from './place.ts'
import { DRAFTERS, drafterOf, type SeenDraft, seenDraft, seenEntry, standingBelow, todayOf } from './reach.ts'
import { DraftChanged, DraftPath, EntryPath, JustReason, TAG, Version, WRITES } from './words.ts'

/** A whole entry may list thousands of symptoms: some 40 bytes each. */
const BODY_BYTES_MAX = 4 * 2 ** 20

const Content = {
  profile: Type.Optional(ServiceProfile),
  patch: Type.Optional(ProfilePatch),
}
type Sent = { readonly profile?: ServiceProfile; readonly patch?: object }

const onlyOne: ActOutcome = {
  outcome: 'wrong',
  errors: [
    {
      parameter: 'profile',
      in: 'body',
      message: 'Give the profile, whole, or a patch of it: one of the two.',
    },
  ],
}
const notYours: ActOutcome = {
  outcome: 'not-entitled',
  detail: 'It takes a service editor of the entry, the DoS Lead of its region, or an access manager.',
}

const nowhereOfYours: ActOutcome = {
  outcome: 'not-entitled',
  detail: 'Put it below an entry that you look after, or into a region that you lead.',
}
const versionMissing: ActOutcome = {
  outcome: 'wrong',
  errors: [
    {
      parameter: 'version',
      in: 'body',
      message: 'Say which version of the entry the profile was written against.',
    },
  ],
}

/** The member of the body in which content was sent. */
const memberOf = ({ patch }: Sent): 'patch' | 'profile' => (patch === undefined ? 'profile' : 'patch')

/** What is to become of an entry: sent whole, or as a patch (RFC 7396) of what it is. */
function wished({ profile, patch }: Sent, from: ServiceProfile): ProfileRead | undefined {
  if ((profile === undefined) === (patch === undefined)) return undefined
  return patch === undefined ? patched(profile ?? from, {}) : patched(from, patch)
}

/** Writing drafts: beginning, saving, handing in, taking back. */
export const draftActs: readonly Act[] = [
  act({
    command: 'service draft',
    method: 'POST',
    path: '/service-entries/:id/drafts',
    tag: TAG,
    summary: 'Begin a draft of a change to an entry, starting from the version you have seen',
    description:
      'Give the profile as it is to be, whole, or a JSON Merge Patch of it (RFC 7396). It is live once the DoS Lead of the region has approved it.',
    roles: DRAFTERS,
    clauses: WRITES,
    params: EntryPath,
    body: Type.Object({ ...Content, reason: Reason }, closed),
    bodyBytesMax: BODY_BYTES_MAX,
    version: 'required',
    answer: DraftChanged,
    run: async context => {
      const { rooms, params, body, actor, ifMatch, deed } = context
      const seen = await seenEntry(context, params.id)
      if (!seen) return { outcome: 'no-such' }
      const { stored, standing } = seen
      const role = drafterOf(standing, actor)
      if (!role) return notYours
      const { service, version } = stored
      if (!ifMatch.includes(version)) {
        return answerDraft(await staleSince(rooms.database.query, stored, ifMatch), null)
      }
      const read = wished(body, profileOf(service))
      if (!read) return onlyOne
      if (read.outcome === 'faulty') return faulty(read.faults, memberOf(body))
      const place = await placeFaults(context, standing, service, read.profile)
      if (place.length > 0) return faulty(place, memberOf(body))
      const draft = {
        id: rooms.newId(),
        serviceId: service.id,
        baseVersion: version,
        regionId: service.regionId ?? null,
        profile: read.profile,
      }
      return answerDraft(
        await createDraft(rooms.database, draft, deed(role), todayOf(context)),
        memberOf(body),
        201,
      )
    },
  }),
  act({
    command: 'service draft-new',
    method: 'POST',
    path: '/service-drafts',
    tag: TAG,
    summary: 'Begin a draft of a new entry',
    description:
      'Service editors put it below an entry of theirs, DoS Leads into a region of theirs. It is given its id when it is approved.',
    roles: DRAFTERS,
    clauses: WRITES,
    body: Type.Object({ profile: ServiceProfile, reason: Reason }, closed),
    bodyBytesMax: BODY_BYTES_MAX,
    version: 'shown',
    answer: DraftChanged,
    run: async context => {
      const { rooms, body, actor, deed } = context
      const read = patched(body.profile, {})
      if (read.outcome === 'faulty') return faulty(read.faults, 'profile')
      const { profile } = read
      const standing = await standingBelow(context, profile.regionId, profile.parentId)
      const role = drafterOf(standing, actor)
      if (!role) return nowhereOfYours
      const place = await placeFaults(context, standing, null, profile)
      if (place.length > 0) return faulty(place, 'profile')
      const regionId = profile.regionId ?? null
      const draft = { id: rooms.newId(), serviceId: null, baseVersion: 0, regionId, profile }
      return answerDraft(
        await createDraft(rooms.database, draft, deed(role), todayOf(context)),
        'profile',
        201,
      )
    },
  }),
  act({
    command: 'service-draft revise',
    method: 'PUT',
    path: '/service-drafts/:id',
    tag: TAG,
    summary: 'Write a draft anew',
    description:
      'A patch is one of the entry as it now stands; of a new entry, one of the draft. A profile that is sent whole says by "version" which version of the entry it was written against. If-Match names the draft’s revision.',
    roles: DRAFTERS,
    clauses: WRITES,
    params: DraftPath,
    body: Type.Object({ ...Content, version: Type.Optional(Version), reason: Reason }, closed),
    bodyBytesMax: BODY_BYTES_MAX,
    version: 'required',
    answer: DraftChanged,
    run: async context =>
      onDraft(context, async ({ draft, standing }, role) => {
        const { rooms, body, ifMatch, deed } = context
        const stored =
          draft.serviceId === null ? undefined : await readService(rooms.database.query, draft.serviceId)
        if (stored && body.profile !== undefined && body.version === undefined) return versionMissing
        const read = wished(body, stored ? profileOf(stored.service) : draft.profile)
        if (!read) return onlyOne
        if (read.outcome === 'faulty') return faulty(read.faults, memberOf(body))
        const place = await placeFaults(context, standing, stored?.service ?? null, read.profile)
        if (place.length > 0) return faulty(place, memberOf(body))
        const content = {
          profile: read.profile,
          baseVersion: stored ? (body.version ?? stored.version) : 0,
          regionId: (stored ? stored.service.regionId : read.profile.regionId) ?? null,
        }
        return answerDraft(
          await saveDraft(rooms.database, draft.id, ifMatch, content, deed(role), todayOf(context)),
          memberOf(body),
        )
      }),
  }),
  act({
    command: 'service-draft submit',
    method: 'POST',
    path: '/service-drafts/:id/submission',
    tag: TAG,
    summary: 'Hand a draft in; the DoS Lead of the region is told',
    roles: DRAFTERS,
    clauses: WRITES,
    params: DraftPath,
    body: JustReason,
    version: 'required',
    answer: DraftChanged,
    run: async context =>
      onDraft(context, async ({ draft }, role) => {
        const { rooms, ifMatch, deed } = context
        const same = await changesNothing(context, draft)
        if (same) return same
        return allOrNothing(rooms.database, async inner => {
          const change = await submitDraft(inner, draft.id, ifMatch, deed(role), todayOf(context))
          if (change.outcome === 'changed') await tellLeads(inner.query, change.draft, context.now)
          return answerDraft(change, null)
        })
      }),
  }),
  ...(['reopen', 'withdraw'] as const).map(event =>
    act({
      command: `service-draft ${event}`,
      method: 'POST',
      path: event === 'reopen' ? '/service-drafts/:id/reopening' : '/service-drafts/:id/withdrawal',
      tag: TAG,
      summary: event === 'reopen' ? 'Take up a draft again that was rejected' : 'Take a draft back, for good',
      roles: DRAFTERS,
      clauses: WRITES,
      params: DraftPath,
      body: JustReason,
      version: 'required',
      answer: DraftChanged,
      run: async context =>
        onDraft(context, async ({ draft }, role) => {
          const { rooms, ifMatch, deed } = context
          return answerDraft(
            await moveDraft(rooms.database, draft.id, ifMatch, event, deed(role), todayOf(context)),
            null,
          )
        }),
    }),
  ),
]

/** A change that changes nothing is not put before anybody. */
async function changesNothing(
  { rooms }: Pick<ActContext<unknown, unknown, unknown>, 'rooms'>,
  draft: Draft,
): Promise<ActOutcome | undefined> {
  if (draft.state !== 'draft' || draft.serviceId === null) return undefined
  const stored = await readService(rooms.database.query, draft.serviceId)
  if (!stored || difference(profileOf(stored.service), draft.profile).length > 0) return undefined
  const what = 'The entry already is as the draft would make it.'
  return { outcome: 'unmet', unmet: [{ what, clauses: [], whoCanFix: 'whoever writes the draft' }] }
}

type OnDraft<B> = ActContext<{ id: string }, unknown, B>

/** Finds the draft and the role in which somebody writes on it. */
async function onDraft<B>(
  context: OnDraft<B>,
  work: (seen: SeenDraft, role: Role) => Promise<ActOutcome>,
): Promise<ActOutcome> {
  const seen = await seenDraft(context, context.params.id)
  if (!seen) return { outcome: 'no-such' }
  const role = drafterOf(seen.standing, context.actor)
  return role ? work(seen, role) : notYours
}
