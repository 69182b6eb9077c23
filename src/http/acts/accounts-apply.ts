import Type from 'typebox'
import {
  acceptPolicy,
  readConnection,
  registerIndividual,
  requestRegion,
  resendEmail,
  submitAccount,
  validateEmail,
  withdrawApplication,
} from '../../accounts/index.ts'
import { holdersOf, readActor } from '../../people/index.ts'
import { type Actor, type Random, unreachable } from '../../vocabulary/index.ts'
import { answerMove, withAccountAs } from './accounts-reach.ts'
import { ACCOUNTS, AccountPath, StepAnswer } from './accounts-words.ts'
import { type Act, type ActContext, type ActOutcome, act, notTaken } from './act.ts'
import { closed, Id, Instant, iso, PolicyId, Prose, Reason, RegionId, Text } from './words.ts'

/** Applying for an account, and what its holder does. */

const newToken = (random: Random): string => Buffer.from(random(24)).toString('base64url')
const actsFor = (actor: Actor, odsCode: string): boolean =>
  actor.roles.some(({ scope }) => scope.kind === 'organisation' && scope.id === odsCode)
const OptionalReason = Type.Object({ reason: Type.Optional(Reason) }, closed)

const RegisterBody = Type.Object(
  {
    connection: Id('The connection of the organisation with the product.'),
    region: RegionId,
    accessReason: Text(1000, 'What the person needs it for.'),
    person: Type.Optional(Id('Whose account it is to be; yourself unless told.')),
    predecessor: Type.Optional(Id('The ended account it follows; found by itself when there is one.')),
    reason: Reason,
  },
  closed,
)

export const accountApplyActs: readonly Act[] = [
  act({
    command: 'account register-person',
    method: 'POST',
    path: '/accounts/individuals',
    tag: ACCOUNTS,
    summary: 'Apply for an account of one’s own, for oneself or for one of one’s people',
    description:
      'The address of the person is confirmed by a code that is sent to it; then a DoS Lead of the region decides. An account is personal and is not shared.',
    roles: 'anyone',
    clauses: ['AUP25-03', 'AUP25-05'],
    body: RegisterBody,
    answer: Type.Object({ id: Id('The account.'), confirmBy: Instant('By when.') }, closed),
    run: async context => {
      const { rooms, actor, now, body, deed } = context
      const { query } = rooms.database
      const connection = await readConnection(query, body.connection)
      const personId = body.person ?? actor.personId
      const self = personId === actor.personId
      const may =
        connection && (self ? actsFor(actor, connection.odsCode) : adminOf(actor, connection.odsCode))
      if (!connection || !may) return { outcome: 'no-such' }
      const person = self ? actor : await readActor(query, personId, now)
      const id = rooms.newId()
      const registered = await registerIndividual(
        rooms.database,
        {
          id,
          personId,
          connectionId: connection.id,
          accessReason: body.accessReason,
          regionId: body.region,
          predecessorId: body.predecessor ?? null,
        },
        {
          belongs: person !== undefined && actsFor(person, connection.odsCode),
          proof: {
            token: newToken(rooms.random),
            days: rooms.policy(now).parameters.emailValidationDays,
            address: rooms.baseUrl(),
          },
          holdersOf,
        },
        deed(self ? 'holder' : 'euo-admin', { onBehalfOf: self ? connection.odsCode : personId }),
      )
      return answerRegistered(registered, id)
    },
  }),
  act({
    command: 'account submit',
    method: 'POST',
    path: '/accounts/:id/submission',
    tag: ACCOUNTS,
    summary: 'Hand in the draft of a web service or product account',
    roles: ['access-manager', 'euo-admin', 'supplier-admin'],
    clauses: ['AUP25-02', 'AUP25-04'],
    params: AccountPath,
    body: Type.Object({ reason: Reason }, closed),
    answer: StepAnswer,
    run: context =>
      withAccountAs(
        context,
        () => ['access-manager', 'euo-admin', 'supplier-admin'],
        async ({ id }, as) =>
          answerMove(await submitAccount(context.rooms.database, id, holdersOf, context.deed(as)), id),
      ),
  }),
  act({
    command: 'account validate-email',
    method: 'POST',
    path: '/accounts/:id/email-validation',
    tag: ACCOUNTS,
    summary: 'Confirm your address with the code that was sent to it',
    roles: 'anyone',
    clauses: ['AUP25-05'],
    params: AccountPath,
    body: Type.Object({ code: Text(100, 'The code.') }, closed),
    answer: StepAnswer,
    run: context =>
      withAccountAs(
        context,
        () => ['holder'],
        async ({ id }, as) => {
          const { rooms, body, deed } = context
          return answerMove(await validateEmail(rooms.database, id, body.code, holdersOf, deed(as)), id)
        },
      ),
  }),
  act({
    command: 'account resend',
    method: 'POST',
    path: '/accounts/:id/email-code',
    tag: ACCOUNTS,
    summary: 'Have another code sent to the address; the one before no longer holds',
    roles: 'anyone',
    clauses: ['AUP25-05'],
    params: AccountPath,
    body: OptionalReason,
    answer: StepAnswer,
    run: context =>
      withAccountAs(
        context,
        () => ['holder', 'euo-admin'],
        async ({ id }, as) => {
          const { rooms, deed } = context
          const proof = { token: newToken(rooms.random), address: rooms.baseUrl() }
          return answerMove(await resendEmail(rooms.database, id, proof, deed(as)), id)
        },
      ),
  }),
  act({
    command: 'account withdraw',
    method: 'POST',
    path: '/accounts/:id/withdrawal',
    tag: ACCOUNTS,
    summary: 'Take back an application, before the account is used',
    roles: 'anyone',
    clauses: ['AUP25-32'],
    params: AccountPath,
    body: OptionalReason,
    answer: StepAnswer,
    run: context =>
      withAccountAs(
        context,
        () => ['holder', 'euo-admin', 'supplier-admin'],
        async ({ id }, as) =>
          answerMove(await withdrawApplication(context.rooms.database, id, context.deed(as)), id),
      ),
  }),
  act({
    command: 'account request-region',
    method: 'POST',
    path: '/accounts/:id/region-request',
    tag: ACCOUNTS,
    summary: 'Ask the DoS Lead of another region to open it to an account',
    roles: 'anyone',
    clauses: ['AUP25-06'],
    params: AccountPath,
    body: Type.Object({ region: RegionId, reason: Reason }, closed),
    answer: StepAnswer,
    run: context =>
      withAccountAs(
        context,
        () => ['holder', 'euo-admin'],
        async ({ id }, as) => {
          const { rooms, body, deed } = context
          return answerMove(await requestRegion(rooms.database, id, body.region, holdersOf, deed(as)), id)
        },
      ),
  }),
  act({
    command: 'account accept-policy',
    method: 'POST',
    path: '/accounts/:id/policy-acceptance',
    tag: ACCOUNTS,
    summary: 'Accept the acceptable use policy for your own account',
    description: 'By the version and the hash of the text you read, as /api/v1/policy gives them.',
    roles: 'anyone',
    clauses: ['AUP25-18', 'AUP18-05'],
    params: AccountPath,
    body: Type.Object({ version: PolicyId, hash: Prose(100, 'The hash of its text.') }, closed),
    answer: StepAnswer,
    run: context =>
      withAccountAs(
        context,
        () => ['holder'],
        ({ id }) => accept(context, id),
      ),
  }),
]

const adminOf = (actor: Actor, odsCode: string): boolean =>
  actor.roles.some(
    ({ role, scope }) => role === 'euo-admin' && scope.kind === 'organisation' && scope.id === odsCode,
  )

async function accept(
  { rooms, now, body, deed }: ActContext<unknown, unknown, { version: string; hash: string }>,
  accountId: string,
): Promise<ActOutcome> {
  const { id, hash } = rooms.policy(now)
  const inForce = { version: id, hash }
  const done = await acceptPolicy(rooms.database, accountId, body, inForce, deed('holder'))
  switch (done.outcome) {
    case 'other-text':
      return { outcome: 'stale', detail: 'The hash is not that of the version in force: read it again.' }
    case 'accepted-before':
      return { outcome: 'conflict', detail: 'You have accepted this version already.' }
    default:
      return answerMove(done, accountId)
  }
}

type Registered = Awaited<ReturnType<typeof registerIndividual>>

function answerRegistered(registered: Registered, id: string): ActOutcome {
  switch (registered.outcome) {
    case 'registered':
      return { outcome: 'done', status: 201, body: { id, confirmBy: iso(registered.until) } }
    case 'unknown-region':
    case 'region-merged': {
      const message = registered.outcome === 'region-merged' ? 'has been merged into another' : 'is not known'
      return { outcome: 'wrong', errors: [{ parameter: 'region', in: 'body', message }] }
    }
    case 'not-their-predecessor':
      return {
        outcome: 'wrong',
        errors: [{ parameter: 'predecessor', in: 'body', message: 'is no account of theirs' }],
      }
    case 'no-connection':
      return { outcome: 'not-legal', detail: 'The connection has been withdrawn.' }
    case 'has-account':
      return {
        outcome: 'conflict',
        detail: 'The person has an account on that connection which has not ended.',
        clauses: ['AUP25-05'],
      }
    case 'id-taken':
      throw new Error('A new id is taken.')
    case 'not-legal':
    case 'unmet':
      return notTaken(registered)
    default:
      return unreachable(registered)
  }
}
