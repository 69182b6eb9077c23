import type { Database, Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { recordAct } from './act-store.ts'

/** An act that needs a second person (★ in sources, use 3 and 4), as the first one left it. */
export type Proposal = {
  readonly id: string
  /** Which act, by its command, such as `account revoke`. */
  readonly command: string
  readonly params: Readonly<Record<string, unknown>>
  readonly query: Readonly<Record<string, unknown>>
  readonly body: Readonly<Record<string, unknown>>
  readonly why: string
  /** What it is about as it stood when it was left, such as a hash; null: nothing the act holds fast. */
  readonly pin: string | null
  readonly proposedBy: string
  readonly proposedAs: string
  readonly proposedAt: EpochMillis
  readonly expiresAt: EpochMillis
  readonly state: 'open' | 'approved' | 'declined' | 'withdrawn' | 'expired'
  readonly settledBy: string | null
}

export type ProposalDraft = Omit<Proposal, 'state' | 'settledBy'>

/** Leaves an act for a second person. */
export async function propose(database: Database, draft: ProposalDraft): Promise<void> {
  await database.transaction(async query => {
    await query(
      `insert into workflow.proposal (id, command, params, query, body, why, proposed_by, proposed_as, proposed_at, expires_at, pin)
       values ($1, $2, $3::jsonb, $4::jsonb, $5::jsonb, $6, $7, $8, $9, $10, $11)`,
      [
        draft.id,
        draft.command,
        JSON.stringify(draft.params),
        JSON.stringify(draft.query),
        JSON.stringify(draft.body),
        draft.why,
        draft.proposedBy,
        draft.proposedAs,
        new Date(draft.proposedAt),
        new Date(draft.expiresAt),
        draft.pin,
      ],
    )
    const deed: Deed = {
      who: draft.proposedBy,
      actingAs: draft.proposedAs,
      why: draft.why,
      at: draft.proposedAt,
    }
    await recordAct(query, 'proposal', draft.id, 'propose', deed, null, {
      command: draft.command,
      params: draft.params,
    })
  })
}

/** One proposal, held for the length of the transaction when `hold` is set. */
export async function readProposal(
  query: Query,
  id: string,
  now: EpochMillis,
  hold = false,
): Promise<Proposal | undefined> {
  const [row] = await query<ProposalRow>(
    `select * from workflow.proposal where id::text = $1 ${hold ? 'for update' : ''}`,
    [id],
  )
  return row && proposalOf(row, now)
}

/** Those still open at `now`, oldest first. */
export async function readOpenProposals(query: Query, now: EpochMillis): Promise<Proposal[]> {
  const rows = await query<ProposalRow>(
    `select * from workflow.proposal where state = 'open' and expires_at > $1 order by proposed_at, id`,
    [new Date(now)],
  )
  return rows.map(row => proposalOf(row, now))
}

/** Notes how a proposal ended. */
export async function settleProposal(
  query: Query,
  id: string,
  state: 'approved' | 'declined' | 'withdrawn',
  deed: Deed,
): Promise<void> {
  await query(
    'update workflow.proposal set state = $2, settled_by = $3, settled_at = $4 where id::text = $1',
    [id, state, deed.who, new Date(deed.at)],
  )
  await recordAct(query, 'proposal', id, state, deed, { state: 'open' }, { state })
}

type ProposalRow = {
  readonly id: string
  readonly command: string
  readonly params: Readonly<Record<string, unknown>>
  readonly query: Readonly<Record<string, unknown>>
  readonly body: Readonly<Record<string, unknown>>
  readonly why: string
  readonly pin: string | null
  readonly proposed_by: string
  readonly proposed_as: string
  readonly proposed_at: Date
  readonly expires_at: Date
  readonly state: Exclude<Proposal['state'], 'expired'>
  readonly settled_by: string | null
}

const proposalOf = (row: ProposalRow, now: EpochMillis): Proposal => ({
  id: row.id,
  command: row.command,
  params: row.params,
  query: row.query,
  body: row.body,
  why: row.why,
  pin: row.pin,
  proposedBy: row.proposed_by,
  proposedAs: row.proposed_as,
  proposedAt: row.proposed_at.getTime(),
  expiresAt: row.expires_at.getTime(),
  state: row.state === 'open' && row.expires_at.getTime() <= now ? 'expired' : row.state,
  settledBy: row.settled_by,
})
