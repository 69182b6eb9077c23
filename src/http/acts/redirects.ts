import Type from 'typebox'
import { REDIRECTS_MAX, readKeyHolder, readRedirectUris, setRedirectUris } from '../../accounts/index.ts'
import { unreachable } from '../../vocabulary/index.ts'
import { type Act, type ActOutcome, act } from './act.ts'
import { CREDENTIALS, keysManaged, MANAGE_KEYS } from './credential-reach.ts'
import { AccountPath } from './credential-words.ts'
import { OPERATOR, reachesOrganisation, reachesSupplier, reachOf } from './reach.ts'
import { closed, ListOf, Reason } from './words.ts'

const Uri = Type.String({
  minLength: 1,
  maxLength: 500,
  description:
    'An https address, to the letter; or http://127.0.0.1 or http://[::1], of a program on the same machine.',
})
const Uris = ListOf(Uri, REDIRECTS_MAX, 'Where people may be sent back to once they have signed in.')
const View = Type.Object({ uris: Uris }, closed)

const listAct = act({
  command: 'account redirects',
  method: 'GET',
  path: '/accounts/:id/redirects',
  tag: CREDENTIALS,
  summary: 'Where people who sign in through an account may be sent back to',
  roles: [...OPERATOR, 'euo-admin', 'supplier-admin'],
  clauses: ['AUP25-03'],
  params: AccountPath,
  answer: View,
  run: async ({ rooms, actor, params }) => {
    const { query } = rooms.database
    const holder = await readKeyHolder(query, params.id)
    const reach = reachOf(actor)
    const isSeen =
      holder &&
      holder.kind !== 'individual' &&
      (reachesOrganisation(reach, holder.odsCode) || reachesSupplier(reach, holder.supplierId))
    if (!isSeen) return { outcome: 'no-such' }
    return { outcome: 'done', body: { uris: await readRedirectUris(query, holder.id) } }
  },
})

const setAct = act({
  command: 'account set-redirects',
  method: 'PUT',
  path: '/accounts/:id/redirects',
  tag: CREDENTIALS,
  summary: 'Say where people who sign in through an account may be sent back to',
  description:
    'Replaces all the addresses of the account. People can sign in through an account that has one (authorization code with PKCE); with none, they can not. A code is sent to an address that is registered to the letter, and to no other.',
  roles: MANAGE_KEYS,
  clauses: ['AUP25-03'],
  params: AccountPath,
  body: Type.Object({ uris: Uris, reason: Reason }, closed),
  answer: View,
  run: async context => {
    const managed = await keysManaged(context)
    if (!managed) return { outcome: 'no-such' }
    const { database } = context.rooms
    const { id } = managed.holder
    const set = await setRedirectUris(database, id, context.body.uris, context.deed(managed.role))
    switch (set.outcome) {
      case 'set':
      case 'unchanged':
        return { outcome: 'done', body: { uris: await readRedirectUris(database.query, id) } }
      case 'wrong':
        return wrong(set.faults)
      case 'unknown-account':
        return { outcome: 'no-such' }
      case 'account-ended':
        return { outcome: 'not-legal', detail: 'The account has ended.' }
      default:
        return unreachable(set)
    }
  },
})

const wrong = (faults: readonly string[]): ActOutcome => ({
  outcome: 'wrong',
  errors: faults.map(message => ({ parameter: 'uris', in: 'body', message })),
})

/** Where people are sent back to once they have signed in through a product. */
export const redirectActs: readonly Act[] = [listAct, setAct]
