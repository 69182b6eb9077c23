import Type from 'typebox'
import { AGREEMENT_STATES } from '../../../agreements/index.ts'
import type { Role } from '../../../vocabulary/index.ts'
import { Missing } from '../applications/words.ts'
import {
  ClauseRef,
  choice,
  closed,
  DirectPurpose,
  Flag,
  Id,
  Instant,
  ListOf,
  Nullable,
  OdsCode,
  PolicyId,
  Reason,
  RegionId,
  Text,
  Whole,
} from '../words.ts'

export const TAG = 'Agreements'

export const READERS: readonly Role[] = [
  'access-manager',
  'compliance-reviewer',
  'decision-owner',
  'ig-officer',
  'auditor',
  'euo-admin',
  'euo-signatory',
  'clinical-safety-officer',
  'supplier-admin',
]

export const AgreementPath = Type.Object({ id: Id('The agreement.') }, closed)
export const ReasonBody = Type.Object({ reason: Reason }, closed)
export const State = choice(AGREEMENT_STATES, 'How far it has come.')
export const Hash = Type.String({
  minLength: 64,
  maxLength: 64,
  pattern: '^[0-9a-f]{64}$',
  description: 'SHA-256 of the text, as it was shown.',
})
const Person = Id('A person, by id.')

/** What a signatory accepts: the very text, and the privacy notice beside it. */
export const AcceptanceBody = Type.Object(
  {
    version: PolicyId,
    hash: Hash,
    privacyNotice: Text(40, 'The version of the privacy notice that was shown (AUP25-59).'),
    reason: Reason,
  },
  closed,
)

export const Changed = Type.Object(
  {
    id: Id('The agreement.'),
    state: State,
    policyVersion: Nullable(PolicyId),
    until: Nullable(Instant('When it ends; null: without end.')),
    missingBeforeUse: Missing,
  },
  closed,
)

export const Summary = Type.Object(
  {
    id: Id('The agreement.'),
    connectionId: Id('The connection.'),
    odsCode: Nullable(OdsCode),
    productId: Nullable(Id('The product.')),
    environment: Nullable(choice(['production', 'integration'], 'Where it works.')),
    state: State,
    useCase: Text(2000, 'What it is for.'),
    audience: choice(['public', 'professional'], 'Who sees what is found.'),
    policyVersion: Nullable(PolicyId),
    from: Instant('Its first instant.'),
    until: Nullable(Instant('The instant it ends; null: without end.')),
  },
  closed,
)

const Issued = Type.Object(
  {
    version: PolicyId,
    hash: Text(80, 'SHA-256 of its content.'),
    at: Instant('When.'),
    by: Nullable(Person),
    via: Nullable(Text(60, 'By which way.')),
    readAt: Nullable(Instant('When a signatory first opened it.')),
    readBy: Nullable(Person),
  },
  closed,
)

const Acceptance = Type.Object(
  {
    version: PolicyId,
    hash: Text(80, 'SHA-256 of its content.'),
    kind: choice(['signed', 'deemed'], 'By a signatory, or by going on to use the directory (AUP18-05).'),
    at: Instant('When.'),
    by: Nullable(Person),
    as: Nullable(Text(60, 'In which role.')),
    privacyNotice: Nullable(Text(40, 'The version of the privacy notice.')),
    decisionId: Nullable(Id('The first answer given under that version.')),
  },
  closed,
)

/** Where and how much will be asked: what the watch measures the connection by (AUP25-28). */
export const Footprint = Type.Object(
  {
    derived: Flag('Whether nothing was declared, so that its regions and its volume stand for it.'),
    national: Flag('Whether it asks all over England.'),
    regionIds: ListOf(RegionId, 50, 'Else, the regions it asks about.'),
    sites: ListOf(
      Type.Object(
        {
          eastingMetres: Whole(0, 700_000, 'The middle of its 1 km square, National Grid.'),
          northingMetres: Whole(0, 1_300_000, 'The middle of its 1 km square, National Grid.'),
          radiusMetres: Whole(1, 160_934, 'How far around it, in metres.'),
        },
        closed,
      ),
      50,
      'And the sites it asks around.',
    ),
    volumePerDay: Whole(1, 2_000_000_000, 'Searches expected in one day.'),
    resultsMax: Whole(1, 100, 'The most services of one answer.'),
    class: Text(40, 'The kind of use it is compared with.'),
  },
  closed,
)

export const AgreementView = Type.Object(
  {
    ...Summary.properties,
    applicationId: Nullable(Id('The application it came from.')),
    purposes: ListOf(DirectPurpose, 20, 'Purposes of use.'),
    national: Flag('Whether it holds for the whole of England.'),
    regionIds: ListOf(RegionId, 50, 'Else, the regions it holds for.'),
    allTypes: Flag('Whether every service type may be asked for.'),
    typeIds: ListOf(Whole(0, 2_147_483_647, 'A service type.'), 200, 'Else, those that may be.'),
    resultsMax: Whole(1, 100, 'The most services an answer may hold.'),
    distanceMetresMax: Whole(1, 160_934, 'The furthest a search may reach, in metres.'),
    perMinute: Whole(1, 2_000_000_000, 'The most questions in a minute.'),
    perDay: Whole(1, 2_000_000_000, 'The most questions in a day.'),
    lookUps: choice(['follow-up', 'declared'], 'Whether services may be looked up without a search before.'),
    origins: choice(['any', 'postcode-or-town'], 'Where a search may start.'),
    serviceIds: choice(
      ['handles', 'directory'],
      'What answers call a service by: handles of this connection, or ids of the directory, which older interfaces and FHIR need.',
    ),
    listMembers: Nullable(
      ListOf(Text(40, 'A member.'), 100, 'Members that lists may hold beside id, name and distance.'),
    ),
    userRoles: ListOf(
      Text(100, 'A role code.'),
      200,
      'Roles in which its people may ask; empty: in every one.',
    ),
    footprint: Footprint,
    issued: Nullable(Issued),
    asked: Nullable(
      Type.Object(
        {
          version: PolicyId,
          hash: Text(80, 'SHA-256 of its content.'),
          since: Instant('Since when it is asked.'),
        },
        { ...closed, description: 'A newer version of the policy that a signatory is asked to accept.' },
      ),
    ),
    acceptances: ListOf(Acceptance, 200, 'Every acceptance, oldest first.'),
    missingBeforeUse: Missing,
  },
  closed,
)

/** The policy as a signatory reads it, with the hash it is accepted by. */
export const PolicyToRead = Type.Object(
  {
    id: Id('The agreement.'),
    version: PolicyId,
    hash: Hash,
    title: Text(200, 'Its title.'),
    effectiveFrom: Instant('When it takes force.'),
    privacyNotice: Text(40, 'The version of the privacy notice that goes with it (AUP25-59).'),
    asIs: Text(2000, 'What is not promised (AUP25-19).'),
    sections: ListOf(
      Type.Object(
        {
          heading: Text(300, 'Its heading.'),
          paragraphs: ListOf(
            Type.Object(
              {
                number: Text(20, 'Its number.'),
                text: Text(4000, 'What it says.'),
                clauses: ListOf(ClauseRef, 30, 'The clauses it puts into plain words.'),
              },
              closed,
            ),
            200,
            'Paragraphs.',
          ),
        },
        closed,
      ),
      200,
      'The whole text.',
    ),
  },
  closed,
)

export const Begun = Type.Object(
  {
    application: Id('The application that was begun; hand it in with "application submit".'),
    kind: choice(['change-of-use', 'renewal'], 'What it is for.'),
    items: ListOf(
      Type.Object(
        {
          linkId: Text(60, 'The question, by its name in the form.'),
          text: Text(300, 'What it asks.'),
          clauses: ListOf(ClauseRef, 20, 'The clauses it comes from.'),
          answer: Nullable(
            Text(20_000, 'The answer carried over, as JSON where it is not plain text; null: open.'),
          ),
        },
        closed,
      ),
      100,
      'Every question, with the answer carried over: look through it, and change what has changed.',
    ),
    missing: Missing,
  },
  closed,
)
