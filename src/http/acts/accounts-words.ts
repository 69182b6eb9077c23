import Type, { type Static } from 'typebox'
import {
  ACCOUNT_KINDS,
  type Authorisation,
  type OpenSuspension,
  type PolicyAcceptance,
  type Restriction,
  type StoredAccount,
} from '../../accounts/index.ts'
import { ACCOUNT_STATUSES } from '../../policy/index.ts'
import type { Act as RecordedAct, Unmet } from '../../workflow/index.ts'
import { EnvironmentName } from './register-words.ts'
import {
  ClauseRef,
  choice,
  closed,
  Flag,
  Id,
  Instant,
  iso,
  isoOrNull,
  ListOf,
  Nullable,
  OdsCode,
  PolicyId,
  Prose,
  RegionId,
  Text,
  Whole,
} from './words.ts'

export const ACCOUNTS = 'Accounts'

export const AccountPath = Type.Object({ id: Id('The account.') }, closed)
export const AccountStatusName = choice(ACCOUNT_STATUSES, 'Where it is in its life.')
export const GROUNDS = [
  'significant-risk',
  'expired-intention-notice',
  'employer-instruction',
  'credential-compromise',
  'no-region-left',
] as const
export const RoleIds = ListOf(
  Whole(1, 999_999, 'A search role.'),
  50,
  'Search roles: only services with one of these as referral role are found.',
)
export const RegionIds = (description: string) => ListOf(RegionId, 50, description)

/** The answer to a step. */
export const StepAnswer = Type.Object({ id: Id('The account.'), status: AccountStatusName }, closed)

export const UnmetView = Type.Object(
  {
    what: Text(400, 'What is missing.'),
    clauses: ListOf(ClauseRef, 20, 'Where the policy asks for it.'),
    whoCanFix: Text(200, 'Who can put it right.'),
  },
  closed,
)
export const unmetView = ({ what, clauses, whoCanFix }: Unmet): Static<typeof UnmetView> => ({
  what,
  clauses: [...clauses],
  whoCanFix,
})

/** A row of a list. */
export const AccountRow = Type.Object(
  {
    id: Id('The account.'),
    kind: choice(ACCOUNT_KINDS, 'Whose it is: an organisation’s, a person’s, or a product’s.'),
    status: AccountStatusName,
    organisation: Nullable(OdsCode),
    product: Id('The product it asks with.'),
    connection: Nullable(Id('The connection it is on.')),
    environment: EnvironmentName,
    person: Nullable(Id('Whose it is, when a person’s.')),
  },
  closed,
)
export const accountRow = (account: StoredAccount): Static<typeof AccountRow> => ({
  id: account.id,
  kind: account.kind,
  status: account.status,
  organisation: account.odsCode,
  product: account.productId,
  connection: account.connectionId,
  environment: account.environment,
  person: account.personId,
})

const AuthorisationView = Type.Object(
  {
    region: RegionId,
    grantedBy: Nullable(Id('Who opened it.')),
    reason: Nullable(Prose(1000, 'Why.')),
    since: Nullable(Instant('From when on.')),
    reviewBy: Nullable(Instant('By when the lead of its successor looks at it; null: it was not merged.')),
  },
  closed,
)
const authorisationView = (one: Authorisation): Static<typeof AuthorisationView> => ({
  region: one.regionId,
  grantedBy: one.grantedBy,
  reason: one.reason,
  since: iso(one.from),
  reviewBy: isoOrNull(one.reviewBy),
})

export const Hours = Type.Object(
  {
    days: ListOf(Whole(1, 7, '1 Monday to 7 Sunday.'), 7, 'On which days it may ask.'),
    fromMinute: Whole(0, 1439, 'From which minute of the day on, Europe/London.'),
    untilMinute: Whole(1, 1440, 'Up to which minute of the day.'),
  },
  closed,
)

export const RestrictionView = Type.Object(
  {
    id: Id('The restriction.'),
    imposedAs: choice(['operator', 'employer'], 'Who imposed it, and may lift it.'),
    reason: Prose(1000, 'Why.'),
    regions: Nullable(RegionIds('Only places of these regions.')),
    types: Nullable(ListOf(Whole(0, 99_999, 'A type.'), 200, 'Only services of these types.')),
    resultsMax: Nullable(Whole(1, 100, 'The most results of an answer.')),
    perMinute: Nullable(Whole(1, 2_000_000_000, 'Questions a minute.')),
    perDay: Nullable(Whole(1, 2_000_000_000, 'Questions a day.')),
    publicOnly: Flag('Whether only what the public may see is shown.'),
    hours: Nullable(Hours),
    from: Instant('From when on.'),
    until: Nullable(Instant('When it ends by itself.')),
    reviewBy: Instant('When it is looked at again.'),
  },
  closed,
)
const list = <T>(values: readonly T[] | null): T[] | null => values && [...values]
export const restrictionView = (one: Restriction): Static<typeof RestrictionView> => ({
  id: one.id,
  imposedAs: one.imposedAs,
  reason: one.reason,
  regions: list(one.regions),
  types: list(one.typeIds),
  resultsMax: one.resultsMax,
  perMinute: one.perMinute,
  perDay: one.perDay,
  publicOnly: one.audience === 'public',
  hours: one.hours && { ...one.hours, days: [...one.hours.days] },
  from: iso(one.from),
  until: isoOrNull(one.until),
  reviewBy: iso(one.reviewBy),
})

const SuspensionView = Type.Object(
  {
    ground: choice(GROUNDS, 'Why it is suspended.'),
    reference: Nullable(Prose(200, 'The assessment or notice it rests on.')),
    since: Instant('From when on.'),
  },
  closed,
)
const AcceptanceView = Type.Object(
  { version: PolicyId, hash: Text(100, 'Of the text that was read.'), at: Instant('When.') },
  closed,
)

/** An account with all that bears on it. */
export const AccountView = Type.Object(
  {
    ...AccountRow.properties,
    predecessor: Nullable(Id('The account that ended before it.')),
    accessReason: Nullable(Prose(1000, 'What its holder needs it for.')),
    askedRegion: Nullable(RegionId),
    confirmBy: Nullable(Instant('By when the address is to be confirmed.')),
    searchRoles: Nullable(RoleIds),
    regions: ListOf(
      AuthorisationView,
      100,
      'Where it is authorised; none for a web service: all that is agreed.',
    ),
    activatedAt: Nullable(Instant('From when on it could be used.')),
    endedAs: Nullable(choice(['ceased', 'inactive', 'revoked'], 'How it was terminated.')),
    endedAt: Nullable(Instant('When it ended.')),
    suspensions: ListOf(SuspensionView, 10, 'Every ground on which it is suspended.'),
    restrictions: ListOf(RestrictionView, 100, 'Every restriction that stands.'),
    acceptances: ListOf(AcceptanceView, 50, 'Policy versions its holder has accepted.'),
    missing: ListOf(UnmetView, 20, 'What it lacks before it can be activated.'),
  },
  closed,
)

export function accountView(
  account: StoredAccount,
  parts: {
    readonly authorisations: readonly Authorisation[]
    readonly suspensions: readonly OpenSuspension[]
    readonly restrictions: readonly Restriction[]
    readonly acceptances: readonly PolicyAcceptance[]
    readonly missing: readonly Unmet[]
  },
): Static<typeof AccountView> {
  const scope = (account.regionIds ?? []).map(region => ({
    region,
    grantedBy: null,
    reason: null,
    since: null,
    reviewBy: null,
  }))
  return {
    ...accountRow(account),
    predecessor: account.predecessorId,
    accessReason: account.accessReason,
    askedRegion: account.reviewRegionId,
    confirmBy: isoOrNull(account.emailTokenUntil),
    searchRoles: list(account.referralRoleIds),
    regions: account.kind === 'individual' ? parts.authorisations.map(authorisationView) : scope,
    activatedAt: isoOrNull(account.activatedAt),
    endedAs: account.endedAs,
    endedAt: isoOrNull(account.endedAt),
    suspensions: parts.suspensions.map(({ ground, reference, from }) => ({
      ground,
      reference,
      since: iso(from),
    })),
    restrictions: parts.restrictions.map(restrictionView),
    acceptances: parts.acceptances.map(({ version, hash, at }) => ({ version, hash, at: iso(at) })),
    missing: parts.missing.map(unmetView),
  }
}

/** One thing that was done. */
export const HistoryEntry = Type.Object(
  {
    at: Instant('When.'),
    who: Id('Whose doing it was.'),
    actingAs: Text(60, 'In which role.'),
    onBehalfOf: Nullable(Text(64, 'For whom, when not for themselves.')),
    approvedBy: Nullable(Id('The second person, where it takes two.')),
    about: Text(30, 'The account itself, a restriction or a key of it.'),
    event: Text(60, 'What was done.'),
    why: Prose(1000, 'Why.'),
    clauses: ListOf(ClauseRef, 20, 'What it rests on.'),
    evidence: ListOf(Prose(500, 'A reference.'), 50, 'What it rests on besides.'),
    before: Nullable(Prose(20_000, 'How it was, as JSON.')),
    after: Nullable(Prose(20_000, 'How it was then, as JSON.')),
  },
  closed,
)
const json = (value: unknown): string | null =>
  value === null ? null : JSON.stringify(value).slice(0, 20_000)
export const historyEntry = (one: RecordedAct): Static<typeof HistoryEntry> => ({
  at: one.at.toISOString(),
  who: one.who,
  actingAs: one.acting_as,
  onBehalfOf: one.on_behalf_of,
  approvedBy: one.approved_by,
  about: one.entity,
  event: one.event,
  why: one.why,
  clauses: [...one.clauses],
  evidence: [...one.evidence],
  before: json(one.before),
  after: json(one.after),
})
