import Type from 'typebox'
import {
  type Issued,
  issueSecret,
  type NewSecret,
  readKeyHolder,
  readSecrets,
  revokeSecret,
} from '../../accounts/index.ts'
import { type EpochMillis, type Role, unreachable } from '../../vocabulary/index.ts'
import { type Act, type ActContext, type ActOutcome, act } from './act.ts'
import { CREDENTIALS, keysManaged, MANAGE_KEYS } from './credential-reach.ts'
import { AccountPath, bodyError } from './credential-words.ts'
import { OPERATOR, reachesOrganisation, reachesSupplier, reachOf } from './reach.ts'
import { JustReason } from './register-words.ts'
import {
  BOTH,
  IssuedView,
  IssueMembers,
  PasswordInterfaces,
  ROTATE,
  SecretPath,
  SecretView,
  secretView,
} from './secrets-words.ts'
import { closed, DirectPurpose, Id, iso, ListOf } from './words.ts'

const SEE: readonly Role[] = [...OPERATOR, 'euo-admin', 'supplier-admin']
const SHOWN = 100
const YEAR = 365 * 86_400_000
const YEARS_MAX = 2

const listAct = act({
  command: 'secret list',
  method: 'GET',
  path: '/accounts/:id/secrets',
  tag: CREDENTIALS,
  summary:
    'The passwords and API keys of an account for the older interfaces: which there are, never what they are',
  roles: SEE,
  clauses: ['AUP25-04'],
  params: AccountPath,
  answer: Type.Object({ secrets: ListOf(SecretView, SHOWN, 'The newest first.') }, closed),
  run: async ({ rooms, actor, params, now }) => {
    const { query } = rooms.database
    const holder = await readKeyHolder(query, params.id)
    const reach = reachOf(actor)
    const isSeen =
      holder &&
      holder.kind !== 'individual' &&
      (reachesOrganisation(reach, holder.odsCode) || reachesSupplier(reach, holder.supplierId))
    if (!isSeen) return { outcome: 'no-such' }
    const records = await readSecrets(query, holder.id, SHOWN)
    return { outcome: 'done', body: { secrets: records.map(record => secretView(record, now)) } }
  },
})

const passwordAct = act({
  command: 'secret issue-password',
  method: 'POST',
  path: '/accounts/:id/secrets/passwords',
  tag: CREDENTIALS,
  summary: 'Issue a password for the DoS REST and SOAP interfaces; it is shown once',
  description: `We make the password: what people choose can be guessed. The account must have exactly one search role, which is what these interfaces search by. ${ROTATE}`,
  roles: MANAGE_KEYS,
  clauses: ['AUP25-04', 'AUP18-07'],
  params: AccountPath,
  body: Type.Object(
    {
      ...IssueMembers,
      interfaces: Type.Optional(PasswordInterfaces),
      purpose: Type.Optional(DirectPurpose),
    },
    closed,
  ),
  answer: IssuedView,
  run: context => {
    const { interfaces = BOTH, purpose = null } = context.body
    return issue(context, { kind: 'password', interfaces, purpose })
  },
})

const keyAct = act({
  command: 'secret issue-key',
  method: 'POST',
  path: '/accounts/:id/secrets/keys',
  tag: CREDENTIALS,
  summary: 'Issue an API key for the capacity interface; it is shown once',
  description: `It acts as the user of that name, who stands in every change made with it. What may be changed is what the account maintains (account let-maintain). ${ROTATE}`,
  roles: MANAGE_KEYS,
  clauses: ['AUP25-04', 'AUP18-07'],
  params: AccountPath,
  body: Type.Object(IssueMembers, closed),
  answer: IssuedView,
  run: context => issue(context, { kind: 'api-key', interfaces: ['capacity'], purpose: null }),
})

const revokeAct = act({
  command: 'secret revoke',
  method: 'POST',
  path: '/accounts/:id/secrets/:issued/revocation',
  tag: CREDENTIALS,
  summary: 'Revoke a password or an API key at once',
  description: 'It takes one person, and cannot be taken back.',
  roles: MANAGE_KEYS,
  clauses: ['AUP25-04', 'AUP25-42'],
  params: SecretPath,
  body: JustReason,
  answer: Type.Object({ id: Id('What was revoked.') }, closed),
  run: async context => {
    const { rooms, params, deed } = context
    const managed = await keysManaged(context)
    const { id, issued } = params
    const made = managed && (await revokeSecret(rooms.database, id, issued, deed(managed.role)))
    return made === 'revoked' ? { outcome: 'done', body: { id: issued } } : { outcome: 'no-such' }
  },
})

type Asked = {
  readonly username?: string
  readonly from?: string
  readonly until?: string
}

async function issue(
  context: ActContext<{ id: string }, unknown, Asked>,
  what: Pick<NewSecret, 'kind' | 'interfaces' | 'purpose'>,
): Promise<ActOutcome> {
  const { rooms, params, body, now, deed } = context
  const managed = await keysManaged(context)
  if (!managed) return { outcome: 'no-such' }
  const from = body.from === undefined ? now : Math.max(now, Date.parse(body.from))
  const until = body.until === undefined ? from + YEAR : Date.parse(body.until)
  if (!isSoon(from, until)) return wrong('until', `It must lie in the ${YEARS_MAX} years after it begins.`)
  const wanted = {
    ...what,
    id: rooms.newId(),
    accountId: params.id,
    username: body.username ?? null,
    from,
    until,
  }
  const issued = await issueSecret(rooms.database, wanted, deed(managed.role), rooms.random)
  if (issued.outcome !== 'issued') return notIssued(issued)
  const { id, username, secret } = issued
  return { outcome: 'done', status: 201, body: { id, username, secret, until: iso(until) } }
}

const isSoon = (from: EpochMillis, until: EpochMillis): boolean =>
  until > from && until <= from + YEARS_MAX * YEAR + 86_400_000

function notIssued(refused: Exclude<Issued, { outcome: 'issued' }>): ActOutcome {
  switch (refused.outcome) {
    case 'unknown-account':
      return { outcome: 'no-such', detail: 'There is no web service account of that id for you.' }
    case 'account-ended':
      return { outcome: 'not-legal', detail: 'The account has ended.' }
    case 'username-needed':
      return wrong('username', 'The account has none yet: say which.')
    case 'username-taken':
      return { outcome: 'conflict', detail: 'Another account has, or had, that user name: choose another.' }
    case 'other-username':
      return { outcome: 'conflict', detail: `The user name of the account is ${refused.username}.` }
    case 'too-many':
      return { outcome: 'conflict', detail: `Revoke one that is not needed any more. ${ROTATE}` }
    case 'not-one-search-role':
      return {
        outcome: 'not-legal',
        detail: 'The account must have exactly one search role before it can have a password.',
      }
    default:
      return unreachable(refused)
  }
}

const wrong = (parameter: string, message: string): ActOutcome => ({
  outcome: 'wrong',
  errors: [bodyError(parameter, message)],
})

/** Passwords and keys of the interfaces that know no tokens. */
export const secretOfAccountActs: readonly Act[] = [listAct, passwordAct, keyAct, revokeAct]
