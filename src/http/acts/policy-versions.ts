import Type from 'typebox'
import {
  differenceInWords,
  gateOf,
  type PolicyContent,
  type PolicyVersion,
  policyDiff,
  policyVersion,
  readPolicyContent,
} from '../../policy/index.ts'
import {
  draftPolicy,
  movePolicy,
  type PolicyEvent,
  readStoredPolicies,
  readStoredPolicy,
  type StoredPolicy,
} from '../../policy-versions/index.ts'
import type { Role } from '../../vocabulary/index.ts'
import { type Act, type ActContext, type ActOutcome, type ActRooms, act, notTaken } from './act.ts'
import {
  ContentBody,
  Difference,
  MoveBody,
  Moved,
  POLICY_AUTHORS,
  POLICY_READERS,
  POLICY_TAG,
  VersionPath,
  VersionView,
} from './policy-words.ts'
import { closed, iso, isoOrNull, ListOf, PolicyId, Reason } from './words.ts'

/** Policy versions (sources, use 4.7): drafted, reviewed by another, approved by two, published, never edited after. */
export const policyActs: readonly Act[] = [
  act({
    command: 'policy versions',
    method: 'GET',
    path: '/policy/versions',
    tag: POLICY_TAG,
    summary: 'Every version, drafts too',
    roles: POLICY_READERS,
    clauses: ['AUP18-04', 'AUP25-62'],
    answer: Type.Object({ versions: ListOf(VersionView, 1000, 'Oldest first.') }, closed),
    run: async ({ rooms, now }) => {
      const inForce = rooms.policy(now).id
      const stored = await readStoredPolicies(rooms.database.query)
      const own = new Set(stored.map(one => one.id))
      const shipped = rooms.policies().filter(version => !own.has(version.id))
      const views = [
        ...shipped.map(version => viewOfShipped(version, inForce)),
        ...stored.map(one => viewOf(one, inForce, now)),
      ]
      return { outcome: 'done', body: { versions: views } }
    },
  }),
  act({
    command: 'policy draft',
    method: 'POST',
    path: '/policy/versions',
    tag: POLICY_TAG,
    summary: 'Write the draft of a new version',
    description:
      'Every fault of the content is named at once. The id is the day on which it is to be published, so that ids sort as versions do.',
    roles: POLICY_AUTHORS,
    clauses: ['AUP18-04'],
    body: Type.Object({ content: ContentBody, reason: Reason }, closed),
    answer: Moved,
    run: async ({ rooms, body, actor, deed }) => {
      const read = contentOf(body.content)
      if (read.outcome !== 'read') return read
      const role = POLICY_AUTHORS.find(one => actor.roles.some(held => held.role === one)) ?? 'access-manager'
      if (rooms.policyOf(read.content.id)) return taken(read.content.id)
      const drafted = await draftPolicy(rooms.database, read.content, deed(role))
      return drafted === 'id-taken'
        ? taken(read.content.id)
        : { outcome: 'done', status: 201, body: { id: read.content.id, state: 'draft' } }
    },
  }),
  act({
    command: 'policy edit',
    method: 'PUT',
    path: '/policy/versions/:id',
    tag: POLICY_TAG,
    summary: 'Change a draft; one that was reviewed is a draft again',
    roles: POLICY_AUTHORS,
    clauses: ['AUP18-04'],
    params: VersionPath,
    body: Type.Object({ content: ContentBody, reason: Reason }, closed),
    answer: Moved,
    run: async context => {
      const read = contentOf(context.body.content)
      if (read.outcome !== 'read') return read
      if (read.content.id !== context.params.id) {
        return wrong(`It is ${read.content.id}; a draft keeps its id.`)
      }
      return move(context, 'edit', 'access-manager', read.content)
    },
  }),
  act({
    command: 'policy compare',
    method: 'GET',
    path: '/policy/versions/:id/changes',
    tag: POLICY_TAG,
    summary: 'What a version changes, in words',
    roles: POLICY_READERS,
    clauses: ['AUP18-04'],
    params: VersionPath,
    query: Type.Object({ to: Type.Optional(PolicyId) }, closed),
    answer: Type.Object(
      {
        id: PolicyId,
        since: PolicyId,
        changes: ListOf(Difference, 2000, 'Parameters, clauses, paragraphs.'),
      },
      closed,
    ),
    run: async ({ rooms, params, query }) => {
      const version = await versionOf(rooms, params.id)
      if (!version) return { outcome: 'no-such' }
      const earlier = rooms.policies().findLast(one => one.id < params.id)
      const since = query.to === undefined ? earlier : await versionOf(rooms, query.to)
      if (!since) return { outcome: 'no-such', detail: 'There is no version before it to compare with.' }
      const changes = policyDiff(since, version).map(differenceInWords)
      return { outcome: 'done', body: { id: params.id, since: since.id, changes } }
    },
  }),
  act({
    command: 'policy review',
    method: 'POST',
    path: '/policy/versions/:id/review',
    tag: POLICY_TAG,
    summary: 'Pass a draft as fit to be approved',
    roles: ['compliance-reviewer', 'ig-officer'],
    clauses: ['AUP18-04'],
    params: VersionPath,
    body: MoveBody,
    answer: Moved,
    run: context => move(context, 'review', 'compliance-reviewer'),
  }),
  act({
    command: 'policy approve',
    method: 'POST',
    path: '/policy/versions/:id/approval',
    tag: POLICY_TAG,
    summary: 'Approve a reviewed version',
    roles: ['access-manager', 'decision-owner'],
    secondPerson: ['decision-owner'],
    clauses: ['AUP18-04'],
    params: VersionPath,
    body: MoveBody,
    answer: Moved,
    // The text that both read, and no later one.
    pin: async ({ rooms, params }) =>
      (await readStoredPolicy(rooms.database.query, params.id, true))?.hash ?? null,
    run: context => move(context, 'approve', 'access-manager'),
  }),
  act({
    command: 'policy publish',
    method: 'POST',
    path: '/policy/versions/:id/publication',
    tag: POLICY_TAG,
    summary: 'Publish an approved version, for good',
    description:
      'From its first instant on it binds everybody by use (AUP18-05). It can be replaced by a later one, never edited or taken back.',
    roles: ['access-manager', 'decision-owner'],
    clauses: ['AUP18-04', 'AUP18-05'],
    params: VersionPath,
    body: MoveBody,
    answer: Moved,
    run: context => move(context, 'publish', 'access-manager'),
  }),
  act({
    command: 'policy withdraw',
    method: 'POST',
    path: '/policy/versions/:id/withdrawal',
    tag: POLICY_TAG,
    summary: 'Give up a version that is not published',
    roles: POLICY_AUTHORS,
    clauses: ['AUP18-04'],
    params: VersionPath,
    body: MoveBody,
    answer: Moved,
    run: context => move(context, 'withdraw', 'access-manager'),
  }),
]

type Moving = Pick<ActContext<{ id: string }, unknown, unknown>, 'rooms' | 'params' | 'deed' | 'actor'>

async function move(
  { rooms, params, deed, actor }: Moving,
  event: PolicyEvent,
  usual: Role,
  content?: PolicyContent,
): Promise<ActOutcome> {
  const role =
    actor.roles.find(held => POLICY_READERS.includes(held.role) && held.role !== 'auditor')?.role ?? usual
  const published = rooms.policies().map(({ id, effectiveFrom }) => ({ id, effectiveFrom }))
  const around = { published, faultsOf }
  const moved = await movePolicy(rooms.database, params.id, event, around, deed(role), content)
  if (moved.outcome === 'unknown') return { outcome: 'no-such' }
  return moved.outcome === 'moved'
    ? { outcome: 'done', body: { id: params.id, state: moved.to } }
    : notTaken(moved)
}

/** What keeps a content from being passed: faults, and clauses that nothing carries. */
function faultsOf(content: string): readonly string[] {
  const read = readPolicyContent(JSON.parse(content))
  return read.outcome === 'read'
    ? gateOf(read.content)
    : read.problems.map(one => `${one.path}: ${one.message}`)
}

function contentOf(
  value: unknown,
): { outcome: 'read'; content: PolicyContent } | (ActOutcome & { outcome: 'wrong' }) {
  const read = readPolicyContent(value)
  if (read.outcome === 'read') return read
  const errors = read.problems.map(({ path, message }) => ({
    parameter: `content${path.replaceAll('/', '.')}`,
    in: 'body',
    message,
  }))
  return { outcome: 'wrong', errors }
}

const wrong = (message: string, parameter = 'content.id'): ActOutcome => ({
  outcome: 'wrong',
  errors: [{ parameter, in: 'body', message }],
})
const taken = (id: string): ActOutcome => ({
  outcome: 'conflict',
  detail: `There is a version ${id} already.`,
})

/** A version in any state, sealed as it stands. */
async function versionOf(rooms: ActRooms, id: string): Promise<PolicyVersion | undefined> {
  const published = rooms.policyOf(id)
  if (published) return published
  const stored = await readStoredPolicy(rooms.database.query, id)
  const read = stored && readPolicyContent(JSON.parse(stored.content))
  return read?.outcome === 'read' ? policyVersion(read.content) : undefined
}

const viewOfShipped = (version: PolicyVersion, inForce: string) => ({
  id: version.id,
  title: version.title,
  state: version.id === inForce ? 'in-force' : 'superseded',
  hash: version.hash,
  effectiveFrom: iso(version.effectiveFrom),
  publishedAt: null,
  draftedBy: null,
  reviewedBy: null,
  approvedBy: [],
})

function viewOf(stored: StoredPolicy, inForce: string, now: number) {
  const { content, state, effectiveFrom, publishedAt, ...rest } = stored
  const read = readPolicyContent(JSON.parse(content))
  const current =
    state !== 'published' || effectiveFrom > now ? state : stored.id === inForce ? 'in-force' : 'superseded'
  return {
    ...rest,
    title: read.outcome === 'read' ? read.content.title : stored.id,
    state: current,
    effectiveFrom: iso(effectiveFrom),
    publishedAt: isoOrNull(publishedAt),
  }
}
