import Type from 'typebox'
import { type KeySetUrlOutcome, registerKeySetUrl, removeKeySetUrl } from '../../accounts/index.ts'
import { unreachable } from '../../vocabulary/index.ts'
import { type Act, type ActOutcome, act } from './act.ts'
import { CREDENTIALS, keysManaged, MANAGE_KEYS, notTakenUp } from './credential-reach.ts'
import { AccountPath, bodyError, Kid } from './credential-words.ts'
import { JustReason } from './register-words.ts'
import { closed, ListOf, Reason, Text } from './words.ts'

const Address = Text(2000, 'An address that begins with https:// and answers with a JSON Web Key Set.')

const registerUrlAct = act({
  command: 'credential register-url',
  method: 'PUT',
  path: '/accounts/:id/key-set-url',
  tag: CREDENTIALS,
  summary: 'Register the address where an account publishes its public keys',
  description:
    'The set is read at once, and again every five minutes or so: publish a new key that long before you sign with it. What is no longer published is no longer accepted. While the address cannot be read, the last good set stays. Another address takes the place of one there is.',
  roles: MANAGE_KEYS,
  clauses: ['AUP25-04', 'AUP18-07'],
  params: AccountPath,
  body: Type.Object({ url: Address, reason: Reason }, closed),
  answer: Type.Object(
    {
      url: Address,
      added: ListOf(Kid, 50, 'Keys that were not known before.'),
      passedOver: ListOf(Kid, 50, 'Published, and not accepted: registered before, or revoked here.'),
    },
    closed,
  ),
  run: async context => {
    const { rooms, params, body, deed } = context
    const managed = await keysManaged(context)
    if (!managed) return { outcome: 'no-such' }
    // Before any transaction: nothing in the database waits for what happens out there.
    const read = await rooms.keySets.fetch(body.url)
    if (read.outcome !== 'read') {
      const problems = read.outcome === 'wrong' ? read.problems : [read.reason]
      return { outcome: 'wrong', errors: problems.map(message => bodyError('url', message)) }
    }
    const set = { url: body.url, keys: read.keys }
    return registered(body.url, await registerKeySetUrl(rooms.database, params.id, set, deed(managed.role)))
  },
})

function registered(url: string, made: KeySetUrlOutcome): ActOutcome {
  switch (made.outcome) {
    case 'kept': {
      const { added, resumed, passedOver } = made.change
      return { outcome: 'done', body: { url, added: [...added, ...resumed], passedOver } }
    }
    case 'no-key-usable': {
      const message = 'None of the keys there can be accepted: each was registered, or revoked, before.'
      return { outcome: 'wrong', errors: [bodyError('url', message)] }
    }
    case 'unknown-account':
    case 'account-ended':
      return notTakenUp({ outcome: made.outcome })
    default:
      return unreachable(made)
  }
}

const removeUrlAct = act({
  command: 'credential remove-url',
  method: 'POST',
  path: '/accounts/:id/key-set-url/removal',
  tag: CREDENTIALS,
  summary: 'Forget the address of a key set, and accept the keys that came from it no more',
  roles: MANAGE_KEYS,
  clauses: ['AUP25-04'],
  params: AccountPath,
  body: JustReason,
  answer: Type.Object({ removed: Type.Boolean({ description: 'Always true.' }) }, closed),
  run: async context => {
    const { rooms, params, deed } = context
    const managed = await keysManaged(context)
    if (!managed) return { outcome: 'no-such' }
    const gone = await removeKeySetUrl(rooms.database, params.id, deed(managed.role))
    if (gone === 'no-url') return { outcome: 'no-such', detail: 'No address is registered for the account.' }
    return { outcome: 'done', body: { removed: true } }
  },
})

export const keySetUrlActs: readonly Act[] = [registerUrlAct, removeUrlAct]
