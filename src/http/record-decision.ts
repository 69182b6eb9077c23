import type { FastifyBaseLogger } from 'fastify'
import type { ActivityEntry } from '../activity/index.ts'
import type { CallerFacts, Decision, PolicyVersion } from '../policy/index.ts'
import { purposeOf } from '../vocabulary/index.ts'
import type { HttpRooms } from './rooms.ts'

/** What is known of a question at the moment it is decided. */
export type Deciding = {
  readonly rooms: Pick<HttpRooms, 'recorder' | 'newId'>
  readonly log: FastifyBaseLogger
  readonly requestId: string
  readonly interface: ActivityEntry['interface']
  readonly action: ActivityEntry['action']
  readonly caller: CallerFacts
  readonly policy: PolicyVersion
  readonly shape: ActivityEntry['question']
  /** The purpose as the caller gave it. */
  readonly asked: string | null
  readonly now: number
  readonly change: number
  /** performance.now() when the question arrived. */
  readonly startedAt: number
}

/**
 * Room 6: writes the decision down, durably, and answers its id; null when it could not be written, and then nothing
 * may be answered.
 */
export async function recordDecision(
  deciding: Deciding,
  decision: Decision,
  answer?: { readonly decisionId: string; readonly results: readonly number[] },
): Promise<string | null> {
  const { rooms, caller, now } = deciding
  const allowed = decision.outcome === 'allow'
  const id = answer?.decisionId ?? rooms.newId(now)
  const entry: ActivityEntry = {
    id,
    at: new Date(now).toISOString(),
    account: caller.account.id,
    organisation: caller.organisation.odsCode,
    product: caller.product.id,
    connection: caller.connection.id,
    individual: null,
    agreement: caller.agreement?.id ?? null,
    policyVersion: deciding.policy.id,
    interface: deciding.interface,
    action: deciding.action,
    // A purpose as given is free text until it is known to be one of ours; only then may the log hold it.
    purpose: allowed ? decision.purpose : (purposeOf(deciding.asked ?? '')?.code ?? null),
    decision: decision.outcome,
    refusal: allowed ? null : decision.reason,
    clauses: decision.clauses,
    audience: allowed ? decision.audience : null,
    question: deciding.shape,
    results: answer?.results ?? [],
    change: deciding.change,
    durationMicros: Math.round((performance.now() - deciding.startedAt) * 1000),
    flags: [],
    requestId: deciding.requestId,
  }
  try {
    await rooms.recorder.record(entry)
    return id
  } catch (error) {
    deciding.log.error(
      { err: error },
      'an activity entry could not be written, so its question is not answered',
    )
    return null
  }
}
