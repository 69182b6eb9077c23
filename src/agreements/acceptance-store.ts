import type { Database, Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { recordAct } from '../workflow/index.ts'
import type { PolicyText } from './agreement.ts'
import { type AgreementChange, changeAgreement, holdAgreement } from './change-store.ts'
import { type NoticeParts, tellOfConnection } from './connection-notice.ts'
import { writeAcceptance } from './store.ts'

/** Notes that a signatory opened what was issued, or the newer text that is to be accepted: the receipt of AUP18-08. */
export const noteRead = (database: Database, id: string, deed: Deed): Promise<AgreementChange> =>
  changeAgreement(database, id, 'read', deed, (query, held) => ({
    write: () =>
      query('update agreements.agreement set read_at = $2, read_by = $3 where id = $1 and read_at is null', [
        id,
        new Date(deed.at),
        deed.who,
      ]),
    after: { ...(held.asked ?? held.issued), first: !held.wasRead },
  }))

/**
 * Asks the signatories of every agreement in force to accept a newer policy version as well (AUP18-04, 05). It stays in
 * force meanwhile. Those that have accepted that version, or are asked already, are left alone: it may be called again
 * at any time.
 * @returns the agreements asked
 */
export async function askReacceptance(
  database: Database,
  policy: PolicyText,
  parts: NoticeParts,
  deed: Deed,
): Promise<readonly string[]> {
  const rows = await database.query<{ id: string }>(
    `select id from agreements.agreement where status = 'in-force' and accepted_version < $1
       and (reaccept_version is null or reaccept_version < $1) order by id`,
    [policy.version],
  )
  const asked: string[] = []
  for (const { id } of rows) {
    const change = await changeAgreement(database, id, 'ask-reacceptance', deed, (query, held) => ({
      write: async () => {
        await query(
          `update agreements.agreement set reaccept_version = $2, reaccept_hash = $3, reaccept_since = $4,
             read_at = null, read_by = null where id = $1`,
          [id, policy.version, policy.hash, new Date(deed.at)],
        )
        const notice = {
          kind: 'reacceptance-asked',
          connectionId: held.connectionId,
          about: { entity: 'agreement', id } as const,
          subject: 'The acceptable use policy has a new version',
          text: `Version ${policy.version} of the policy is published. Going on to use the directory is agreeing to it once it takes effect (AUP18-05); please have a signatory accept it as well, with \`signpost agreement reaccept\`.\n\nAgreement: ${id}`,
        }
        await tellOfConnection(query, parts, notice, deed.at)
      },
      after: { ...policy },
    }))
    if (change.outcome === 'changed') asked.push(id)
  }
  return asked
}

/** Notes that a signatory accepted the newer text they were asked to: by its version and hash. */
export const reacceptAgreement = (
  database: Database,
  id: string,
  policy: PolicyText,
  deed: Deed,
  privacyNotice: string | null = null,
): Promise<AgreementChange> =>
  changeAgreement(database, id, 'reaccept', deed, (query, held) => ({
    context: { offered: policy, asked: held.asked },
    write: async () => {
      await writeAcceptance(query, id, policy, deed, privacyNotice)
      await query(
        `update agreements.agreement set reaccept_version = null, reaccept_hash = null, reaccept_since = null
         where id = $1`,
        [id],
      )
    },
    after: { ...policy, privacyNotice, before: held.accepted },
  }))

/**
 * Keeps that a newer version was agreed to by use (AUP18-05), once for each agreement and version. The version a
 * signatory accepted stays what it is: that prompt goes on.
 * @param firstDecisionId the first answer given under that version
 */
export async function recordDeemedAcceptance(
  database: Database,
  agreementId: string,
  policy: PolicyText,
  firstDecisionId: string,
  deed: Deed,
): Promise<'recorded' | 'recorded-already' | 'accepted-already' | 'unknown-agreement' | 'not-in-force'> {
  return database.transaction(async query => {
    const held = await holdAgreement(query, agreementId)
    if (!held) return 'unknown-agreement'
    if (held.state !== 'in-force' && held.state !== 'reaccept-due') return 'not-in-force'
    const known = await query<{ kind: string }>(
      'select kind from agreements.acceptance where agreement_id = $1 and version = $2',
      [agreementId, policy.version],
    )
    if (known.some(row => row.kind === 'deemed')) return 'recorded-already'
    if (known.length > 0) return 'accepted-already'
    await query(
      `insert into agreements.acceptance (agreement_id, version, hash, kind, at, decision_id)
       values ($1, $2, $3, 'deemed', $4, $5)`,
      [agreementId, policy.version, policy.hash, new Date(deed.at), firstDecisionId],
    )
    const evidence = [...(deed.evidence ?? []), firstDecisionId]
    const clauses = [...(deed.clauses ?? []), 'AUP18-05' as const]
    const status = { status: held.state }
    const after = { ...status, ...policy, decisionId: firstDecisionId }
    const done = { ...deed, evidence, clauses }
    await recordAct(query, 'agreement', agreementId, 'deem-accepted', done, status, after)
    return 'recorded'
  })
}

/** The first answer a connection was given since an instant, from the activity log; null: none yet. */
export type FirstUse = (
  connectionId: string,
  since: EpochMillis,
) => Promise<{ readonly decisionId: string; readonly at: EpochMillis } | null>

/**
 * Looks, for every agreement in force that has neither accepted the version in force nor been deemed to, whether its
 * connection has been answered since that version took effect, and keeps that it has.
 * @returns how many were recorded
 */
export async function sweepDeemedAcceptances(
  database: Database,
  policy: PolicyText & { readonly effectiveFrom: EpochMillis },
  firstUse: FirstUse,
  deed: Deed,
): Promise<number> {
  const open = await database.query<{ id: string; connection_id: string }>(
    `select a.id, a.connection_id from agreements.agreement a
     where a.status = 'in-force' and a.accepted_version < $1
       and not exists (select 1 from agreements.acceptance x where x.agreement_id = a.id and x.version = $1)
     order by a.id`,
    [policy.version],
  )
  const text = { version: policy.version, hash: policy.hash }
  let recorded = 0
  for (const { id, connection_id } of open) {
    const use = await firstUse(connection_id, policy.effectiveFrom)
    if (!use) continue
    const outcome = await recordDeemedAcceptance(database, id, text, use.decisionId, deed)
    if (outcome === 'recorded') recorded += 1
  }
  return recorded
}

/** Every acceptance of an agreement, oldest first. */
export type AcceptanceKept = PolicyText & {
  readonly kind: 'signed' | 'deemed'
  readonly at: EpochMillis
  readonly by: string | null
  readonly as: string | null
  readonly privacyNotice: string | null
  readonly decisionId: string | null
}

export async function readAcceptances(query: Query, agreementId: string): Promise<AcceptanceKept[]> {
  const rows = await query<{
    version: string
    hash: string
    kind: AcceptanceKept['kind']
    at: Date
    by_person: string | null
    acting_as: string | null
    privacy_notice: string | null
    decision_id: string | null
  }>('select * from agreements.acceptance where agreement_id = $1 order by at, version, kind', [agreementId])
  return rows.map(row => ({
    version: row.version,
    hash: row.hash,
    kind: row.kind,
    at: row.at.getTime(),
    by: row.by_person,
    as: row.acting_as,
    privacyNotice: row.privacy_notice,
    decisionId: row.decision_id,
  }))
}
