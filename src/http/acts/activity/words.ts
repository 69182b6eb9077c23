import Type, { type Static } from 'typebox'
import { ACTIONS, type Hold, INTERFACES, type LoggedEntry } from '../../../activity/index.ts'
import {
  Count,
  choice,
  closed,
  Id,
  Instant,
  iso,
  isoOrNull,
  ListOf,
  Nullable,
  OdsCode,
  Prose,
  Text,
  Whole,
} from '../words.ts'

export const ACTIVITY = 'Activity'

/** Bounds that answers stay within; an entry of the log is shaped when it is written. */
const MANY = 200
const Words = (description: string) => ListOf(Text(64, 'One of them.'), MANY, description)

export const ActionName = choice(ACTIONS, 'What was done.')
export const DecisionName = choice(['allow', 'refuse'], 'What was decided.')

/** An activity entry as those who may see it are shown it. The log holds no answer, and no place finer than this. */
export const EntryView = Type.Object(
  {
    id: Id('The decision id.'),
    at: Instant('When it was decided.'),
    account: Id('The account that asked.'),
    organisation: Prose(12, 'ODS code of the organisation it asked for; empty where none was named.'),
    product: Id('The product.'),
    connection: Id('The connection.'),
    individual: Nullable(Id('Pseudonymous key of the person, when one asked.')),
    agreement: Nullable(Id('The agreement it was decided on.')),
    policyVersion: Text(32, 'The policy version it was decided under.'),
    interface: choice(INTERFACES, 'Through which door.'),
    action: ActionName,
    purpose: Nullable(Text(64, 'The purpose of use.')),
    decision: DecisionName,
    refusal: Nullable(Text(64, 'Why it was refused.')),
    clauses: Words('Clauses that decided it.'),
    audience: Nullable(Text(20, 'For whom it was answered.')),
    cell: Nullable(Text(20, 'Where was asked about: a postcode sector or a square of 1 km.')),
    typeIds: Nullable(ListOf(Whole(-100, 1_000_000, 'A type.'), MANY, 'Service types asked for.')),
    withinMetres: Nullable(Whole(0, 1_000_000, 'How far, in metres.')),
    limit: Nullable(Whole(0, 1_000_000, 'How many were asked for.')),
    filters: Words('Names of other filters used.'),
    target: Nullable(Text(64, 'What was looked up.')),
    results: ListOf(
      Type.Integer({ format: 'int64', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
      1000,
      'Ids of the services in the answer, in its order.',
    ),
    durationMicros: Count,
    flags: Words('test or monitoring.'),
    requestId: Text(200, 'The X-Request-ID.'),
  },
  closed,
)

export const entryView = ({ entry }: LoggedEntry): Static<typeof EntryView> => {
  const { question } = entry
  return {
    id: entry.id,
    at: entry.at,
    account: entry.account,
    organisation: entry.organisation,
    product: entry.product,
    connection: entry.connection,
    individual: entry.individual,
    agreement: entry.agreement,
    policyVersion: entry.policyVersion,
    interface: entry.interface,
    action: entry.action,
    purpose: entry.purpose,
    decision: entry.decision,
    refusal: entry.refusal,
    clauses: [...entry.clauses],
    audience: entry.audience,
    cell: question.cell,
    typeIds: question.typeIds === null ? null : [...question.typeIds],
    withinMetres: question.withinMetres,
    limit: question.limit,
    filters: [...question.filters],
    target: question.target,
    results: [...entry.results],
    durationMicros: entry.durationMicros,
    flags: [...entry.flags],
    requestId: entry.requestId,
  }
}

export const HoldPath = Type.Object({ id: Id('The hold.') }, closed)
export const Reference = Text(200, 'The inquiry it serves, as whoever runs it calls it.')

export const HoldView = Type.Object(
  {
    id: Id('The hold.'),
    account: Nullable(Id('Whose entries: of this account.')),
    organisation: Nullable(OdsCode),
    from: Instant('Entries from this moment on are held.'),
    until: Nullable(Instant('Up to this moment; null: also those still to come.')),
    reference: Reference,
    placedBy: Id('Who placed it.'),
    placedAt: Instant('When.'),
    releasedBy: Nullable(Id('Who released it.')),
    releasedAt: Nullable(Instant('When; null: it stands.')),
  },
  closed,
)

export const holdView = (hold: Hold): Static<typeof HoldView> => ({
  ...hold,
  from: iso(hold.from),
  until: isoOrNull(hold.until),
  placedAt: iso(hold.placedAt),
  releasedAt: isoOrNull(hold.releasedAt),
})
