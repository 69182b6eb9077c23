import { type ConnectionRecord, readConnection } from '../../../accounts/index.ts'
import {
  AGREEMENT,
  type Agreement,
  type AgreementChange,
  type AgreementEvent,
  type AgreementLife,
  readAgreement,
  readLives,
} from '../../../agreements/index.ts'
import type { Query } from '../../../database/index.ts'
import { type AgreementFacts, footprintOf } from '../../../policy/index.ts'
import { type Actor, type EpochMillis, holds, unreachable } from '../../../vocabulary/index.ts'
import { legalEvents } from '../../../workflow/index.ts'
import { type ActOutcome, notTaken } from '../act.ts'
import { missingBeforeUse } from '../applications/missing-before-use.ts'
import { OPERATOR } from '../applications/words.ts'
import { mayTry } from '../door.ts'
import { iso, isoOrNull } from '../words.ts'

/** An agreement with what the register says of its connection; null: it says nothing. */
export type Found = {
  readonly agreement: Agreement
  readonly life: AgreementLife
  readonly connection: ConnectionRecord | null
}

/** Whether somebody sees what belongs to that connection. */
export const seesConnection = (actor: Actor, connection: ConnectionRecord | null): boolean => {
  if (mayTry(OPERATOR, actor)) return true
  if (connection === null) return false
  const own = ['euo-admin', 'euo-signatory', 'clinical-safety-officer'] as const
  return (
    own.some(role => holds(actor, role, [connection.odsCode])) ||
    holds(actor, 'supplier-admin', [connection.supplierId])
  )
}

/** An agreement, if it is one they may see. */
export async function findAgreement(query: Query, actor: Actor, id: string): Promise<Found | undefined> {
  const agreement = await readAgreement(query, id)
  const [life] = await readLives(query, [id])
  if (!agreement || !life) return undefined
  const connection = (await readConnection(query, agreement.connectionId)) ?? null
  return seesConnection(actor, connection) ? { agreement, life, connection } : undefined
}

/** In which of these roles, for the organisation of the agreement, somebody acts. */
export const actsAs = <R extends 'euo-admin' | 'euo-signatory'>(
  actor: Actor,
  { connection }: Found,
  roles: readonly R[],
): R | null =>
  connection === null ? null : (roles.find(role => holds(actor, role, [connection.odsCode])) ?? null)

export const summary = ({ agreement: { connectionId, facts }, life, connection }: Found) => ({
  id: facts.id,
  connectionId,
  odsCode: connection?.odsCode ?? null,
  productId: connection?.productId ?? null,
  environment: connection?.environment ?? null,
  state: life.state,
  useCase: facts.useCase,
  audience: facts.audience,
  policyVersion: facts.policyVersion,
  from: iso(facts.from),
  until: isoOrNull(facts.until),
})

/** The footprint it is measured by, declared or derived. */
export function footprintView(facts: AgreementFacts) {
  const { regions, ...footprint } = footprintOf(facts)
  return { ...footprint, regionIds: regions, resultsMax: facts.resultsMax }
}

/** What a change came to, as an act answers it. */
export async function answerOf(
  query: Query,
  id: string,
  event: AgreementEvent,
  change: AgreementChange,
  now: EpochMillis,
): Promise<ActOutcome> {
  switch (change.outcome) {
    case 'changed':
      return { outcome: 'done', body: await changed(query, id, now) }
    case 'unknown-agreement':
      return { outcome: 'no-such' }
    case 'not-in-state':
      return notTaken({
        outcome: 'not-legal',
        from: change.status,
        event,
        legal: legalEvents(AGREEMENT, change.status),
      })
    case 'not-as-issued': {
      const { version, hash } = change.issued
      const detail = `That is not the text that is to be accepted: it is version ${version} with the hash ${hash}. Read that one ("agreement read") and accept it by its hash.`
      return { outcome: 'conflict', detail, clauses: ['AUP18-08'] }
    }
    case 'too-early':
      return {
        outcome: 'not-legal',
        detail: `Another agreement serves the connection until this one begins, at ${iso(change.from)}.`,
      }
    default:
      return unreachable(change)
  }
}

async function changed(query: Query, id: string, now: EpochMillis) {
  const agreement = await readAgreement(query, id)
  const [life] = await readLives(query, [id])
  if (!agreement || !life) throw new Error(`The agreement ${id}, just changed, is gone.`)
  return {
    id,
    state: life.state,
    policyVersion: agreement.facts.policyVersion,
    until: isoOrNull(agreement.facts.until),
    missingBeforeUse: await missingBeforeUse(query, agreement.connectionId, now),
  }
}
