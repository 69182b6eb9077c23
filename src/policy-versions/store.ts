import { appendChanges, type Database, type Query } from '../database/index.ts'
import { type PolicyContent, policyVersion } from '../policy/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { recordAct, type Step, step } from '../workflow/index.ts'
import { POLICY_MACHINE, type PolicyContext, type PolicyEvent, type PolicyState } from './machine.ts'

/** A version that people of this directory wrote, in whichever state. */
export type StoredPolicy = {
  readonly id: string
  readonly state: PolicyState
  /** As JSON; its hash is over the canonical form. */
  readonly content: string
  readonly hash: string
  readonly effectiveFrom: EpochMillis
  readonly draftedBy: string
  readonly reviewedBy: string | null
  readonly approvedBy: readonly string[]
  readonly publishedAt: EpochMillis | null
}

/** Writes a new draft. */
export async function draftPolicy(
  database: Database,
  content: PolicyContent,
  deed: Deed,
): Promise<'drafted' | 'id-taken'> {
  return database.transaction(async query => {
    const { hash } = policyVersion(content)
    const made = await query(
      `insert into policy.version (id, state, content, hash, effective_from, drafted_by)
       values ($1, 'draft', $2, $3, $4, $5) on conflict do nothing returning id`,
      [content.id, JSON.stringify(content), hash, new Date(content.effectiveFrom), deed.who],
    )
    if (made.length === 0) return 'id-taken'
    await recordAct(query, 'policy-version', content.id, 'draft', deed, null, { state: 'draft', hash })
    return 'drafted'
  })
}

export type PolicyMove = Step<PolicyState, PolicyEvent> | { readonly outcome: 'unknown' }
type Surroundings = Pick<PolicyContext, 'published'> & {
  readonly faultsOf: (content: string) => readonly string[]
}

/**
 * Takes one step in the life of a version.
 * @param around what the guards look at beside the versions stored: those that come with the program
 * @param content the new content, for `edit`; whoever edits becomes its author
 */
export async function movePolicy(
  database: Database,
  id: string,
  event: PolicyEvent,
  around: Surroundings,
  deed: Deed,
  content?: PolicyContent,
): Promise<PolicyMove> {
  return database.transaction(async query => {
    // One at a time: each finds what the other has published.
    if (event === 'publish') await query(`select pg_advisory_xact_lock(hashtext('policy-publish'))`)
    const before = await readStoredPolicy(query, id, true)
    if (!before) return { outcome: 'unknown' }
    const context: PolicyContext = {
      who: deed.who,
      approvedBy: deed.approvedBy ?? null,
      draftedBy: before.draftedBy,
      faults: around.faultsOf(before.content),
      published: [...around.published, ...(await readStoredPolicies(query, 'published'))],
      id,
      effectiveFrom: before.effectiveFrom,
      now: deed.at,
    }
    const moved = step(POLICY_MACHINE, before.state, event, context)
    if (moved.outcome !== 'moved') return moved
    await write(query, before, moved.to, event, deed, content)
    await recordAct(
      query,
      'policy-version',
      id,
      event,
      deed,
      { state: before.state, hash: before.hash },
      { state: moved.to, hash: content ? policyVersion(content).hash : before.hash },
    )
    if (event === 'publish') await appendChanges(query, 'policy', [id])
    return moved
  })
}

async function write(
  query: Query,
  { id }: StoredPolicy,
  state: PolicyState,
  event: PolicyEvent,
  deed: Deed,
  content: PolicyContent | undefined,
): Promise<void> {
  const at = event === 'publish' ? new Date(deed.at) : null
  await query(
    'update policy.version set state = $2, published_at = coalesce($3, published_at) where id = $1',
    [id, state, at],
  )
  switch (event) {
    case 'edit':
      if (!content) throw new Error('An edit brings its content.')
      await query(
        `update policy.version set content = $2, hash = $3, effective_from = $4, drafted_by = $5, reviewed_by = null
         where id = $1`,
        [id, JSON.stringify(content), policyVersion(content).hash, new Date(content.effectiveFrom), deed.who],
      )
      return
    case 'review':
      await query('update policy.version set reviewed_by = $2 where id = $1', [id, deed.who])
      return
    case 'approve':
      await query('update policy.version set approved_by = $2 where id = $1', [
        id,
        [deed.who, deed.approvedBy ?? ''],
      ])
      return
    case 'publish':
    case 'withdraw':
      return
  }
}

/** One version, held for the length of the transaction when `hold` is set. */
export async function readStoredPolicy(
  query: Query,
  id: string,
  hold = false,
): Promise<StoredPolicy | undefined> {
  const [row] = await query<PolicyRow>(
    `select * from policy.version where id = $1 ${hold ? 'for update' : ''}`,
    [id],
  )
  return row && storedOf(row)
}

/** All of them, or only those in one state, oldest first. */
export async function readStoredPolicies(
  query: Query,
  state: PolicyState | null = null,
): Promise<StoredPolicy[]> {
  const rows = await query<PolicyRow>(
    'select * from policy.version where $1::text is null or state = $1 order by id',
    [state],
  )
  return rows.map(storedOf)
}

type PolicyRow = {
  readonly id: string
  readonly state: PolicyState
  readonly content: string
  readonly hash: string
  readonly effective_from: Date
  readonly drafted_by: string
  readonly reviewed_by: string | null
  readonly approved_by: readonly string[]
  readonly published_at: Date | null
}

const storedOf = (row: PolicyRow): StoredPolicy => ({
  id: row.id,
  state: row.state,
  content: row.content,
  hash: row.hash,
  effectiveFrom: row.effective_from.getTime(),
  draftedBy: row.drafted_by,
  reviewedBy: row.reviewed_by,
  approvedBy: row.approved_by,
  publishedAt: row.published_at?.getTime() ?? null,
})
