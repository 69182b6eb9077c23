import Type, { type Static } from 'typebox'
import {
  DEROGABLE,
  type Derogation,
  type DerogationSigned,
  readAgreements,
  readDerogations,
  signDerogation,
} from '../../agreements/index.ts'
import { connectionReader } from '../../connection-reader.ts'
import { unreachable } from '../../vocabulary/index.ts'
import { type Act, type ActOutcome, act } from './act.ts'
import { isOwnCauseOf, OWN_SIDE, seesConnection } from './permission-reach.ts'
import { Fields } from './permission-words.ts'
import { EUO, OPERATOR, reachOf } from './reach.ts'
import { PAGE } from './register-words.ts'
import {
  ClauseRef,
  choice,
  closed,
  DirectPurpose,
  Flag,
  Id,
  Instant,
  iso,
  ListOf,
  Nullable,
  Prose,
  Reason,
  Text,
  Whole,
} from './words.ts'

const TAG = 'Derogations'
const Permits = choice(DEROGABLE, 'What it lets be granted.')
const Purposes = ListOf(DirectPurpose, 20, 'For these purposes only.')
const Pattern = Text(1000, 'Who asks when, and why it cannot ask anew: the pattern of use it is for.')

const DerogationView = Type.Object(
  {
    id: Id('The derogation.'),
    agreement: Id('The agreement it is for.'),
    permits: Permits,
    cites: ListOf(ClauseRef, 20, 'The clauses it sets aside, and those that let it.'),
    reason: Prose(1000, 'Why.'),
    pattern: Prose(1000, 'The pattern of use it is for.'),
    fields: Fields,
    purposes: ListOf(Text(60, 'A purpose.'), 20, 'For these purposes only.'),
    maxAgeSeconds: Nullable(Whole(1, 86_400, 'For how long answers may be kept, seconds.')),
    purgeOnSignal: Flag('What is kept is thrown away at once when the directory says so.'),
    signedBy: Id('Who proposed it.'),
    signedSecond: Id('Who agreed.'),
    signedAt: Instant('When both had signed.'),
    reviewBy: Instant('It speaks until then.'),
    speaks: Flag('Whether it speaks now.'),
  },
  closed,
)
const view = (derogation: Derogation, now: number): Static<typeof DerogationView> => {
  const { agreementId, cites, fields, purposes, signedAt, reviewBy, ...rest } = derogation
  return {
    ...rest,
    agreement: agreementId,
    cites: [...cites],
    fields: [...fields],
    purposes: [...purposes],
    signedAt: iso(signedAt),
    reviewBy: iso(reviewBy),
    speaks: now < reviewBy,
  }
}

export const derogationActs: readonly Act[] = [
  act({
    command: 'derogation list',
    method: 'GET',
    path: '/derogations',
    tag: TAG,
    summary: 'Signed exceptions from a clause, and when they end',
    roles: [...OPERATOR, ...EUO, 'supplier-admin'],
    clauses: ['AUP18-10', 'AUP18-20', 'AUP25-25'],
    query: Type.Object({ agreement: Type.Optional(Id('Only of this agreement.')) }, closed),
    answer: Type.Object({ derogations: ListOf(DerogationView, PAGE, 'Newest first.') }, closed),
    run: async ({ rooms, actor, now, query: { agreement } }) => {
      const { query } = rooms.database
      const reach = reachOf(actor)
      const entries = (await connectionReader(query, null)).filter(entry => seesConnection(reach, entry))
      const own = await readAgreements(
        query,
        entries.map(entry => entry.connectionId),
      )
      const ids = own.map(one => one.facts.id).filter(id => agreement === undefined || id === agreement)
      const derogations = (await readDerogations(query, ids)).slice(0, PAGE)
      return { outcome: 'done', body: { derogations: derogations.map(one => view(one, now)) } }
    },
  }),
  act({
    command: 'derogation create',
    method: 'POST',
    path: '/derogations',
    tag: TAG,
    summary: 'Set a clause aside for one agreement and one pattern of use',
    description:
      'Caching, and the whole dataset, are forbidden; nothing but a derogation that two people have signed lets either be granted. It cites the clauses it sets aside by itself.',
    roles: ['access-manager'],
    secondPerson: ['decision-owner'],
    clauses: ['AUP18-10', 'AUP18-20', 'AUP25-25'],
    body: Type.Object(
      {
        agreement: Id('The agreement it is for.'),
        permits: Permits,
        pattern: Pattern,
        fields: Type.Optional(Fields),
        purposes: Type.Optional(Purposes),
        maxAgeSeconds: Type.Optional(Whole(1, 86_400, 'For how long answers may be kept, seconds.')),
        purgeOnSignal: Type.Optional(Flag('What is kept is thrown away at once when the directory says so.')),
        reviewBy: Instant('It speaks until then; within six months.'),
        reason: Reason,
      },
      closed,
    ),
    answer: Type.Object({ id: Id('The derogation.') }, closed),
    run: async ({ rooms, actor, approvedBy, now, body, deed }) => {
      if (await isOwnCauseOf(rooms.database.query, body.agreement, actor, approvedBy, now)) {
        return { outcome: 'own-cause', detail: OWN_SIDE }
      }
      const id = rooms.newId()
      const draft = {
        id,
        agreementId: body.agreement,
        permits: body.permits,
        reason: body.reason,
        pattern: body.pattern,
        fields: body.fields ?? [],
        purposes: body.purposes ?? [],
        maxAgeSeconds: body.maxAgeSeconds ?? null,
        purgeOnSignal: body.purgeOnSignal ?? false,
        reviewBy: Date.parse(body.reviewBy),
      }
      return signed(
        id,
        await signDerogation(rooms.database, draft, rooms.policy(now), deed('access-manager')),
      )
    },
  }),
]

function signed(id: string, outcome: DerogationSigned): ActOutcome {
  switch (outcome.outcome) {
    case 'signed':
      return { outcome: 'done', status: 201, body: { id } }
    case 'unmet':
      return outcome
    case 'unknown-agreement':
      return { outcome: 'no-such' }
    case 'id-taken':
      return { outcome: 'conflict', detail: 'Try again.' }
    case 'one-person':
      return { outcome: 'own-cause', detail: 'A derogation takes two people.' }
    default:
      return unreachable(outcome)
  }
}
