import type { FastifyBaseLogger } from 'fastify'
import {
  type ActivityEntry,
  keptFacts,
  type QuestionShape,
  recordedQuestion,
  type WatchedEntry,
} from '../activity/index.ts'
import type { CallerFacts, Decision, PolicyVersion, QuestionFacts } from '../policy/index.ts'
import { purposeOf } from '../vocabulary/index.ts'
import type { Answered, Intended } from './governed.ts'
import type { HttpRooms } from './rooms.ts'
import { isServiceMember } from './service-members.ts'

/** What is known of a question at the moment it is decided. */
export type Deciding = {
  readonly rooms: Pick<HttpRooms, 'recorder' | 'newId' | 'watch'>
  readonly log: FastifyBaseLogger
  readonly requestId: string
  readonly interface: ActivityEntry['interface']
  readonly caller: CallerFacts
  readonly policy: PolicyVersion
  readonly facts: QuestionFacts
  readonly shape: QuestionShape
  readonly now: number
  readonly change: number
  /** performance.now() when the question arrived. */
  readonly startedAt: number
  /** Where it came from; it never enters the log. */
  readonly address: string
}

/** What came of a question beside the decision. */
export type Recorded = {
  readonly decisionId: string
  /** Absent: nothing was found, for it was refused. */
  readonly found?: Answered | Intended
  /** What the detectors were told. */
  readonly watched?: WatchedEntry | undefined
}

/**
 * Room 6: writes the decision down, durably, with what it was decided on, and answers its id; null when it could not be
 * written, and then nothing may be answered.
 */
export async function recordDecision(
  deciding: Deciding,
  decision: Decision,
  asked?: Recorded,
): Promise<string | null> {
  const { rooms, now, caller } = deciding
  const id = asked?.decisionId ?? rooms.newId(now)
  const facts = keptFacts(caller)
  try {
    const entry = entryOf(id, facts.hash, deciding, decision, asked)
    await rooms.recorder.record(entry, facts)
    rooms.watch.noted(entry, caller, deciding.address)
    return id
  } catch (error) {
    rooms.watch.forget(id)
    deciding.log.error(
      { err: error },
      'an activity entry could not be written, so its question is not answered',
    )
    return null
  }
}

function entryOf(
  id: string,
  factsHash: string,
  deciding: Deciding,
  decision: Decision,
  { found, watched }: Partial<Recorded> = {},
): ActivityEntry {
  const { caller, facts, now } = deciding
  const allowed = decision.outcome === 'allow'
  const flags = allowed ? decision.flags : flagsAsked(facts)
  const told = found !== undefined && found.outcome !== 'nothing'
  return {
    id,
    at: new Date(now).toISOString(),
    account: caller.account.id,
    organisation: caller.organisation.odsCode,
    product: caller.product.id,
    connection: caller.connection.id,
    individual: caller.individual?.id ?? null,
    agreement: caller.agreement?.id ?? null,
    facts: factsHash,
    policyVersion: deciding.policy.id,
    tailoredTerms: decision.tailoredTerms,
    interface: deciding.interface,
    action: facts.action,
    // A purpose as given is free text until it is known to be one of ours; only then may the log hold it.
    purpose: allowed ? decision.purpose : (purposeOf(facts.purpose ?? '')?.code ?? null),
    decision: decision.outcome,
    refusal: allowed ? null : decision.reason,
    clauses: decision.clauses,
    audience: allowed ? decision.audience : null,
    question: recordedQuestion(facts, deciding.shape, isServiceMember),
    results: told ? found.results : [],
    change: deciding.change,
    durationMicros: Math.round((performance.now() - deciding.startedAt) * 1000),
    flags,
    // What counts as use (D5): data asked for in earnest and answered, were it with no service found, or kept right.
    counts: told && isUse(facts) && flags.length === 0,
    requestId: deciding.requestId,
    ...(watched === undefined ? {} : { watched }),
  }
}

const isUse = ({ action }: QuestionFacts): boolean =>
  action === 'search' || action === 'look-up' || action === 'maintain'

/** A refused question bears the mark of what it said it was for, as an allowed one does. */
function flagsAsked(facts: QuestionFacts): ActivityEntry['flags'] {
  const kind = 'kind' in facts ? facts.kind : undefined
  return kind === undefined || kind === 'live' ? [] : [kind]
}
