import Type from 'typebox'
import {
  APPLICATION_STATES,
  ApplicationForm,
  CHECK_NAMES,
  PROMISE_NAMES,
  REVIEW_STATES,
} from '../../../agreements/index.ts'
import type { Role } from '../../../vocabulary/index.ts'
import {
  ClauseRef,
  choice,
  closed,
  Flag,
  Id,
  Instant,
  ListOf,
  Nullable,
  OdsCode,
  Prose,
  Reason,
  RegionId,
  Text,
  Whole,
} from '../words.ts'

export const TAG = 'Applications'

/** The operator's people who see every application. */
export const OPERATOR: readonly Role[] = [
  'access-manager',
  'compliance-reviewer',
  'decision-owner',
  'ig-officer',
  'auditor',
]
export const READERS: readonly Role[] = [
  ...OPERATOR,
  'euo-admin',
  'euo-signatory',
  'clinical-safety-officer',
  'supplier-admin',
  'dos-lead',
]

export const ApplicationPath = Type.Object({ id: Id('The application.') }, closed)
export const ReasonBody = Type.Object({ reason: Reason }, closed)
export const State = choice(APPLICATION_STATES, 'How far it has come.')
export const CheckName = choice(CHECK_NAMES, 'A check of eligibility.')
export const NamedPromise = choice(PROMISE_NAMES, 'A promise.')
export const Kind = choice(['new', 'change-of-use', 'renewal'], 'What is applied for.')

const Person = Id('A person, by id.')
const Clauses = ListOf(ClauseRef, 20, 'The clauses it comes from.')

export const Missing = ListOf(
  Type.Object(
    { what: Text(1000, 'What is missing.'), clauses: Clauses, whoCanFix: Text(200, 'Who can put it right.') },
    closed,
  ),
  200,
  'Everything that is missing, not only the first thing.',
)

/** What every change of an application answers. */
export const Changed = Type.Object(
  {
    id: Id('The application.'),
    state: State,
    revision: Whole(1, 2_000_000_000, 'To be sent with the next saving of the form.'),
    dueAt: Nullable(Instant('By when it should be decided; null while the clock does not run.')),
    missing: Missing,
  },
  closed,
)

export const CheckView = Type.Object(
  {
    name: CheckName,
    outcome: choice(['passed', 'failed', 'to-judge'], 'How it went.'),
    finding: Text(2000, 'What was found.'),
    clauses: Clauses,
    whoCanFix: Text(200, 'Who can put it right.'),
  },
  closed,
)

export const ReviewView = Type.Object(
  {
    kind: choice(['region', 'clinical-safety'], 'Whose review it is.'),
    regionId: Nullable(RegionId),
    reviewerRegionId: Nullable(RegionId),
    state: choice(REVIEW_STATES, 'How it went.'),
    needed: Flag('Whether it counts for the form as it stands.'),
    openedAt: Instant('Since when it is open.'),
    dueAt: Nullable(Instant('By when it should be given; null while the clock does not run.')),
    escalatedAt: Nullable(Instant('When it was found to be overdue.')),
    decidedAt: Nullable(Instant('When it was given.')),
    decidedBy: Nullable(Person),
    reason: Nullable(Text(1000, 'Why.')),
    conditions: Nullable(Text(2000, 'On which conditions.')),
  },
  closed,
)

export const QuestionView = Type.Object(
  {
    id: Id('The question.'),
    side: choice(['operator', 'applicant'], 'Who asks.'),
    question: Text(4000, 'What is asked.'),
    askedAt: Instant('When.'),
    askedBy: Person,
    answer: Nullable(Text(4000, 'The answer.')),
    answeredAt: Nullable(Instant('When it was answered.')),
    answeredBy: Nullable(Person),
  },
  closed,
)

export const PromiseView = Type.Object(
  {
    promise: NamedPromise,
    words: Text(1000, 'What is promised.'),
    clauses: Clauses,
    needed: Flag('Whether this application needs it.'),
    stands: Flag('Whether it has been made, in these words, about what is now applied for.'),
    madeBy: Nullable(Person),
    madeAs: Nullable(Text(60, 'In which role.')),
    madeAt: Nullable(Instant('When.')),
  },
  closed,
)

export const Summary = Type.Object(
  {
    id: Id('The application.'),
    kind: Kind,
    odsCode: OdsCode,
    state: State,
    productId: Nullable(Id('The product.')),
    useCase: Nullable(Text(2000, 'What it is for.')),
    publicDisplay: Nullable(Flag('Whether the public sees what is found.')),
    createdAt: Instant('When it was begun.'),
    submittedAt: Nullable(Instant('When it was handed in.')),
    dueAt: Nullable(Instant('By when it should be decided; null while the clock does not run.')),
    overdue: Flag('Whether the operator was found to be late with it.'),
  },
  closed,
)

export const ApplicationView = Type.Object(
  {
    ...Summary.properties,
    revision: Changed.properties.revision,
    parentAgreementId: Nullable(Id('The agreement it changes or renews.')),
    agreementId: Nullable(Id('The agreement that was drafted from it.')),
    connectionId: Nullable(Id('The connection.')),
    createdBy: Person,
    createdAs: Text(60, 'In which role.'),
    submittedBy: Nullable(Person),
    decidedAt: Nullable(Instant('When it was decided.')),
    decidedBy: Nullable(Person),
    secondPerson: Nullable(Person),
    refusals: ListOf(Text(2000, 'A reason.'), 20, 'Why it was refused.'),
    form: ApplicationForm,
    missing: Missing,
    checks: ListOf(CheckView, CHECK_NAMES.length, 'What the check of eligibility found.'),
    checkedAsItIs: Flag('Whether the checks are of the form as it stands.'),
    reviews: ListOf(ReviewView, 60, 'What the reviewers say.'),
    questions: ListOf(QuestionView, 1000, 'Questions of either side, oldest first.'),
    promises: ListOf(PromiseView, PROMISE_NAMES.length, 'Promises that no program can check.'),
    missingBeforeUse: Missing,
    contact: Type.Object(
      {
        name: Prose(200, 'Whom to ask.'),
        email: Prose(254, 'E-mail address.'),
        phone: Prose(60, 'Telephone number.'),
      },
      closed,
    ),
  },
  closed,
)
